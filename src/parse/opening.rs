//! The beginning of a page: its title and its first words.

use crate::body::{Element, Event, EventKind, Heading, Opening, end_of, plain_text};

/// Reads the beginning of a body; `headings` are the body's own.
pub fn read(events: &[Event], headings: &[Heading]) -> Opening {
    let is_html = |event: &Event| matches!(event.kind, EventKind::Html(_));
    let is_titled = |event: &Event| match &event.kind {
        EventKind::Html(html) => html.raw && html.html.contains("<h1"),
        _ => false,
    };
    let first = headings.first();
    Opening {
        lead: lead(events),
        is_heading: first.is_some_and(|first| events[..first.event].iter().all(is_html)),
        has_raw_title: events.iter().any(is_titled),
    }
}

/// The text of the first paragraph that has any.
fn lead(events: &[Event]) -> Option<String> {
    let mut depth = 0usize;
    for (at, event) in events.iter().enumerate() {
        match &event.kind {
            EventKind::Start(Element::Named(name), _) if name == "p" && depth == 0 => {
                let text = plain_text(&events[at..end_of(events, at)]);
                if !text.trim().is_empty() {
                    return Some(text.trim().to_owned());
                }
                depth += 1;
            }
            EventKind::Start(..) => depth += 1,
            EventKind::End => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
