//! The open containers while a body is read.

use super::tabs::SetTab;
use super::writer::ContainerWriter;
use crate::body::{Event, EventKind};
use crate::parse::containers::{
    Container, ContainerKind, Marker, TITLE, has_reserved, without_markers,
};

/// A container whose body is being collected.
struct OpenContainer {
    id: usize,
    /// The events of what is around it.
    outer: Vec<Event>,
    /// The tabs that were collected around it and are not written yet.
    outer_set: Option<Vec<SetTab>>,
    title: Option<Vec<Event>>,
    /// True while its title is read.
    in_title: bool,
    /// The number of open elements in it.
    depth: usize,
    /// True once its closing marker has been read: it ends as soon as no element is open in it.
    ends: bool,
}

/// Puts the events of a body into the elements of its containers.
pub struct StructureBuilder<'c> {
    containers: &'c [Container],
    open: Vec<OpenContainer>,
    /// Writes into the innermost of them.
    writer: ContainerWriter,
}

impl<'c> StructureBuilder<'c> {
    /// A builder for a body, with room for that many events.
    pub fn new(containers: &'c [Container], capacity: usize) -> Self {
        Self {
            containers,
            open: Vec::new(),
            writer: ContainerWriter::new(capacity),
        }
    }

    /// Adds an event other than a marker or the start of a paragraph.
    pub fn push(&mut self, event: Event) {
        match &event.kind {
            EventKind::Start(..) => self.deeper(),
            EventKind::End => self.shallower(),
            _ => {}
        }
        self.writer.flush_set();
        let ends_title = event.kind == EventKind::End
            && self
                .open
                .last()
                .is_some_and(|open| open.in_title && self.out_is_inline());
        self.writer.out.push(event);
        if ends_title {
            let title = std::mem::take(&mut self.writer.out);
            if let Some(open) = self.open.last_mut() {
                open.title = Some(title);
                open.in_title = false;
            }
        }
        self.settle();
    }

    fn deeper(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.depth += 1;
        }
    }

    /// Ends an element, and before it the containers that were opened inside it.
    fn shallower(&mut self) {
        while let Some(open) = self.open.last_mut() {
            if open.depth > 0 {
                open.depth -= 1;
                return;
            }
            self.close();
        }
    }

    /// Closes the containers whose closing marker has been read.
    fn settle(&mut self) {
        while self
            .open
            .last()
            .is_some_and(|open| open.ends && open.depth == 0)
        {
            self.close();
        }
    }

    /// Returns whether all elements but the title's own paragraph are closed.
    fn out_is_inline(&self) -> bool {
        let depth = self
            .writer
            .out
            .iter()
            .fold(0i32, |depth, event| match event.kind {
                EventKind::Start(..) => depth + 1,
                EventKind::End => depth - 1,
                _ => depth,
            });
        depth == 1
    }

    /// Starts a paragraph. If it starts with the title sign, it is the title of the container that
    /// has just opened.
    pub fn paragraph(&mut self, start: Event, first: Option<&mut Event>) {
        self.deeper();
        self.writer.flush_set();
        if let (
            Some(open),
            Some(Event {
                kind: EventKind::Text(text),
                ..
            }),
        ) = (self.open.last_mut(), first)
            && self.writer.out.is_empty()
            && open.title.is_none()
            && let Some(rest) = text.strip_prefix(TITLE)
        {
            *text = rest.into();
            open.in_title = true;
        }
        self.writer.out.push(start);
    }

    /// Reads a marker paragraph. A marker with a number that no container has does nothing.
    pub fn marker(&mut self, marker: Marker) {
        match marker {
            Marker::Open(id) if id < self.containers.len() => self.container_opens(id),
            Marker::Open(_) => {}
            Marker::Close(id) => self.container_ends(id),
        }
    }

    fn container_opens(&mut self, id: usize) {
        let kind = &self.containers[id].kind;
        if !matches!(kind, ContainerKind::Tab { joins: true, .. }) {
            self.writer.flush_set();
        }
        let outer = std::mem::take(&mut self.writer.out);
        self.open.push(OpenContainer {
            id,
            outer,
            outer_set: self.writer.set.take(),
            title: None,
            in_title: false,
            depth: 0,
            ends: false,
        });
    }

    fn container_ends(&mut self, id: usize) {
        if let Some(from) = self.open.iter().rposition(|open| open.id == id) {
            for open in &mut self.open[from..] {
                open.ends = true;
            }
        }
        self.settle();
    }

    /// Closes the open containers and returns the body.
    pub fn finish(mut self) -> Vec<Event> {
        while !self.open.is_empty() {
            self.close();
        }
        self.writer.flush_set();
        // CommonMark read no paragraph at the remaining markers, so they do nothing.
        for event in &mut self.writer.out {
            if let EventKind::Text(text) = &mut event.kind
                && has_reserved(text)
            {
                *text = without_markers(text).into();
            }
        }
        self.writer.out
    }

    /// Closes the innermost container and writes it into the container around it.
    fn close(&mut self) {
        self.writer.flush_set();
        let Some(open) = self.open.pop() else { return };
        let body = std::mem::replace(&mut self.writer.out, open.outer);
        self.writer.set = open.outer_set;
        self.writer
            .write(&self.containers[open.id], open.title, body);
    }
}
