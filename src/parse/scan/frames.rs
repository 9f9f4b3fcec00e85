//! The open containers, the ends of their bodies, and the markers around them.

use super::Scanner;
use super::above::Above;
use crate::body::{AttrList, LineRef};
use crate::diag::Code;
use crate::parse::blocks::BlockHead;
use crate::parse::containers::{CLOSE, Container, ContainerKind, OPEN, TITLE};

/// An open container.
pub struct Frame {
    /// Its index among the page's containers.
    id: usize,
    pub end: BodyEnd,
    /// The column at which its body is written.
    pub column: usize,
    /// The number of lists that are open outside it.
    pub lists: usize,
}

/// The end of a container's body.
pub enum BodyEnd {
    /// The body lasts while lines are indented to this column.
    Indented(usize),
    /// A line of this many slashes ends the body.
    Slashes(usize),
    /// A closing tag ends the body.
    Element(ClosingTag),
}

/// The tag that closes an element.
#[derive(Clone, Copy)]
pub struct ClosingTag {
    /// The number of its line.
    pub line: usize,
    /// The byte offset of the tag in its source.
    pub origin: u32,
    /// The tag's length in bytes.
    pub length: usize,
    /// The common indentation of the element's lines, which is dropped.
    pub dedent: usize,
}

/// The position of the tab that closed last, while nothing else follows it.
#[derive(Clone, Copy, PartialEq)]
pub struct ClosedTab {
    depth: usize,
    column: usize,
}

impl Scanner<'_, '_, '_> {
    /// Closes the containers that a line of this indentation ends. Returns its column inside the
    /// others.
    pub fn enter(&mut self, indent: usize) -> usize {
        let mut column = indent;
        for index in 0..self.frames.len() {
            let frame = &self.frames[index];
            let is_outside = match frame.end {
                BodyEnd::Indented(body) => column < body,
                // The list item around it has ended.
                BodyEnd::Slashes(_) => column < frame.column,
                BodyEnd::Element(_) => false,
            };
            if is_outside {
                self.close_frames(index);
                break;
            }
            match frame.end {
                BodyEnd::Indented(body) => column = column - body + frame.column,
                BodyEnd::Element(tag) => column = column.saturating_sub(tag.dedent) + frame.column,
                BodyEnd::Slashes(_) => {}
            }
        }
        column
    }

    /// The number of columns by which the containers around have moved lines to the left: raw
    /// indentation minus this is a column.
    pub fn outer_shift(&self) -> usize {
        self.frames
            .iter()
            .map(|frame| match frame.end {
                BodyEnd::Indented(body) => body.saturating_sub(frame.column),
                BodyEnd::Element(tag) => tag.dedent.saturating_sub(frame.column),
                BodyEnd::Slashes(_) => 0,
            })
            .sum()
    }

    /// Opens a container at the line `at`, after `lead`.
    pub fn open(&mut self, lead: &str, at: &LineRef<'_>, mut head: BlockHead, end: BodyEnd) {
        let column = self.list_column();
        let tab_before = self.closed_tab.take();
        self.inside.leave_html();
        if let ContainerKind::Tab { joins, .. } = &mut head.kind {
            let depth = self.frames.len();
            *joins = *joins && tab_before == Some(ClosedTab { depth, column });
        }
        let id = self.add_container(head.kind, head.attrs, at);
        self.emit_opening(id, column, lead, at);
        if let Some((offset, title)) = &head.title {
            self.emit_title(column, *offset, title, at);
        }
        self.frames.push(Frame {
            id,
            end,
            column,
            lists: self.lists.len(),
        });
        self.above = Above::MARKER;
    }

    /// Adds a container that opens at the line `at`, and returns its number.
    fn add_container(&mut self, kind: ContainerKind, attrs: AttrList, at: &LineRef<'_>) -> usize {
        let start = at.origin as usize;
        let range = start..start + at.text.len();
        let place = self.output.out.source_place(at.source, range);
        self.output
            .containers
            .push(Container { kind, attrs, place });
        self.output.containers.len() - 1
    }

    /// Writes a container's title, which starts `offset` bytes after the beginning of the line.
    fn emit_title(&mut self, column: usize, offset: usize, title: &str, at: &LineRef<'_>) {
        let title = LineRef {
            text: title,
            origin: at.origin + offset as u32,
            ..*at
        };
        self.emit_with(&format!("{}{TITLE}", " ".repeat(column)), &title);
        self.emit_blank(at);
    }

    /// Writes the marker that opens a container: a paragraph, which may be an item's first.
    fn emit_opening(&mut self, id: usize, column: usize, lead: &str, at: &LineRef<'_>) {
        let column = if lead.is_empty() {
            self.emit_blank(at);
            column
        } else {
            0
        };
        let marker = LineRef {
            text: &format!("{lead}{OPEN}{id}"),
            ..*at
        };
        self.emit(column, &marker);
        self.emit_blank(at);
    }

    /// Closes the frames from the innermost down to the one at `index`.
    pub fn close_frames(&mut self, index: usize) {
        while self.frames.len() > index {
            self.end_verbatim();
            let Some(frame) = self.frames.pop() else {
                break;
            };
            self.emit_closing(&frame);
            self.lists.truncate(frame.lists);
            self.above = Above::MARKER;
            let kind = &self.output.containers[frame.id].kind;
            if matches!(kind, ContainerKind::Tab { .. }) {
                self.closed_tab = Some(ClosedTab {
                    depth: self.frames.len(),
                    column: frame.column,
                });
            }
            if let BodyEnd::Slashes(count) = frame.end {
                self.report_missing_slashes(frame.id, count);
            }
        }
    }

    /// Writes the marker that closes a container.
    fn emit_closing(&mut self, frame: &Frame) {
        let here = self.here();
        let marker = LineRef {
            text: &format!("{CLOSE}{}", frame.id),
            ..here
        };
        self.emit_blank(&here);
        self.emit(frame.column, &marker);
        self.emit_blank(&here);
    }

    /// Reports that the closing slashes are missing at the end of the text or of the container
    /// around.
    fn report_missing_slashes(&mut self, id: usize, count: usize) {
        let last = self.lines.get(self.at.saturating_sub(1));
        let is_closing = last.map_or("", |line| line.text.trim()) == "/".repeat(count);
        if !is_closing {
            self.output.findings.add(
                Code::UnclosedBlock,
                self.output.containers[id].place.clone(),
                "the block is never closed",
                "close it with a line of as many slashes as open it",
            );
        }
    }
}
