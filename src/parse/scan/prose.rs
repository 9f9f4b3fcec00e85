//! Lines of prose, and HTML at their start, rewritten for CommonMark.

use super::Scanner;
use super::content::DedentedLine;
use crate::body::LineRef;
use crate::parse::containers::GUARD;
use crate::parse::dialect::{self, RewrittenLine};
use crate::parse::html_start::{self, HtmlStart};
use crate::parse::{blocks, lines};

impl Scanner<'_, '_, '_> {
    /// Reads a line of no container, quote or item: text, a fence, a table's row, or HTML.
    pub fn prose(&mut self, line: &DedentedLine<'_>) {
        let (column, text) = (line.column, line.content.text);
        let start = self.html_start(text);
        if let Some(HtmlStart::Apart(end)) = start {
            return self.html_apart(column, &" ".repeat(column), &line.content, end);
        }
        let opens_html = start.is_none() && blocks::opens_html(text, self.above.is_paragraph);
        self.open_verbatim(column, text, opens_html);
        self.above.is_paragraph = !lines::ends_paragraph(text);
        self.track_table(text);
        if lines::is_footnote(text) {
            self.open_footnote(column);
        }
        match (self.rewritten_line(text, self.in_table), start) {
            (None, None) => self.pass(line),
            (rewritten, start) => {
                self.emit_text(" ".repeat(column), start, rewritten.as_ref(), &line.content);
            }
        }
    }

    /// Tracks tables: the row below it marks a table's head, and the table continues to the next
    /// blank line.
    fn track_table(&mut self, text: &str) {
        let next = self.lines.get(self.at).map_or("", |line| line.text);
        self.in_table = text.contains('|')
            && (self.in_table && !self.above.is_blank || dialect::is_delimiter_row(next));
    }

    /// The line as CommonMark has to read it; `None` if it stays as it is.
    pub fn rewritten_line(&mut self, text: &str, in_table: bool) -> Option<RewrittenLine> {
        if !self.inside.is_prose() {
            return None;
        }
        let may_have_addresses = self.output.addresses.is_some() && !self.is_target();
        let addresses = self.output.addresses.as_mut();
        dialect::rewrite_line(text, in_table, addresses.filter(|_| may_have_addresses))
    }

    /// Returns whether the line is the target of a link or a definition that begins on the line
    /// above.
    fn is_target(&self) -> bool {
        let above = self
            .at
            .checked_sub(2)
            .and_then(|above| self.lines.get(above));
        above.is_some_and(|above| above.text.ends_with("](") || above.text.ends_with("]:"))
    }

    /// The way in which a line that starts with a comment or a void element is read.
    pub fn html_start(&self, text: &str) -> Option<HtmlStart> {
        if !text.starts_with('<') || self.inside.is_html() {
            return None;
        }
        let below = self.lines[self.at..].iter().map(|line| line.text);
        html_start::read(text, self.above.is_paragraph, below)
    }

    /// Writes the HTML at the start of a line and reads the rest as a line of its own.
    pub fn html_apart(&mut self, column: usize, lead: &str, at: &LineRef<'_>, end: usize) {
        let (html, rest) = at.text.split_at(end);
        self.emit_with(lead, &LineRef { text: html, ..*at });
        self.above.is_paragraph = false;
        // A comment ends with its line, a void element at a blank line.
        if !html.ends_with("-->") {
            self.emit_blank(at);
            self.above.is_blank = true;
        }
        let rest = rest.trim_start();
        if !rest.is_empty() {
            self.content(&DedentedLine {
                column,
                content: LineRef {
                    text: rest,
                    origin: at.origin + (at.text.len() - rest.len()) as u32,
                    ..*at
                },
                untouched: None,
            });
        }
    }

    /// Writes a line of prose, with a guard if it starts with HTML that is no block.
    pub fn emit_text(
        &mut self,
        mut lead: String,
        start: Option<HtmlStart>,
        rewritten: Option<&RewrittenLine>,
        line: &LineRef<'_>,
    ) {
        if start.is_some() {
            lead.push(GUARD);
        }
        match rewritten {
            Some(rewritten) => self.emit_rewritten(&lead, rewritten, line),
            None => self.emit_with(&lead, line),
        }
    }

    /// Writes a rewritten line of prose.
    pub fn emit_rewritten(&mut self, lead: &str, rewritten: &RewrittenLine, line: &LineRef<'_>) {
        let lead = self.quoted(lead);
        self.output
            .out
            .push_rewritten(&lead, &rewritten.text, &rewritten.pieces, line);
    }
}
