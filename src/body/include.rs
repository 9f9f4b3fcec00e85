//! The files that a page includes.

use serde::{Deserialize, Serialize};

use crate::source::Source;

/// A file that a page includes, and its content if it was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Include {
    /// Its path, relative to a folder of snippets.
    pub path: String,
    /// The file in the first of these folders that has it, or the reason why it was not included.
    pub found: Result<Source, Refusal>,
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
