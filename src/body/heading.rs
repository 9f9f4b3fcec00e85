//! The headings of a page and the sections that they begin.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A heading of the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Heading {
    /// The level, from 1 to 6.
    pub level: u8,
    /// Its id, unique on the page.
    pub id: String,
    /// Its text without markup; empty for a heading of images or icons.
    pub text: String,
    /// Its label in tables of contents, if that is not its text.
    pub label: Option<String>,
    /// The text that its slug is made from, if that differs: blanks at its ends stay, and
    /// everything that looks like a tag is left out.
    pub slug_text: Option<Box<str>>,
    /// Index of its `Start` in the page's events.
    pub event: usize,
    /// Byte range in the page's [`Text`](super::Text).
    pub range: Range<u32>,
    /// The line of its file on which it starts, from 1.
    pub line: u32,
}

impl Heading {
    /// Its label in tables of contents; empty if it shows nothing.
    pub fn contents_label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.text)
    }

    /// The byte range as indices.
    pub fn span(&self) -> Range<usize> {
        self.range.start as usize..self.range.end as usize
    }

    /// The text that its slug is made from.
    pub fn slug_text(&self) -> &str {
        self.slug_text.as_deref().unwrap_or(&self.text)
    }
}

/// A heading and the headings of the sections around it, innermost first.
pub fn around(headings: &[Heading], at: usize) -> impl Iterator<Item = &Heading> {
    let mut level = headings[at].level + 1;
    headings[..=at].iter().rev().filter(move |heading| {
        let is_above = heading.level < level;
        level = level.min(heading.level);
        is_above
    })
}
