//! A field: a name, and the lines that say something of it.

use std::ops::Range;

use super::names::FieldName;
use crate::trace::lines::Line;

/// A field as a page states it.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: FieldName,
    pub value: Vec<Line>,
    pub rank: Rank,
}

/// Where a field stands. Of several fields of one name, the first in this order counts.
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
    /// Whether a link, in bytes of the page's text, stands in the value.
    pub fn holds(&self, link: &Range<usize>) -> bool {
        let mut spans = self.value.iter().map(|line| line.span(0..line.text.len()));
        spans.any(|span| span.start < link.end && link.start < span.end)
    }
}
