//! A page as the texts between its headings.

use std::collections::BTreeSet;

use crate::body::{Element, Event, EventKind, Page, plain_rows};
use serde::{Deserialize, Serialize};

/// The texts between two headings.
#[derive(Default, Serialize, Deserialize)]
pub struct PartTexts {
    /// The text, a block a line; a tab between the cells of a row.
    pub text: String,
    /// The code blocks.
    pub code: String,
}

/// The texts that are read from a page's events.
#[derive(Default, Serialize, Deserialize)]
pub struct PageTexts {
    /// The parts of the page: above its first heading, and below each.
    pub parts: Vec<PartTexts>,
    /// The long forms of the abbreviations that the page uses, in the order of the alphabet.
    pub long_forms: BTreeSet<String>,
}

/// Reads a page's events.
pub fn texts(page: &Page) -> PageTexts {
    let parts = page.sections().map(|section| part(section.events));
    let long_forms = page.events.iter().filter_map(|event| match &event.kind {
        EventKind::Start(Element::Named(name), attrs) if name == "abbr" => attrs.value("title"),
        _ => None,
    });
    PageTexts {
        parts: parts.collect(),
        long_forms: long_forms.map(str::to_owned).collect(),
    }
}

/// A run of events as text, blocks on lines of their own, and its code blocks.
fn part(events: &[Event]) -> PartTexts {
    let mut code = String::new();
    for event in events {
        if let EventKind::Code(block) = &event.kind
            && !block.attrs.has_class("diagram-source")
        {
            code.push_str(&block.code);
            code.push('\n');
        }
    }
    PartTexts {
        text: plain_rows(events),
        code,
    }
}
