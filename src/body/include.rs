//! The files that a page includes.

use serde::{Deserialize, Serialize};

use crate::source::Source;

/// A file that a page asked for, and what was there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Include {
    /// Its path, relative to a folder of snippets.
    pub path: String,
    /// The file in the first of these folders that has it, or why there is none.
    pub found: Result<Source, Refusal>,
}

/// Why a snippet cannot be included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// No root has such a file.
    NotThere,
    /// The path is absolute, a URL, or leads out of the roots.
    Outside,
    /// The file is there and cannot be read as text, or is too large.
    Unreadable,
}
