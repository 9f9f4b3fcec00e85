//! Paired signs: `==mark==`, `^^insert^^`, `~~delete~~`, `H~2~O`, `A^T^A`, and
//! critic marks `{++ ++}`, `{-- --}`, `{~~ ~> ~~}`, `{== ==}`, `{>> <<}`.
//!
//! A pair must open and close inside the same element; any inline Markdown may be between its
//! signs. A sign before a blank opens nothing, and a sign after a blank closes nothing.

mod signs;
mod tokens;
mod critic_blocks;
mod pairs;

use super::text_parts;

use crate::body::{Event, EventKind};
use pairs::SignEdit;

/// Replaces paired signs by elements.
pub fn apply(mut events: Vec<Event>) -> Vec<Event> {
    critic_blocks::mark(&mut events);
    let mut edits = pairs::pair(&events);
    if edits.is_empty() {
        return events;
    }
    edits.sort_by_key(|edit| (edit.event, edit.at));
    rebuild(events, edits)
}

/// Cuts the texts at the signs and inserts the elements.
fn rebuild(events: Vec<Event>, edits: Vec<SignEdit>) -> Vec<Event> {
    let mut out = Vec::with_capacity(events.len() + 2 * edits.len());
    let mut edits = edits.into_iter().peekable();
    for (index, event) in events.into_iter().enumerate() {
        let EventKind::Text(text) = &event.kind else {
            out.push(event);
            continue;
        };
        let mut from = 0;
        while let Some(edit) = edits.next_if(|edit| edit.event == index) {
            text_parts::push(&mut out, &event, text, from..edit.at);
            out.extend(edit.kinds.into_iter().map(Event::added));
            from = edit.at + edit.length;
        }
        text_parts::push(&mut out, &event, text, from..text.len());
    }
    out
}
