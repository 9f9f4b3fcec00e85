//! The headings of a page.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A heading of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique on the page.
    pub id: String,
    /// Its text without markup; empty where nothing in it has a text.
    pub text: String,
    /// What contents call it, where that is not its text.
    pub label: Option<String>,
    /// What its slug is made from, where that is not its text: blanks at its ends, and nothing of
    /// what looks like a tag.
    pub slug_text: Option<Box<str>>,
    /// Index of its `Start` in the page's events.
    pub event: usize,
    /// Byte range in the page's [`Text`](super::Text).
    pub range: Range<u32>,
    /// The line of its file that it starts on, from 1.
    pub line: u32,
}

impl Heading {
    /// What contents call it; empty where it shows nothing.
    pub fn contents_label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.text)
    }

    /// The byte range as indices.
    pub fn span(&self) -> Range<usize> {
        self.range.start as usize..self.range.end as usize
    }

    /// What its slug is made from.
    pub fn slug_text(&self) -> &str {
        self.slug_text.as_deref().unwrap_or(&self.text)
    }
}

/// A heading and those of the sections that it stands in, innermost first.
pub fn around(headings: &[Heading], at: usize) -> impl Iterator<Item = &Heading> {
    let mut level = headings[at].level + 1;
    headings[..=at].iter().rev().filter(move |heading| {
        let is_above = heading.level < level;
        level = level.min(heading.level);
        is_above
    })
}
