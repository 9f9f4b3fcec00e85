//! A page's text as lines, without text that is struck out, commented out or a code block. Each
//! line knows the block that it is in.

mod reader;
mod raw_html;

pub use reader::read;

use std::ops::Range;

use crate::body::Page;
use crate::source::Place;

/// A line of a page.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Its text, without markup.
    pub text: String,
    /// The block that it is in.
    pub setting: LineSetting,
    /// The number of the heading above it.
    pub heading: Option<usize>,
    /// The state of its checkbox, if it has one: true if ticked.
    pub ticked: Option<bool>,
    /// The admonition around it, as the number of the event that opens it.
    pub admonition: Option<usize>,
    /// The starts of its runs of text, in bytes: in the line and in the page's text.
    runs: Vec<(usize, usize)>,
}

/// The block that a line is in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineSetting {
    /// A paragraph, or any other text without a setting.
    #[default]
    Prose,
    /// An item of a list.
    Item,
    /// A quotation, with all blocks in it.
    Quote,
    /// A term of a definition list.
    Term,
    /// A definition of the term before it.
    Definition,
    /// An admonition's title.
    Title,
    /// An image: the line is its alternative text.
    Image,
    /// A cell of a table. All numbers start at 1.
    Cell {
        /// The number of the table on the page.
        table: usize,
        /// The number of the row; the head is 1.
        row: usize,
        /// The number of the cell in the row.
        column: usize,
    },
}

impl Line {
    /// Creates a line of a paragraph that starts at byte `from` of the page's text.
    pub fn new(text: String, from: usize) -> Self {
        Self {
            text,
            runs: vec![(0, from)],
            ..Self::default()
        }
    }

    /// Adds text that starts at byte `from` of the page's text.
    fn append(&mut self, text: &str, from: usize) {
        self.runs.push((self.text.len(), from));
        self.text.push_str(text);
    }

    /// The bytes of the page's text that a part of the line comes from.
    pub fn span(&self, part: Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let run = self
                .runs
                .partition_point(|(start, _)| *start <= byte)
                .saturating_sub(1);
            self.runs
                .get(run)
                .map_or(0, |(start, from)| from + byte.saturating_sub(*start))
        };
        at(part.start)..at(part.end).max(at(part.start))
    }

    /// The place of a part of the line.
    pub fn place(&self, page: &Page, part: Range<usize>) -> Place {
        page.text.place(self.span(part))
    }

    /// Joins lines with blanks; the result has the setting of the first.
    pub fn joined(lines: &[Self]) -> Self {
        let mut whole = lines.first().cloned().unwrap_or_default();
        for line in lines.iter().skip(1) {
            whole.text.push(' ');
            let start = whole.text.len();
            whole
                .runs
                .extend(line.runs.iter().map(|(at, from)| (at + start, *from)));
            whole.text.push_str(&line.text);
        }
        whole
    }

    /// The numbers of the table and the row of a line in a cell, from 1.
    pub fn row(&self) -> Option<(usize, usize)> {
        if let LineSetting::Cell { table, row, .. } = self.setting {
            Some((table, row))
        } else {
            None
        }
    }

    /// The rest of the line after its first `bytes` bytes, trimmed.
    #[must_use]
    pub fn behind(&self, bytes: usize) -> Self {
        self.part(bytes..self.text.len())
    }

    /// A part of the line, trimmed.
    #[must_use]
    pub fn part(&self, part: Range<usize>) -> Self {
        let text = &self.text[part.clone()];
        let start = part.start + (text.len() - text.trim_start().len());
        let from = self.span(start..start).start;
        let inner = self
            .runs
            .iter()
            .filter(|(at, _)| *at > start && *at < part.end)
            .map(|(at, from)| (at - start, *from));
        Self {
            text: text.trim().to_owned(),
            runs: std::iter::once((0, from)).chain(inner).collect(),
            ..self.clone()
        }
    }
}
