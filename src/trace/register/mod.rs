//! Who is who: artifacts by id, page, heading, number, tracker id and title.

mod pages;
mod settle;
mod elsewhere;
mod names;
mod places;

use std::collections::HashMap;
use std::ops::Range;

use super::fields::RecordFields;
use super::model::Artifact;
use super::recognise::RecognisedDocument;
use super::releases::Noted;
use super::status::{Stated, StatusWords};
use super::stories::Story;
use super::trackers::Trackers;
use crate::content_map::{ContentMap, DocKind};
use crate::site::Site;
use names::ArtifactNames;
use pages::PageArtifacts;

/// All artifacts and the ways to name them.
pub struct Register<'s> {
    /// The site they stand in.
    pub site: &'s Site,
    /// The words for states.
    pub words: StatusWords,
    /// The content map.
    map: &'s ContentMap,
    /// The artifacts: page by page, a page's own before its parts'.
    pub artifacts: Vec<Artifact>,
    /// The document that each page is.
    pub documents: Vec<Option<usize>>,
    /// Whether decisions are numbered in several series.
    pub has_series: bool,
    /// What documents say of themselves, by artifact.
    said: HashMap<usize, DocumentFacts>,
    /// The stories, by artifact.
    pub stories: Vec<(usize, Story<'s>)>,
    /// The release entries.
    pub entries: Vec<RegisteredEntry>,
    /// The items of release entries, by page: bytes of its text, and the entry.
    items: HashMap<usize, Vec<ArtifactExtent>>,
    /// The headings of stories, by page: numbers of its headings, and the story.
    parts: HashMap<usize, Vec<ArtifactExtent>>,
    names: ArtifactNames,
}

/// What belongs to an artifact that is a part of a page.
struct ArtifactExtent {
    range: Range<usize>,
    artifact: usize,
}

/// What a document says of itself.
pub struct DocumentFacts {
    /// Its fields.
    pub fields: RecordFields,
    /// The state that a decision says it is in.
    pub stated: Option<Stated>,
}

/// A release entry, and where it belongs.
pub struct RegisteredEntry {
    /// The entry, by artifact.
    pub artifact: usize,
    /// The release that it is of, by artifact.
    pub release: usize,
    pub noted: Noted,
}

impl<'s> Register<'s> {
    /// Finds the artifacts of a site.
    pub fn of(site: &'s Site, map: &'s ContentMap, trackers: &Trackers) -> Self {
        let words = StatusWords::of(map);
        let found = pages::read(site, map, &words, trackers);
        let mut register = Self {
            site,
            words,
            map,
            artifacts: Vec::new(),
            documents: vec![None; site.pages.len()],
            has_series: false,
            said: HashMap::new(),
            stories: Vec::new(),
            entries: Vec::new(),
            items: HashMap::new(),
            parts: HashMap::new(),
            names: ArtifactNames::default(),
        };
        for (number, page) in found.into_iter().enumerate() {
            register.page(number, page);
        }
        register.settle_ids();
        register.settle_series();
        register.settle_days();
        register.flags();
        register.tracker_items(map);
        register.names = ArtifactNames::of(&register.artifacts, site);
        register
    }

    fn page(&mut self, number: usize, page: PageArtifacts<'s>) {
        let document = page.document.map(|document| self.document(document));
        self.documents[number] = document;
        for noted in page.entries {
            let at = self.add(noted.artifact.clone());
            let items = self.items.entry(number).or_default();
            items.push(ArtifactExtent {
                range: noted.range.clone(),
                artifact: at,
            });
            self.entries.push(RegisteredEntry {
                artifact: at,
                release: document.unwrap_or(at),
                noted,
            });
        }
        for story in page.stories {
            let at = self.add(story.artifact.clone());
            let parts = self.parts.entry(number).or_default();
            parts.push(ArtifactExtent {
                range: story.headings.clone(),
                artifact: at,
            });
            self.stories.push((at, story));
        }
    }

    fn document(&mut self, document: RecognisedDocument) -> usize {
        let RecognisedDocument {
            artifact,
            fields,
            stated,
        } = document;
        let at = self.add(artifact);
        self.said.insert(at, DocumentFacts { fields, stated });
        at
    }

    fn add(&mut self, mut artifact: Artifact) -> usize {
        // A title stands in lists, trees and messages: it is one line.
        if artifact.title.contains('\n') {
            artifact.title = artifact
                .title
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
        }
        self.artifacts.push(artifact);
        self.artifacts.len() - 1
    }

    /// Whether the content map excludes a file from a kind.
    pub fn is_excluded(&self, path: &str, kind: DocKind) -> bool {
        self.map
            .artifacts
            .get(&kind)
            .is_some_and(|artifact| artifact.exclude.contains(path))
    }

    /// What a document, by artifact, says of itself.
    pub fn said(&self, document: usize) -> Option<&DocumentFacts> {
        self.said.get(&document)
    }
}

/// The folder that a path lies in.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
