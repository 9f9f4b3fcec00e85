//! Findings that a comment allows.

use serde::{Deserialize, Serialize};

use crate::diag::Code;
use crate::source::Place;

/// Codes that are allowed in a run of lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allow {
    /// The code of the findings that are allowed.
    pub code: Code,
    /// First and last line, both included: the comment and the block behind it.
    pub lines: (u32, u32),
    /// Where the comment stands.
    pub place: Place,
}

impl Allow {
    /// Whether a finding of that code at that place is allowed.
    pub fn covers(&self, code: Code, place: &Place) -> bool {
        self.code == code
            && self.place.file == place.file
            && (self.lines.0..=self.lines.1).contains(&place.line)
    }
}
