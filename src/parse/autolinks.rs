//! Addresses in a text become links, as in GFM.
//!
//! Only `http://`, `https://` and `www.`: what looks like a mail address is as
//! often `git@host:path`, and a name with a dot in it a file's.
//!
//! An address with signs that CommonMark would read (`_`, `*`, `$` ...) is taken out of its line
//! before that ([`AddressFinder`], called by `dialect`); all others are found in the texts that
//! are left.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind as Found};
use memchr::memmem;
use pulldown_cmark::{Event as Md, Parser, Tag as MdTag};

use super::containers::{ADDRESS, has_reserved};
use super::event::{Attrs, Event, Kind, Tag};
use super::{Link, LinkKind, text_parts};

/// Finds web addresses.
pub struct AddressFinder(LinkFinder);

impl AddressFinder {
    /// One that knows them with and without a scheme.
    pub fn new() -> Self {
        let mut finder = LinkFinder::new();
        finder.kinds(&[Found::Url]).url_must_have_scheme(false);
        Self(finder)
    }

    /// Whether the text may hold an address in which CommonMark reads signs.
    pub fn may_cut(text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_word = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_alphanumeric)
        };
        has_start(text)
            && bytes.iter().enumerate().any(|(at, byte)| match byte {
                b'*' | b'$' | b'\\' => true,
                b'&' => bytes[at..].contains(&b';'),
                // One inside a word is only a letter.
                b'_' => !is_word(at.checked_sub(1)) || !is_word(Some(at + 1)),
                _ => false,
            })
    }

    /// Whether an address could start at that byte of a line.
    pub fn starts_here(line: &str, at: usize) -> bool {
        const STARTS: [&str; 3] = ["http://", "https://", "www."];
        let before = at
            .checked_sub(1)
            .map_or(b' ', |before| line.as_bytes()[before]);
        STARTS.iter().any(|start| line[at..].starts_with(start))
            && !before.is_ascii_alphanumeric()
            && !b"$\\/{@.#%&".contains(&before)
    }

    /// The first address of a text without blanks; it ends as GFM has it: not with a stop, with a
    /// bracket that closes nothing, with the sign of an emphasis, or with an entity.
    pub fn address(&self, text: &str) -> Option<Range<usize>> {
        let found = self
            .0
            .links(text)
            .find(|found| target(found.as_str()).is_some())?;
        let (start, mut end) = (found.start(), found.end());
        loop {
            let shorter = start + without_ending(&text[start..], end - start).len();
            if shorter == end {
                return target(&text[start..end]).map(|_| start..end);
            }
            end = shorter;
        }
    }
}

/// The first `length` bytes of a text without one ending that is no part of an address there.
fn without_ending(text: &str, length: usize) -> &str {
    let address = text[..length].trim_end_matches(|c| "?!.,:;*_~'\"\\".contains(c));
    let behind = &text[address.len()..];
    match address.rsplit_once('&') {
        Some((before, name)) if behind.starts_with(';') && is_entity_name(name) => before,
        _ if behind.starts_with('}') => ["==", "++", "--", "~~"]
            .iter()
            .find_map(|sign| address.strip_suffix(sign))
            .unwrap_or(address),
        _ => address,
    }
}

fn is_entity_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
}

/// Where an address leads.
fn target(address: &str) -> Option<String> {
    if address.starts_with("http://") || address.starts_with("https://") {
        Some(address.to_owned())
    } else {
        address
            .starts_with("www.")
            .then(|| format!("http://{address}"))
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

/// A text with the addresses that were taken out of it, as they were written.
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

/// Links the addresses in all texts that are in no link: those that were taken out, and others.
pub fn apply(events: Vec<Event>, addresses: &[Box<str>], links: &mut Vec<Link>) -> Vec<Event> {
    if !events
        .iter()
        .any(|event| matches!(&event.kind, Kind::Text(text) if may_have_one(text)))
    {
        return events;
    }
    let mut linker = Linker {
        finder: AddressFinder::new(),
        addresses,
        links,
        out: Vec::with_capacity(events.len()),
    };
    let mut open: Vec<bool> = Vec::new();
    let mut raw = 0usize;
    for event in events {
        match &event.kind {
            Kind::Start(tag, _) => {
                open.push(matches!(tag, Tag::Link(_)) || open.last() == Some(&true))
            }
            Kind::End => {
                open.pop();
            }
            Kind::Html(piece) if starts_tag(&piece.html, "<a") => raw += 1,
            Kind::Html(piece) if starts_tag(&piece.html, "</a") => raw = raw.saturating_sub(1),
            Kind::Text(text) if may_have_one(text) => {
                let in_link = raw > 0 || open.last() == Some(&true);
                linker.text(&event, text, in_link);
                continue;
            }
            _ => {}
        }
        linker.out.push(event);
    }
    linker.out
}

fn may_have_one(text: &str) -> bool {
    has_start(text) || has_reserved(text)
}

/// Whether something in the text looks like the beginning of a web address.
pub fn has_start(text: &str) -> bool {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    has("://") || has("www.")
}

fn starts_tag(html: &str, start: &str) -> bool {
    let head = html.trim_start().get(..start.len() + 1);
    head.is_some_and(|head| {
        head[..start.len()].eq_ignore_ascii_case(start) && head.ends_with([' ', '>', '\n'])
    })
}

struct Linker<'a> {
    finder: AddressFinder,
    addresses: &'a [Box<str>],
    links: &'a mut Vec<Link>,
    out: Vec<Event>,
}

impl Linker<'_> {
    /// A text, around the addresses that were taken out of it.
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

    /// A text in which all addresses are as they were written.
    fn plain(&mut self, whole: &Event, text: &str, range: Range<usize>) {
        let mut done = range.start;
        let part = &text[range.clone()];
        let found: Vec<Range<usize>> = self
            .finder
            .0
            .links(part)
            .map(|found| found.start()..found.end())
            .collect();
        for found in found
            .into_iter()
            .filter(|found| target(&part[found.clone()]).is_some())
        {
            let (from, to) = (range.start + found.start, range.start + found.end);
            text_parts::push(&mut self.out, whole, text, done..from);
            self.link(whole, from..to, &part[found], false);
            done = to;
        }
        text_parts::push(&mut self.out, whole, text, done..range.end);
    }

    fn link(&mut self, whole: &Event, range: Range<usize>, address: &str, in_link: bool) {
        let span = text_parts::place_of(whole, &range);
        let text = Event {
            kind: Kind::Literal(address.into()),
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
        let tag = Tag::Link((self.links.len() - 1) as u32);
        self.out.push(Event {
            kind: Kind::Start(tag, Attrs::default()),
            range: span.clone(),
        });
        self.out.push(text);
        self.out.push(Event {
            kind: Kind::End,
            range: span,
        });
    }
}
