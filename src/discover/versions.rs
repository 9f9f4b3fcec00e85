//! What git knows about a file: when it changed, who wrote it, and what each commit left.

use serde::{Deserialize, Serialize};

/// What git knows about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHistory {
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
