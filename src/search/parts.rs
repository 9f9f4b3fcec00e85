//! A page as the texts between its headings.

use crate::body::{Event, EventKind, Page, end_of, plain_lines};
use serde::{Deserialize, Serialize};

/// What stands between two headings.
#[derive(Default, Serialize, Deserialize)]
pub struct PagePart {
    /// The text, a block a line.
    pub text: String,
    /// The code blocks.
    pub code: String,
}

/// The parts of a page: above its first heading, and below each.
pub fn parts(page: &Page) -> Vec<PagePart> {
    let starts = page
        .headings
        .iter()
        .map(|heading| end_of(&page.events, heading.event) + 1);
    let ends = page
        .headings
        .iter()
        .map(|heading| heading.event)
        .chain([page.events.len()]);
    std::iter::once(0)
        .chain(starts)
        .zip(ends)
        .map(|(start, end)| texts(&page.events[start.min(end)..end]))
        .collect()
}

/// A run of events as text, blocks on lines of their own, and its code blocks.
fn texts(events: &[Event]) -> PagePart {
    let mut code = String::new();
    for event in events {
        if let EventKind::Code(block) = &event.kind {
            code.push_str(&block.code);
            code.push('\n');
        }
    }
    PagePart {
        text: plain_lines(events),
        code,
    }
}
