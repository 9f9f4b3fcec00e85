//! `bf-docs doctor`

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::project::{CacheArgs, Opened, TreeArgs};
use super::{count, data, version};
use crate::discover::CloneDepth;

/// Say what bf-docs finds on this machine and in this folder, and what to do about it
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    tree: TreeArgs,
    #[command(flatten)]
    cache: CacheArgs,
}

/// A subject, and the state that it was found in.
struct DoctorLine {
    subject: &'static str,
    verdict: DoctorVerdict,
    text: String,
    /// The advice; `None` if there is nothing to do.
    help: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DoctorVerdict {
    Fine,
    /// Something works less well than it could.
    Note,
    /// A command fails.
    Wrong,
}

/// The variables from which credentials come. Only their names are ever shown.
#[cfg(feature = "publish")]
const CREDENTIALS: [&str; 8] = [
    "AWS_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

impl Doctor {
    /// Prints a line for each subject. Exits with 1 if a command would fail.
    pub fn run(&self) -> ExitCode {
        let mut lines = vec![DoctorLine::fine("program", version::short())];
        match self.tree.find(None) {
            Err(trouble) => {
                let help = trouble.help.unwrap_or_else(|| "correct it".to_owned());
                let text = trouble.text.replace('\n', &format!("\n{:20}", ""));
                lines.push(DoctorLine::wrong("content map", text, help));
            }
            Ok(None) => lines.push(DoctorLine::note(
                "docs",
                "neither a content map nor a folder `docs` is here".to_owned(),
                "run this in the folder above the docs, or name them: `bf-docs doctor DOCS`",
            )),
            Ok(Some(opened)) => self.about_tree(opened, &mut lines),
        }
        #[cfg(feature = "publish")]
        lines.push(credentials());
        lines.push(terminal());
        let told = data(&lines.iter().map(DoctorLine::text).collect::<String>());
        if lines
            .iter()
            .any(|line| line.verdict == DoctorVerdict::Wrong)
            && told == ExitCode::SUCCESS
        {
            return ExitCode::from(1);
        }
        told
    }

    fn about_tree(&self, opened: Opened, lines: &mut Vec<DoctorLine>) {
        let project = opened.with_cache(&self.cache).project;
        lines.push(match &project.config {
            None => DoctorLine::note(
                "content map",
                "none; the defaults apply".to_owned(),
                "write one with `bf-docs init`",
            ),
            Some(file) if project.findings.is_empty() => {
                DoctorLine::fine("content map", format!("`{}`", file.display()))
            }
            Some(file) => {
                let found = count(project.findings.len(), "finding");
                let text = format!("`{}` has {found}", file.display());
                DoctorLine::note("content map", text, "run `bf-docs check`")
            }
        });
        let folders = folders(&project.docs);
        lines.push(match folders {
            0 => DoctorLine::wrong(
                "docs",
                format!("no folder is at `{}`", project.docs.display()),
                "set `docs` under `[site]` of the content map, or name the folder",
            ),
            _ => {
                let folders = count(folders, "folder");
                DoctorLine::fine("docs", format!("`{}`: {folders}", project.docs.display()))
            }
        });
        lines.push(git(&project.docs));
        if let Some(cache) = &project.cache {
            lines.push(kept(cache));
        }
        #[cfg(feature = "serve")]
        lines.extend(watches(folders));
    }
}

impl DoctorLine {
    fn fine(subject: &'static str, text: String) -> Self {
        Self {
            subject,
            verdict: DoctorVerdict::Fine,
            text,
            help: None,
        }
    }

    fn note(subject: &'static str, text: String, help: impl Into<String>) -> Self {
        Self {
            verdict: DoctorVerdict::Note,
            help: Some(help.into()),
            ..Self::fine(subject, text)
        }
    }

    fn wrong(subject: &'static str, text: String, help: impl Into<String>) -> Self {
        Self {
            verdict: DoctorVerdict::Wrong,
            ..Self::note(subject, text, help)
        }
    }

    fn text(&self) -> String {
        let verdict = match self.verdict {
            DoctorVerdict::Fine => "fine",
            DoctorVerdict::Note => "note",
            DoctorVerdict::Wrong => "wrong",
        };
        let help = self.help.as_ref();
        let help = help.map_or(String::new(), |help| format!("\n{:20}{help}", ""));
        format!("{verdict:6}{:14}{}{help}\n", self.subject, self.text)
    }
}

/// The number of folders in a folder, with itself.
fn folders(folder: &Path) -> usize {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_dir()).count()
}

fn git(docs: &Path) -> DoctorLine {
    match CloneDepth::of(docs) {
        CloneDepth::NoGit => DoctorLine::note(
            "git",
            "not on this machine".to_owned(),
            "install it: without it pages show no last change, and `check --base` fails",
        ),
        CloneDepth::NoCommits => DoctorLine::note(
            "git",
            "the docs are in no commit".to_owned(),
            "commit them: until then pages show no last change",
        ),
        CloneDepth::Refused => DoctorLine::wrong(
            "git",
            "git does not read this checkout: another user owns it".to_owned(),
            "run `git config --global --add safe.directory FOLDER`, with the full path of the checkout",
        ),
        CloneDepth::Shallow(commits) => DoctorLine::note(
            "git",
            format!("a shallow clone of {}", count(commits, "commit")),
            "run `git fetch --unshallow`, or clone in full (GitLab: `GIT_DEPTH: \"0\"`): until then \
             pages show no last change",
        ),
        CloneDepth::Whole(commits) => {
            let text = format!("a repository with {}", count(commits, "commit"));
            DoctorLine::fine("git", text)
        }
    }
}

fn kept(cache: &Path) -> DoctorLine {
    let files = walkdir::WalkDir::new(cache).into_iter().flatten();
    let sizes = files.filter_map(|file| file.metadata().ok());
    let bytes: u64 = sizes
        .filter(std::fs::Metadata::is_file)
        .map(|file| file.len())
        .sum();
    let shown = cache.display();
    if !cache.exists() {
        let help = "`bf-docs build` makes it; a pipeline that keeps it builds faster";
        return DoctorLine::note("cache", format!("none at `{shown}`"), help);
    }
    match tempfile::tempfile_in(cache) {
        Ok(_) => DoctorLine::fine(
            "cache",
            format!("`{shown}`: {} MB", bytes.div_ceil(1_000_000)),
        ),
        Err(error) => DoctorLine::note(
            "cache",
            format!("cannot write to `{shown}`: {error}"),
            "give this user the right, or name another folder with `--cache`",
        ),
    }
}

/// The variables and files that name credentials.
#[cfg(feature = "publish")]
fn credentials() -> DoctorLine {
    let is_set = |name: &&&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut found: Vec<String> = CREDENTIALS
        .iter()
        .filter(is_set)
        .map(|name| format!("`{name}`"))
        .collect();
    let home = std::env::var_os("HOME").map(std::path::PathBuf::from);
    for file in [".aws/config", ".aws/credentials"] {
        if home.as_ref().is_some_and(|home| home.join(file).is_file()) {
            found.push(format!("`~/{file}`"));
        }
    }
    if found.is_empty() {
        let help = "only `bf-docs publish` to a bucket needs some: set `AWS_PROFILE`, or run it in the job";
        return DoctorLine::note("credentials", "none are named".to_owned(), help);
    }
    DoctorLine::fine("credentials", format!("named by {}", found.join(", ")))
}

/// The system's limit of watched folders, where it has one.
#[cfg(feature = "serve")]
fn watches(folders: usize) -> Option<DoctorLine> {
    let limit = std::fs::read_to_string("/proc/sys/fs/inotify/max_user_watches").ok()?;
    let limit: usize = limit.trim().parse().ok()?;
    let text = format!(
        "{} of {limit} that may be watched",
        count(folders, "folder")
    );
    // Other programs of the user watch folders, too.
    if folders * 2 <= limit {
        return Some(DoctorLine::fine("watching", text));
    }
    let help = "raise `fs.inotify.max_user_watches`: beyond it `serve` looks every 0.7 seconds";
    Some(DoctorLine::note("watching", text, help))
}

fn terminal() -> DoctorLine {
    let stdout = std::io::stdout();
    let text = match (stdout.is_terminal(), super::colour(&stdout)) {
        (false, _) => "none: output goes to a file or another program, without colours",
        (true, crate::diag::Colour::Never) => "yes, without colours",
        (true, crate::diag::Colour::Always) => "yes, with colours",
    };
    DoctorLine::fine("terminal", text.to_owned())
}
