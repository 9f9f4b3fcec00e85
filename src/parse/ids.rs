//! Ids of elements that are no headings.

use crate::body::{Event, Kind, Tag};

/// Adds the ids in attribute lists, of elements and code blocks, to those in raw HTML.
pub fn beside_headings(events: &[Event], raw_html: Vec<String>) -> Vec<String> {
    let mut ids = raw_html;
    ids.extend(events.iter().filter_map(own_id).map(str::to_owned));
    ids
}

fn own_id(event: &Event) -> Option<&str> {
    match &event.kind {
        Kind::Code(block) => block.attrs.id(),
        Kind::Start(Tag::Heading(_), _) | Kind::Void(Tag::Heading(_), _) => None,
        Kind::Start(_, attrs) | Kind::Void(_, attrs) => attrs.id(),
        _ => None,
    }
}
