//! Release notes: entries by audience, kind of change and feature flag.
//!
//! `##` headings name the audience (Public, Beta, Internal), and headings below them the kind of
//! change. Under Internal, a third level names the flag. Each list item is an entry.

use super::model::{Artifact, ArtifactKind, EntryContext};
use super::sections::{self, ListItem};
use super::trackers::Trackers;
use crate::body::{Heading, Page};
use crate::parse::slug;
use crate::site::SitePage;

/// The audiences of release notes, the widest first.
pub const AUDIENCES: [&str; 3] = ["Public", "Beta", "Internal"];

/// A release entry, with the flag above it.
pub struct Noted {
    /// The artifact of the entry.
    pub artifact: Artifact,
    /// The list item, in bytes of the page's text.
    pub range: std::ops::Range<usize>,
    /// The flag's name, and the number of its heading.
    pub flag: Option<(String, usize)>,
}

/// All entries on a page of release notes, in order.
pub fn entries(number: usize, page: &SitePage, release: &str, trackers: &Trackers) -> Vec<Noted> {
    let headings = &page.page.headings;
    let (mut audience, mut change): (Option<usize>, Option<usize>) = (None, None);
    let mut entries = Vec::new();
    for at in 0..headings.len() {
        let level = |known: Option<usize>| known.map_or(0, |known: usize| headings[known].level);
        let mut flag = None;
        if is_audience(&headings[at]) {
            (audience, change) = (Some(at), None);
        } else if headings[at].level <= level(audience) {
            (audience, change) = (None, None);
        } else if change.is_none() || headings[at].level <= level(change) {
            change = Some(at);
        } else {
            flag = Some(at);
        }
        let Some(audience) = audience else { continue };
        let entry = EntryContext {
            audience: named(headings, audience),
            change: change.map(|at| named(headings, at)),
        };
        for item in sections::items(page.page.section(at).events) {
            let artifact = artifact(number, page, release, &item, &headings[at], trackers);
            let flag = flag.map(|at| (headings[at].text.trim().to_owned(), at));
            let artifact = Artifact {
                entry: Some(entry.clone()),
                ..artifact
            };
            entries.push(Noted {
                artifact,
                range: item.at.span(),
                flag,
            });
        }
    }
    number_repeats(&mut entries);
    entries
}

fn is_audience(heading: &Heading) -> bool {
    AUDIENCES
        .iter()
        .any(|audience| sections::is_named(heading, audience))
}

fn named(headings: &[Heading], at: usize) -> String {
    headings[at].text.trim().to_owned()
}

fn artifact(
    number: usize,
    page: &SitePage,
    release: &str,
    item: &ListItem<'_>,
    heading: &Heading,
    trackers: &Trackers,
) -> Artifact {
    let ids = trackers.ids(&item.text);
    let title = without_ids(&item.text, &ids);
    let short: String = slug(&title)
        .split('-')
        .take(8)
        .collect::<Vec<_>>()
        .join("-");
    Artifact {
        id: format!("release-entry/{release}#{short}"),
        kind: ArtifactKind::ReleaseEntry,
        title,
        status: None,
        page: Some(number),
        anchor: Some(heading.id.clone()),
        place: page.page.text.place(item.at.span()),
        last_line: Some(last_line(&page.page, item)),
        numbered: None,
        trackers: ids,
        owner: None,
        date: None,
        entry: None,
        url: None,
    }
}

/// The last line of an item with any text.
fn last_line(page: &Page, item: &ListItem<'_>) -> u32 {
    let span = item.at.span();
    let text = page.text.as_str()[span.clone()].trim_end();
    page.text.line(span.start + text.len().saturating_sub(1))
}

/// Drops ids in final parentheses: `A sentence (IPT-106).` becomes `A sentence.`
fn without_ids(text: &str, ids: &[String]) -> String {
    let Some(open) = text.rfind('(') else {
        return text.to_owned();
    };
    let Some(close) = text[open..].find(')').map(|at| open + at) else {
        return text.to_owned();
    };
    let inside = &text[open + 1..close];
    let only_ids = inside
        .split([',', ' '])
        .filter(|part| !part.is_empty())
        .all(|part| ids.iter().any(|id| id == part));
    if inside.is_empty() || !only_ids {
        text.to_owned()
    } else {
        format!("{}{}", text[..open].trim_end(), &text[close + 1..])
    }
}

/// Adds a number to the ids of entries with the same text.
fn number_repeats(entries: &mut [Noted]) {
    let mut seen = std::collections::HashMap::new();
    for entry in entries {
        let count: &mut usize = seen.entry(entry.artifact.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            entry.artifact.id = format!("{}_{}", entry.artifact.id, *count - 1);
        }
    }
}
