//! Finds the changes of parts of pages in git's versions of their files.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::ReadPast;
use super::compared::{Says, normative, whole};
use super::past::{Compared, PartEdit, PartName, PastAnswers};
use crate::discover::{History, Version};
use crate::site::Site;
use crate::trace::Trace;
use crate::trace::model::{Artifact, Edge};

/// The number of versions of a file that are compared. An older change is not reported.
const DEEPEST: usize = 50;

/// Reads the versions of pages from git, each at most once.
pub struct PastReader<'r> {
    pub trace: &'r Trace,
    pub site: &'r Site,
    history: &'r History,
    past: ReadPast<'r>,
    memory: &'r mut PastAnswers,
    /// The pages whose versions are in `contents`.
    fetched: HashSet<usize>,
    /// The contents of versions, by git's blob names.
    contents: HashMap<String, Vec<u8>>,
}

impl<'r> PastReader<'r> {
    /// Creates a reader without any versions.
    pub fn new(
        trace: &'r Trace,
        site: &'r Site,
        history: &'r History,
        past: ReadPast<'r>,
        memory: &'r mut PastAnswers,
    ) -> Self {
        Self {
            trace,
            site,
            history,
            past,
            memory,
            fetched: HashSet::new(),
            contents: HashMap::new(),
        }
    }

    /// Reads all versions without a cached answer, in one run of git.
    pub fn fetch_unknown(&mut self, edges: &[&Edge]) {
        let asked = edges
            .iter()
            .flat_map(|edge| [(edge.from, Compared::All), (edge.to, Compared::Norm)]);
        let is_unknown = |(at, compared): &(usize, Compared)| {
            self.part(*at).is_some_and(|(part, text)| {
                self.memory.edits.get(&(part, *compared), text).is_none()
            })
        };
        let pages = asked
            .filter(is_unknown)
            .filter_map(|(at, _)| self.trace.artifacts[at].page)
            .collect();
        self.fetch(pages);
    }

    /// Reads all versions of pages, in one run of git.
    fn fetch(&mut self, mut pages: BTreeSet<usize>) {
        pages.retain(|page| self.fetched.insert(*page));
        if pages.is_empty() {
            return;
        }
        let versions = pages
            .iter()
            .flat_map(|page| self.versions(*page))
            .map(|version| version.blob.as_str());
        let blobs: BTreeSet<&str> = versions.collect();
        let contents = self.history.contents(&blobs);
        self.contents.extend(contents);
    }

    /// An artifact's part of a page, and the page's own text. Included files are left out, as they
    /// are in older versions.
    fn part(&self, at: usize) -> Option<(PartName, &Arc<str>)> {
        let artifact = &self.trace.artifacts[at];
        let page = &self.site.pages[artifact.page?];
        let heading = heading(artifact).to_owned();
        let part = (page.path.clone(), heading);
        Some((part, &page.page.source().text))
    }

    fn versions(&self, page: usize) -> &[Version] {
        let path = self.site.pages[page].file_path();
        let Some(change) = self.history.of(path) else {
            return &[];
        };
        let count = change.versions.len().min(DEEPEST);
        &change.versions[..count]
    }

    /// Returns whether an artifact's normative section has the same words as in the version of this
    /// order.
    pub fn says_the_same(&mut self, at: usize, order: usize) -> bool {
        let artifact = &self.trace.artifacts[at];
        let (Some(page), Some((part, text))) = (artifact.page, self.part(at)) else {
            return false;
        };
        let (question, text) = ((part, order), text.clone());
        let known = self.memory.same.get(&question, &text).copied();
        let is_same = known.unwrap_or_else(|| {
            self.fetch([page].into());
            let then = self
                .versions(page)
                .iter()
                .find(|version| version.order >= order);
            let now = self.words(at, text.as_bytes(), normative, None);
            let then = then.and_then(|version| self.contents.get(&version.blob));
            then.and_then(|bytes| self.words(at, bytes, normative, now.as_deref())) == now
        });
        self.memory.same.put(question, text, is_same);
        is_same
    }

    /// The newest change of an artifact; `None` for a file that was never committed.
    pub fn edit(&mut self, at: usize, compared: Compared) -> Option<PartEdit> {
        let (part, text) = self.part(at)?;
        let (question, text) = ((part, compared), text.clone());
        let known = self.memory.edits.get(&question, &text).cloned();
        let edit = known.unwrap_or_else(|| self.newest_edit(at, &text, compared));
        self.memory.edits.put(question, text, edit.clone());
        edit
    }

    fn newest_edit(&mut self, at: usize, text: &str, compared: Compared) -> Option<PartEdit> {
        let says: Says = match compared {
            Compared::Norm => normative,
            Compared::All => whole,
        };
        let page = self.trace.artifacts[at].page?;
        self.fetch([page].into());
        let mut now = Some(self.words(at, text.as_bytes(), says, None)?);
        let versions = self.versions(page);
        let mut newest = PartEdit {
            order: 0,
            date: versions.first()?.date.clone(),
        };
        for version in versions {
            let bytes = self.contents.get(&version.blob);
            let was = bytes.and_then(|bytes| self.words(at, bytes, says, now.as_deref()));
            if was != now {
                return Some(newest);
            }
            now = was;
            newest = PartEdit {
                order: version.order,
                date: version.date.clone(),
            };
        }
        Some(newest)
    }

    /// The words of an artifact in a version of its page's file.
    fn words(&self, at: usize, bytes: &[u8], says: Says, now: Option<&str>) -> Option<String> {
        let artifact = &self.trace.artifacts[at];
        let today = &self.site.pages[artifact.page?].page;
        let then = (self.past)(today, bytes)?;
        says(&then, heading(artifact), now)
    }
}

/// The heading of a part of a page; empty for a whole page.
fn heading(artifact: &Artifact) -> &str {
    if artifact.anchor.is_some() {
        &artifact.title
    } else {
        ""
    }
}
