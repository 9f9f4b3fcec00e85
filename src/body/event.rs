//! A page's body: one flat list of events, already in terms of HTML.
//!
//! It is flat and not a tree: ten thousand nested quotes are ten thousand events, and no walk along
//! them can overflow the stack (ADR 0004).

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

/// A page's body. Events of an earlier run are loaded on first use.
#[derive(Clone)]
pub struct Events {
    list: Arc<LazyLock<Vec<Event>, ReadEvents>>,
}

type ReadEvents = Box<dyn FnOnce() -> Vec<Event> + Send + Sync>;

impl Events {
    /// Events that `read` loads or makes on first use.
    pub fn lazy(read: impl FnOnce() -> Vec<Event> + Send + Sync + 'static) -> Self {
        Self {
            list: Arc::new(LazyLock::new(Box::new(read))),
        }
    }

    /// Returns whether they are in memory already, so that using them costs nothing.
    pub fn are_loaded(&self) -> bool {
        LazyLock::get(&self.list).is_some()
    }
}

impl From<Vec<Event>> for Events {
    fn from(list: Vec<Event>) -> Self {
        let list = LazyLock::new(Box::new(|| list) as ReadEvents);
        LazyLock::force(&list);
        Self {
            list: Arc::new(list),
        }
    }
}

impl Default for Events {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl Deref for Events {
    type Target = [Event];

    fn deref(&self) -> &[Event] {
        &self.list
    }
}

impl<'e> IntoIterator for &'e Events {
    type Item = &'e Event;
    type IntoIter = std::slice::Iter<'e, Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One step of the body and its place in the text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Event {
    /// The step's kind: text, or an element that opens or closes.
    pub kind: EventKind,
    /// Byte range in the page's [`Text`](super::Text); empty for what the parser added.
    pub range: Range<u32>,
}

/// The kinds of events. Every `Start` has its `End`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EventKind {
    /// An element opens.
    Start(Element, Attrs),
    /// The innermost open element closes.
    End,
    /// An element without content (`br`, `hr`, `img`, `input`).
    Void(Element, Attrs),
    /// Text, unescaped.
    Text(Box<str>),
    /// Text that was escaped in the source. No syntax is read in it.
    Literal(Box<str>),
    /// A fenced or indented code block.
    Code(Box<CodeBlock>),
    /// Inline code with a language (`#!python x`).
    InlineCode(Box<CodeBlock>),
    /// HTML as the author wrote it, or as an icon or formula was rendered.
    Html(Box<Html>),
    /// A line break of the source inside a paragraph.
    SoftBreak,
    /// A reference to the footnote with this label.
    FootnoteReference(Box<str>),
    /// The place of the page's table of contents.
    Toc,
}

/// An element, by what later readers need to know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Element {
    /// A heading of that level.
    Heading(u8),
    /// A link; the number is its index in [`Page::links`](super::Page::links).
    Link(u32),
    /// An image; the number is the index of its address in [`Page::links`](super::Page::links).
    Image(u32),
    /// The text of the footnote with this label; moved to the end of the page.
    Footnote(Box<str>),
    /// Any other element, by its HTML name.
    Named(Cow<'static, str>),
}

/// An element's attributes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Attrs(Option<Box<AttrList>>);

/// Attributes in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AttrList {
    /// The element's id, unique on a valid page.
    pub id: Option<String>,
    /// Its classes, in order, without repeats.
    pub classes: Vec<String>,
    /// All other attributes; `None` is an attribute without a value.
    pub rest: Vec<(String, Option<String>)>,
}

impl Attrs {
    /// Attributes with one class, or several separated by blanks.
    pub fn class(classes: &str) -> Self {
        let mut attrs = Self::default();
        attrs.add_class(classes);
        attrs
    }

    /// Adds an attribute with a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.list_mut()
            .rest
            .push((name.to_owned(), Some(value.into())));
        self
    }

    /// Adds an attribute without a value.
    #[must_use]
    pub fn flag(mut self, name: &str) -> Self {
        self.list_mut().rest.push((name.to_owned(), None));
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.list_mut().id = Some(id.into());
        self
    }

    /// Adds classes, separated by blanks.
    pub fn add_class(&mut self, classes: &str) {
        for class in classes.split_whitespace() {
            let list = self.list_mut();
            if !list.classes.iter().any(|c| c == class) {
                list.classes.push(class.to_owned());
            }
        }
    }

    /// Adds classes, separated by blanks, before the others.
    pub fn add_class_first(&mut self, classes: &str) {
        let own = std::mem::take(&mut self.list_mut().classes);
        self.add_class(classes);
        self.add_class(&own.join(" "));
    }

    /// Adds all of `other`: its id wins, its classes are added, its values replace.
    pub fn merge(&mut self, other: AttrList) {
        self.add_class(&other.classes.join(" "));
        let list = self.list_mut();
        if other.id.is_some() {
            list.id = other.id;
        }
        for (name, value) in other.rest {
            list.rest.retain(|(n, _)| *n != name);
            list.rest.push((name, value));
        }
    }

    /// The attributes, if there are any.
    pub fn list(&self) -> Option<&AttrList> {
        self.0.as_deref()
    }

    /// The attributes for changes.
    pub fn list_mut(&mut self) -> &mut AttrList {
        self.0.get_or_insert_default()
    }

    /// The element's id, unique on a valid page.
    pub fn id(&self) -> Option<&str> {
        self.list().and_then(|list| list.id.as_deref())
    }

    /// The value of an attribute that is neither the id nor a class.
    pub fn value(&self, name: &str) -> Option<&str> {
        let (_, value) = self.list()?.rest.iter().find(|(known, _)| known == name)?;
        value.as_deref()
    }

    /// Returns whether the element has that class.
    pub fn has_class(&self, class: &str) -> bool {
        self.list()
            .is_some_and(|list| list.classes.iter().any(|c| c == class))
    }
}

/// Code, and the options for how it is shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// The language as written, without a leading dot; empty for none.
    pub language: String,
    /// The code; a block ends with a line end.
    pub code: String,
    /// The title in the bar above the code.
    pub title: Option<String>,
    /// Highlighted lines, from 1, both ends included.
    pub marked: Vec<(u32, u32)>,
    /// The number of the first line, if lines are numbered.
    pub numbers_from: Option<u32>,
    /// Its number on the page among the blocks with annotations, from 1.
    pub annotations: Option<u32>,
    /// The attributes of the element that holds the code.
    pub attrs: Attrs,
}

/// A piece of HTML and the addresses in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Html {
    /// The markup, possibly half an element: a start tag alone.
    pub html: Box<str>,
    /// Byte ranges of attribute values in `html`, and each one's index in
    /// [`Page::links`](super::Page::links).
    pub links: Vec<(Range<u32>, u32)>,
    /// True if the author wrote it; false for an icon or a formula.
    pub raw: bool,
    /// The text for readers without HTML: a formula's source.
    pub text: Option<Box<str>>,
}

impl Event {
    /// An event that the parser adds. It has no place in the text.
    pub fn added(kind: EventKind) -> Self {
        Self { kind, range: 0..0 }
    }

    /// The start of an element that the parser adds.
    pub fn open(name: &'static str, attrs: Attrs) -> Self {
        Self::added(EventKind::Start(Element::Named(name.into()), attrs))
    }

    /// The end of an element.
    pub fn close() -> Self {
        Self::added(EventKind::End)
    }

    /// The byte range as indices.
    pub fn span(&self) -> Range<usize> {
        self.range.start as usize..self.range.end as usize
    }
}

impl Html {
    /// The text of a refused tag, which is shown as it was written.
    pub fn escaped_tag(&self) -> Option<String> {
        let is_escaped = self.raw && self.html.starts_with("&lt;");
        is_escaped.then(|| {
            self.html
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
        })
    }
}

impl EventKind {
    /// An element with no attributes.
    pub fn start(name: &'static str) -> Self {
        EventKind::Start(Element::Named(name.into()), Attrs::default())
    }

    /// The HTML name of the element that starts here.
    pub fn element(&self) -> Option<&str> {
        match self {
            EventKind::Start(Element::Named(name), _)
            | EventKind::Void(Element::Named(name), _) => Some(name),
            _ => None,
        }
    }
}

/// The index of the `End` that closes the `Start` at `start`.
pub fn end_of(events: &[Event], start: usize) -> usize {
    let mut depth = 0usize;
    for (at, event) in events.iter().enumerate().skip(start) {
        match event.kind {
            EventKind::Start(..) => depth += 1,
            EventKind::End => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    events.len().saturating_sub(1)
}
