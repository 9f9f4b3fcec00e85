//! Checkboxes before statuses: `[x] Accepted`.

use super::line_state::LineState;
use super::vocabulary::StatusWords;
use super::{Stated, UnreadStatus};
use crate::trace::lines::Line;
use crate::trace::model::Status;

/// The forms of a checkbox; true if ticked.
const SIGNS: [(&str, bool); 7] = [
    ("[ ]", false),
    ("[x]", true),
    ("[X]", true),
    ("☐", false),
    ("☑", true),
    ("☒", true),
    ("[]", false),
];

/// The text after a checkbox, up to the next one.
struct BoxedLine {
    is_ticked: bool,
    line: Line,
}

/// A checkbox in a line.
struct BoxSign {
    at: usize,
    length: usize,
    is_ticked: bool,
}

impl StatusWords {
    /// The status with a ticked checkbox; `None` if no status has a checkbox.
    pub fn boxes(&self, lines: &[Line]) -> Option<Stated> {
        let states: Vec<(BoxedLine, LineState)> = lines
            .iter()
            .flat_map(boxed)
            .filter_map(|boxed| {
                let state = self.state(&boxed.line.text)?;
                state.status.is_some().then_some((boxed, state))
            })
            .collect();
        let ticked: Vec<_> = states.iter().filter(|(line, _)| line.is_ticked).collect();
        let (first, _) = states.first()?;
        Some(match ticked.as_slice() {
            [(boxed, state)] => Stated::of(&boxed.line, state),
            [] => unread(&first.line, "no box of the status is ticked"),
            _ => unread(&first.line, "several boxes of the status are ticked"),
        })
    }
}

fn unread(line: &Line, message: &str) -> Stated {
    Stated {
        status: Status::Unknown,
        unread: Some(UnreadStatus {
            message: message.to_owned(),
            range: line.span(0..line.text.len()),
        }),
        since: None,
    }
}

/// The parts of a line after its checkboxes, each up to the next one.
fn boxed(line: &Line) -> Vec<BoxedLine> {
    if let Some(is_ticked) = line.ticked {
        let line = line.clone();
        return vec![BoxedLine { is_ticked, line }];
    }
    let signs = signs(&line.text);
    let ends = signs
        .iter()
        .skip(1)
        .map(|sign| sign.at)
        .chain([line.text.len()]);
    signs
        .iter()
        .zip(ends)
        .map(|(sign, end)| BoxedLine {
            is_ticked: sign.is_ticked,
            line: line.part(sign.at + sign.length..end),
        })
        .collect()
}

/// The checkboxes in a text, in order.
fn signs(text: &str) -> Vec<BoxSign> {
    let mut signs: Vec<BoxSign> = SIGNS
        .iter()
        .flat_map(|(sign, is_ticked)| {
            text.match_indices(sign).map(move |(at, sign)| BoxSign {
                at,
                length: sign.len(),
                is_ticked: *is_ticked,
            })
        })
        .collect();
    signs.sort_unstable_by_key(|sign| sign.at);
    signs
}
