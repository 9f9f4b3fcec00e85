//! Balances authors' HTML within the element around it.
//!
//! A stray `</div>` or a `<b>` that is never closed would reach beyond the article and break the
//! page, and some elements (`<title>`, `<plaintext>`) hide everything after them. So elements that
//! an author opened in a container are closed in it, end tags without a start are dropped, and
//! refused tags are shown as text.

mod repair;
mod report;
mod walk;

use super::Findings;

use crate::body::{Event, EventKind, Html, Text};
use repair::HtmlRepair;
use walk::TagWalk;

/// Balances the HTML of a page; without any, the events come back as they are.
pub fn balance(events: Vec<Event>, text: &Text, findings: &mut Findings) -> Vec<Event> {
    if !events.iter().any(|event| raw(event).is_some()) {
        return events;
    }
    let repairs = repairs(&events);
    if repairs.is_empty() {
        return events;
    }
    report::report(&events, &repairs, text, findings);
    repair::apply(events, repairs)
}

fn raw(event: &Event) -> Option<&Html> {
    match &event.kind {
        EventKind::Html(html) if html.raw => Some(html),
        _ => None,
    }
}

/// Finds the repairs. A verbatim element without an end hides the tags after it: once one is found,
/// all tags of its name are shown as text, and the page is walked again.
fn repairs(events: &[Event]) -> Vec<HtmlRepair> {
    let mut as_text: Vec<String> = Vec::new();
    loop {
        let mut walk = TagWalk::new(&as_text);
        walk.events(events);
        match walk.verbatim {
            Some(unclosed) if !as_text.contains(&unclosed) => as_text.push(unclosed),
            _ => return walk.repairs,
        }
    }
}
