//! The depth of a clone: the part of the history that it has.

use std::path::Path;
use std::process::Stdio;

use super::git::{answer, git};

/// The history that a folder's checkout has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloneDepth {
    /// There is no git on this machine.
    NoGit,
    /// The folder is in no checkout, or nothing was committed yet.
    NoCommits,
    /// The checkout is another user's, and git does not read it.
    Refused,
    /// The clone is shallow: only its last commits are there.
    Shallow(usize),
    /// All commits are there.
    Whole(usize),
}

impl CloneDepth {
    /// The depth of a folder's checkout.
    pub fn of(folder: &Path) -> Self {
        if git(folder).arg("--version").output().is_err() {
            return Self::NoGit;
        }
        let number = |text: String| text.trim().parse().ok();
        let commits = answer(folder, &["rev-list", "--count", "HEAD"]).and_then(number);
        let shallow = answer(folder, &["rev-parse", "--is-shallow-repository"]);
        match (commits, shallow.as_deref().map(str::trim)) {
            (None, _) if is_refused(folder) => Self::Refused,
            (None, _) => Self::NoCommits,
            (Some(commits), Some("true")) => Self::Shallow(commits),
            (Some(commits), _) => Self::Whole(commits),
        }
    }
}

/// Returns whether git does not read a checkout, because somebody else owns it.
fn is_refused(folder: &Path) -> bool {
    let mut status = git(folder);
    status.args(["rev-parse", "--git-dir"]).env("LC_ALL", "C");
    let output = status.stderr(Stdio::piped()).output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stderr).contains("dubious ownership"))
}
