//! When each page last changed and who wrote it, from git.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::cache::Key;

/// The history of a docs folder's files, through their renames.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    #[serde(skip)]
    docs: PathBuf,
    files: HashMap<String, Change>,
}

/// What git knows about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The day its last commit was written, where its author was: `2026-11-21`.
    pub date: String,
    /// Its authors, those with the most commits first, then by name.
    pub authors: Vec<String>,
    /// What each of its commits left, newest first.
    pub versions: Vec<Version>,
}

/// What a commit made of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Version {
    /// How many commits are as new or newer: two commits compare by it.
    pub order: usize,
    /// The day the commit was written.
    pub date: String,
    /// Git's name for the content.
    pub blob: String,
}

impl History {
    /// Reads the history of a docs folder. Nothing is known of any file when
    /// there is no repository or no git, and when the clone is shallow: its
    /// oldest commit would seem to have written everything.
    pub fn read(docs: &Path) -> Self {
        let known = is_whole(docs)
            .then(|| log(docs, &["--diff-merges=off"]))
            .flatten()
            .unwrap_or_default();
        Self {
            docs: docs.to_owned(),
            ..known
        }
    }

    /// Reads the history of what is checked out as one line: a merge is one commit that brings
    /// all that it merges. What each file is now stands first among its versions, unless it is
    /// not committed.
    pub fn along_first_parents(docs: &Path) -> Self {
        let merges = ["--first-parent", "--diff-merges=first-parent"];
        let known = is_whole(docs)
            .then(|| log(docs, &merges))
            .flatten()
            .unwrap_or_default();
        Self {
            docs: docs.to_owned(),
            ..known
        }
    }

    /// The same history, of the docs folder at this path.
    #[must_use]
    pub fn of_docs(self, docs: &Path) -> Self {
        Self {
            docs: docs.to_owned(),
            ..self
        }
    }

    /// Whether anything is known at all.
    pub fn is_known(&self) -> bool {
        !self.files.is_empty()
    }

    /// The contents that git has under these names.
    pub fn contents(&self, blobs: &BTreeSet<&str>) -> HashMap<String, Vec<u8>> {
        contents(&self.docs, blobs).unwrap_or_default()
    }

    /// What is known of a file, by its path below the docs folder; nothing of
    /// one that was never committed.
    pub fn of(&self, path: &str) -> Option<&Change> {
        self.files.get(path)
    }
}

/// A git command that a caller's `GIT_DIR` and the like do not lead astray, as
/// they would in a hook.
pub(super) fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("--no-pager")
        .arg("-C")
        .arg(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    let is_users = |name: &str| {
        matches!(
            name,
            "GIT_CONFIG_GLOBAL" | "GIT_CONFIG_SYSTEM" | "GIT_CONFIG_NOSYSTEM"
        )
    };
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("GIT_") && !is_users(name))
        {
            git.env_remove(name);
        }
    }
    // What a partial clone lacks is not fetched for the sake of a date.
    git.env("GIT_NO_LAZY_FETCH", "1");
    git
}

/// The commit that a folder is checked out at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its name, 40 hexadecimal digits or more.
    pub commit: String,
    /// When it was made, in seconds since 1970.
    pub committed: i64,
}

impl Head {
    /// That of a folder; `None` where git does not know.
    pub fn of(folder: &Path) -> Option<Self> {
        let answer = git(folder)
            .args(["log", "-1", "--format=%H %ct"])
            .output()
            .ok()?;
        let text = String::from_utf8(answer.stdout)
            .ok()
            .filter(|_| answer.status.success())?;
        let (commit, seconds) = text.trim().split_once(' ')?;
        Some(Self {
            commit: commit.to_owned(),
            committed: seconds.parse().ok()?,
        })
    }

    /// Whether it comes after another commit; `None` where git does not know, or neither comes
    /// after the other.
    pub fn follows(&self, folder: &Path, other: &str) -> Option<bool> {
        // It stands in a file that others write: an option of git it must not be.
        let is_commit = other.len() >= 40 && other.bytes().all(|byte| byte.is_ascii_hexdigit());
        let comes = |one: &str, next: &str| {
            let status = git(folder)
                .args(["merge-base", "--is-ancestor", one, next])
                .output()
                .ok()?
                .status;
            status.success().then_some(())
        };
        if !is_commit {
            return None;
        }
        comes(other, &self.commit)
            .map(|()| true)
            .or_else(|| comes(&self.commit, other).map(|()| false))
    }
}

/// The folder in which git keeps what it knows of the checkout that a folder is in.
pub fn git_folder(folder: &Path) -> Option<PathBuf> {
    let answer = git(folder)
        .args(["rev-parse", "--absolute-git-dir"])
        .output()
        .ok()?;
    let path = String::from_utf8(answer.stdout)
        .ok()
        .filter(|_| answer.status.success())?;
    Some(PathBuf::from(path.trim_end_matches('\n')))
}

/// Names all that git's answers about a docs folder's past depend on; none where they may depend
/// on something else.
pub fn git_state(docs: &Path) -> Option<Key> {
    let ask = |arguments: &[&str]| {
        git(docs)
            .args(arguments)
            .output()
            .map(|answer| answer.stdout)
            .unwrap_or_default()
    };
    let settings = ask(&["config", "--list", "-z"]);
    // Who is called how may stand in a file that is anywhere, and a partial clone gets more by and
    // by.
    let is_open = |setting: &[u8]| {
        let name = setting
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        name.starts_with(b"mailmap.")
            || name.ends_with(b".promisor")
            || name.ends_with(b".partialclonefilter")
    };
    if settings.split(|byte| *byte == 0).any(is_open) {
        return None;
    }
    // So may other parents, in a way that git gave up.
    let grafts = String::from_utf8(ask(&["rev-parse", "--git-path", "info/grafts"])).ok()?;
    if docs.join(grafts.trim_end_matches('\n')).is_file() {
        return None;
    }
    let place = ask(&[
        "rev-parse",
        "--is-shallow-repository",
        "--show-prefix",
        "HEAD",
    ]);
    let replaced = ask(&["for-each-ref", "refs/replace"]);
    let top = String::from_utf8(ask(&["rev-parse", "--show-toplevel"])).ok()?;
    let names =
        std::fs::read(Path::new(top.trim_end_matches('\n')).join(".mailmap")).unwrap_or_default();
    Some(Key::of("git", [settings, place, replaced, names]))
}

fn is_whole(docs: &Path) -> bool {
    let answer = git(docs)
        .args(["rev-parse", "--is-shallow-repository"])
        .output();
    answer.is_ok_and(|answer| answer.status.success() && answer.stdout.trim_ascii() == b"false")
}

fn log(docs: &Path, merges: &[&str]) -> Option<History> {
    let mut child = git(docs)
        .args([
            "-c",
            "log.follow=false",
            "-c",
            "log.showSignature=false",
            "log",
            "-z",
            "--date-order",
        ])
        .args([
            "--raw",
            "--no-abbrev",
            "-M",
            "--relative",
            "--no-color",
            "--encoding=UTF-8",
        ])
        .args(merges)
        .args(["--format=%x01%as %aN", "--", "."])
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let fields = BufReader::new(child.stdout.take()?)
        .split(0)
        .map_while(Result::ok);
    let mut walk = Walk::default();
    read(
        fields.map(|field| String::from_utf8_lossy(&field).into_owned()),
        &mut walk,
    );
    child.wait().ok()?.success().then(|| walk.finish())
}

/// Asks one git for many contents: a line with a name each, and for each a line
/// `NAME TYPE SIZE`, the bytes and a line end.
pub(super) fn contents(docs: &Path, blobs: &BTreeSet<&str>) -> Option<HashMap<String, Vec<u8>>> {
    let mut child = git(docs)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let mut answers = BufReader::new(child.stdout.take()?);
    let mut found = HashMap::new();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for blob in blobs {
                if writeln!(stdin, "{blob}").is_err() {
                    break;
                }
            }
        });
        let mut head = String::new();
        while answers.read_line(&mut head).is_ok_and(|length| length > 0) {
            let mut words = head.split_whitespace();
            if let (Some(name), Some("blob"), Some(size)) =
                (words.next(), words.next(), words.next())
            {
                let mut bytes = vec![0; size.parse().unwrap_or_default()];
                let mut end = [0];
                if answers
                    .read_exact(&mut bytes)
                    .and_then(|()| answers.read_exact(&mut end))
                    .is_err()
                {
                    break;
                }
                found.insert(name.to_owned(), bytes);
            }
            head.clear();
        }
    });
    child.wait().ok()?;
    Some(found)
}

/// Reads the log: for each commit a field `\u{1}DATE AUTHOR`, then for each file
/// `:MODE MODE BLOB BLOB LETTER` and one or two fields with paths. Between a commit and
/// its files stands a line end, between commits an empty field.
fn read(mut fields: impl Iterator<Item = String>, walk: &mut Walk) {
    let (mut commit, mut steps): (Option<Commit>, _) = (None, Vec::new());
    while let Some(field) = fields.next() {
        let field = field.trim_start_matches('\n');
        if let Some(head) = field.strip_prefix('\u{1}') {
            if let Some(commit) = commit {
                walk.back(&commit, &std::mem::take(&mut steps));
            }
            let (date, author) = head.split_once(' ').unwrap_or((head, ""));
            commit = Some(Commit {
                date: date.into(),
                author: author.into(),
            });
        } else if let Some((blob, letter)) = field.strip_prefix(':').and_then(raw) {
            let Some(path) = fields.next() else { break };
            steps.push(match letter {
                'A' => Step::Added(path, blob),
                'D' => Step::Deleted(path),
                'R' => Step::Renamed {
                    new: fields.next().unwrap_or_default(),
                    old: path,
                    blob,
                },
                _ => Step::Changed(path, blob),
            });
        }
    }
    if let Some(commit) = commit {
        walk.back(&commit, &steps);
    }
}

/// The new blob and the letter of `MODE MODE BLOB BLOB LETTER`.
fn raw(field: &str) -> Option<(String, char)> {
    let mut words = field.split(' ').skip(3);
    Some((words.next()?.to_owned(), words.next()?.chars().next()?))
}

struct Commit {
    date: Rc<str>,
    author: Rc<str>,
}

enum Step {
    Added(String, String),
    Changed(String, String),
    Deleted(String),
    Renamed {
        old: String,
        new: String,
        blob: String,
    },
}

/// A walk back in time.
#[derive(Default)]
struct Walk {
    /// What a path of that time is called today: itself unless told here;
    /// `None` when that file is gone.
    names: HashMap<String, Option<String>>,
    /// What was met so far, by today's name.
    files: HashMap<String, Tally>,
    /// How many commits were met.
    steps: usize,
}

struct Tally {
    /// When its newest commit was met, and that one's date.
    newest: (usize, Rc<str>),
    commits: HashMap<Rc<str>, usize>,
    versions: Vec<Version>,
}

impl Walk {
    /// Goes back over a commit.
    fn back(&mut self, commit: &Commit, steps: &[Step]) {
        self.steps += 1;
        for step in steps {
            let today = self.meet(commit, step);
            // Further back, what was added here is not there, and what was
            // deleted is no file of today.
            if let Step::Added(path, _) | Step::Deleted(path) | Step::Renamed { new: path, .. } =
                step
            {
                self.names.insert(path.clone(), None);
            }
            if let Step::Renamed { old, .. } = step {
                self.rename(old, today);
            }
        }
    }

    /// From here on back, a file of today has an older name.
    fn rename(&mut self, old: &str, today: Option<String>) {
        let before = self.names.insert(old.to_owned(), today.clone());
        // A file renamed on one branch while another changed it may have been
        // met under its old name first.
        if before.is_none()
            && let (Some(today), Some(tally)) = (today, self.files.remove(old))
        {
            self.join(today, tally);
        }
    }

    /// Counts a commit for the file it touched, and says what that is called today.
    fn meet(&mut self, commit: &Commit, step: &Step) -> Option<String> {
        let (Step::Added(path, blob)
        | Step::Changed(path, blob)
        | Step::Renamed {
            new: path, blob, ..
        }) = step
        else {
            return None;
        };
        let today = self
            .names
            .get(path)
            .cloned()
            .unwrap_or_else(|| Some(path.clone()))?;
        let commits = HashMap::from([(commit.author.clone(), 1)]);
        let version = Version {
            order: self.steps,
            date: commit.date.to_string(),
            blob: blob.clone(),
        };
        let newest = (self.steps, commit.date.clone());
        self.join(
            today.clone(),
            Tally {
                newest,
                commits,
                versions: vec![version],
            },
        );
        Some(today)
    }

    fn join(&mut self, today: String, more: Tally) {
        match self.files.entry(today) {
            Entry::Vacant(place) => {
                place.insert(more);
            }
            Entry::Occupied(mut tally) => {
                let tally = tally.get_mut();
                tally.newest = tally.newest.clone().min(more.newest);
                tally.versions.extend(more.versions);
                for (author, count) in more.commits {
                    *tally.commits.entry(author).or_default() += count;
                }
            }
        }
    }

    fn finish(self) -> History {
        let change = |mut tally: Tally| {
            tally.versions.sort();
            let mut authors: Vec<_> = tally.commits.into_iter().collect();
            authors.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
            let authors = authors
                .into_iter()
                .map(|(author, _)| author.to_string())
                .collect();
            Change {
                date: tally.newest.1.to_string(),
                authors,
                versions: tally.versions,
            }
        };
        History {
            docs: PathBuf::new(),
            files: self
                .files
                .into_iter()
                .map(|(path, tally)| (path, change(tally)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    /// A repository with a folder `docs`, written by its tests.
    struct Repository(TempDir);

    impl Repository {
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

        /// Commits all that changed, as `Name` on a day.
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
        let repository = Repository::new();
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

        // A new file in the old one's place has none of its history.
        repository.write(odd, "altogether different\n");
        repository.check("a \"b\" ü\t漢.md", None);
        repository.commit("Bob", "2026-01-04");
        repository.check("a \"b\" ü\t漢.md", Some(("2026-01-04", &["Bob"])));
        repository.write(".mailmap", "Ann Other <Ann@example.com>\n");
        repository.check("c.md", Some(("2026-01-03", &["Zoe", "Ann Other"])));
    }

    #[test]
    fn a_change_on_another_branch_finds_the_moved_page() {
        let repository = Repository::new();
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
        let repository = Repository::new();
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
