//! Lines that open a container, by their first sign.

use super::Scanner;
use super::frames::BodyEnd;
use crate::body::LineRef;
use crate::parse::blocks::{self, BlockHead};

impl Scanner<'_, '_, '_> {
    /// Takes the line if it opens or closes a container, or defines an abbreviation. `lead` is the
    /// text before it on the line (list markers).
    pub fn container(&mut self, column: usize, lead: &str, at: &LineRef<'_>) -> bool {
        let text = at.text.trim_end();
        match text.as_bytes().first().copied().unwrap_or_default() {
            b'!' | b'?' => self.open_indented(column, lead, at, blocks::admonition(text)),
            b'=' => self.open_indented(column, lead, at, blocks::tab(text)),
            b'/' => self.slashes(column, lead, at),
            b'<' => self.element(lead, at),
            b'*' => self.abbreviation(text, at),
            _ => false,
        }
    }

    fn open_indented(
        &mut self,
        column: usize,
        lead: &str,
        at: &LineRef<'_>,
        head: Option<BlockHead>,
    ) -> bool {
        let Some(head) = head else { return false };
        self.open(lead, at, head, BodyEnd::Indented(column + 4));
        true
    }

    fn abbreviation(&mut self, text: &str, at: &LineRef<'_>) -> bool {
        let Some((short, long)) = blocks::abbreviation(text) else {
            return false;
        };
        self.output
            .abbreviations
            .push((short.to_owned(), long.to_owned()));
        self.emit_blank(at);
        true
    }
}
