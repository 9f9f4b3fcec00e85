//! Lookups of artifacts by the names in documents: id, number, tracker id or title.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Register, folder_of};
use crate::content_map::DocKind;
use crate::site::Site;
use crate::trace::model::{Artifact, ArtifactKind};
use crate::trace::recognise::{former_id, work_folder};

/// The artifacts of each name of every sort.
#[derive(Default)]
pub struct ArtifactNames {
    by_id: HashMap<String, Vec<usize>>,
    by_tracker: HashMap<String, Vec<usize>>,
    by_number: HashMap<u64, Vec<usize>>,
    /// By the part of their ids after the kind.
    by_ending: HashMap<String, Vec<usize>>,
    /// Decisions by their ids in earlier versions.
    by_former: HashMap<String, Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
}

impl ArtifactNames {
    /// Collects the names of all artifacts of a site.
    pub fn of(artifacts: &[Artifact], site: &Site) -> Self {
        let mut names = Self::default();
        for (at, artifact) in artifacts.iter().enumerate() {
            names.add(at, artifact, site);
        }
        names
    }

    fn add(&mut self, at: usize, artifact: &Artifact, site: &Site) {
        add(&mut self.by_id, artifact.id.clone(), at);
        if let Some((_, ending)) = artifact.id.split_once('/') {
            add(&mut self.by_ending, ending.to_owned(), at);
        }
        if artifact.is(DocKind::Story) {
            add(&mut self.by_title, as_title(&artifact.title), at);
            for id in &artifact.trackers {
                add(&mut self.by_tracker, id.clone(), at);
            }
        }
        if let Some(number) = artifact.decision_number() {
            add(&mut self.by_number, number, at);
        }
        if artifact.is(DocKind::Decision)
            && let Some(page) = artifact.page
            && let Some(former) = former_id(&site.pages[page])
            && former != artifact.id
        {
            add(&mut self.by_former, former, at);
        }
    }
}

fn add<N: Hash + Eq>(names: &mut HashMap<N, Vec<usize>>, name: N, at: usize) {
    names.entry(name).or_default().push(at);
}

impl<'s> Register<'s> {
    /// The decision that had this id in an earlier version, if no artifact has it today.
    pub fn formerly(&self, id: &str) -> Option<usize> {
        let [one] = self.names.by_former.get(id)?.as_slice() else {
            return None;
        };
        self.with_id(id).is_empty().then_some(*one)
    }

    /// All former ids, each with its decision.
    pub fn former_ids(&self) -> HashMap<String, usize> {
        let known = self
            .names
            .by_former
            .keys()
            .filter_map(|id| Some((id.clone(), self.formerly(id)?)));
        known.collect()
    }

    /// The artifacts with an id.
    pub fn with_id(&self, id: &str) -> &[usize] {
        self.names.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// The artifacts whose ids have this name after the kind.
    pub fn ending_in(&self, name: &str) -> &[usize] {
        self.names.by_ending.get(name).map_or(&[], Vec::as_slice)
    }

    /// The story of a tracker item. If several stories claim it, the one with the item in its id
    /// comes first.
    pub fn tracked_as(&self, id: &str) -> Option<usize> {
        let claims = self.names.by_tracker.get(id)?;
        let is_named = |at: &&usize| self.artifacts[**at].id.strip_prefix("story/") == Some(id);
        let named = claims.iter().find(is_named);
        named.or_else(|| claims.first()).copied()
    }

    /// The decisions with a number. Leading zeros are ignored.
    pub fn decisions(&self, number: &str) -> &[usize] {
        let number = number.strip_prefix("decision/").unwrap_or(number);
        let Ok(number) = number.parse::<u64>() else {
            return &[];
        };
        let numbered = self.names.by_number.get(&number);
        numbered.map_or(&[], Vec::as_slice)
    }

    /// The decisions that a number on a page can mean. Decisions in the page's folder come before
    /// all others.
    pub fn mentioned(&self, number: &str, page: usize) -> Vec<usize> {
        let all = self.decisions(number);
        let folder_of = |page: usize| folder_of(&self.site.pages[page].path);
        let folder = folder_of(page);
        let is_beside = |at: &usize| match self.artifacts[*at].page {
            Some(other) => folder_of(other) == folder,
            None => false,
        };
        let beside: Vec<usize> = all.iter().copied().filter(is_beside).collect();
        if beside.is_empty() {
            all.to_vec()
        } else {
            beside
        }
    }

    /// Returns whether the site has any numbered decisions.
    pub fn has_decisions(&self) -> bool {
        !self.names.by_number.is_empty()
    }

    /// The stories with a title. Those on the same page come before all others.
    pub fn titled(&self, title: &str, page: usize) -> Vec<usize> {
        let Some(all) = self.names.by_title.get(&as_title(title)) else {
            return Vec::new();
        };
        let is_near = |at: &usize| self.artifacts[*at].page == Some(page);
        let near: Vec<usize> = all.iter().copied().filter(is_near).collect();
        if near.is_empty() { all.clone() } else { near }
    }

    /// The artifact of a kind in each work folder, by the folder's name.
    pub fn in_work_folders(&self, kind: DocKind) -> HashMap<&'s str, usize> {
        let mut found = HashMap::new();
        for (at, artifact) in self.artifacts.iter().enumerate() {
            if artifact.kind == ArtifactKind::Document(kind)
                && let Some(page) = artifact.page
                && let Some(work) = work_folder(&self.site.pages[page].path)
            {
                found.entry(work.slug).or_insert(at);
            }
        }
        found
    }
}

/// A title without case and final full stops, for comparison.
fn as_title(text: &str) -> String {
    text.trim().trim_end_matches('.').to_lowercase()
}
