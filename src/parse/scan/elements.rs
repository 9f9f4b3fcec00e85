//! HTML elements with `markdown`. They open on one line and close at their own closing tag.

use std::ops::Range;

use super::Scanner;
use super::frames::{BodyEnd, ClosingTag};
use crate::body::LineRef;
use crate::diag::Code;
use crate::parse::blocks::{self, MarkdownElement};
use crate::parse::lines;

impl Scanner<'_, '_, '_> {
    /// Takes the line if it opens such an element.
    pub fn element(&mut self, lead: &str, at: &LineRef<'_>) -> bool {
        let Some(element) = blocks::markdown_element(at.text) else {
            return false;
        };
        // The rest of a line may lack its beginning and its end.
        let start = (at.origin - self.lines[self.at - 1].origin) as usize;
        let inner = start + element.end..start + at.text.len();
        let Some(tag) = self.closing_tag(&element.tag, inner.clone()) else {
            self.report_unclosed_element(&element, at);
            return false;
        };
        self.open(lead, at, element.head, BodyEnd::Element(tag));
        self.behind_opening_tag(tag, inner, at);
        true
    }

    /// The closing tag of the element that opens on this line; its content begins in `inner` of the
    /// line.
    fn closing_tag(&mut self, name: &str, inner: Range<usize>) -> Option<ClosingTag> {
        let opening = self.at - 1;
        // This spares a search to the end of the page for each of many elements that never close.
        let last = self
            .last_closing
            .entry(name.to_owned())
            .or_insert_with(|| lines::last_closing_tag(self.lines, name));
        if last.is_none_or(|last| last < opening) {
            return None;
        }
        let (line, offset, length) = lines::closing_tag(self.lines, opening, inner, name)?;
        let indent = lines::common_indent(&self.lines[self.at.min(line)..line]);
        Some(ClosingTag {
            line,
            origin: self.lines[line].origin + offset as u32,
            length,
            dedent: indent.saturating_sub(self.outer_shift()),
        })
    }

    fn report_unclosed_element(&mut self, element: &MarkdownElement, at: &LineRef<'_>) {
        let start = at.origin as usize;
        self.output.findings.add(
            Code::UnclosedBlock,
            self.output
                .out
                .source_place(at.source, start..start + element.end),
            format!("`<{}>` with `markdown` is never closed", element.tag),
            "add the closing tag; until then its content is not read as Markdown",
        );
    }

    /// Reads the text after an element's opening tag: its first line, which may be its only one.
    fn behind_opening_tag(&mut self, tag: ClosingTag, inner: Range<usize>, at: &LineRef<'_>) {
        let line = &self.lines[self.at - 1];
        let is_only_line = tag.line == self.at - 1;
        let closing = (tag.origin - self.lines[tag.line].origin) as usize;
        let end = if is_only_line { closing } else { inner.end };
        let text = line.text[inner.start..end].trim();
        if !text.is_empty() {
            self.emit(self.list_column(), &LineRef { text, ..*at });
            self.above.is_paragraph = true;
        }
        if is_only_line {
            let whole = LineRef {
                text: &line.text[..inner.end],
                ..*line
            };
            self.finish_element(self.frames.len() - 1, &whole, closing + tag.length);
        }
    }

    /// The index of the element whose closing tag is on that line.
    pub fn element_ending_at(&self, line: usize) -> Option<usize> {
        self.frames
            .iter()
            .rposition(|frame| matches!(frame.end, BodyEnd::Element(tag) if tag.line == line))
    }

    /// Reads the line with an element's closing tag. The text before the tag is content.
    pub fn end_element(&mut self, frame: usize, line: &LineRef<'_>) {
        let BodyEnd::Element(tag) = self.frames[frame].end else {
            return;
        };
        // The elements close crosswise: the tag was before the rest of the line.
        let Some(at) = tag
            .origin
            .checked_sub(line.origin)
            .map(|at| at as usize)
            .filter(|at| at + tag.length <= line.text.len())
        else {
            return self.finish_element(frame, line, 0);
        };
        let text = line.text[..at].trim_end();
        if !text.trim().is_empty() {
            // The line no longer ends the element: it is read as a line of its body.
            self.frames[frame].end = BodyEnd::Element(ClosingTag {
                line: usize::MAX,
                ..tag
            });
            self.line(&LineRef { text, ..*line });
        }
        self.finish_element(frame, line, at + tag.length);
    }

    /// Closes an element and reads the text after its closing tag, which ends at `end`.
    fn finish_element(&mut self, frame: usize, line: &LineRef<'_>, end: usize) {
        self.close_frames(frame);
        let rest = line.text[end..].trim_start();
        if !rest.is_empty() {
            self.line(&LineRef {
                text: rest,
                origin: line.origin + (line.text.len() - rest.len()) as u32,
                ..*line
            });
        }
    }
}
