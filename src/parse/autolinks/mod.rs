//! Addresses in a text become links, as in GFM.
//!
//! An address begins with `http://`, `https://` or `www.`. A text that looks like a mail address is
//! as often `git@host:path`, and a name with a dot in it is often a file's.
//!
//! An address with signs that CommonMark would read (`_`, `*`, `$` ...) is taken out of its line
//! first ([`AddressFinder`], called by `dialect`). All others are found in the remaining texts.

mod finder;
mod open_links;
mod linker;

pub use finder::{AddressFinder, has_start};

use super::containers::{ADDRESS, has_reserved};

use crate::body::{Event, EventKind, Link};
use linker::Linker;

/// Puts the addresses back into a text, as they were written.
pub fn restored(text: &str, addresses: &[Box<str>]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for (at, part) in text.split(ADDRESS).enumerate() {
        let address = part
            .parse::<usize>()
            .ok()
            .filter(|_| at % 2 == 1)
            .and_then(|number| addresses.get(number));
        out.push_str(address.map_or(part, |address| address));
    }
    out
}

/// Links the addresses in all texts outside links: those that were taken out, and others.
pub fn apply(events: Vec<Event>, addresses: &[Box<str>], links: &mut Vec<Link>) -> Vec<Event> {
    if !events
        .iter()
        .any(|event| matches!(&event.kind, EventKind::Text(text) if may_have_one(text)))
    {
        return events;
    }
    let mut linker = Linker::new(addresses, links, events.len());
    for event in events {
        linker.event(event);
    }
    linker.out
}

fn may_have_one(text: &str) -> bool {
    has_start(text) || has_reserved(text)
}
