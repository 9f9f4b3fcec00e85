//! Relations from the structure of the tree: work folders, dependencies of stories, release entries
//! and trackers.

use super::inference::Inference;
use crate::content_map::DocKind;
use crate::diag::Code;
use crate::trace::model::{ArtifactKind, Edge, How, Relation};
use crate::trace::recognise;
use crate::trace::register::RegisteredEntry;
use crate::trace::sections::{self, ListItem};
use crate::trace::stories::Story;

impl Inference<'_, '_> {
    /// Relates the artifacts of each work folder.
    pub fn folders(&mut self) {
        let challenges = self.register.in_work_folders(DocKind::Challenge);
        let specifications = self.register.in_work_folders(DocKind::Specification);
        for (slug, &specification) in &specifications {
            if let Some(&challenge) = challenges.get(slug) {
                self.by_folder(Relation::Satisfies, specification, challenge);
            }
        }
        for (at, story) in &self.register.stories {
            let path = story
                .artifact
                .page
                .map_or("", |page| &self.register.site.pages[page].path);
            let folder = recognise::work_folder(path);
            if let Some(&specification) = folder.and_then(|folder| specifications.get(folder.slug))
            {
                self.by_folder(Relation::Refines, *at, specification);
            }
        }
    }

    fn by_folder(&mut self, relation: Relation, from: usize, to: usize) {
        let place = self.register.artifacts[from].place.clone();
        self.edges.push(Edge {
            relation,
            from,
            to,
            how: How::Folder,
            place,
        });
    }

    /// Relates stories to the stories whose titles are under "Dependencies".
    pub fn stories(&mut self) {
        let register = self.register;
        for (at, story) in &register.stories {
            let Some(section) = story.dependencies else {
                continue;
            };
            for item in sections::items(section.events) {
                // A linked item gets its relation from the link.
                if sections::links(item.events).next().is_none() {
                    self.dependency(*at, story, &item);
                }
            }
        }
    }

    /// Adds the dependency on a story that a list item names by its title.
    fn dependency(&mut self, from: usize, story: &Story<'_>, item: &ListItem<'_>) {
        let register = self.register;
        let page = story.artifact.page.unwrap_or_default();
        let place = register.site.pages[page].page.text.place(item.at.span());
        match register.titled(&item.text, page).as_slice() {
            [] => {}
            [one] => self.push(Relation::DependsOn, from, *one, How::Title, place),
            several => {
                let title = item.text.trim();
                let message = format!("{} stories are titled `{title}`", several.len());
                let help = "link to the one that is meant";
                self.find(Code::AmbiguousRelation, place, message, help);
            }
        }
    }

    /// Relates release entries to the stories that they deliver and to their feature flags.
    pub fn entries(&mut self) {
        let register = self.register;
        for RegisteredEntry {
            artifact: at,
            noted,
            ..
        } in &register.entries
        {
            let place = noted.artifact.place.clone();
            for id in &noted.artifact.trackers {
                if let Some(story) = register.tracked_as(id) {
                    self.push(Relation::Delivers, *at, story, How::Tracker, place.clone());
                }
            }
            if let Some((name, _)) = &noted.flag {
                for flag in register.with_id(&format!("feature-flag/{name}")) {
                    self.push(Relation::GatedBy, *at, *flag, How::Heading, place.clone());
                }
            }
        }
    }

    /// Relates artifacts to their tracker items.
    pub fn tracked(&mut self) {
        let register = self.register;
        for (at, artifact) in register.artifacts.iter().enumerate() {
            // A release entry delivers the story of its tracker item; the item does not track the
            // entry.
            if artifact.kind == ArtifactKind::ReleaseEntry {
                continue;
            }
            for id in &artifact.trackers {
                let place = register.place_of_item(artifact, id, self.trackers);
                for item in register.with_id(&format!("tracker-item/{id}")) {
                    self.push(Relation::TrackedBy, at, *item, How::Tracker, place.clone());
                }
            }
        }
    }
}
