//! Runs git as a command.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};

/// A git command that ignores the caller's `GIT_DIR` and similar variables, which are set in a
/// hook.
pub fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("--no-pager")
        .arg("-C")
        .arg(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(leads_astray) {
            git.env_remove(name);
        }
    }
    // A partial clone does not fetch missing objects just to find a date.
    git.env("GIT_NO_LAZY_FETCH", "1");
    git
}

/// Returns whether an environment variable is git's own, except those that name a user's settings.
fn leads_astray(name: &str) -> bool {
    let is_users = matches!(
        name,
        "GIT_CONFIG_GLOBAL" | "GIT_CONFIG_SYSTEM" | "GIT_CONFIG_NOSYSTEM"
    );
    name.starts_with("GIT_") && !is_users
}

/// The output of git in a folder; `None` if it fails.
pub fn answer(folder: &Path, arguments: &[&str]) -> Option<String> {
    let answer = git(folder).args(arguments).output().ok()?;
    String::from_utf8(answer.stdout)
        .ok()
        .filter(|_| answer.status.success())
}

/// The folder in which git keeps its data of the checkout that contains a folder.
pub fn git_folder(folder: &Path) -> Option<PathBuf> {
    let path = answer(folder, &["rev-parse", "--absolute-git-dir"])?;
    Some(PathBuf::from(path.trim_end_matches('\n')))
}

/// The contents of these blobs. A single git process returns all of them.
pub fn contents(docs: &Path, blobs: &BTreeSet<&str>) -> Option<HashMap<String, Vec<u8>>> {
    let mut child = git(docs)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let stdin = child.stdin.take()?;
    let answers = BufReader::new(child.stdout.take()?);
    let found = std::thread::scope(|scope| {
        scope.spawn(move || ask_for(blobs, stdin));
        read_contents(answers)
    });
    child.wait().ok()?;
    Some(found)
}

/// Writes the name of each blob on its own line.
fn ask_for(blobs: &BTreeSet<&str>, mut stdin: ChildStdin) {
    for blob in blobs {
        if writeln!(stdin, "{blob}").is_err() {
            break;
        }
    }
}

/// Reads the output: a line `NAME TYPE SIZE`, the bytes and a line end for each blob.
fn read_contents(mut answers: impl BufRead) -> HashMap<String, Vec<u8>> {
    let mut found = HashMap::new();
    let mut head = String::new();
    while answers.read_line(&mut head).is_ok_and(|length| length > 0) {
        let mut words = head.split_whitespace();
        let mut word = || words.next();
        if let (Some(name), Some("blob"), Some(size)) = (word(), word(), word()) {
            let mut bytes = vec![0; size.parse().unwrap_or_default()];
            let mut end = [0];
            let read = answers
                .read_exact(&mut bytes)
                .and_then(|()| answers.read_exact(&mut end));
            if read.is_err() {
                break;
            }
            found.insert(name.to_owned(), bytes);
        }
        head.clear();
    }
    found
}
