//! Marker paragraphs become the elements of their containers.

mod reshape;
mod tabs;
mod writer;
mod builder;

use super::containers::{Container, Marker, marker};

use crate::body::{Event, EventKind};
use builder::StructureBuilder;

/// Replaces the markers; a body without containers comes back unchanged.
pub fn build(events: Vec<Event>, containers: &[Container]) -> Vec<Event> {
    if containers.is_empty() {
        return events;
    }
    let mut builder = StructureBuilder::new(containers, events.len());
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        if event.kind != EventKind::start("p") {
            builder.push(event);
            continue;
        }
        match marker_of(events.peek()) {
            Some(found) => {
                // The marker's text, and the end of its paragraph.
                events.next();
                events.next();
                builder.marker(found);
            }
            None => builder.paragraph(event, events.peek_mut()),
        }
    }
    builder.finish()
}

fn marker_of(event: Option<&Event>) -> Option<Marker> {
    match &event?.kind {
        EventKind::Text(text) => marker(text),
        _ => None,
    }
}
