//! Findings that a comment allows.

use serde::{Deserialize, Serialize};

use crate::diag::Code;
use crate::source::Place;

/// A code that is allowed in a run of lines.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Allow {
    /// The code of the findings that are allowed.
    pub code: Code,
    /// The first and the last line, both included: the comment and the block after it.
    pub lines: (u32, u32),
    /// The place of the comment.
    pub place: Place,
}

impl Allow {
    /// Returns whether a finding of that code at that place is allowed.
    pub fn covers(&self, code: Code, place: &Place) -> bool {
        self.code == code
            && self.place.file == place.file
            && (self.lines.0..=self.lines.1).contains(&place.line)
    }
}
