//! HTML elements with `markdown`: they open on one line, and close where their own closing tag
//! stands.

use super::{Body, Scanner};
use crate::diag::Code;
use crate::parse::text::LineRef;
use crate::parse::{blocks, lines};

impl Scanner<'_, '_, '_> {
    pub(super) fn element(&mut self, lead: &str, at: &LineRef<'_>) -> bool {
        let Some(element) = blocks::markdown_element(at.text) else {
            return false;
        };
        // Many elements that never close would each be sought to the end of the page.
        let last = self
            .last_closing
            .entry(element.tag.clone())
            .or_insert_with(|| lines::last_closing_tag(self.lines, &element.tag));
        // What is left of a line may have lost its beginning and its end.
        let start = (at.origin - self.lines[self.at - 1].origin) as usize;
        let inner = start + element.end..start + at.text.len();
        let close = last
            .filter(|last| *last >= self.at - 1)
            .and_then(|_| lines::closing_tag(self.lines, self.at - 1, inner.clone(), &element.tag));
        let Some((line, offset, length)) = close else {
            let place = self.product.out.source_place(
                at.source,
                at.origin as usize..at.origin as usize + element.end,
            );
            let message = format!("`<{}>` with `markdown` is never closed", element.tag);
            self.product.findings.add(
                Code::UnclosedBlock,
                place,
                message,
                "add the closing tag; until then its content is not read as Markdown",
            );
            return false;
        };
        let dedent = lines::common_indent(&self.lines[self.at.min(line)..line])
            .saturating_sub(self.outer_shift());
        let origin = self.lines[line].origin + offset as u32;
        self.open(
            lead,
            at,
            element.head,
            Body::Element {
                line,
                at: origin,
                tag: length,
                dedent,
            },
        );
        let is_one_line = line == self.at - 1;
        let end = if is_one_line { offset } else { inner.end };
        let rest = &self.lines[self.at - 1].text[inner.start..end];
        if !rest.trim().is_empty() {
            let column = self.list_column();
            self.emit(column, rest.trim(), at);
            self.in_paragraph = true;
        }
        if is_one_line {
            let whole = LineRef {
                text: &self.lines[line].text[..inner.end],
                ..self.lines[line]
            };
            let index = self.frames.len() - 1;
            self.finish_element(index, &whole, offset + length);
        }
        true
    }

    pub(super) fn element_ending_at(&self, line: usize) -> Option<usize> {
        self.frames
            .iter()
            .rposition(|frame| matches!(frame.body, Body::Element { line: end, .. } if end == line))
    }

    /// The line with an element's closing tag: what stands before it is content.
    pub(super) fn end_element(&mut self, frame: usize, line: &LineRef<'_>) {
        let Body::Element { at, tag, .. } = self.frames[frame].body else {
            return;
        };
        // Elements that close crosswise: the tag stood before what is left of the line.
        let Some(at) = at
            .checked_sub(line.origin)
            .map(|at| at as usize)
            .filter(|at| at + tag <= line.text.len())
        else {
            return self.finish_element(frame, line, 0);
        };
        let before = line.text[..at].trim_end();
        if !before.trim().is_empty() {
            // Not the end of the element any more: read it as a line of its body.
            if let Body::Element { line, .. } = &mut self.frames[frame].body {
                *line = usize::MAX;
            }
            self.line(&LineRef {
                text: before,
                ..*line
            });
        }
        self.finish_element(frame, line, at + tag);
    }

    fn finish_element(&mut self, frame: usize, line: &LineRef<'_>, end: usize) {
        self.close_frames(frame);
        let rest = &line.text[end..];
        if !rest.trim().is_empty() {
            self.line(&LineRef {
                text: rest.trim_start(),
                origin: line.origin + (line.text.len() - rest.trim_start().len()) as u32,
                ..*line
            });
        }
    }
}
