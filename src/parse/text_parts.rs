//! Parts of a text event. Each part keeps its place in the page.

use crate::body::{Event, EventKind};
use std::ops::Range;

/// The byte range in the page of a part of an event's text.
pub fn place_of(whole: &Event, part: &Range<usize>) -> Range<u32> {
    let start = whole.range.start;
    start + part.start as u32..start + part.end as u32
}

/// Appends a part of an event's text as an event of its own, unless it is empty.
pub fn push(out: &mut Vec<Event>, whole: &Event, text: &str, part: Range<usize>) {
    if !part.is_empty() {
        out.push(Event {
            range: place_of(whole, &part),
            kind: EventKind::Text(text[part].into()),
        });
    }
}
