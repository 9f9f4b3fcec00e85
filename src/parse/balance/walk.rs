//! The walk over a page's tags that finds the repairs.

use std::collections::HashMap;

use super::raw;
use super::repair::{HtmlRepair, RepairKind, Unclosed};
use crate::body::element::{self, Role};
use crate::body::{Event, EventKind};
use crate::parse::tags::{RawTag, TagKind, tags};

/// An open element of the events, and the author's tags that are open in it.
#[derive(Default)]
struct TagScope {
    is_paragraph: bool,
    /// Open tags, and the indices of the events that hold them.
    tags: Vec<(usize, RawTag)>,
    /// The number of open tags of each name: an end without a start is recognised at once.
    count: HashMap<String, usize>,
}

impl TagScope {
    fn open(&mut self, event: usize, tag: RawTag) {
        *self.count.entry(tag.name.clone()).or_default() += 1;
        self.tags.push((event, tag));
    }

    fn has(&self, name: &str) -> bool {
        self.count.get(name).is_some_and(|count| *count > 0)
    }

    fn pop(&mut self) -> Option<(usize, RawTag)> {
        let (event, tag) = self.tags.pop()?;
        if let Some(count) = self.count.get_mut(&tag.name) {
            *count -= 1;
        }
        Some((event, tag))
    }

    /// Returns whether it is a paragraph in which the author left a block open. Browsers end the
    /// paragraph before such a block.
    fn ends_before_block(&self) -> bool {
        let first = self.tags.first();
        self.is_paragraph
            && first.is_some_and(|(_, tag)| element::has(&tag.name, Role::EndsParagraph))
    }
}

/// Walks along a page's events and their tags.
pub struct TagWalk<'s> {
    /// Names of elements whose tags are shown as text.
    as_text: &'s [String],
    /// The open elements; the first is the page.
    open: Vec<TagScope>,
    /// The verbatim element that is open.
    pub verbatim: Option<String>,
    /// The repairs, in the order in which the walk met them.
    pub repairs: Vec<HtmlRepair>,
}

impl<'s> TagWalk<'s> {
    /// A walk that treats all tags of the `as_text` names as text.
    pub fn new(as_text: &'s [String]) -> Self {
        Self {
            as_text,
            open: vec![TagScope::default()],
            verbatim: None,
            repairs: Vec::new(),
        }
    }

    /// Walks along a page; stops if a verbatim element does not end in the element around it.
    pub fn events(&mut self, events: &[Event]) {
        for (index, event) in events.iter().enumerate() {
            match &event.kind {
                EventKind::Start(..) => self.open.push(TagScope {
                    is_paragraph: event.kind.element() == Some("p"),
                    ..TagScope::default()
                }),
                EventKind::End if self.verbatim.is_some() => return,
                EventKind::End => self.element_ends(index),
                _ => {
                    if let Some(piece) = raw(event) {
                        for tag in tags(&piece.html) {
                            self.tag(index, tag, &piece.html);
                        }
                    }
                }
            }
        }
        if let Some(page) = self.open.pop().filter(|_| self.verbatim.is_none()) {
            self.close(page, events.len());
        }
    }

    fn element_ends(&mut self, index: usize) {
        let Some(element) = self.open.pop() else {
            return;
        };
        let ends_before_block = element.ends_before_block();
        match self.open.last_mut().filter(|_| ends_before_block) {
            // The tags stay open after the paragraph: the author may close them there.
            Some(outer) => {
                let first = element.tags[0].0;
                for (event, tag) in element.tags {
                    outer.open(event, tag);
                }
                self.repair(first, 0, RepairKind::EndParagraph);
                self.repair(index, 0, RepairKind::Drop);
            }
            None => self.close(element, index),
        }
    }

    /// Closes the tags that authors left open in an element that ends.
    fn close(&mut self, mut element: TagScope, before: usize) {
        while let Some((event, tag)) = element.pop() {
            if !element::has(&tag.name, Role::OptionalEnd) {
                let unclosed = Unclosed {
                    name: tag.name,
                    event,
                    range: tag.range,
                };
                self.repair(before, 0, RepairKind::Close(unclosed));
            }
        }
    }

    fn tag(&mut self, event: usize, tag: RawTag, html: &str) {
        if let Some(verbatim) = &self.verbatim {
            if tag.kind == TagKind::End && tag.name == *verbatim {
                self.verbatim = None;
            }
            return;
        }
        let Some(element) = self.open.last() else {
            return;
        };
        let in_drawing = element.has("svg") || element.has("math");
        let is_paired = tag.kind == TagKind::Start || element.has(&tag.name);
        let at = tag.range.start;
        if self.would_hide(&tag, in_drawing) {
            self.repair(event, at, RepairKind::Show(tag.range));
        } else if !is_paired {
            self.repair(event, at, RepairKind::Stray(tag.range, tag.name));
        } else {
            self.rename(event, &tag);
            match tag.kind {
                TagKind::Start if is_void(&tag, html, in_drawing) => {}
                TagKind::Start => self.start(event, tag),
                _ => self.end(&tag.name),
            }
        }
    }

    /// Returns whether a browser would end or hide the page at the tag.
    fn would_hide(&self, tag: &RawTag, in_drawing: bool) -> bool {
        let name = tag.name.as_str();
        tag.kind == TagKind::Broken
            || self.as_text.contains(&tag.name)
            || (element::has(name, Role::Refused) && !in_drawing)
    }

    fn rename(&mut self, event: usize, tag: &RawTag) {
        if element::own_name(&tag.name) != tag.name {
            let sign = if tag.kind == TagKind::End { "</" } else { "<" };
            let from = tag.range.start + sign.len();
            let name = from..from + tag.name.len();
            self.repair(event, tag.range.start, RepairKind::Rename(name));
        }
    }

    fn start(&mut self, event: usize, tag: RawTag) {
        if element::has(&tag.name, Role::Verbatim) {
            self.verbatim = Some(tag.name);
        } else if let Some(scope) = self.open.last_mut() {
            scope.open(event, tag);
        }
    }

    /// Ends the innermost open tag of that name, and all tags that were opened in it.
    fn end(&mut self, name: &str) {
        if let Some(element) = self.open.last_mut() {
            while element.pop().is_some_and(|(_, open)| open.name != name) {}
        }
    }

    fn repair(&mut self, event: usize, at: usize, kind: RepairKind) {
        self.repairs.push(HtmlRepair { event, at, kind });
    }
}

fn is_void(tag: &RawTag, html: &str, in_drawing: bool) -> bool {
    let ends_itself = || html[tag.range.clone()].ends_with("/>");
    element::has(&tag.name, Role::Void) || (in_drawing && ends_itself())
}
