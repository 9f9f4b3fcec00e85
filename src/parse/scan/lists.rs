//! List items, and the lines that their indentation makes a part of them.

use super::Scanner;
use super::content::DedentedLine;
use crate::body::LineRef;
use crate::parse::html_start::HtmlStart;
use crate::parse::{blocks, lines};

/// The list markers that a line starts with.
struct Markers {
    /// The column after them.
    column: usize,
    /// Their length in bytes.
    length: usize,
}

impl Scanner<'_, '_, '_> {
    /// The column at which the content of the innermost item begins, or that of the container
    /// without one.
    pub fn list_column(&self) -> usize {
        let (outer, column) = self
            .frames
            .last()
            .map_or((0, 0), |frame| (frame.lists, frame.column));
        let own = self.lists.get(outer..);
        own.and_then(|own| own.last().copied()).unwrap_or(column)
    }

    /// Closes the list items that this line ends; a lazy continuation ends none.
    pub fn leave_lists(&mut self, column: usize, text: &str) {
        let may_go_on = self.above.is_paragraph && !self.above.is_blank;
        if !may_go_on || lines::starts_block(text) {
            self.leave_items_behind(column);
        }
    }

    /// Opens a footnote. Its text continues on lines that are indented by four, like an item's.
    pub fn open_footnote(&mut self, column: usize) {
        self.leave_items_behind(column);
        self.lists.push(column + 4);
    }

    /// Closes the items whose content begins after that column.
    fn leave_items_behind(&mut self, column: usize) {
        let outer = self.frames.last().map_or(0, |frame| frame.lists);
        while self.lists.len() > outer && self.lists.last().is_some_and(|&own| column < own) {
            self.lists.pop();
        }
    }

    /// Reads a line that starts with one or more list markers.
    pub fn list_item(&mut self, line: &DedentedLine<'_>) {
        let content = &line.content;
        let markers = self.open_items(line.column, content.text);
        let rest = LineRef {
            text: &content.text[markers.length..],
            origin: content.origin + markers.length as u32,
            ..*content
        };
        let lead = " ".repeat(line.column) + &content.text[..markers.length];
        if !rest.text.is_empty() && self.container(markers.column, &lead, &rest) {
            return;
        }
        self.inside.leave_html();
        let start = self.html_start(rest.text);
        if let Some(HtmlStart::Apart(end)) = start {
            return self.html_apart(markers.column, &lead, &rest, end);
        }
        let opens_html = start.is_none() && blocks::opens_html(rest.text, false);
        self.open_verbatim(markers.column, rest.text, opens_html);
        self.above.is_paragraph = !rest.text.is_empty() && !lines::ends_paragraph(rest.text);
        match (self.rewritten_line(rest.text, false), start) {
            (None, None) => self.pass(line),
            (rewritten, start) => self.emit_text(lead, start, rewritten.as_ref(), &rest),
        }
    }

    /// Opens an item for each marker at the start of a text at that column.
    fn open_items(&mut self, column: usize, text: &str) -> Markers {
        let mut markers = Markers { column, length: 0 };
        while let Some(marker) = lines::list_marker(
            &text[markers.length..],
            self.above.is_paragraph && markers.length == 0,
        ) {
            markers.column += marker.columns;
            markers.length += marker.bytes;
            self.lists.push(markers.column);
            self.above.is_paragraph = false;
        }
        markers
    }
}
