//! The changes since a revision, from git.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use super::git::{contents, git};
use super::patch::new_lines;
use crate::fault::Helpful;

/// The help if git lacks old contents, as in a clone that was made with `--filter`.
const FETCH_ALL: &str =
    "fetch the old files with `git fetch --refetch --no-filter`, or clone without `--filter`";

/// The files of a docs folder that a change touches.
#[derive(Debug, Clone, Default)]
pub struct Touched {
    /// The files whose text changed, by path below the docs folder, each with its new lines. Where
    /// lines were only removed, the range is the line before them. A file that was only moved is
    /// not among them.
    pub files: BTreeMap<String, Vec<RangeInclusive<u32>>>,
    /// The files that were moved or renamed, by their old path, with the new one.
    pub moved: BTreeMap<String, String>,
    /// The paths of deleted files.
    pub gone: Vec<String>,
}

impl Touched {
    /// Reads the output of `git diff --name-status -z`. Files that were only edited are not
    /// included.
    fn of_names(names: &str) -> Self {
        let mut touched = Self::default();
        let mut fields = names.split('\0').filter(|field| !field.is_empty());
        while let (Some(letter), Some(path)) = (fields.next(), fields.next()) {
            match letter.as_bytes()[0] {
                b'D' => touched.gone.push(path.to_owned()),
                b'R' => {
                    let new = fields.next().unwrap_or(path);
                    touched.moved.insert(path.to_owned(), new.to_owned());
                }
                b'A' => {
                    touched.files.insert(path.to_owned(), vec![1..=u32::MAX]);
                }
                _ => {}
            }
        }
        touched
    }

    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.moved.is_empty() && self.gone.is_empty()
    }
}

/// The reason that the changes are not known.
#[derive(Debug, thiserror::Error)]
pub enum CompareFault {
    /// Git could not be run, or failed.
    #[error("cannot compare `{}` with `{base}`: {reason}", docs.display())]
    Git {
        /// The docs folder.
        docs: PathBuf,
        /// The revision.
        base: String,
        /// Git's message, or the reason that it did not run.
        reason: String,
        /// The help.
        help: &'static str,
    },
    /// An old version of a file cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
}

impl Helpful for CompareFault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Git { help, .. } => Some((*help).to_owned()),
            Self::Write { .. } => None,
        }
    }
}

/// The base of a comparison: the last commit that a revision has in common with `HEAD`.
pub struct BaseRevision<'d> {
    docs: &'d Path,
    name: &'d str,
    commit: String,
}

impl<'d> BaseRevision<'d> {
    /// Finds the revision.
    pub fn find(docs: &'d Path, name: &'d str) -> Result<Self, CompareFault> {
        let base = Self {
            docs,
            name,
            commit: String::new(),
        };
        base.run(&["rev-parse", "--git-dir"])?;
        let found = base.run(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{name}^{{commit}}"),
        ]);
        let help = "name a branch, a tag or a commit that this clone has";
        let commit =
            line(&found.map_err(|_| base.git_fault("there is no such revision".to_owned(), help))?);
        let common = base.run(&["merge-base", &commit, "HEAD"]);
        let help = "fetch more of the history: the clone is shallow, or the branches have nothing in common";
        let common =
            common.map_err(|_| base.git_fault("no common commit is known".to_owned(), help))?;
        Ok(Self {
            commit: line(&common),
            ..base
        })
    }

    /// The number of newer commits that touch the docs folder, along first parents.
    pub fn commits_since(&self) -> Result<usize, CompareFault> {
        let range = format!("{}..HEAD", self.commit);
        Ok(self
            .text(&["rev-list", "--count", "--first-parent", &range, "--", "."])?
            .trim()
            .parse()
            .unwrap_or_default())
    }

    /// The changes since the base, committed or not.
    pub fn touched(&self) -> Result<Touched, CompareFault> {
        let mut touched = Touched::of_names(&self.diff(&["--name-status", "-z"])?);
        for (path, lines) in
            new_lines(&self.diff(&["-U0", "--src-prefix=a/", "--dst-prefix=b/"])?)
        {
            touched.files.entry(path).or_insert(lines);
        }
        let untracked = self.text(&[
            "ls-files",
            "--others",
            "--exclude-standard",
            "-z",
            "--",
            ".",
        ])?;
        for path in untracked.split('\0').filter(|path| !path.is_empty()) {
            touched.files.insert(path.to_owned(), vec![1..=u32::MAX]);
        }
        Ok(touched)
    }

    /// Returns whether a file has changed since the base. A missing file counts as changed, a file
    /// outside the repository as unchanged.
    pub fn has_changed(&self, file: &Path) -> bool {
        let Ok(full) = file.canonicalize() else {
            return true;
        };
        let full = full.to_string_lossy();
        let says = |arguments: &[&str]| self.text(arguments).is_ok_and(|said| !said.is_empty());
        says(&["diff", "--name-only", &self.commit, "--", &full])
            || says(&["ls-files", "--others", "--", &full])
    }

    /// The diff of the docs folder since the base. It reads old contents.
    fn diff(&self, shown: &[&str]) -> Result<String, CompareFault> {
        let plain = [
            "diff",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--relative",
            "--find-renames",
        ];
        let arguments = [&plain, shown, &[&self.commit, "--", "."]].concat();
        let output = self.run_or_help(&arguments, FETCH_ALL)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Writes the docs folder's old version into an empty folder.
    pub fn write(&self, into: &Path) -> Result<(), CompareFault> {
        let tree = format!("{}:./", self.commit);
        // A new docs folder was empty at the base.
        if self
            .run(&["rev-parse", "--verify", "--quiet", &tree])
            .is_err()
        {
            return Ok(());
        }
        let listed = self.text(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        let entries: Vec<(&str, &str)> = listed.split('\0').filter_map(plain_file).collect();
        let contents = contents(
            self.docs,
            &entries.iter().map(|(object, _)| *object).collect(),
        );
        let contents = contents.ok_or_else(|| {
            self.git_fault("git does not hand out its files".to_owned(), "run it again")
        })?;
        for (object, path) in entries {
            let file = into.join(path);
            let lacking = || self.git_fault(format!("git lacks the old `{path}`"), FETCH_ALL);
            let bytes = contents.get(object).ok_or_else(lacking)?;
            let written = file
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::write(&file, bytes));
            written.map_err(|source| CompareFault::Write { path: file, source })?;
        }
        Ok(())
    }

    fn text(&self, arguments: &[&str]) -> Result<String, CompareFault> {
        Ok(String::from_utf8_lossy(&self.run(arguments)?.stdout).into_owned())
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, CompareFault> {
        self.run_or_help(
            arguments,
            "run it in a git repository that has the docs folder",
        )
    }

    /// Runs git. If it fails, the fault has this help.
    fn run_or_help(&self, arguments: &[&str], help: &'static str) -> Result<Output, CompareFault> {
        let output = git(self.docs)
            .args(arguments)
            .stderr(Stdio::piped())
            .output();
        let output =
            output.map_err(|error| self.git_fault(format!("git cannot be run: {error}"), help))?;
        if output.status.success() {
            Ok(output)
        } else {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(self.git_fault(said, help))
        }
    }

    fn git_fault(&self, reason: String, help: &'static str) -> CompareFault {
        CompareFault::Git {
            docs: self.docs.to_owned(),
            base: self.name.to_owned(),
            reason,
            help,
        }
    }
}

/// Object and path of `MODE TYPE OBJECT<tab>PATH`. Symbolic links and submodules are left out,
/// because their targets are today's.
fn plain_file(entry: &str) -> Option<(&str, &str)> {
    let (head, path) = entry.split_once('\t')?;
    let mut words = head.split(' ');
    let is_plain = matches!(words.next(), Some("100644" | "100755"));
    let is_below = Path::new(path)
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)));
    words
        .nth(1)
        .filter(|_| is_plain && is_below)
        .map(|object| (object, path))
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
