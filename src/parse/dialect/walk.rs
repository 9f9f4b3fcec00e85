//! The inline syntax of a line, as far as rewriting needs it.

use std::ops::Range;

use super::LineEdit;
use crate::parse::autolinks::AddressFinder;
use crate::parse::containers::GUARD;
use crate::parse::html_start::{self, HtmlStart};
use crate::parse::paths;

/// A walk along the inline syntax of a line. Paths with blanks get angle brackets, a `|` in code in
/// a table's row gets a backslash, and web addresses are found outside code, tags and links.
pub struct LineWalk<'t> {
    text: &'t str,
    /// True if the line is a row of a table.
    pub in_table: bool,
    at: usize,
    /// The edits, in the order of the line.
    pub edits: Vec<LineEdit>,
    /// The addresses that CommonMark would cut.
    pub addresses: Vec<Range<usize>>,
    /// The number of addresses before each open bracket.
    brackets: Vec<usize>,
    /// Lengths of code signs without a partner, so that each is searched for only once.
    unpaired: u64,
    /// The byte offset up to which addresses have been searched for.
    searched_to: usize,
    /// The next address, found by that search.
    next: Option<Range<usize>>,
}

impl<'t> LineWalk<'t> {
    /// A walk from the start of a line.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            in_table: false,
            at: 0,
            edits: Vec::new(),
            addresses: Vec::new(),
            brackets: Vec::new(),
            unpaired: 0,
            searched_to: 0,
            next: None,
        }
    }

    /// Walks to the end of the line. Without a finder, no address is searched for.
    pub fn run(&mut self, finder: Option<&AddressFinder>) {
        let bytes = self.text.as_bytes();
        let last_tag_end = self.text.rfind('>').unwrap_or(0);
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'`' => self.code(),
                b'[' => {
                    self.brackets.push(self.addresses.len());
                    self.at += 1;
                }
                b']' => self.bracket_closes(),
                b'<' if self.at < last_tag_end => self.tag(),
                b'h' | b'w' => match finder.and_then(|finder| self.address(finder)) {
                    Some(found) => {
                        self.at = found.end;
                        self.addresses.push(found);
                    }
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
        }
    }

    fn code(&mut self) {
        let bytes = self.text.as_bytes();
        let length = bytes[self.at..].iter().take_while(|b| **b == b'`').count();
        let sign = 1 << length.min(63);
        let end = if self.unpaired & sign == 0 {
            code_end(bytes, self.at + length, length)
        } else {
            None
        };
        let Some(end) = end else {
            self.unpaired |= sign;
            self.at += length;
            return;
        };
        if self.in_table {
            for at in (self.at..end).filter(|&at| bytes[at] == b'|' && bytes[at - 1] != b'\\') {
                self.edits.push((at..at, "\\".to_owned()));
            }
        }
        self.at = end;
    }

    /// Skips a tag or an address in angle brackets; `a < b` is neither.
    fn tag(&mut self) {
        let rest = &self.text[self.at + 1..];
        let is_tag =
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        self.at += if is_tag {
            rest.find('>').map_or(1, |end| end + 2)
        } else {
            1
        };
    }

    /// Leaves the text and the target of a link as they are.
    fn bracket_closes(&mut self) {
        let opened = self.brackets.pop();
        self.at += 1;
        let rest = &self.text[self.at..];
        let is_outermost = self.brackets.is_empty();
        match rest.as_bytes().first() {
            Some(b'(') => {
                self.addresses.truncate(opened.unwrap_or(usize::MAX));
                self.at += 1;
                self.target();
            }
            Some(b'[') => {
                self.addresses.truncate(opened.unwrap_or(usize::MAX));
                self.label(rest);
            }
            Some(b':') if is_outermost && self.text.starts_with("[^") => self.note(),
            Some(b':') if is_outermost && self.text.starts_with('[') => self.definition(rest),
            _ => {}
        }
    }

    /// Skips the label of a reference, up to its closing bracket.
    fn label(&mut self, rest: &str) {
        let length = rest.find(']').unwrap_or(0);
        self.at += length;
        self.brackets
            .extend((length > 0).then_some(self.addresses.len()));
    }

    /// Guards a footnote's text that starts with inline HTML, as it would begin a block of HTML.
    fn note(&mut self) {
        self.at += 1;
        let content = self.text[self.at..].trim_start();
        let is_inline =
            html_start::read(content, false, std::iter::empty()) == Some(HtmlStart::Inline);
        if is_inline && self.edits.is_empty() && self.addresses.is_empty() {
            let at = self.text.len() - content.len();
            self.edits.push((at..at, GUARD.to_string()));
        }
    }

    /// Skips the target of a definition.
    fn definition(&mut self, rest: &str) {
        let target = rest[1..].trim_start();
        let length = target.find([' ', '\t']).unwrap_or(target.len());
        self.at = self.text.len() - target.len() + length;
    }

    /// Reads the target of a link, after its `(`.
    fn target(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(path) = paths::with_blanks(rest) {
            let (start, end) = (self.at + path.start, self.at + path.end);
            self.edits.push((start..start, "<".to_owned()));
            self.edits.push((end..end, ">".to_owned()));
            self.at = end;
            return;
        }
        let mut depth = 0usize;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b' ' | b'\t' => break,
                _ => {}
            }
            self.at += usize::from(at < rest.len());
        }
    }

    /// The address that starts here, if CommonMark would cut it.
    fn address(&mut self, finder: &AddressFinder) -> Option<Range<usize>> {
        if self.next.as_ref().is_some_and(|next| next.start < self.at) {
            self.next = None;
        }
        if self.next.is_none()
            && self.at >= self.searched_to
            && AddressFinder::starts_here(self.text, self.at)
        {
            let rest = &self.text[self.at..];
            let run = rest.find([' ', '\t']).unwrap_or(rest.len());
            self.searched_to = self.at + run;
            self.next = finder
                .address(&rest[..run])
                .map(|found| self.at + found.start..self.at + found.end);
        }
        let found = self.next.take_if(|next| next.start == self.at)?;
        self.searched_to = found.end;
        AddressFinder::may_cut(&self.text[found.clone()]).then_some(found)
    }
}

/// The byte offset after the next code sign of that length.
fn code_end(bytes: &[u8], from: usize, length: usize) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| **b == b'`').count();
        if run == length {
            return Some(at + run);
        }
        at += run.max(1);
    }
    None
}
