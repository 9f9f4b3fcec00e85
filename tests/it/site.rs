//! A small docs tree, and the results of bf-docs on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A project in a folder of its own: `docs`, a content map, and `site` after a build.
pub struct Site(tempfile::TempDir);

/// The result of a command.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    /// The findings of `--format json`, in the order of the report.
    pub findings: Vec<Finding>,
    /// The notes about the whole tree.
    pub notes: Vec<Finding>,
}

/// A finding of the JSON report.
pub struct Finding {
    pub code: String,
    pub severity: String,
    /// `docs/index.md:3:9`; empty if the finding is about the whole tree.
    pub at: String,
    pub message: String,
    pub help: String,
}

impl Site {
    /// An empty docs folder.
    pub fn new() -> Self {
        let root = tempfile::Builder::new()
            .prefix("team-wiki-")
            .tempdir()
            .expect("the tests need a temporary folder");
        fs::create_dir(root.path().join("docs")).expect("the folder is new");
        Self(root)
    }

    /// Writes a page, or another file below `docs`; `../x` is a file beside `docs`.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let full = self.docs().join(path);
        fs::create_dir_all(full.parent().expect("it is below docs")).expect("the folder is ours");
        fs::write(&full, bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        self
    }

    pub fn map(self, toml: &str) -> Self {
        self.file("../content-map.toml", toml)
    }

    /// Makes a symbolic link below `docs`.
    pub fn link(self, path: &str, target: &str) -> Self {
        std::os::unix::fs::symlink(target, self.docs().join(path)).expect("the folder is ours");
        self
    }

    /// Runs git in the project's folder, with the date of a day.
    pub fn git(&self, day: &str, arguments: &[&str]) {
        let identity = [
            "-c",
            "user.name=Nobody",
            "-c",
            "user.email=nobody@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        let date = format!("{day}T12:00:00+00:00");
        let mut git = Command::new("git");
        git.current_dir(self.root()).args(identity).args(arguments);
        git.env("GIT_COMMITTER_DATE", &date)
            .env("GIT_AUTHOR_DATE", &date);
        let output = git.output().expect("the tests need git");
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Commits all files, into a new repository if there is none.
    pub fn commit(&self, day: &str) {
        if !self.root().join(".git").exists() {
            self.git(day, &["init", "-q", "-b", "main"]);
        }
        self.git(day, &["add", "-A"]);
        self.git(day, &["commit", "-q", "-m", "change"]);
    }

    /// The hash of the last commit.
    pub fn head(&self) -> String {
        let mut git = Command::new("git");
        git.current_dir(self.root()).args(["rev-parse", "HEAD"]);
        let output = git.output().expect("the tests need git");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub fn without(self, path: &str) -> Self {
        fs::remove_file(self.docs().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        self
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn docs(&self) -> PathBuf {
        self.root().join("docs")
    }

    pub fn build(&self) -> Run {
        self.run(&["build", "--format", "json"])
    }

    pub fn check(&self) -> Run {
        self.run(&["check", "--format", "json"])
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, |_| {})
    }

    /// Runs bf-docs in the project's folder.
    pub fn run_with(&self, args: &[&str], prepare: impl FnOnce(&mut Command)) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bf-docs"));
        prepare(command.args(args).current_dir(self.root()));
        Run::of(&mut command)
    }

    /// A file of the built site.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join("site").join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Returns whether the built site has a file.
    pub fn has(&self, path: &str) -> bool {
        self.root().join("site").join(path).is_file()
    }

    /// The built site: the bytes of each file, by path.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.root().join("site"))
    }
}

/// Pseudo-random numbers, the same in each run.
pub fn chance(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    }
}

/// The files below a folder: the bytes of each, by path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    let read = files.map(|entry| {
        let path = entry
            .path()
            .strip_prefix(folder)
            .expect("it lies below")
            .to_string_lossy()
            .into_owned();
        (path, fs::read(entry.path()).expect("it was just listed"))
    });
    read.collect()
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().expect("bf-docs runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let report: Value = serde_json::from_str(&stdout).unwrap_or_default();
        let (findings, notes) = (findings(&report["findings"]), findings(&report["notes"]));
        let code = output
            .status
            .code()
            .unwrap_or_else(|| panic!("no exit code\n{stderr}"));
        assert!(!stderr.contains("panicked"), "{stderr}");
        Self {
            code,
            stdout,
            stderr,
            findings,
            notes,
        }
    }

    /// The findings, a line for each: `error docs/index.md:3:9 broken-link`. Findings about the
    /// whole tree have no place.
    pub fn found(&self) -> Vec<String> {
        self.findings.iter().map(Finding::line).collect()
    }

    /// The notes in the same form.
    pub fn noted(&self) -> Vec<String> {
        self.notes.iter().map(Finding::line).collect()
    }

    /// Asserts that a whole line of standard error is this one.
    #[track_caller]
    pub fn says(&self, line: &str) {
        let is_there = self.stderr.lines().any(|said| said == line);
        assert!(is_there, "{line}\nis no line of\n{}", self.stderr);
    }

    /// The standard error of a command that must end with a fault.
    #[track_caller]
    pub fn fault(&self) -> &str {
        assert_eq!(self.code, 2, "{}", self.stderr);
        &self.stderr
    }

    /// The built site, which must be there.
    #[track_caller]
    pub fn is_built(&self) -> &Self {
        assert!(self.code < 2, "{}", self.stderr);
        self
    }
}

impl Finding {
    fn line(&self) -> String {
        [&self.severity, &self.at, &self.code]
            .into_iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn findings(rows: &Value) -> Vec<Finding> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = rows.as_array().into_iter().flatten();
    let rows = rows.map(|row| Finding {
        code: text(&row["code"]),
        severity: text(&row["severity"]),
        at: row["path"].as_str().map_or_else(String::new, |path| {
            format!("{path}:{}:{}", row["line"], row["column"])
        }),
        message: text(&row["message"]),
        help: text(&row["help"]),
    });
    rows.collect()
}
