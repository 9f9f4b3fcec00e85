//! The commit that is checked out.

use std::path::Path;

use super::git::{answer, git};

/// The commit that a folder is checked out at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadCommit {
    /// The commit's hash: 40 hexadecimal digits or more.
    pub commit: String,
    /// The time of the commit, in seconds since 1970.
    pub committed: i64,
}

impl HeadCommit {
    /// The commit of a folder; `None` if git does not know it.
    pub fn of(folder: &Path) -> Option<Self> {
        let text = answer(folder, &["log", "-1", "--format=%H %ct"])?;
        let (commit, seconds) = text.trim().split_once(' ')?;
        Some(Self {
            commit: commit.to_owned(),
            committed: seconds.parse().ok()?,
        })
    }

    /// Returns whether this commit descends from another one; `None` if git does not know, or
    /// neither descends from the other.
    pub fn follows(&self, folder: &Path, other: &str) -> Option<bool> {
        // The hash comes from a file that others write, so it must not be an option of git.
        if other.len() < 40 || !other.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        if is_ancestor(folder, other, &self.commit)? {
            return Some(true);
        }
        is_ancestor(folder, &self.commit, other)?.then_some(false)
    }
}

/// Returns whether a commit is an ancestor of another; `None` if git cannot be run.
fn is_ancestor(folder: &Path, one: &str, next: &str) -> Option<bool> {
    let answer = git(folder)
        .args(["merge-base", "--is-ancestor", one, next])
        .output();
    Some(answer.ok()?.status.success())
}
