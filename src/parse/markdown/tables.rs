//! Tables: a wrapper that scrolls, a head, a body, and aligned cells.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::Lowering;
use crate::body::{Attrs, Element, EventKind};

/// The table that is open.
#[derive(Default)]
pub struct OpenTable {
    /// The alignment of each column.
    alignments: Vec<Alignment>,
    /// The column of the next cell, from 0.
    column: usize,
    is_head: bool,
}

impl OpenTable {
    /// The element of the row's next cell.
    pub fn next_cell(&mut self) -> (Element, Attrs) {
        let attrs = match self.alignments.get(self.column) {
            Some(Alignment::Left) => Attrs::class("align-left"),
            Some(Alignment::Center) => Attrs::class("align-center"),
            Some(Alignment::Right) => Attrs::class("align-right"),
            _ => Attrs::default(),
        };
        self.column += 1;
        let name = if self.is_head { "th" } else { "td" };
        (Element::Named(name.into()), attrs)
    }
}

impl Lowering<'_, '_> {
    pub fn start_table(&mut self, alignments: Vec<Alignment>, range: Range<usize>) {
        self.table.alignments = alignments;
        self.open_element("div", Attrs::class("table-wrap"), range.clone());
        self.push(EventKind::start("table"), range);
    }

    pub fn start_table_head(&mut self, range: Range<usize>) {
        self.table.column = 0;
        self.table.is_head = true;
        self.push(EventKind::start("thead"), range.clone());
        self.push(EventKind::start("tr"), range);
    }

    pub fn start_table_row(&mut self, range: Range<usize>) {
        self.table.column = 0;
        self.table.is_head = false;
        self.push(EventKind::start("tr"), range);
    }

    /// Ends the head: all rows below it are the table's body.
    pub fn end_table_head(&mut self, range: Range<usize>) {
        self.push(EventKind::End, range.clone());
        self.push(EventKind::End, range.clone());
        self.push(EventKind::start("tbody"), range);
    }

    /// Ends the body, the table and the wrapper.
    pub fn end_table(&mut self, range: Range<usize>) {
        for _ in 0..3 {
            self.push(EventKind::End, range.clone());
        }
    }
}
