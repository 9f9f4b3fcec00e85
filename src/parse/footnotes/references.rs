//! References to footnotes: `[^label]` in texts.

use std::ops::Range;

use super::labels::{is_label, is_of_label};
use crate::body::{Event, EventKind, Text};
use crate::parse::text_parts;

/// Turns `[^label]` in texts into references. pulldown-cmark leaves those without a definition as
/// text, in which later steps would read the `^`.
pub fn refer(events: &mut Vec<Event>, text: &Text) {
    if !text.as_str().contains("[^")
        || !events
            .iter()
            .any(|event| references(event).next().is_some())
    {
        return;
    }
    let mut out = Vec::with_capacity(events.len() + 8);
    for event in events.drain(..) {
        let EventKind::Text(text) = &event.kind else {
            out.push(event);
            continue;
        };
        let mut done = 0;
        for reference in references(&event) {
            text_parts::push(&mut out, &event, text, done..reference.start);
            let label = &text[reference.start + 2..reference.end - 1];
            out.push(Event {
                kind: EventKind::FootnoteReference(label.into()),
                range: text_parts::place_of(&event, &reference),
            });
            done = reference.end;
        }
        text_parts::push(&mut out, &event, text, done..text.len());
    }
    *events = out;
}

/// The byte ranges of references in a text.
fn references(event: &Event) -> impl Iterator<Item = Range<usize>> {
    let text = match &event.kind {
        EventKind::Text(text) => text.as_ref(),
        _ => "",
    };
    text.match_indices("[^").filter_map(move |(at, _)| {
        let rest = &text[at + 2..];
        let length = rest.find(|c: char| !is_of_label(c))?;
        let is_reference =
            rest[length..].starts_with(']') && is_label(&rest[..length], &rest[length + 1..]);
        is_reference.then_some(at..at + length + 3)
    })
}
