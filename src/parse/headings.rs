//! Headings, their ids, and the contents made of them.

use std::collections::HashSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Findings;
use super::event::{Attrs, Event, Kind, Tag, end_of};
use super::plain::{heading_text, slug_text};
use super::slugs::Slugs;
use super::text::Text;
use crate::content_map::SlugRule;
use crate::diag::Code;

/// A heading of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique on the page.
    pub id: String,
    /// Its text without markup; empty where it shows nothing that has a text.
    pub text: String,
    /// What contents call it, where that is not its text.
    pub label: Option<String>,
    /// What its slug is made from, where that is not its text: blanks at its ends, and nothing of
    /// what looks like a tag.
    named: Option<Box<str>>,
    /// Index of its `Start` in the page's events.
    pub event: usize,
    /// Byte range in the page's [`Text`].
    pub range: Range<u32>,
    /// The line of its file that it starts on, from 1.
    pub line: u32,
}

impl Heading {
    /// What contents call it; empty where it shows nothing.
    pub fn contents_label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.text)
    }

    /// The byte range as indices.
    pub fn span(&self) -> Range<usize> {
        self.range.start as usize..self.range.end as usize
    }

    /// What its slug is made from.
    pub fn named(&self) -> &str {
        self.named.as_deref().unwrap_or(&self.text)
    }
}

/// Gives every heading an id and returns them in order.
///
/// An explicit id stays as it is; else the id is the text's slug by the rule, with
/// a number where it is taken, by an explicit id anywhere on the page too.
/// `known` are ids in raw HTML.
pub fn identify(
    events: &mut [Event],
    known: &[String],
    rule: SlugRule,
    text: &Text,
    findings: &mut Findings,
) -> Vec<Heading> {
    let mut taken: HashSet<String> = known.iter().cloned().collect();
    let mut headings = Vec::new();
    for event in events.iter() {
        let explicit = match &event.kind {
            Kind::Start(_, attrs) | Kind::Void(_, attrs) => attrs.id(),
            _ => None,
        };
        if let Some(id) = explicit {
            let is_heading = matches!(event.kind, Kind::Start(Tag::Heading(_), _));
            if !taken.insert(id.to_owned()) && is_heading {
                let message = format!("the id `{id}` is on the page already");
                findings.add(
                    Code::DuplicateId,
                    text.place(event.span()),
                    message,
                    "links to it lead to the first one: choose another id",
                );
            }
        }
    }
    let mut slugs = Slugs::of(rule, taken);
    for index in 0..events.len() {
        let Kind::Start(Tag::Heading(level), attrs) = &events[index].kind else {
            continue;
        };
        let (level, explicit) = (*level, attrs.id().map(str::to_owned));
        let end = end_of(events, index);
        let shown = heading_text(&events[index..end]);
        let named = slug_text(&events[index..end]);
        let id = explicit.unwrap_or_else(|| slugs.next(&named));
        let mut label = None;
        if let Kind::Start(_, attrs) = &mut events[index].kind {
            label = take_label(attrs);
            attrs.list_mut().id = Some(id.clone());
        }
        // What shows something is never left out, as an icon has no text.
        let shows = |event: &Event| matches!(event.kind, Kind::Html(_) | Kind::Void(..));
        let label = label.or_else(|| {
            (shown.is_empty() && events[index..end].iter().any(shows)).then(|| id.clone())
        });
        let range = events[index].range.clone();
        let line = text.line(range.start as usize);
        let text = shown.trim().to_owned();
        let named = (named != text).then(|| named.into());
        headings.push(Heading {
            level,
            id,
            text,
            label,
            named,
            event: index,
            range,
            line,
        });
    }
    headings
}

/// `data-toc-label` tells Python-Markdown's contents what to show: no reader has it.
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

/// A heading and those of the sections that it stands in, innermost first.
pub fn around(headings: &[Heading], at: usize) -> impl Iterator<Item = &Heading> {
    let mut level = headings[at].level + 1;
    headings[..=at].iter().rev().filter(move |heading| {
        let is_above = heading.level < level;
        level = level.min(heading.level);
        is_above
    })
}
