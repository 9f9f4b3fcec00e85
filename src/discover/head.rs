//! The commit that is checked out.

use std::path::Path;

use super::git::{answer, git};

/// The commit that a folder is checked out at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadCommit {
    /// Its name, 40 hexadecimal digits or more.
    pub commit: String,
    /// When it was made, in seconds since 1970.
    pub committed: i64,
}

impl HeadCommit {
    /// That of a folder; `None` where git does not know.
    pub fn of(folder: &Path) -> Option<Self> {
        let text = answer(folder, &["log", "-1", "--format=%H %ct"])?;
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
        if other.len() < 40 || !other.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        if is_ancestor(folder, other, &self.commit)? {
            return Some(true);
        }
        is_ancestor(folder, &self.commit, other)?.then_some(false)
    }
}

/// Whether a commit comes before another; `None` where git cannot be run.
fn is_ancestor(folder: &Path, one: &str, next: &str) -> Option<bool> {
    let answer = git(folder)
        .args(["merge-base", "--is-ancestor", one, next])
        .output();
    Some(answer.ok()?.status.success())
}
