//! The status that a document states, in the words and forms that people use.

mod phrases;
mod vocabulary;
mod line_state;
mod boxes;
mod reading;

pub use phrases::says_something;
pub use vocabulary::StatusWords;

use std::ops::Range;

use super::lines::Line;
use super::model::Status;
use line_state::LineState;

/// The status that a document states.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The status, or [`Status::Unknown`].
    pub status: Status,
    /// The words that state no known status, if there are any.
    pub unread: Option<UnreadStatus>,
    /// The date of the status, `2026-11-21`, if it is stated.
    pub since: Option<String>,
}

/// Words that state no known status.
#[derive(Debug, Clone)]
pub struct UnreadStatus {
    /// The message of a finding about them.
    pub message: String,
    /// The words, in bytes of the page's text.
    pub range: Range<usize>,
}

impl Stated {
    /// Creates an unknown status without words.
    fn nothing() -> Self {
        Self {
            status: Status::Unknown,
            unread: None,
            since: None,
        }
    }

    /// Creates the status of a line, or the message that says why it has none.
    fn of(line: &Line, state: &LineState) -> Self {
        if let Some(status) = state.status {
            return Self {
                status,
                unread: None,
                since: state.since.clone(),
            };
        }
        let words = &line.text[state.range.clone()];
        let what = if state.has_choice {
            "is a choice of several"
        } else {
            "is not a status that is known"
        };
        Self {
            unread: Some(UnreadStatus {
                message: format!("`{words}` {what}"),
                range: line.span(state.range.clone()),
            }),
            ..Self::nothing()
        }
    }
}
