//! The files that a page includes.

use serde::{Deserialize, Serialize};

use crate::source::Source;

/// A file that a page includes, and its content if it was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Include {
    /// The folders that its path is relative to.
    pub base: IncludeBase,
    /// Its path.
    pub path: String,
    /// The file in the first of these folders that has it, or the reason why it was not included.
    pub found: Result<Source, Refusal>,
}

/// The folders that a path of an included file is relative to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IncludeBase {
    /// The folders of snippets.
    Snippets,
    /// The docs folder.
    Docs,
}

/// A reason why a snippet is not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// No folder of snippets has such a file.
    NotThere,
    /// The path is absolute, a URL, or leads out of the folders.
    Outside,
    /// The file is there and cannot be read as text, or is too large.
    Unreadable,
}
