//! A page's text as a reader sees it, a line at a time: text that is struck out, commented out
//! or shown as code is left out, and each line knows what it stands in.

mod reader;
mod raw_html;

pub use reader::read;

use std::ops::Range;

use crate::body::Page;
use crate::source::Place;

/// A line of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Its text, without markup.
    pub text: String,
    /// What it stands in.
    pub setting: LineSetting,
    /// The heading that it stands under, by number.
    pub heading: Option<usize>,
    /// Whether it has a box, and whether that is ticked.
    pub ticked: Option<bool>,
    /// The admonition around it, by the event that opens it.
    pub admonition: Option<usize>,
    /// Where runs of its text begin: there, and in the page's text.
    runs: Vec<(usize, usize)>,
}

/// What a line stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineSetting {
    /// A paragraph.
    #[default]
    Prose,
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// A term of a definition list.
    Term,
    /// What defines the term before it.
    Definition,
    /// An admonition's title.
    Title,
    /// An image: the line is its alternative text.
    Image,
    /// A cell of a table; all numbers from 1.
    Cell {
        /// The table on the page.
        table: usize,
        /// The row in it, its head included.
        row: usize,
        /// The cell in that.
        column: usize,
    },
}

impl Line {
    /// A line of a paragraph, which begins at a byte of the page's text.
    pub fn new(text: String, from: usize) -> Self {
        Self {
            text,
            runs: vec![(0, from)],
            ..Self::default()
        }
    }

    /// Adds text that begins at a byte of the page's text.
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

    /// Where a part of the line stands.
    pub fn place(&self, page: &Page, part: Range<usize>) -> Place {
        page.text.place(self.span(part))
    }

    /// Lines one behind another, with a blank between them; in the setting of the first.
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

    /// The row of the table that the line is a cell of: table and row, from 1.
    pub fn row(&self) -> Option<(usize, usize)> {
        if let LineSetting::Cell { table, row, .. } = self.setting {
            Some((table, row))
        } else {
            None
        }
    }

    /// The same line, but for so many bytes at its beginning and white space around the rest.
    #[must_use]
    pub fn behind(&self, bytes: usize) -> Self {
        self.part(bytes..self.text.len())
    }

    /// A part of the line, without white space around it.
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
