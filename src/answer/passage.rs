//! Passages: pieces of pages, with the facts of the place that they stand at.

use std::ops::Range;

use serde::Serialize;

use super::cut::SectionPiece;
use crate::catalogue::Catalogue;
use crate::search::SearchHit;

/// A piece of a page, word for word.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Passage {
    /// The text; cells of a row are parted by tabs.
    pub text: String,
    /// The line above that belongs to it: the header of a table, the lead-in of a list.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// The words of the question, in bytes of the text.
    pub marks: Vec<Range<usize>>,
    /// The address from the site's root: the page's route, and `#heading`.
    pub route: String,
    /// The titles of the folders, the page and the headings that it stands in.
    pub heading: Vec<String>,
    /// The kind of document: `decision`.
    pub kind: Option<String>,
    /// The status: `accepted`.
    pub status: Option<String>,
    /// The id of the decision that holds in its place.
    pub superseded_by: Option<String>,
    /// The day of the last change: `2026-11-21`.
    pub updated: Option<String>,
    /// The page's file, from the docs folder.
    pub file: String,
    /// The line that its section starts at, from 1, or that states the relation.
    pub line: u64,
}

impl Passage {
    /// A piece of a section.
    pub fn of(hit: &SearchHit, piece: SectionPiece<'_>, catalogue: &Catalogue) -> Self {
        let mut pages = catalogue.pages.iter();
        let page = pages.find(|page| page.file == hit.file);
        let own = |text: Option<&str>| text.map(str::to_owned);
        let mut heading = hit.breadcrumb.clone();
        heading.push(hit.section.heading.to_string());
        Self {
            text: piece.text.trim_end().to_owned(),
            lead: piece.lead.to_owned(),
            marks: Vec::new(),
            route: hit.route.clone(),
            heading,
            kind: own(hit.section.kind.as_deref()),
            status: own(hit.section.status.as_deref()),
            superseded_by: page.and_then(|page| page.superseded_by.clone()),
            updated: page.and_then(|page| page.updated.clone()),
            file: hit.file.clone(),
            line: hit.line,
        }
    }
}
