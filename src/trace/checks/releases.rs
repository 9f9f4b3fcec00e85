//! Release notes: items without an audience, and stories that are told to the wrong audience.

use super::Checks;
use crate::content_map::DocKind;
use crate::diag::Code;
use crate::trace::model::{Artifact, Relation};
use crate::trace::releases::AUDIENCES;
use crate::trace::sections;

impl Checks<'_> {
    /// Reports release notes whose items have no audience.
    pub fn releases(&mut self) {
        for at in self.trace.documents(DocKind::Release) {
            let Some(page) = self.page(&self.trace.artifacts[at]) else {
                continue;
            };
            let has_entries = self
                .register
                .entries
                .iter()
                .any(|entry| entry.release == at);
            let items = sections::items(&page.page.events).len();
            if !has_entries && items > 0 {
                let message = "no item of these notes is an entry".to_owned();
                let help = "put the items under a heading `Public`, `Beta` or `Internal`";
                self.find(Code::NoEntries, at, message, help);
            }
        }
    }

    /// Reports stories with a Public entry and another one that is Internal or behind a flag.
    pub fn audiences(&mut self) {
        for story in self.trace.documents(DocKind::Story) {
            let entries: Vec<usize> = self.trace.into(story, Relation::Delivers).collect();
            let Some(hidden) = entries.iter().copied().find(|entry| self.is_hidden(*entry)) else {
                continue;
            };
            let place = self.paths.of_line(&self.trace.artifacts[hidden].place);
            for entry in entries {
                if is_for(&self.trace.artifacts[entry], AUDIENCES[0]) {
                    let message = format!("the story is Internal or behind a flag at `{place}`");
                    let help = "take the entry out of Public, or the other one out of Internal";
                    self.find(Code::AudienceLeak, entry, message, help);
                }
            }
        }
    }

    /// Returns whether a release entry is Internal or behind a flag.
    fn is_hidden(&self, entry: usize) -> bool {
        is_for(&self.trace.artifacts[entry], AUDIENCES[2])
            || self.trace.out(entry, Relation::GatedBy).next().is_some()
    }
}

fn is_for(artifact: &Artifact, audience: &str) -> bool {
    let entry = artifact.entry.as_ref();
    entry.is_some_and(|entry| entry.audience == audience)
}
