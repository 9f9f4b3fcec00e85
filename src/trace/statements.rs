//! A page's statements about other artifacts: its links, and bare mentions of decisions and tracker
//! items.

use serde::{Deserialize, Serialize};

use super::succession::LINK;
use super::trackers::Trackers;
use crate::body::element::{self, Role};
use crate::body::{Element, Event, EventKind, Html, Page, end_of, plain_text};
use crate::source::Place;

/// A link or a mention, with its context.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Statement {
    /// The number of the heading above it.
    pub heading: Option<usize>,
    /// The byte of the page's text that it starts at.
    pub at: usize,
    /// The text before it in its block, with its line breaks, and with [`LINK`] in place of each
    /// link.
    pub before: String,
    /// The target that it names.
    pub names: NamedTarget,
    /// The place of the link or mention.
    pub place: Place,
}

/// The target that a statement names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum NamedTarget {
    /// A link: its text, and its index in [`Page::links`].
    Link(String, u32),
    /// The number in `ADR 0014`, as it is written.
    Decision(String),
    /// The id of a tracker item, `IPT-106`.
    Item(String),
}

/// All statements of a page, in order.
pub fn of(page: &Page, trackers: &Trackers) -> Vec<Statement> {
    let events = &page.events;
    let mut walk = StatementWalk {
        page,
        trackers,
        heading: None,
        before: String::new(),
        lead: String::new(),
        found: Vec::new(),
    };
    let mut at = 0;
    let mut next_heading = 0;
    while let Some(event) = events.get(at) {
        let next = page.headings.get(next_heading);
        if next.is_some_and(|heading| heading.event == at) {
            walk.heading = Some(next_heading);
            next_heading += 1;
        }
        at = walk.event(event, at);
    }
    walk.found
}

struct StatementWalk<'p, 't> {
    page: &'p Page,
    trackers: &'t Trackers,
    heading: Option<usize>,
    before: String,
    /// The text that introduces the list, `Supersedes:`.
    lead: String,
    found: Vec<Statement>,
}

impl StatementWalk<'_, '_> {
    /// Reads the event at `at` and returns the number of the next event to read.
    fn event(&mut self, event: &Event, at: usize) -> usize {
        let events = &self.page.events;
        match &event.kind {
            EventKind::Start(Element::Link(link), _) => {
                let end = end_of(events, at);
                let text = plain_text(&events[at..end]);
                self.link(*link, text, event.span().start);
                return end + 1;
            }
            EventKind::Start(Element::Heading(_), _) => self.before.clear(),
            EventKind::Start(Element::Named(name), _) if name == "ul" || name == "ol" => {
                let before = self.before.trim_end();
                self.lead = match before.ends_with(':') {
                    true => format!("{before} "),
                    false => String::new(),
                };
            }
            EventKind::Start(Element::Named(name), _) if name == "li" => {
                self.before.clone_from(&self.lead)
            }
            EventKind::Start(tag, _) if is_block(tag) && !self.is_led_to() => self.before.clear(),
            // Code names no artifact, and struck out text no longer counts.
            EventKind::Start(Element::Named(name), _) if name == "code" || name == "del" => {
                return end_of(events, at) + 1;
            }
            EventKind::Text(text) | EventKind::Literal(text) => self.text(text, event),
            EventKind::SoftBreak => self.before.push('\n'),
            EventKind::Void(Element::Named(name), _) if name == "br" => self.before.push('\n'),
            EventKind::Html(html) if html.raw => return self.html(html, at),
            _ => {}
        }
        at + 1
    }

    /// Reads raw HTML. Text that it strikes out is skipped up to the closing tag in the same
    /// element.
    fn html(&mut self, html: &Html, at: usize) -> usize {
        let name = html
            .html
            .trim_start_matches('<')
            .trim_end_matches('>')
            .to_ascii_lowercase();
        if name.starts_with("br") {
            self.before.push('\n');
        }
        if !matches!(name.as_str(), "del" | "s" | "strike") {
            return at + 1;
        }
        let closing = format!("</{name}>");
        let mut depth = 0usize;
        for (behind, event) in self.page.events.iter().enumerate().skip(at + 1) {
            match &event.kind {
                EventKind::Start(..) => depth += 1,
                EventKind::End if depth == 0 => return behind,
                EventKind::End => depth -= 1,
                EventKind::Html(html) if html.html.eq_ignore_ascii_case(&closing) => {
                    return behind + 1;
                }
                _ => {}
            }
        }
        at + 1
    }

    /// Returns whether the text so far is only the introduction of the list.
    fn is_led_to(&self) -> bool {
        !self.lead.is_empty() && self.before == self.lead
    }

    fn link(&mut self, link: u32, text: String, at: usize) {
        let place = self.page.link_place(&self.page.links[link as usize]);
        self.push(NamedTarget::Link(text, link), at, place);
        // The link's own words do not apply to later targets.
        self.before.push(LINK);
    }

    fn text(&mut self, text: &str, event: &Event) {
        let start = event.range.start as usize;
        for mention in decisions(text) {
            let at = start + mention.at;
            let number = mention.number.to_owned();
            let place = self.page.text.place(at..at + mention.length);
            self.push(NamedTarget::Decision(number), at, place);
        }
        for (offset, id) in self.trackers.found(text) {
            let at = start + offset;
            let place = self.page.text.place(at..at + id.len());
            self.push(NamedTarget::Item(id.to_owned()), at, place);
        }
        self.before.push_str(text);
    }

    fn push(&mut self, names: NamedTarget, at: usize, place: Place) {
        self.found.push(Statement {
            heading: self.heading,
            at,
            before: self.before.clone(),
            names,
            place,
        });
    }
}

fn is_block(tag: &Element) -> bool {
    matches!(tag, Element::Named(name) if element::has(name, Role::HoldsText))
}

/// Finds decisions in a text by their numbers: `ADR 0014`, `ADR-14`.
pub fn decisions(text: &str) -> Vec<DecisionMention<'_>> {
    let mut found = Vec::new();
    for (at, word) in text.match_indices("ADR") {
        let is_word = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        let rest = &text[at + word.len()..];
        let digits = rest.strip_prefix([' ', '-', '\u{a0}']).unwrap_or(rest);
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = digits.split_at(count);
        let ends = !behind.starts_with(|c: char| c.is_alphanumeric());
        if is_word && ends && !number.is_empty() {
            let sign = rest.len() - digits.len();
            found.push(DecisionMention {
                at,
                length: word.len() + sign + count,
                number,
            });
        }
    }
    found
}

/// A mention of a decision by its number.
pub struct DecisionMention<'t> {
    /// The byte of the text that it starts at.
    pub at: usize,
    /// The length of the word and the number, in bytes.
    pub length: usize,
    /// The number, as it is written.
    pub number: &'t str,
}
