//! Artifacts without their own page: feature flags and tracker items.

use std::collections::HashSet;

use super::{Register, RegisteredEntry};
use crate::content_map::ContentMap;
use crate::trace::model::{Artifact, ArtifactKind};
use crate::trace::trackers::Trackers;

impl Register<'_> {
    /// Adds the feature flags of release entries, each at its first heading.
    pub fn flags(&mut self) {
        let mut flags: Vec<Artifact> = Vec::new();
        for RegisteredEntry { release, noted, .. } in &self.entries {
            let Some((name, heading)) = &noted.flag else {
                continue;
            };
            let id = format!("feature-flag/{name}");
            if flags.iter().any(|flag| flag.id == id) {
                continue;
            }
            let release = &self.artifacts[*release];
            let page = &self.site.pages[release.page.unwrap_or_default()].page;
            let heading = &page.headings[*heading];
            let place = page.text.place(heading.span());
            flags.push(Artifact {
                anchor: Some(heading.id.clone()),
                // The flag's own text is above its entries.
                last_line: Some(
                    noted
                        .artifact
                        .place
                        .line
                        .saturating_sub(1)
                        .max(heading.line),
                ),
                ..Artifact::outside(id, ArtifactKind::FeatureFlag, name, place).on(release.page)
            });
        }
        self.artifacts.extend(flags);
    }

    /// Adds the tracker items that artifacts name, each at its first mention.
    pub fn tracker_items(&mut self, map: &ContentMap) {
        let mut items: Vec<Artifact> = Vec::new();
        let mut seen = HashSet::new();
        for artifact in &self.artifacts {
            for name in &artifact.trackers {
                if seen.insert(name) {
                    let id = format!("tracker-item/{name}");
                    let place = artifact.place.clone();
                    let item = Artifact::outside(id, ArtifactKind::TrackerItem, name, place);
                    items.push(Artifact {
                        url: Trackers::address(map, name),
                        ..item
                    });
                }
            }
        }
        self.artifacts.extend(items);
    }
}
