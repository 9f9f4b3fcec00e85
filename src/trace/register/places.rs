//! Lookups of artifacts by place: page, heading and byte.

use super::Register;
use crate::body::{EventKind, Heading, Page};
use crate::source::Place;
use crate::trace::model::Artifact;
use crate::trace::trackers::Trackers;

impl Register<'_> {
    /// The artifact of a heading on a page: a story, else the document.
    pub fn at(&self, page: usize, heading: Option<usize>) -> Option<usize> {
        if let Some(heading) = heading
            && let Some(parts) = self.parts.get(&page)
            && let Some(part) = parts.iter().find(|part| part.range.contains(&heading))
        {
            return Some(part.artifact);
        }
        self.documents[page]
    }

    /// The artifact at a byte of a page's text: the innermost release entry there, else the
    /// artifact of the heading.
    pub fn speaker(&self, page: usize, heading: Option<usize>, at: usize) -> Option<usize> {
        let items = self.items.get(&page);
        let mut items = items.into_iter().flatten().rev();
        match items.find(|item| item.range.contains(&at)) {
            Some(item) => Some(item.artifact),
            None => self.at(page, heading),
        }
    }

    /// The artifact that a link to a page and an anchor leads to.
    pub fn linked(&self, page: usize, anchor: Option<&str>) -> Option<usize> {
        let headings = &self.site.pages[page].page.headings;
        let heading = anchor.and_then(|anchor| {
            let mut ids = headings.iter().map(|heading| &heading.id);
            ids.position(|id| id == anchor)
        });
        self.at(page, heading)
    }

    /// The place of an artifact's first mention of a tracker item, or the artifact's start if only
    /// its front matter names the item.
    pub fn place_of_item(&self, artifact: &Artifact, id: &str, trackers: &Trackers) -> Place {
        if let Some(page) = artifact.page {
            let page = &self.site.pages[page].page;
            if let Some(place) = first_mention(page, artifact, id, trackers) {
                return place;
            }
        }
        artifact.place.clone()
    }
}

/// The first mention of a tracker item after an artifact's heading.
fn first_mention(page: &Page, artifact: &Artifact, id: &str, trackers: &Trackers) -> Option<Place> {
    let is_start = |heading: &&Heading| artifact.anchor.as_ref() == Some(&heading.id);
    let start = match page.headings.iter().find(is_start) {
        Some(heading) => heading.event,
        None => 0,
    };
    page.events[start..].iter().find_map(|event| {
        let (EventKind::Text(text) | EventKind::Literal(text)) = &event.kind else {
            return None;
        };
        let mut items = trackers.found(text).into_iter();
        let (at, id) = items.find(|(_, found)| *found == id)?;
        let start = event.range.start as usize + at;
        Some(page.text.place(start..start + id.len()))
    })
}
