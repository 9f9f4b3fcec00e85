//! Texts as the author wrote them: without the scanner's guards, and with the web addresses that it
//! took out.

use pulldown_cmark::{CowStr, Event as Md, Tag as MdTag};

use super::Lowering;
use crate::parse::autolinks::restored;
use crate::parse::containers::{GUARD, has_reserved};

impl Lowering<'_, '_> {
    /// A text without the scanner's guards, and with the addresses that were taken out of it.
    pub fn written<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        if !has_reserved(&text) {
            return text;
        }
        restored(&text.replace(GUARD, ""), self.addresses).into()
    }

    /// The same for an event. Plain text stays as it is, since its place in the page would shift.
    pub fn as_written<'e>(&self, event: Md<'e>) -> Md<'e> {
        match event {
            Md::Code(text) => Md::Code(self.written(text)),
            Md::InlineMath(text) => Md::InlineMath(self.written(text)),
            Md::DisplayMath(text) => Md::DisplayMath(self.written(text)),
            Md::Html(text) => Md::Html(self.written(text)),
            Md::InlineHtml(text) => Md::InlineHtml(self.written(text)),
            Md::Start(tag) => Md::Start(self.tag_as_written(tag)),
            event => event,
        }
    }

    fn tag_as_written<'e>(&self, tag: MdTag<'e>) -> MdTag<'e> {
        match tag {
            MdTag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => MdTag::Link {
                link_type,
                dest_url: self.written(dest_url),
                title: self.written(title),
                id,
            },
            MdTag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => MdTag::Image {
                link_type,
                dest_url: self.written(dest_url),
                title: self.written(title),
                id,
            },
            tag => tag,
        }
    }
}
