//! Raw HTML. A block comes line by line and is read as a whole.

use std::ops::Range;

use super::Lowering;
use crate::body::EventKind;
use crate::parse::line_places::LinePlaces;
use crate::parse::raw_html::{self, WrittenHtml};

/// The block of raw HTML that is open.
pub struct OpenHtml {
    html: String,
    lines: LinePlaces,
    range: Range<usize>,
}

impl Lowering<'_, '_> {
    pub fn start_html(&mut self, range: Range<usize>) {
        self.html = Some(OpenHtml {
            html: String::new(),
            lines: LinePlaces::until(range.end),
            range,
        });
    }

    /// Adds a line, which begins at that offset of the text, to the open block.
    pub fn html_line(&mut self, line: &str, start: usize) {
        if let Some(block) = &mut self.html {
            block.lines.push(block.html.len(), start);
            block.html.push_str(line);
        }
    }

    pub fn end_html(&mut self) {
        if let Some(OpenHtml { html, lines, range }) = self.html.take() {
            self.raw_html(&html, &lines, range);
        }
    }

    pub fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let mut lines = LinePlaces::until(range.end);
        lines.push(0, range.start);
        self.raw_html(html, &lines, range);
    }

    fn raw_html(&mut self, html: &str, lines: &LinePlaces, range: Range<usize>) {
        let written = WrittenHtml { html, lines };
        let piece = raw_html::read(&written, self.text, &mut self.body, self.findings);
        self.push(EventKind::Html(Box::new(piece)), range);
    }
}
