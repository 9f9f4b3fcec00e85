//! The dates and authors of each page's changes, from git.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::git::{contents, git};
use super::log::walk_back;
use super::past::WalkBack;
use super::versions::FileHistory;

/// The history of a docs folder's files, including their renames.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct History {
    #[serde(skip)]
    docs: PathBuf,
    files: HashMap<String, FileHistory>,
}

impl History {
    /// Reads the history of a docs folder. It is empty without a repository or without git. It is
    /// also empty for a shallow clone, whose oldest commit would seem to have written everything.
    pub fn read(docs: &Path) -> Self {
        Self::of_log(docs, &["--diff-merges=off"])
    }

    /// Reads the history along first parents: a merge counts as one commit with all merged changes.
    /// The current content of a file is first among its versions, unless it is not committed.
    pub fn along_first_parents(docs: &Path) -> Self {
        Self::of_log(docs, &["--first-parent", "--diff-merges=first-parent"])
    }

    fn of_log(docs: &Path, merges: &[&str]) -> Self {
        let walk = is_whole(docs).then(|| walk_back(docs, merges)).flatten();
        Self {
            docs: docs.to_owned(),
            files: walk.map(WalkBack::finish).unwrap_or_default(),
        }
    }

    /// The same history, for the docs folder at this path.
    #[must_use]
    pub fn of_docs(self, docs: &Path) -> Self {
        Self {
            docs: docs.to_owned(),
            ..self
        }
    }

    /// Returns whether the history is not empty.
    pub fn is_known(&self) -> bool {
        !self.files.is_empty()
    }

    /// The contents of these blobs.
    pub fn contents(&self, blobs: &BTreeSet<&str>) -> HashMap<String, Vec<u8>> {
        contents(&self.docs, blobs).unwrap_or_default()
    }

    /// The history of a file, by its path below the docs folder; `None` if it was never committed.
    pub fn of(&self, path: &str) -> Option<&FileHistory> {
        self.files.get(path)
    }
}

/// Returns whether a folder is in a clone with all of its commits.
fn is_whole(docs: &Path) -> bool {
    let answer = git(docs)
        .args(["rev-parse", "--is-shallow-repository"])
        .output();
    answer.is_ok_and(|answer| answer.status.success() && answer.stdout.trim_ascii() == b"false")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::process::Command;
    use tempfile::TempDir;

    /// A repository with a folder `docs`, written by its tests.
    struct TestRepository(TempDir);

    impl TestRepository {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("the tests need a temporary folder");
            fs::create_dir(folder.path().join("docs")).expect("the folder is new");
            let repository = Self(folder);
            repository.git(&["init", "-q", "-b", "main"]);
            repository
        }

        fn git(&self, arguments: &[&str]) {
            self.git_on("2026-01-09", arguments);
        }

        fn git_on(&self, day: &str, arguments: &[&str]) {
            let status = git(self.0.path())
                .args([
                    "-c",
                    "user.name=Nobody",
                    "-c",
                    "user.email=nobody@example.com",
                    "-c",
                    "commit.gpgsign=false",
                ])
                .args(arguments)
                .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00+00:00"))
                .status()
                .expect("the tests need git");
            assert!(status.success(), "git {arguments:?}");
        }

        fn write(&self, path: &str, text: &str) {
            fs::write(self.0.path().join(path), text).expect("the folder is ours");
        }

        /// Commits all changes, as `Name` on a day.
        fn commit(&self, name: &str, day: &str) {
            let author = format!("--author={name} <{name}@example.com>");
            let date = format!("--date={day}T23:30:00-11:00");
            self.git(&["add", "-A"]);
            self.git_on(day, &["commit", "-q", "-m", "change", &author, &date]);
        }

        fn docs(&self) -> std::path::PathBuf {
            self.0.path().join("docs")
        }

        fn check(&self, path: &str, expected: Option<(&str, &[&str])>) {
            let history = History::read(&self.docs());
            let found = history
                .of(path)
                .map(|change| (change.date.as_str(), change.authors.clone()));
            assert_eq!(
                found,
                expected
                    .map(|(date, names)| (date, names.iter().map(ToString::to_string).collect())),
                "{path}"
            );
        }
    }

    #[test]
    fn a_page_keeps_its_date_and_authors_when_it_moves() {
        let repository = TestRepository::new();
        let odd = "docs/a \"b\" ü\t漢.md";
        repository.write(odd, "some text that stays\nand more of it\n");
        repository.write("docs/same.md", "nothing in common\n");
        repository.commit("Zoe", "2026-01-01");
        repository.write(odd, "some text that stays\nand more of it\nand a line\n");
        repository.commit("Ann", "2026-01-02");
        repository.git(&["mv", odd, "docs/c.md"]);
        repository.commit("Zoe", "2026-01-03");
        repository.check("c.md", Some(("2026-01-03", &["Zoe", "Ann"])));
        repository.check("same.md", Some(("2026-01-01", &["Zoe"])));
        repository.check("a \"b\" ü\t漢.md", None);

        // A new file at the old path has none of its history.
        repository.write(odd, "altogether different\n");
        repository.check("a \"b\" ü\t漢.md", None);
        repository.commit("Bob", "2026-01-04");
        repository.check("a \"b\" ü\t漢.md", Some(("2026-01-04", &["Bob"])));
        repository.write(".mailmap", "Ann Other <Ann@example.com>\n");
        repository.check("c.md", Some(("2026-01-03", &["Zoe", "Ann Other"])));
    }

    #[test]
    fn a_change_on_another_branch_finds_the_moved_page() {
        let repository = TestRepository::new();
        repository.write("docs/a.md", "one\ntwo\nthree\nfour\n");
        repository.commit("Ann", "2026-01-01");
        repository.git(&["switch", "-q", "-c", "side"]);
        repository.write("docs/a.md", "one\ntwo\nthree\nfour\nfive\n");
        repository.commit("Bob", "2026-01-03");
        repository.git(&["switch", "-q", "main"]);
        repository.git(&["mv", "docs/a.md", "docs/b.md"]);
        repository.commit("Ann", "2026-01-02");
        repository.git(&["merge", "-q", "--no-edit", "side"]);
        repository.check("b.md", Some(("2026-01-03", &["Ann", "Bob"])));
    }

    #[test]
    fn without_a_whole_history_nothing_is_known() {
        let repository = TestRepository::new();
        repository.write("docs/a.md", "a\n");
        repository.check("a.md", None);
        repository.commit("Ann", "2026-01-01");
        repository.write("docs/a.md", "b\n");
        repository.commit("Ann", "2026-01-02");
        let url = format!("file://{}", repository.0.path().display());
        repository.git(&["clone", "-q", "--depth", "1", &url, "shallow"]);
        assert!(!History::read(&repository.0.path().join("shallow/docs")).is_known());
        assert!(!History::read(&repository.0.path().join("missing")).is_known());
        assert!(History::read(&repository.docs()).of("a.md").is_some());
    }

    #[test]
    fn the_callers_environment_changes_nothing() {
        let itself = std::env::current_exe().expect("a running test has a path");
        let name = "discover::history::tests::a_page_keeps_its_date_and_authors_when_it_moves";
        let run = Command::new(itself)
            .args([name, "--exact"])
            .envs([
                ("GIT_DIR", "/missing"),
                ("GIT_WORK_TREE", "/"),
                ("GIT_INDEX_FILE", "/missing/index"),
            ])
            .envs([
                ("GIT_CONFIG_COUNT", "many"),
                ("GIT_LITERAL_PATHSPECS", "1"),
                ("GIT_TRACE", "/missing/trace"),
            ])
            .output()
            .expect("a test that runs can be run");
        assert!(
            String::from_utf8_lossy(&run.stdout).contains("1 passed"),
            "{run:?}"
        );
    }
}
