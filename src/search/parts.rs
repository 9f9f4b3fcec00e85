//! A page as the texts between its headings.

use crate::body::{Event, EventKind, Page, plain_rows};
use serde::{Deserialize, Serialize};

/// The texts between two headings.
#[derive(Default, Serialize, Deserialize)]
pub struct PartTexts {
    /// The text, a block a line; a tab between the cells of a row.
    pub text: String,
    /// The code blocks.
    pub code: String,
}

/// The parts of a page: above its first heading, and below each.
pub fn parts(page: &Page) -> Vec<PartTexts> {
    let sections = page.sections();
    sections.map(|section| texts(section.events)).collect()
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
        text: plain_rows(events),
        code,
    }
}
