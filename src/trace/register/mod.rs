//! The register of artifacts, with lookups by id, page, heading, number, tracker id and title.

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

/// All artifacts, with their names.
pub struct Register<'s> {
    /// The site of the artifacts.
    pub site: &'s Site,
    /// The words for statuses.
    pub words: StatusWords,
    /// The content map.
    map: &'s ContentMap,
    /// The artifacts: page by page, a page's own before its parts'.
    pub artifacts: Vec<Artifact>,
    /// The document of each page.
    pub documents: Vec<Option<usize>>,
    /// True if decisions are numbered in several series.
    pub has_series: bool,
    /// The facts that documents state about themselves, by artifact.
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

/// The range of an artifact that is a part of a page.
struct ArtifactExtent {
    range: Range<usize>,
    artifact: usize,
}

/// The facts that a document states about itself.
pub struct DocumentFacts {
    /// The fields of its text.
    pub fields: RecordFields,
    /// The status that a decision states.
    pub stated: Option<Stated>,
}

/// A release entry, with its release.
pub struct RegisteredEntry {
    /// The entry, by artifact.
    pub artifact: usize,
    /// The release, by artifact.
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
        // Lists, trees and messages need a title in one line.
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

    /// Returns whether the content map excludes a file from a kind.
    pub fn is_excluded(&self, path: &str, kind: DocKind) -> bool {
        self.map
            .artifacts
            .get(&kind)
            .is_some_and(|artifact| artifact.exclude.contains(path))
    }

    /// The facts that a document states about itself; `document` is the artifact's number.
    pub fn stated(&self, document: usize) -> Option<&DocumentFacts> {
        self.said.get(&document)
    }
}

/// The folder of a path.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
