//! Ids of elements other than headings.

use crate::body::{Element, Event, EventKind};

/// Adds the ids in attribute lists of elements and code blocks to those in raw HTML.
pub fn outside_headings(events: &[Event], raw_html: Vec<String>) -> Vec<String> {
    let mut ids = raw_html;
    ids.extend(events.iter().filter_map(own_id).map(str::to_owned));
    ids
}

fn own_id(event: &Event) -> Option<&str> {
    match &event.kind {
        EventKind::Code(block) => block.attrs.id(),
        EventKind::Start(Element::Heading(_), _) | EventKind::Void(Element::Heading(_), _) => None,
        EventKind::Start(_, attrs) | EventKind::Void(_, attrs) => attrs.id(),
        _ => None,
    }
}
