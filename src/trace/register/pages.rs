//! The artifacts of each page: its document and its parts.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::content_map::{ContentMap, DocKind};
use crate::site::{Site, SitePage};
use crate::trace::recognise::{self, By, RecognisedDocument, work_folder};
use crate::trace::releases::{self, Noted};
use crate::trace::sections;
use crate::trace::status::StatusWords;
use crate::trace::stories::{self, Story};
use crate::trace::trackers::Trackers;

/// The artifacts of a page.
pub struct PageArtifacts<'s> {
    /// The document that the whole page is.
    pub document: Option<RecognisedDocument>,
    pub entries: Vec<Noted>,
    pub stories: Vec<Story<'s>>,
}

/// The artifacts of each page, in order.
pub fn read<'s>(
    site: &'s Site,
    map: &ContentMap,
    words: &StatusWords,
    trackers: &Trackers,
) -> Vec<PageArtifacts<'s>> {
    let pages = site.pages.par_iter().zip(kinds(site, map)).enumerate();
    pages
        .map(|(at, (page, kind))| artifacts(at, page, kind, words, trackers))
        .collect()
}

/// The kind of each page. A page in a folder `services` is a service only if the tree has other
/// governed documents.
fn kinds(site: &Site, map: &ContentMap) -> Vec<Option<DocKind>> {
    let found: Vec<Option<(DocKind, By)>> = site
        .pages
        .par_iter()
        .map(|page| recognise::kind_of(page, map))
        .collect();
    let is_governed = found
        .iter()
        .flatten()
        .any(|(kind, _)| !matches!(kind, DocKind::Service | DocKind::Process | DocKind::Release));
    let is_taken =
        |(kind, by): &(DocKind, By)| *kind != DocKind::Service || *by == By::Author || is_governed;
    found
        .into_iter()
        .map(|found| found.filter(is_taken).map(|(kind, _)| kind))
        .collect()
}

fn artifacts<'s>(
    number: usize,
    page: &'s SitePage,
    kind: Option<DocKind>,
    words: &StatusWords,
    trackers: &Trackers,
) -> PageArtifacts<'s> {
    // The stories of a page are artifacts, but the page itself is not.
    let document = kind.filter(|kind| *kind != DocKind::Story).map(|kind| {
        tracked(
            recognise::document(number, page, kind, words),
            page,
            trackers,
        )
    });
    let entries = match &document {
        Some(release) if kind == Some(DocKind::Release) => {
            let id = &release.artifact.id;
            let name = id.split_once('/').map_or("", |(_, name)| name);
            releases::entries(number, page, name, trackers)
        }
        _ => Vec::new(),
    };
    // A heading "User Story" means little outside work folders: writing guides have it, too.
    let has_stories =
        kind == Some(DocKind::Story) || kind.is_none() && work_folder(&page.path).is_some();
    let stories = if has_stories {
        stories::of(number, page, trackers)
    } else {
        Vec::new()
    };
    PageArtifacts {
        document,
        entries,
        stories,
    }
}

/// Adds a document's tracker items: first those in front matter, then those after a label in its
/// text.
fn tracked(
    mut document: RecognisedDocument,
    page: &SitePage,
    trackers: &Trackers,
) -> RecognisedDocument {
    let text = if trackers.are_configured() {
        sections::prose(&page.page.events)
    } else {
        String::new()
    };
    let stated = page
        .page
        .front
        .list("tracked-by")
        .into_iter()
        .flat_map(|name| trackers.ids(&name));
    let mut seen = HashSet::new();
    document.artifact.trackers = stated
        .chain(trackers.labelled(&text))
        .filter(|id| seen.insert(id.clone()))
        .collect();
    document
}
