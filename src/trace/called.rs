//! The names that people call artifacts by.

use super::Trace;
use super::model::{Artifact, ArtifactKind};

impl Trace {
    /// The artifacts that go by another name; documents before what only mentions them.
    pub fn called(&self, name: &str) -> Vec<usize> {
        for is_called in [has_url, has_tracker, has_ending, has_number, has_title] {
            let mut called = Vec::new();
            for (at, artifact) in self.artifacts.iter().enumerate() {
                if is_called(artifact, name) {
                    called.push(at);
                }
            }
            let is_document = |at: &usize| {
                let kind = self.artifacts[*at].kind;
                matches!(kind, ArtifactKind::Document(_))
            };
            if called.iter().any(is_document) {
                called.retain(is_document);
            }
            if !called.is_empty() {
                return called;
            }
        }
        Vec::new()
    }
}

/// Returns whether an artifact outside the site has an address.
fn has_url(artifact: &Artifact, address: &str) -> bool {
    artifact.url.as_deref() == Some(address)
}

/// Returns whether an artifact of the site belongs to an item of a tracker.
fn has_tracker(artifact: &Artifact, id: &str) -> bool {
    let mut trackers = artifact.trackers.iter();
    artifact.page.is_some() && trackers.any(|own| own.eq_ignore_ascii_case(id))
}

/// Returns whether a name is an artifact's id in other letters, or its last part: `0014`.
fn has_ending(artifact: &Artifact, name: &str) -> bool {
    let own = artifact.id.as_str();
    let last = own.rsplit('/').next().unwrap_or(own);
    own.eq_ignore_ascii_case(name) || last.eq_ignore_ascii_case(name)
}

/// Returns whether people cite a decision by a name: `ADR 14`, `adr-0014`, `#14`.
fn has_number(artifact: &Artifact, name: &str) -> bool {
    let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    let word = &name[..name.len() - digits.len()];
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let word = word.to_lowercase();
    if !["", "adr", "decision"].contains(&word.as_str()) {
        return false;
    }
    let Ok(number) = digits.parse() else {
        return false;
    };
    artifact.decision_number() == Some(number)
}

fn has_title(artifact: &Artifact, name: &str) -> bool {
    artifact.title.eq_ignore_ascii_case(name)
}
