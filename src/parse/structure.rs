//! Marker paragraphs become the elements of their containers.

use super::containers::{
    Container, ContainerKind, Marker, TITLE, has_reserved, marker, without_markers,
};
use super::event::{Attrs, Event, Kind, Tag};

/// Replaces the markers; a body without containers comes back as it is.
pub fn build(events: Vec<Event>, containers: &[Container]) -> Vec<Event> {
    if containers.is_empty() {
        return events;
    }
    let mut builder = Builder {
        containers,
        out: Vec::with_capacity(events.len()),
        open: Vec::new(),
        set: None,
        sets: 0,
        figures: 0,
        tables: 0,
    };
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        if event.kind != Kind::start("p") {
            builder.push(event);
            continue;
        }
        match marker_of(events.peek()) {
            Some(found) => {
                events.next();
                events.next();
                builder.marker(found);
            }
            None => builder.paragraph(event, events.peek_mut()),
        }
    }
    builder.finish()
}

fn marker_of(event: Option<&Event>) -> Option<Marker> {
    match &event?.kind {
        Kind::Text(text) => marker(text),
        _ => None,
    }
}

/// A container whose body is being collected.
struct Open {
    id: usize,
    /// What stood around it.
    outer: Vec<Event>,
    /// Tabs that were collected around it and are not written yet.
    outer_set: Option<Vec<Tab>>,
    title: Option<Vec<Event>>,
    /// Its title is being read.
    in_title: bool,
    /// How many elements are open in it.
    depth: usize,
    /// Its closing marker has been met: it ends as soon as no element is open in it.
    ends: bool,
}

struct Tab {
    label: Vec<Event>,
    body: Vec<Event>,
    selected: bool,
}

struct Builder<'c> {
    containers: &'c [Container],
    out: Vec<Event>,
    open: Vec<Open>,
    /// The tabs of the set that the next tab may join.
    set: Option<Vec<Tab>>,
    sets: usize,
    figures: usize,
    tables: usize,
}

impl Builder<'_> {
    fn push(&mut self, event: Event) {
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
    fn paragraph(&mut self, start: Event, first: Option<&mut Event>) {
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

    fn marker(&mut self, marker: Marker) {
        match marker {
            Marker::Open(id) if id < self.containers.len() => {
                let joins = matches!(
                    self.containers[id].kind,
                    ContainerKind::Tab { joins: true, .. }
                );
                if !joins {
                    self.flush_set();
                }
                let outer = std::mem::take(&mut self.out);
                self.open.push(Open {
                    id,
                    outer,
                    outer_set: self.set.take(),
                    title: None,
                    in_title: false,
                    depth: 0,
                    ends: false,
                });
            }
            Marker::Close(id) => {
                let from = self
                    .open
                    .iter()
                    .rposition(|open| open.id == id)
                    .unwrap_or(self.open.len());
                self.open[from..]
                    .iter_mut()
                    .for_each(|open| open.ends = true);
                self.settle();
            }
            Marker::Open(_) => {}
        }
    }

    fn finish(mut self) -> Vec<Event> {
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
        let container = &self.containers[open.id];
        let title = open.title;
        let mut attrs = Attrs::default();
        attrs.merge(container.attrs.clone());
        match &container.kind {
            ContainerKind::Admonition(words) => {
                attrs.add_class_first(&format!("admonition {words}"));
                self.wrap("div", attrs, titled("p", "admonition-title", title), body);
            }
            ContainerKind::Details(words, is_open) => {
                attrs.add_class_first(words);
                let attrs = if *is_open { attrs.flag("open") } else { attrs };
                self.wrap("details", attrs, titled("summary", "", title), body);
            }
            ContainerKind::Tab { selected, .. } => {
                let label = title.map(inner).unwrap_or_default();
                self.set.get_or_insert_default().push(Tab {
                    label,
                    body,
                    selected: *selected,
                });
            }
            ContainerKind::Caption { label, above } => self.caption(*label, *above, attrs, body),
            ContainerKind::Definitions => self.wrap("dl", attrs, Vec::new(), definitions(body)),
            ContainerKind::Html(tag, inline) => {
                let body = if *inline {
                    without_paragraphs(body)
                } else {
                    body
                };
                let start = Event::made(Kind::Start(Tag::Element(tag.clone().into()), attrs));
                self.out.push(start);
                self.out.extend(body);
                self.out.push(Event::close());
            }
        }
    }

    fn wrap(&mut self, name: &'static str, attrs: Attrs, title: Vec<Event>, body: Vec<Event>) {
        self.out.push(Event::open(name, attrs));
        self.out.extend(title);
        self.out.extend(body);
        self.out.push(Event::close());
    }

    /// Writes the tabs collected so far: inputs, labels, bodies, in Material's shape.
    fn flush_set(&mut self) {
        let Some(tabs) = self.set.take() else { return };
        self.sets += 1;
        let set = self.sets;
        let selected = tabs.iter().position(|tab| tab.selected).unwrap_or(0);
        let attrs = Attrs::class("tabbed-set tabbed-alternate")
            .with("data-tabs", format!("{set}:{}", tabs.len()));
        self.out.push(Event::open("div", attrs));
        for index in 0..tabs.len() {
            let id = format!("__tabbed_{set}_{}", index + 1);
            let input = Attrs::default()
                .with_id(id)
                .with("name", format!("__tabbed_{set}"))
                .with("type", "radio");
            let input = if index == selected {
                input.flag("checked")
            } else {
                input
            };
            self.out
                .push(Event::made(Kind::Void(Tag::Element("input".into()), input)));
        }
        let (labels, bodies): (Vec<_>, Vec<_>) =
            tabs.into_iter().map(|tab| (tab.label, tab.body)).unzip();
        self.out
            .push(Event::open("div", Attrs::class("tabbed-labels")));
        for (index, label) in labels.into_iter().enumerate() {
            let target = format!("__tabbed_{set}_{}", index + 1);
            self.out
                .push(Event::open("label", Attrs::default().with("for", target)));
            self.out.extend(label);
            self.out.push(Event::close());
        }
        self.out.push(Event::close());
        self.out
            .push(Event::open("div", Attrs::class("tabbed-content")));
        for body in bodies {
            self.out
                .push(Event::open("div", Attrs::class("tabbed-block")));
            self.out.extend(body);
            self.out.push(Event::close());
        }
        self.out.push(Event::close());
        self.out.push(Event::close());
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
            let count = if label == "Table" {
                &mut self.tables
            } else {
                &mut self.figures
            };
            *count += 1;
            caption.push(Event::open("span", Attrs::class("caption-prefix")));
            caption.push(Event::made(Kind::Literal(
                format!("{label} {count}. ").into(),
            )));
            caption.push(Event::close());
        }
        caption.extend(body);
        caption.push(Event::close());
        let start = last_block(&self.out);
        let described = self.out.split_off(start);
        let (first, second) = if above {
            (caption, described)
        } else {
            (described, caption)
        };
        self.wrap("figure", attrs, first, second);
    }
}

/// The title's events as an element of that name.
fn titled(name: &'static str, class: &str, title: Option<Vec<Event>>) -> Vec<Event> {
    let Some(title) = title else {
        return Vec::new();
    };
    let mut events = vec![Event::open(name, Attrs::class(class))];
    events.extend(inner(title));
    events.push(Event::close());
    events
}

/// A paragraph's events without the paragraph.
fn inner(mut paragraph: Vec<Event>) -> Vec<Event> {
    paragraph.pop();
    paragraph.drain(..1.min(paragraph.len()));
    paragraph
}

/// Paragraphs become terms and list items definitions, as PyMdown's `define` has it.
fn definitions(events: Vec<Event>) -> Vec<Event> {
    let mut depth = 0usize;
    let mut lists: Vec<bool> = Vec::new();
    let mut out = Vec::with_capacity(events.len());
    for mut event in events {
        match &mut event.kind {
            Kind::Start(Tag::Element(name), _) => {
                let is_list = depth == 0 && matches!(name.as_ref(), "ul" | "ol");
                lists.push(is_list);
                if is_list {
                    continue;
                }
                match (depth, name.as_ref()) {
                    (0, "p") => *name = "dt".into(),
                    (0, "li") => *name = "dd".into(),
                    _ => {}
                }
                depth += 1;
            }
            Kind::Start(..) => {
                lists.push(false);
                depth += 1;
            }
            Kind::End if lists.pop() == Some(true) => continue,
            Kind::End => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push(event);
    }
    out
}

/// Takes out the paragraphs that are not inside another element.
fn without_paragraphs(events: Vec<Event>) -> Vec<Event> {
    let mut open: Vec<bool> = Vec::new();
    events
        .into_iter()
        .filter(|event| match &event.kind {
            Kind::Start(..) => {
                let drop = open.iter().all(|dropped| *dropped) && event.kind.element() == Some("p");
                open.push(drop);
                !drop
            }
            Kind::End => !open.pop().unwrap_or(false),
            _ => true,
        })
        .collect()
}

/// The index at which the last whole block starts.
fn last_block(events: &[Event]) -> usize {
    let mut depth = 0usize;
    for (index, event) in events.iter().enumerate().rev() {
        match event.kind {
            Kind::End => depth += 1,
            Kind::Start(..) if depth <= 1 => return if depth == 1 { index } else { events.len() },
            Kind::Start(..) => depth -= 1,
            Kind::Code(_) | Kind::Html(_) if depth == 0 => return index,
            _ => {}
        }
    }
    events.len()
}
