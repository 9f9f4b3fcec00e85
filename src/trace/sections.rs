//! The parts of a page that traceability reads.

use crate::body::{Element, Event, EventKind, Heading, Section, end_of, plain_lines};

/// Returns whether a heading's text is `name`. Case and final colons are ignored.
pub fn is_named(heading: &Heading, name: &str) -> bool {
    // Many names are compared with every heading, and most comparisons end here.
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

/// The items of all lists in a run of events, including nested ones. Each has its own text and
/// events, without the lists inside it.
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

/// The number of items that a section lists; 1 for a section with text and no list.
pub fn count_items(section: Section<'_>) -> usize {
    let has_text = !text(section.events).is_empty();
    items(section.events).len().max(usize::from(has_text))
}

/// An item of a list.
#[derive(Debug, Clone)]
pub struct ListItem<'p> {
    /// The text without markup, in one line.
    pub text: String,
    /// The events before the first list inside it.
    pub events: &'p [Event],
    /// The event that opens it.
    pub at: &'p Event,
}

/// The text of a run of events, one line per block.
pub fn text(events: &[Event]) -> String {
    plain_lines(events)
}

/// The text of a run of events without code, which cannot name an artifact.
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

/// The numbers (in [`Page::links`]) of the links in a run of events.
pub fn links(events: &[Event]) -> impl Iterator<Item = usize> + '_ {
    events.iter().filter_map(|event| match &event.kind {
        EventKind::Start(Element::Link(link), _) => Some(*link as usize),
        _ => None,
    })
}
