//! Artifacts that share a number, an id, a tracker item or a title.

use std::collections::BTreeMap;

use super::Checks;
use crate::content_map::DocKind;
use crate::diag::Code;
use crate::trace::model::Artifact;
use crate::trace::recognise::work_folder;
use crate::trace::register::folder_of;

impl Checks<'_> {
    /// Reports decisions with the same number, stories with the same tracker item and artifacts
    /// with the same id.
    pub fn identities(&mut self) {
        let mut claims: BTreeMap<(Code, String), Vec<usize>> = BTreeMap::new();
        for (at, artifact) in self.trace.artifacts.iter().enumerate() {
            for claim in self.claims(artifact) {
                claims.entry(claim).or_default().push(at);
            }
        }
        for ((code, name), claimants) in claims {
            if let [first, others @ ..] = claimants.as_slice() {
                self.duplicates(code, &name, *first, others);
            }
        }
    }

    /// The names that no other artifact may have, each with the code of the finding for a
    /// duplicate.
    fn claims(&self, artifact: &Artifact) -> Vec<(Code, String)> {
        if artifact.decision_number().is_some() {
            return vec![(Code::DuplicateDecision, self.number_of(artifact))];
        }
        if artifact.is(DocKind::Story) && !artifact.trackers.is_empty() {
            let items = artifact.trackers.iter();
            return items
                .map(|id| (Code::DuplicateTracker, id.clone()))
                .collect();
        }
        vec![(Code::DuplicateArtifact, artifact.id.clone())]
    }

    /// Reports the artifacts that have the same name as the first.
    fn duplicates(&mut self, code: Code, name: &str, first: usize, others: &[usize]) {
        let place = self.paths.of_line(&self.trace.artifacts[first].place);
        for at in others {
            let (message, help) = match code {
                Code::DuplicateDecision => {
                    let number = name.rsplit('/').next().unwrap_or(name);
                    let message = format!("decision {number} is there already: `{place}`");
                    (message, "give one of the two the next free number")
                }
                Code::DuplicateTracker => (
                    format!("{name} tracks another story already: `{place}`"),
                    "an item tracks one story: correct one of the two",
                ),
                _ => (
                    format!("`{name}` is there already: `{place}`"),
                    "rename one of the two, or give it an `id` in its front matter",
                ),
            };
            self.find(code, *at, message, help);
        }
    }

    /// A decision's number, with its series if that has a name. The number is unique among all
    /// decisions, or among those of its folder in a tree with several series.
    fn number_of(&self, artifact: &Artifact) -> String {
        let folder = if self.register.has_series {
            folder_of(self.path(artifact))
        } else {
            ""
        };
        let numbered = artifact.numbered.as_ref();
        let number = numbered.map_or_else(String::new, |numbered| match numbered.series.as_str() {
            "" => format!("{:04}", numbered.number),
            series => format!("{}-{:04}", series.to_uppercase(), numbered.number),
        });
        format!("{folder}/{number}")
    }

    /// Reports stories of one work folder with the same title: a dependency names a story by its
    /// title.
    pub fn titles(&mut self) {
        let mut claims: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for (at, story) in &self.register.stories {
            let artifact = &self.trace.artifacts[*at];
            let path = self.path(artifact);
            let folder = work_folder(path).map_or(path, |folder| folder.slug);
            let first = *claims
                .entry((folder, story.artifact.title.to_lowercase()))
                .or_insert(*at);
            let known = &self.trace.artifacts[first];
            // `identities` reports duplicate ids.
            if first != *at && known.id != artifact.id {
                let place = self.paths.of_line(&known.place);
                let message = format!("the story `{}` is there already: `{place}`", artifact.title);
                let help =
                    "give one of the two another title: dependencies name stories by their titles";
                self.find(Code::DuplicateArtifact, *at, message, help);
            }
        }
    }
}
