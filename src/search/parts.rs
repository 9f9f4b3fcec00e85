//! A page as the texts between its headings.

use crate::body::{Event, EventKind, Page, end_of, plain_lines};
use serde::{Deserialize, Serialize};

/// The texts between two headings.
#[derive(Default, Serialize, Deserialize)]
pub struct PartTexts {
    /// The text, a block a line.
    pub text: String,
    /// The code blocks.
    pub code: String,
}

/// The parts of a page: above its first heading, and below each.
pub fn parts(page: &Page) -> Vec<PartTexts> {
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
fn texts(events: &[Event]) -> PartTexts {
    let mut code = String::new();
    for event in events {
        if let EventKind::Code(block) = &event.kind {
            code.push_str(&block.code);
            code.push('\n');
        }
    }
    PartTexts {
        text: plain_lines(events),
        code,
    }
}
