//! How a page begins: whether it has a title of its own, and its first words.

use serde::{Deserialize, Serialize};

use super::event::{Event, Html, Kind, Tag, end_of};
use super::headings::Heading;
use super::plain::plain_text;

/// How a page's body begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The text of its first paragraph that has any.
    pub lead: Option<String>,
    /// Whether nothing but HTML stands before the first heading.
    pub is_heading: bool,
    /// Whether raw HTML has a level-1 heading.
    pub has_raw_title: bool,
}

impl Opening {
    /// Reads how a body begins; `headings` are its own.
    pub fn of(events: &[Event], headings: &[Heading]) -> Self {
        let is_html = |event: &Event| matches!(event.kind, Kind::Html(_));
        let has_title = |html: &Html| html.raw && html.html.contains("<h1");
        Self {
            lead: lead(events),
            is_heading: headings
                .first()
                .is_some_and(|first| events[..first.event].iter().all(is_html)),
            has_raw_title: events
                .iter()
                .any(|event| matches!(&event.kind, Kind::Html(html) if has_title(html))),
        }
    }
}

/// The text of the first paragraph that has any.
fn lead(events: &[Event]) -> Option<String> {
    let mut depth = 0usize;
    for (at, event) in events.iter().enumerate() {
        match &event.kind {
            Kind::Start(Tag::Element(name), _) if name == "p" && depth == 0 => {
                let text = plain_text(&events[at..end_of(events, at)]);
                if !text.trim().is_empty() {
                    return Some(text.trim().to_owned());
                }
                depth += 1;
            }
            Kind::Start(..) => depth += 1,
            Kind::End => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
