//! Headings and their ids.

use std::collections::HashSet;

use super::Findings;
use super::slugs::Slugs;
use crate::body::{
    Attrs, Element, Event, EventKind, Heading, Text, end_of, heading_text, slug_text,
};
use crate::content_map::SlugRule;
use crate::diag::Code;

/// Gives every heading an id and returns the headings in order.
///
/// An explicit id stays as it is. Any other heading gets the slug of its text, with a number if
/// that is taken by another heading or by an explicit id anywhere on the page. `html_ids` are
/// the ids in raw HTML.
pub fn identify(
    events: &mut [Event],
    html_ids: &[String],
    rule: SlugRule,
    text: &Text,
    findings: &mut Findings,
) -> Vec<Heading> {
    let taken = explicit_ids(events, html_ids, text, findings);
    let mut slugs = Slugs::of(rule, taken);
    (0..events.len())
        .filter_map(|index| heading(events, index, &mut slugs, text))
        .collect()
}

/// The explicit ids. A heading whose id is on the page already is a finding.
fn explicit_ids(
    events: &[Event],
    html_ids: &[String],
    text: &Text,
    findings: &mut Findings,
) -> HashSet<String> {
    let mut ids: HashSet<String> = html_ids.iter().cloned().collect();
    for event in events {
        let (EventKind::Start(tag, attrs) | EventKind::Void(tag, attrs)) = &event.kind else {
            continue;
        };
        let Some(id) = attrs.id() else { continue };
        let is_heading = matches!(tag, Element::Heading(_));
        if !ids.insert(id.to_owned()) && is_heading {
            findings.add(
                Code::DuplicateId,
                text.place(event.span()),
                format!("the id `{id}` is on the page already"),
                "links to it lead to the first one: choose another id",
            );
        }
    }
    ids
}

/// Reads the heading that starts at `index`, if there is one, and writes its id into the event.
fn heading(events: &mut [Event], index: usize, slugs: &mut Slugs, page: &Text) -> Option<Heading> {
    let EventKind::Start(Element::Heading(level), attrs) = &mut events[index].kind else {
        return None;
    };
    let (level, explicit) = (*level, attrs.id().map(str::to_owned));
    let label = take_label(attrs);
    let whole = &events[index..end_of(events, index)];
    let shown = heading_text(whole);
    let slug_text = slug_text(whole);
    let id = explicit.unwrap_or_else(|| slugs.next(&slug_text));
    let label = label.or_else(|| {
        // A heading of icons alone has no text, but tables of contents list every heading that
        // shows something.
        (shown.is_empty() && whole.iter().any(shows_something)).then(|| id.clone())
    });
    if let EventKind::Start(_, attrs) = &mut events[index].kind {
        attrs.list_mut().id = Some(id.clone());
    }
    let range = events[index].range.clone();
    let text = shown.trim().to_owned();
    Some(Heading {
        level,
        id,
        label,
        slug_text: (slug_text != text).then(|| slug_text.into()),
        text,
        event: index,
        line: page.line(range.start as usize),
        range,
    })
}

fn shows_something(event: &Event) -> bool {
    matches!(event.kind, EventKind::Html(_) | EventKind::Void(..))
}

/// Removes the attribute that gives the heading's label in Python-Markdown's table of contents:
/// browsers do not know it.
fn take_label(attrs: &mut Attrs) -> Option<String> {
    const LABEL: &str = "data-toc-label";
    attrs
        .list()
        .filter(|list| list.rest.iter().any(|(name, _)| name == LABEL))?;
    let mut taken = attrs
        .list_mut()
        .rest
        .extract_if(.., |(name, _)| name == LABEL)
        .collect::<Vec<_>>();
    taken
        .pop()?
        .1
        .map(|label| label.trim().to_owned())
        .filter(|label| !label.is_empty())
}
