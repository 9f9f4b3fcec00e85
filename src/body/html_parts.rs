//! The elements and attributes of authors' HTML.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A part of a piece of HTML that bf-docs reads.
pub enum HtmlPart {
    /// An attribute with a value.
    Attribute(HtmlAttribute),
    /// An element of that name opens at this byte.
    Element(String, usize),
}

/// An attribute with a value, and the element that has it.
pub struct HtmlAttribute {
    /// The name of the element that has it.
    pub element: String,
    /// The attribute's name, as it is written.
    pub name: String,
    /// Its value, with entities resolved.
    pub value: String,
    /// The value's byte range.
    pub range: Range<usize>,
}

/// The alternative text of the first image in a piece of HTML.
pub fn image_text(html: &str) -> Option<String> {
    html_parts(html).into_iter().find_map(|part| match part {
        HtmlPart::Attribute(attribute) if attribute.element == "img" && attribute.name == "alt" => {
            Some(attribute.value)
        }
        _ => None,
    })
}

/// The elements that open in a piece of HTML, and their attributes.
pub fn html_parts(html: &str) -> Vec<HtmlPart> {
    let mut element = String::new();
    let mut name = String::new();
    let emitter =
        CallbackEmitter::new(
            move |event: CallbackEvent<'_>, span: Span<usize>| match event {
                CallbackEvent::OpenStartTag { name: tag } => {
                    element = lossy(tag);
                    Some(HtmlPart::Element(element.clone(), span.start))
                }
                CallbackEvent::AttributeName { name: attribute } => {
                    name = lossy(attribute);
                    None
                }
                CallbackEvent::AttributeValue { value } => {
                    Some(HtmlPart::Attribute(HtmlAttribute {
                        element: element.clone(),
                        name: name.clone(),
                        value: lossy(value),
                        range: span.start..span.end,
                    }))
                }
                _ => None,
            },
        );
    match Tokenizer::new_with_emitter(html, emitter).collect::<Result<Vec<_>, _>>() {
        Ok(parts) => parts,
        Err(never) => match never {},
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
