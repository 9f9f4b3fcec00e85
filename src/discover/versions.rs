//! The history of a file in git: its dates, authors and versions.

use serde::{Deserialize, Serialize};

/// The history of a file in git.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileHistory {
    /// The day on which its last commit was written, in the author's time zone: `2026-11-21`.
    pub date: String,
    /// Its authors, first those with the most commits, then by name.
    pub authors: Vec<String>,
    /// The versions that its commits left, newest first.
    pub versions: Vec<Version>,
}

/// The version of a file that a commit left.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Version {
    /// The commit's position in git's log; 1 is the newest.
    pub order: usize,
    /// The day on which the commit was written.
    pub date: String,
    /// Git's hash of the content.
    pub blob: String,
}
