//! Writes events with links for the addresses in their texts.

use std::ops::Range;

use pulldown_cmark::{Event as Md, Parser, Tag as MdTag};

use super::finder::{AddressFinder, has_start, target};
use super::may_have_one;
use super::open_links::OpenLinks;
use crate::body::{Attrs, Element, Event, EventKind, Link, LinkKind};
use crate::parse::containers::ADDRESS;
use crate::parse::text_parts;

/// A writer of events that links the addresses in texts.
pub struct Linker<'a> {
    /// The events so far.
    pub out: Vec<Event>,
    /// The page's links, to which new ones are added.
    links: &'a mut Vec<Link>,
    /// The links around the next text.
    open_links: OpenLinks,
    finder: AddressFinder,
    /// The addresses that were taken out of the page.
    addresses: &'a [Box<str>],
}

impl<'a> Linker<'a> {
    /// A linker with room for that many events.
    pub fn new(addresses: &'a [Box<str>], links: &'a mut Vec<Link>, capacity: usize) -> Self {
        Self {
            out: Vec::with_capacity(capacity),
            links,
            open_links: OpenLinks::default(),
            finder: AddressFinder::new(),
            addresses,
        }
    }

    /// Writes an event, with links if it is a text.
    pub fn event(&mut self, event: Event) {
        match &event.kind {
            EventKind::Text(text) if may_have_one(text) => {
                self.text(&event, text, self.open_links.are_any());
            }
            kind => {
                self.open_links.pass(kind);
                self.out.push(event);
            }
        }
    }

    /// Writes a text, with the addresses that were taken out of it.
    fn text(&mut self, whole: &Event, text: &str, in_link: bool) {
        let mut at = 0;
        for (index, part) in text.split(ADDRESS).enumerate() {
            let end = at + part.len();
            let number = part.parse::<usize>().ok().filter(|_| index % 2 == 1);
            match number.and_then(|number| self.addresses.get(number)) {
                Some(address) => {
                    let sign = ADDRESS.len_utf8();
                    let address = unescaped(address);
                    self.link(whole, at - sign..end + sign, &address, in_link);
                }
                None if in_link || !has_start(part) => {
                    text_parts::push(&mut self.out, whole, text, at..end);
                }
                None => self.plain(whole, text, at..end),
            }
            at = end + ADDRESS.len_utf8();
        }
    }

    /// Writes a text in which all addresses are as they were written.
    fn plain(&mut self, whole: &Event, text: &str, range: Range<usize>) {
        let mut done = range.start;
        for found in self.finder.addresses(&text[range.clone()]) {
            let (from, to) = (range.start + found.start, range.start + found.end);
            text_parts::push(&mut self.out, whole, text, done..from);
            self.link(whole, from..to, &text[from..to], false);
            done = to;
        }
        text_parts::push(&mut self.out, whole, text, done..range.end);
    }

    fn link(&mut self, whole: &Event, range: Range<usize>, address: &str, in_link: bool) {
        let span = text_parts::place_of(whole, &range);
        let text = Event {
            kind: EventKind::Literal(address.into()),
            range: span.clone(),
        };
        let Some(dest) = target(address).filter(|_| !in_link) else {
            return self.out.push(text);
        };
        let range = span.start as usize..span.end as usize;
        self.links.push(Link {
            dest,
            kind: LinkKind::Autolink,
            range,
            is_html: false,
        });
        let tag = Element::Link((self.links.len() - 1) as u32);
        self.out.push(Event {
            kind: EventKind::Start(tag, Attrs::default()),
            range: span.clone(),
        });
        self.out.push(text);
        self.out.push(Event {
            kind: EventKind::End,
            range: span,
        });
    }
}

/// An address without the backslashes and entities with which it was written.
fn unescaped(address: &str) -> String {
    if !address.contains(['&', '\\']) {
        return address.to_owned();
    }
    let link = format!("[a](<{address}>)");
    let target = Parser::new(&link).find_map(|event| match event {
        Md::Start(MdTag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    target.unwrap_or_else(|| address.to_owned())
}
