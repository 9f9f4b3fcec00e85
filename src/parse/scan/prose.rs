//! Lines of prose: how CommonMark is to read them, and what HTML at their start means.

use super::Scanner;
use crate::parse::containers::GUARD;
use crate::parse::dialect::{self, Mended};
use crate::parse::html_start::{self, HtmlStart};
use crate::parse::text::LineRef;

impl Scanner<'_, '_, '_> {
    /// A note's text goes on in lines that are indented by four, as an item's.
    pub(super) fn open_footnote(&mut self, column: usize) {
        let base = self.frames.last().map_or(0, |frame| frame.lists);
        while self.lists.len() > base && self.lists.last().is_some_and(|&content| column < content)
        {
            self.lists.pop();
        }
        self.lists.push(column + 4);
    }

    /// A line of prose as CommonMark is to read it; `None` where it stays as it is.
    pub(super) fn mended(&mut self, text: &str, in_table: bool) -> Option<Mended> {
        let is_prose = self.fence.is_none() && !self.in_html;
        // The target of a link, or of a definition, that begins on the line above.
        let is_target = || {
            let above = self
                .at
                .checked_sub(2)
                .and_then(|above| self.lines.get(above));
            above.is_some_and(|above| above.text.ends_with("](") || above.text.ends_with("]:"))
        };
        let addresses = self
            .product
            .addresses
            .as_mut()
            .filter(|_| is_prose && !is_target());
        is_prose
            .then(|| dialect::mended(text, in_table, addresses))
            .flatten()
    }

    /// How a line that starts with a comment or a void element is read.
    pub(super) fn html_start(&self, text: &str) -> Option<HtmlStart> {
        if !text.starts_with('<') || self.in_html {
            return None;
        }
        html_start::read(
            text,
            self.in_paragraph,
            self.lines[self.at..].iter().map(|line| line.text),
        )
    }

    /// Writes the HTML that a line starts with; what stands behind it is read as a line of its own.
    pub(super) fn html_apart(&mut self, column: usize, lead: String, at: &LineRef<'_>, end: usize) {
        let (html, rest) = at.text.split_at(end);
        self.emit_with(&lead, html, at);
        self.in_paragraph = false;
        // A comment ends with its line, a void element with a blank one.
        if !html.ends_with("-->") {
            self.emit(0, "", at);
            self.blank_before = true;
        }
        let blanks = rest.len() - rest.trim_start().len();
        if blanks < rest.len() {
            let origin = at.origin + (end + blanks) as u32;
            self.content(
                column,
                &LineRef {
                    text: &rest[blanks..],
                    origin,
                    ..*at
                },
                None,
            );
        }
    }

    /// Writes a line of prose, behind a guard if it starts with HTML that is no block.
    pub(super) fn emit_mended(
        &mut self,
        lead: &str,
        is_guarded: bool,
        mended: Option<&Mended>,
        line: &LineRef<'_>,
    ) {
        let guarded = if is_guarded {
            format!("{lead}{GUARD}")
        } else {
            lead.to_owned()
        };
        match mended {
            Some(mended) => {
                let lead = format!("{}{guarded}", self.prefix);
                self.product
                    .out
                    .push_rewritten(&lead, &mended.text, &mended.pieces, line);
            }
            None => self.emit_with(&guarded, line.text, line),
        }
    }
}
