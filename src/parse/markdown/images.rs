//! Images: the text in their brackets is their alternative text.

use std::ops::Range;

use pulldown_cmark::{Event as Md, Tag as MdTag};

use super::Lowering;
use crate::body::{Attrs, Element, EventKind, LinkKind};

/// The image that is open.
pub struct OpenImage {
    /// The index of its address in the page's links.
    link: u32,
    /// The alternative text so far.
    alt: String,
    attrs: Attrs,
}

impl Lowering<'_, '_> {
    pub fn start_image(&mut self, dest: &str, attrs: Attrs, range: &Range<usize>) {
        let link = self.link(dest.to_owned(), LinkKind::Image, range);
        self.images.push(OpenImage {
            link,
            alt: String::new(),
            attrs,
        });
    }

    /// Reads an event inside an image: only its text counts.
    pub fn in_image(&mut self, event: Md<'_>, range: Range<usize>) {
        let event = match event {
            Md::Text(text) => Md::Text(self.written(text)),
            event => event,
        };
        let Some(image) = self.images.last_mut() else {
            return;
        };
        match event {
            Md::Text(text) | Md::Code(text) | Md::InlineMath(text) => image.alt.push_str(&text),
            Md::SoftBreak | Md::HardBreak => image.alt.push(' '),
            Md::Start(MdTag::Image { dest_url, .. }) => {
                self.start_image(&dest_url, Attrs::default(), &range);
            }
            _ => {}
        }
    }

    /// Ends an image. An image in another one's text counts as its text, as in CommonMark.
    pub fn end_image(&mut self, range: Range<usize>) {
        let Some(OpenImage {
            link,
            alt,
            mut attrs,
        }) = self.images.pop()
        else {
            return;
        };
        if let Some(outer) = self.images.last_mut() {
            outer.alt.push_str(&alt);
            return;
        }
        let rest = &mut attrs.list_mut().rest;
        rest.insert(0, ("alt".to_owned(), Some(alt)));
        self.push(EventKind::Void(Element::Image(link), attrs), range);
    }
}
