//! User stories, read from headings.
//!
//! A story starts at the heading just above a "User Story" heading, and the headings after it are
//! its parts. Some files have the parts at a higher level than the story itself, so levels are
//! ignored here.

use std::ops::Range;

use super::model::{Artifact, ArtifactKind};
use super::recognise::work_folder;
use super::sections;
use super::trackers::Trackers;
use crate::body::{Heading, Page, Section};
use crate::content_map::DocKind;
use crate::site::SitePage;

/// The headings that are parts of a story.
const PARTS: [&str; 5] = [
    "User Story",
    "Acceptance Criteria",
    "Dependencies",
    "Depends on",
    "Split Signals",
];

/// A story in a page.
pub struct Story<'p> {
    /// The artifact of the story.
    pub artifact: Artifact,
    /// Its id if another story has the id of its tracker item.
    pub untracked_id: String,
    /// The numbers of its headings on the page.
    pub headings: Range<usize>,
    /// The section "Acceptance Criteria".
    pub criteria: Option<Section<'p>>,
    /// The section "Dependencies".
    pub dependencies: Option<Section<'p>>,
}

/// All stories of a page, in order.
pub fn of<'p>(number: usize, page: &'p SitePage, trackers: &Trackers) -> Vec<Story<'p>> {
    let headings = &page.page.headings;
    let mut starts = Vec::new();
    for (at, pair) in headings.windows(2).enumerate() {
        let [title, below] = pair else {
            continue;
        };
        if sections::is_named(below, "User Story") && !is_part(title) {
            starts.push(at);
        }
    }
    let mut stories = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let next = starts.get(index + 1).copied();
        let next = next.unwrap_or(headings.len());
        let end = end_of_story(headings, *start, next);
        stories.push(story(number, page, *start..end, trackers));
    }
    stories
}

fn is_part(heading: &Heading) -> bool {
    PARTS.iter().any(|part| sections::is_named(heading, part))
}

/// Reads a run of headings as a story.
fn story<'p>(
    number: usize,
    page: &'p SitePage,
    headings: Range<usize>,
    trackers: &Trackers,
) -> Story<'p> {
    let heading = &page.page.headings[headings.start];
    let slug = work_folder(&page.path).map_or(page.path.trim_end_matches(".md"), |work| work.slug);
    let untracked_id = format!("story/{slug}#{}", heading.id);
    let ids = tracked(&page.page, headings.clone(), trackers);
    let id = match ids.first() {
        Some(id) => format!("story/{id}"),
        None => untracked_id.clone(),
    };
    Story {
        artifact: Artifact {
            id,
            trackers: ids,
            ..untracked(number, page, &headings)
        },
        untracked_id,
        criteria: part(&page.page, &headings, &["Acceptance Criteria"]),
        dependencies: part(&page.page, &headings, &["Dependencies", "Depends on"]),
        headings,
    }
}

/// A story's artifact without its id and its tracker items.
fn untracked(number: usize, page: &SitePage, headings: &Range<usize>) -> Artifact {
    let heading = &page.page.headings[headings.start];
    let next = page.page.headings.get(headings.end);
    Artifact {
        id: String::new(),
        kind: ArtifactKind::Document(DocKind::Story),
        title: heading.text.clone(),
        status: work_folder(&page.path).map(|work| work.state),
        page: Some(number),
        anchor: Some(heading.id.clone()),
        place: page.page.text.place(heading.span()),
        last_line: next.map(|next| next.line - 1),
        numbered: None,
        trackers: Vec::new(),
        owner: page.page.front.text("owner"),
        date: None,
        entry: None,
        url: None,
    }
}

/// The section of a story's first heading with one of these names.
fn part<'p>(page: &'p Page, story: &Range<usize>, names: &[&str]) -> Option<Section<'p>> {
    let is_named = |at: &usize| {
        names
            .iter()
            .any(|name| sections::is_named(&page.headings[*at], name))
    };
    let at = (story.start + 1..story.end).find(is_named)?;
    Some(page.section(at))
}

/// The number of the heading that ends a story, at most `next`, where the next story starts. It is
/// the first heading at the story's level or above that is no part and has none of the story's
/// parts after it.
fn end_of_story(headings: &[Heading], start: usize, next: usize) -> usize {
    let is_other =
        |at: usize| !is_part(&headings[at]) && headings[at].level <= headings[start].level;
    let ends = |at: &usize| {
        let behind = (at + 1..next).find(|&part| is_part(&headings[part]));
        let is_own = behind.is_some_and(|part| {
            let name = headings[part].text.trim().to_lowercase();
            let is_repeat =
                (start + 1..*at).any(|known| headings[known].text.trim().to_lowercase() == name);
            headings[part].level <= headings[*at].level && !is_repeat
        });
        is_other(*at) && !is_own
    };
    (start + 1..next).find(ends).unwrap_or(next)
}

/// The ids after a label, `Linear issue: IPT-106`, in the story's heading and its own text.
fn tracked(page: &Page, story: Range<usize>, trackers: &Trackers) -> Vec<String> {
    let mut ids = Vec::new();
    if !trackers.are_configured() {
        return ids;
    }
    let start = story.start;
    let own = story.take_while(|&at| at == start || is_part(&page.headings[at]));
    for at in own {
        let text = sections::text(page.section(at).events);
        for id in trackers.labelled(&text) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}
