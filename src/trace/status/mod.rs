//! What a document says of its state, in the words and forms that people use.

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

/// What a document says of its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The state.
    pub status: Status,
    /// What is said where that is not known: nothing, or why no state can be read and where.
    pub unread: Option<UnreadStatus>,
    /// The day since when it is so, `2026-11-21`, where that is said.
    pub since: Option<String>,
}

/// StatusWords that say no state that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadStatus {
    /// What is wrong, as a message.
    pub message: String,
    /// Where the words stand, in bytes of the page's text.
    pub range: Range<usize>,
}

impl Stated {
    /// Nothing is said.
    fn nothing() -> Self {
        Self {
            status: Status::Unknown,
            unread: None,
            since: None,
        }
    }

    /// What a line's state says, or why it says none.
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
