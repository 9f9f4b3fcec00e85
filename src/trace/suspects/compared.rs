//! The words of a page or a part that are compared.

use crate::body::{Page, plain_text};
use crate::trace::sections;

/// Reads the compared words of a page, or of the part under a heading. If no heading has this text,
/// a part with the words of the last argument counts, because it was only renamed.
pub type Says = fn(&Page, &str, Option<&str>) -> Option<String>;

/// The words of a normative section: a decision's outcome or a story's acceptance criteria.
pub fn normative(page: &Page, heading: &str, known: Option<&str>) -> Option<String> {
    let names = ["Decision", "Decision Outcome", "Acceptance Criteria"];
    let says = |from: usize| {
        let is_normative = |at: &usize| {
            names
                .iter()
                .any(|name| sections::is_named(&page.headings[*at], name))
        };
        let at = (from..end(page, heading, from)).find(is_normative)?;
        // A story's parts may have a higher level than the story, so they end at the next heading.
        let section = if heading.is_empty() {
            page.section_with_parts(at)
        } else {
            page.section(at)
        };
        Some(words(&plain_text(section.events)))
    };
    match start(page, heading) {
        Some(from) => says(from),
        None => (0..page.headings.len())
            .filter_map(says)
            .find(|text| Some(text.as_str()) == known),
    }
}

/// All words of a document, or of a story up to the next one.
pub fn whole(page: &Page, heading: &str, _known: Option<&str>) -> Option<String> {
    let from = start(page, heading)?;
    if heading.is_empty() {
        return Some(words(&plain_text(&page.events)));
    }
    let begin = page.headings[from].event;
    let end = match page.headings.get(end(page, heading, from)) {
        Some(next) => next.event.max(begin),
        None => page.events.len(),
    };
    let events = &page.events[begin..end];
    Some(words(&plain_text(events)))
}

/// The number of the heading that a part starts at; 0 for the whole page.
fn start(page: &Page, heading: &str) -> Option<usize> {
    if heading.is_empty() {
        return Some(0);
    }
    page.headings.iter().position(|known| known.text == heading)
}

/// The number of the heading after a part: the next story's, or the number of headings.
fn end(page: &Page, heading: &str, from: usize) -> usize {
    let all = page.headings.len();
    if heading.is_empty() {
        return all;
    }
    let is_next = |at: &usize| sections::is_named(&page.headings[*at], "User Story");
    match (from + 2..all).find(is_next) {
        Some(next) => next - 1,
        None => all,
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
