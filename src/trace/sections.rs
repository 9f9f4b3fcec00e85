//! A page's parts, as traceability reads them.

use crate::body::{Element, Event, EventKind, Heading, Page, end_of, plain_lines};

/// A heading with all that stands below it, up to the next heading of its level or above.
#[derive(Debug, Clone, Copy)]
pub struct Section<'p> {
    /// The events behind the heading.
    pub events: &'p [Event],
}

/// What stands under a heading, up to the next heading of any level.
pub fn own(page: &Page, number: usize) -> Section<'_> {
    section(page, number, |_| true)
}

/// What stands under a heading, its parts included.
pub fn whole(page: &Page, number: usize) -> Section<'_> {
    let level = page.headings[number].level;
    section(page, number, move |next| next.level <= level)
}

fn section(page: &Page, number: usize, ends: impl Fn(&Heading) -> bool) -> Section<'_> {
    let heading = &page.headings[number];
    let start = end_of(&page.events, heading.event) + 1;
    let mut behind = page.headings[number + 1..].iter();
    let end = match behind.find(|next| ends(next)) {
        Some(next) => next.event,
        None => page.events.len(),
    };
    Section {
        events: page.events.get(start..end).unwrap_or_default(),
    }
}

/// Whether a heading says `name`, whatever its case and a colon behind it.
pub fn is_named(heading: &Heading, name: &str) -> bool {
    // Every heading is asked for many names: most do not open with this one.
    let text = heading.text.trim_start();
    let Some((start, rest)) = text.split_at_checked(name.len()) else {
        return false;
    };
    if !start.eq_ignore_ascii_case(name) {
        return false;
    }
    let rest = rest.trim_end();
    rest.trim_end_matches(':').is_empty()
}

/// The items of the lists in a run of events, those in other items included:
/// each with its own text and events, without the lists below it.
pub fn items(events: &[Event]) -> Vec<ListItem<'_>> {
    let mut items = Vec::new();
    for (at, event) in events.iter().enumerate() {
        if opens(event, "li") {
            let end = end_of(events, at);
            let inner = &events[at + 1..end];
            let below = inner.iter().position(opens_list);
            let own = &inner[..below.unwrap_or(inner.len())];
            let text = text(own).replace('\n', " ");
            items.push(ListItem {
                text: text.trim().to_owned(),
                events: own,
                at: event,
            });
        }
    }
    items
}

fn opens_list(event: &Event) -> bool {
    opens(event, "ul") || opens(event, "ol")
}

fn opens(event: &Event, element: &str) -> bool {
    match &event.kind {
        EventKind::Start(Element::Named(name), _) => name == element,
        _ => false,
    }
}

impl Section<'_> {
    /// Whether nothing is written there.
    pub fn is_empty(&self) -> bool {
        text(self.events).is_empty()
    }
}

/// How many things a section lists: its items, or itself where it has text but no list.
pub fn count_items(section: Section<'_>) -> usize {
    items(section.events)
        .len()
        .max(usize::from(!section.is_empty()))
}

/// An item of a list.
#[derive(Debug, Clone)]
pub struct ListItem<'p> {
    /// Its text.
    pub text: String,
    /// Its events.
    pub events: &'p [Event],
    /// Where it starts.
    pub at: &'p Event,
}

/// The text of a run of events, a line a block: words of two blocks never touch.
pub fn text(events: &[Event]) -> String {
    plain_lines(events)
}

/// The same without code, which names nothing.
pub fn prose(events: &[Event]) -> String {
    let mut parts = Vec::new();
    let mut rest = events;
    while let Some(code) = rest.iter().position(|event| opens(event, "code")) {
        parts.push(text(&rest[..code]));
        let end = end_of(rest, code);
        rest = rest.get(end..).unwrap_or_default();
    }
    parts.push(text(rest));
    parts.join(" ")
}

/// The elements that hold text of their own.
pub const BLOCKS: [&str; 6] = ["p", "li", "td", "th", "dt", "dd"];

/// The numbers (in [`Page::links`]) of the links in a run of events.
pub fn links(events: &[Event]) -> impl Iterator<Item = usize> + '_ {
    events.iter().filter_map(|event| match &event.kind {
        EventKind::Start(Element::Link(link), _) => Some(*link as usize),
        _ => None,
    })
}
