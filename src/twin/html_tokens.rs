//! The author's HTML, as elements and texts.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::body::{Attrs, Html};

/// A step of a piece of HTML.
pub enum HtmlToken {
    /// An element of that name opens. The number is that of its address in the page's links.
    Start(String, Attrs, Option<u32>),
    /// An element of that name closes.
    End(String),
    /// Text, with entities resolved.
    Text(String),
}

/// The start tag that is being read.
#[derive(Default)]
struct ReadTag {
    name: String,
    attrs: Attrs,
    attribute: String,
    link: Option<u32>,
}

impl ReadTag {
    /// Starts an attribute. One without a value has no further event.
    fn attribute(&mut self, name: String) {
        if matches!(name.as_str(), "hidden" | "open") {
            let rest = &mut self.attrs.list_mut().rest;
            rest.push((name.clone(), None));
        }
        self.attribute = name;
    }

    fn value(&mut self, value: String) {
        match self.attribute.as_str() {
            "id" => self.attrs.list_mut().id = Some(value),
            "class" => self.attrs.add_class(&value),
            name => {
                let name = name.to_owned();
                let rest = &mut self.attrs.list_mut().rest;
                rest.push((name, Some(value)));
            }
        }
    }

    /// The element that starts; none for a drawing that ends at once.
    fn element(&mut self, self_closing: bool) -> Option<HtmlToken> {
        let tag = std::mem::take(self);
        let is_drawing = matches!(tag.name.as_str(), "svg" | "math");
        let start = HtmlToken::Start(tag.name, tag.attrs, tag.link);
        (!(self_closing && is_drawing)).then_some(start)
    }
}

/// The elements and texts of a piece of HTML. Comments are left out.
pub fn tokens(piece: &Html) -> Vec<HtmlToken> {
    let mut tag = ReadTag::default();
    let mut read = move |event: CallbackEvent<'_>, start: usize| match event {
        CallbackEvent::OpenStartTag { name } => {
            tag = ReadTag::default();
            tag.name = lossy(name);
            None
        }
        CallbackEvent::AttributeName { name } => {
            tag.attribute(lossy(name));
            None
        }
        CallbackEvent::AttributeValue { value } => {
            tag.value(lossy(value));
            tag.link = tag.link.or(link_at(piece, start));
            None
        }
        CallbackEvent::CloseStartTag { self_closing } => tag.element(self_closing),
        CallbackEvent::EndTag { name } => Some(HtmlToken::End(lossy(name))),
        CallbackEvent::String { value } => Some(HtmlToken::Text(lossy(value))),
        _ => None,
    };
    let emitter = CallbackEmitter::new(move |event: CallbackEvent<'_>, span: Span<usize>| {
        read(event, span.start)
    });
    let mut tokens = Vec::new();
    for token in Tokenizer::new_with_emitter(&*piece.html, emitter) {
        match token {
            Ok(token) => tokens.push(token),
            Err(never) => match never {},
        }
    }
    tokens
}

/// The number of the link whose address starts at a byte.
fn link_at(piece: &Html, start: usize) -> Option<u32> {
    let mut links = piece.links.iter();
    let found = links.find(|(range, _)| range.start as usize == start);
    found.map(|(_, link)| *link)
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
