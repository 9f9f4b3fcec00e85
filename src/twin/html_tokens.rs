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

/// A start tag that is being read.
#[derive(Default)]
struct ReadTag {
    name: String,
    attrs: Attrs,
    attribute: String,
    link: Option<u32>,
}

impl ReadTag {
    fn attribute(&mut self, value: String, link: Option<u32>) {
        self.link = self.link.or(link);
        match self.attribute.as_str() {
            "id" => self.attrs.list_mut().id = Some(value),
            "class" => self.attrs.add_class(&value),
            name => self
                .attrs
                .list_mut()
                .rest
                .push((name.to_owned(), Some(value))),
        }
    }
}

/// The elements and texts of a piece of HTML. Comments are left out.
pub fn tokens(piece: &Html) -> Vec<HtmlToken> {
    let mut tag = ReadTag::default();
    let mut read = move |event: CallbackEvent<'_>, span: Span<usize>| match event {
        CallbackEvent::OpenStartTag { name } => {
            tag = ReadTag {
                name: lossy(name),
                ..ReadTag::default()
            };
            None
        }
        CallbackEvent::AttributeName { name } => {
            tag.attribute = lossy(name);
            None
        }
        CallbackEvent::AttributeValue { value } => {
            let at = |range: &std::ops::Range<u32>| range.start as usize == span.start;
            let link = piece.links.iter().find(|(range, _)| at(range));
            tag.attribute(lossy(value), link.map(|(_, link)| *link));
            None
        }
        CallbackEvent::CloseStartTag { .. } => {
            let tag = std::mem::take(&mut tag);
            Some(HtmlToken::Start(tag.name, tag.attrs, tag.link))
        }
        CallbackEvent::EndTag { name } => Some(HtmlToken::End(lossy(name))),
        CallbackEvent::String { value } => Some(HtmlToken::Text(lossy(value))),
        _ => None,
    };
    let mut tokens = Vec::new();
    let emitter =
        CallbackEmitter::new(move |event: CallbackEvent<'_>, span: Span<usize>| read(event, span));
    let read = Tokenizer::new_with_emitter(&*piece.html, emitter);
    for token in read {
        match token {
            Ok(token) => tokens.push(token),
            Err(never) => match never {},
        }
    }
    tokens
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
