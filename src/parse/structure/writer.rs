//! The events of each kind of container.

use std::borrow::Cow;

use super::reshape::{definitions, inner, last_block, titled, without_paragraphs};
use super::tabs::{SetTab, write_set};
use crate::body::{Attrs, Element, Event, EventKind};
use crate::parse::containers::{Container, ContainerKind};

/// A writer of containers, with the numbers of tabs and captions on the page.
pub struct ContainerWriter {
    /// The events so far.
    pub out: Vec<Event>,
    /// The tabs of the set that the next tab may join.
    pub set: Option<Vec<SetTab>>,
    /// The number of tab sets on the page so far.
    sets: usize,
    /// The number of numbered figures so far.
    figures: usize,
    /// The number of numbered tables so far.
    tables: usize,
}

impl ContainerWriter {
    /// An empty writer, with room for that many events.
    pub fn new(capacity: usize) -> Self {
        Self {
            out: Vec::with_capacity(capacity),
            set: None,
            sets: 0,
            figures: 0,
            tables: 0,
        }
    }

    /// Writes a container that ends. A tab waits for its set.
    pub fn write(&mut self, container: &Container, title: Option<Vec<Event>>, body: Vec<Event>) {
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
        let start = EventKind::Start(Element::Named(name.into()), attrs);
        self.out.push(Event::added(start));
        self.out.extend(title);
        self.out.extend(body);
        self.out.push(Event::close());
    }

    /// Writes the tabs collected so far.
    pub fn flush_set(&mut self) {
        if let Some(tabs) = self.set.take() {
            self.sets += 1;
            write_set(tabs, self.sets, &mut self.out);
        }
    }

    /// Wraps the caption and the block before it in a figure.
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

    /// The label with its number, `Figure 1.`: each label is counted separately.
    fn caption_number(&mut self, label: &str) -> [Event; 3] {
        let count = if label == "Table" {
            &mut self.tables
        } else {
            &mut self.figures
        };
        *count += 1;
        [
            Event::open("span", Attrs::class("caption-prefix")),
            Event::added(EventKind::Literal(format!("{label} {count}. ").into())),
            Event::close(),
        ]
    }
}
