//! Containers that are open while a body is read, and how each is written when it ends.

use std::borrow::Cow;

use super::reshape::{definitions, inner, last_block, titled, without_paragraphs};
use super::tabs::{SetTab, write_set};
use crate::parse::containers::{
    Container, ContainerKind, Marker, TITLE, has_reserved, without_markers,
};
use crate::parse::event::{Attrs, Event, Kind, Tag};

/// A container whose body is being collected.
struct OpenContainer {
    id: usize,
    /// What stood around it.
    outer: Vec<Event>,
    /// Tabs that were collected around it and are not written yet.
    outer_set: Option<Vec<SetTab>>,
    title: Option<Vec<Event>>,
    /// Its title is being read.
    in_title: bool,
    /// How many elements are open in it.
    depth: usize,
    /// Its closing marker has been met: it ends as soon as no element is open in it.
    ends: bool,
}

/// Puts the events of a body into the elements of its containers.
pub struct StructureBuilder<'c> {
    containers: &'c [Container],
    out: Vec<Event>,
    open: Vec<OpenContainer>,
    /// The tabs of the set that the next tab may join.
    set: Option<Vec<SetTab>>,
    /// How many sets, numbered figures and numbered tables have been written.
    sets: usize,
    figures: usize,
    tables: usize,
}

impl<'c> StructureBuilder<'c> {
    /// A builder of a body with room for that many events.
    pub fn new(containers: &'c [Container], capacity: usize) -> Self {
        Self {
            containers,
            out: Vec::with_capacity(capacity),
            open: Vec::new(),
            set: None,
            sets: 0,
            figures: 0,
            tables: 0,
        }
    }

    /// An event that is neither a marker nor the start of a paragraph.
    pub fn push(&mut self, event: Event) {
        match &event.kind {
            Kind::Start(..) => self.deeper(),
            Kind::End => self.shallower(),
            _ => {}
        }
        self.flush_set();
        let ends_title = event.kind == Kind::End
            && self
                .open
                .last()
                .is_some_and(|open| open.in_title && self.out_is_inline());
        self.out.push(event);
        if ends_title {
            let title = std::mem::take(&mut self.out);
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

    /// An element ends: a container that was opened inside it ends before it.
    fn shallower(&mut self) {
        while let Some(open) = self.open.last_mut() {
            if open.depth > 0 {
                open.depth -= 1;
                return;
            }
            self.close();
        }
    }

    /// Closes the containers whose end has come.
    fn settle(&mut self) {
        while self
            .open
            .last()
            .is_some_and(|open| open.ends && open.depth == 0)
        {
            self.close();
        }
    }

    /// Whether all elements but the title's own paragraph are closed.
    fn out_is_inline(&self) -> bool {
        let depth = self.out.iter().fold(0i32, |depth, event| match event.kind {
            Kind::Start(..) => depth + 1,
            Kind::End => depth - 1,
            _ => depth,
        });
        depth == 1
    }

    /// A paragraph; one that starts with the title sign is the title of the
    /// container that has just opened.
    pub fn paragraph(&mut self, start: Event, first: Option<&mut Event>) {
        self.deeper();
        self.flush_set();
        if let (
            Some(open),
            Some(Event {
                kind: Kind::Text(text),
                ..
            }),
        ) = (self.open.last_mut(), first)
            && self.out.is_empty()
            && open.title.is_none()
            && let Some(rest) = text.strip_prefix(TITLE)
        {
            *text = rest.into();
            open.in_title = true;
        }
        self.out.push(start);
    }

    /// A marker paragraph. One of a number that no container has marks nothing.
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
            self.flush_set();
        }
        let outer = std::mem::take(&mut self.out);
        self.open.push(OpenContainer {
            id,
            outer,
            outer_set: self.set.take(),
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

    /// Closes what is open, and returns the body.
    pub fn finish(mut self) -> Vec<Event> {
        while !self.open.is_empty() {
            self.close();
        }
        self.flush_set();
        // A marker that stood where CommonMark reads no paragraph has marked nothing.
        for event in &mut self.out {
            if let Kind::Text(text) = &mut event.kind
                && has_reserved(text)
            {
                *text = without_markers(text).into();
            }
        }
        self.out
    }

    /// Closes the innermost container and writes it into what is around it.
    fn close(&mut self) {
        self.flush_set();
        let Some(open) = self.open.pop() else { return };
        let body = std::mem::replace(&mut self.out, open.outer);
        self.set = open.outer_set;
        self.write(&self.containers[open.id], open.title, body);
    }

    fn write(&mut self, container: &Container, title: Option<Vec<Event>>, body: Vec<Event>) {
        let mut attrs = Attrs::default();
        attrs.merge(container.attrs.clone());
        match &container.kind {
            ContainerKind::Admonition(words) => {
                attrs.add_class_first(&format!("admonition {words}"));
                let title = titled("p", "admonition-title", title);
                self.wrap("div", attrs, title, body);
            }
            ContainerKind::Details(words, is_open) => {
                attrs.add_class_first(words);
                let attrs = if *is_open { attrs.flag("open") } else { attrs };
                self.wrap("details", attrs, titled("summary", "", title), body);
            }
            ContainerKind::Tab { selected, .. } => {
                self.set.get_or_insert_default().push(SetTab {
                    label: title.map(inner).unwrap_or_default(),
                    body,
                    is_selected: *selected,
                });
            }
            ContainerKind::Caption { label, above } => self.caption(*label, *above, attrs, body),
            ContainerKind::Definitions => self.wrap("dl", attrs, Vec::new(), definitions(body)),
            ContainerKind::Html(tag, is_inline) => {
                let body = if *is_inline {
                    without_paragraphs(body)
                } else {
                    body
                };
                self.wrap(tag.clone(), attrs, Vec::new(), body);
            }
        }
    }

    fn wrap(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        attrs: Attrs,
        title: Vec<Event>,
        body: Vec<Event>,
    ) {
        let start = Kind::Start(Tag::Element(name.into()), attrs);
        self.out.push(Event::made(start));
        self.out.extend(title);
        self.out.extend(body);
        self.out.push(Event::close());
    }

    /// Writes the tabs collected so far.
    fn flush_set(&mut self) {
        if let Some(tabs) = self.set.take() {
            self.sets += 1;
            write_set(tabs, self.sets, &mut self.out);
        }
    }

    /// Wraps the block before the caption, and the caption, in a figure.
    fn caption(
        &mut self,
        label: Option<&'static str>,
        above: bool,
        attrs: Attrs,
        body: Vec<Event>,
    ) {
        let mut caption = vec![Event::open("figcaption", Attrs::default())];
        if let Some(label) = label {
            caption.extend(self.caption_number(label));
        }
        caption.extend(body);
        caption.push(Event::close());
        let described = self.out.split_off(last_block(&self.out));
        let (first, second) = if above {
            (caption, described)
        } else {
            (described, caption)
        };
        self.wrap("figure", attrs, first, second);
    }

    /// `Figure 1.`: each label has numbers of its own.
    fn caption_number(&mut self, label: &str) -> [Event; 3] {
        let count = if label == "Table" {
            &mut self.tables
        } else {
            &mut self.figures
        };
        *count += 1;
        [
            Event::open("span", Attrs::class("caption-prefix")),
            Event::made(Kind::Literal(format!("{label} {count}. ").into())),
            Event::close(),
        ]
    }
}
