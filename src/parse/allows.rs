//! `<!-- bf-docs: allow CODE -->`: comments that allow findings in the next block.

use super::Findings;
use crate::body::{Allow, Event, EventKind, Text, end_of};
use crate::diag::Code;

const SIGN: &str = "bf-docs: allow ";

/// Reads the allow comments of a page.
pub fn read(events: &[Event], text: &Text, findings: &mut Findings) -> Vec<Allow> {
    let mut allows = Vec::new();
    if !text.as_str().contains(SIGN) {
        return allows;
    }
    for (index, event) in events.iter().enumerate() {
        let Some(names) = allowed_names(event) else {
            continue;
        };
        let place = text.place(event.span());
        let end = next_block_end(events, index, event);
        let last = text.place(end..end).line;
        for name in names {
            match Code::from_name(name) {
                Some(code) => allows.push(Allow {
                    code,
                    lines: (place.line, last),
                    place: place.clone(),
                }),
                None => findings.add(
                    Code::UnknownAllow,
                    place.clone(),
                    format!("there is no finding `{name}`"),
                    "`bf-docs explain` lists all codes",
                ),
            }
        }
    }
    allows
}

/// The names in an allow comment, up to its ` because `.
fn allowed_names(event: &Event) -> Option<impl Iterator<Item = &str>> {
    let EventKind::Html(html) = &event.kind else {
        return None;
    };
    let (_, comment) = html.html.split_once(SIGN)?;
    if !html.raw || !html.html.trim_start().starts_with("<!--") {
        return None;
    }
    let names = comment.split("-->").next().unwrap_or_default();
    let names = names.split(" because ").next().unwrap_or(names);
    Some(
        names
            .split([' ', ',', '\n'])
            .filter(|name| !name.is_empty()),
    )
}

/// The last byte of the block after the comment, or of the paragraph that the comment starts.
fn next_block_end(events: &[Event], index: usize, comment: &Event) -> usize {
    let next = events
        .get(index + 1)
        .filter(|event| !event.range.is_empty());
    let starts_paragraph = index > 0 && events[index - 1].kind == EventKind::start("p");
    let end = match next.map(|event| &event.kind) {
        // If text follows it, a comment belongs to that paragraph.
        Some(_) if starts_paragraph => events[end_of(events, index - 1)].range.end,
        Some(EventKind::Start(..)) => {
            let end = end_of(events, index + 1);
            events[index + 1..=end]
                .iter()
                .map(|event| event.range.end)
                .max()
                .unwrap_or(0)
        }
        _ => next.map_or(comment.range.end, |event| event.range.end),
    };
    (end as usize).saturating_sub(1)
}
