//! A field: a name, and the lines of its value.

use std::ops::Range;

use super::names::FieldName;
use crate::trace::lines::Line;

/// A field of a page.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: FieldName,
    pub value: Vec<Line>,
    pub rank: Rank,
}

/// The place of a field in a page. If several fields have the same name, the first in this order
/// counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// In a section of its name.
    Section,
    /// Above the first section.
    Opening,
    /// Anywhere in the text.
    Elsewhere,
}

impl Field {
    /// Returns whether the value holds a link, given as bytes of the page's text.
    pub fn holds(&self, link: &Range<usize>) -> bool {
        let mut spans = self.value.iter().map(|line| line.span(0..line.text.len()));
        spans.any(|span| span.start < link.end && link.start < span.end)
    }
}
