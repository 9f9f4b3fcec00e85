//! The result of reading a text as CommonMark and raw HTML, before the later steps of a parse.

use crate::body::{Element, Event, EventKind, Link, LinkKind};
use std::ops::Range;

/// The events, links and ids of one run over the text.
#[derive(Default)]
pub struct PageDraft {
    /// The events, in the order of the text.
    pub events: Vec<Event>,
    /// Every address in the events.
    pub links: Vec<Link>,
    /// The ids that raw HTML defines.
    pub ids: Vec<String>,
}

impl PageDraft {
    /// Appends an event for that part of the text.
    pub fn push(&mut self, kind: EventKind, range: Range<usize>) {
        self.events.push(Event {
            kind,
            range: range.start as u32..range.end as u32,
        });
    }

    /// Appends an address and returns its number.
    pub fn add_link(&mut self, link: Link) -> u32 {
        let index = self.links.len() as u32;
        self.links.push(link);
        index
    }

    /// Returns whether the last event opens a link that was written in full (`<https://...>`).
    pub fn is_in_autolink(&self) -> bool {
        let Some(EventKind::Start(Element::Link(link), _)) =
            self.events.last().map(|event| &event.kind)
        else {
            return false;
        };
        self.links
            .get(*link as usize)
            .is_some_and(|link| link.kind == LinkKind::Autolink)
    }
}
