//! The artifact that a section is or stands in, and its names.

use std::collections::HashMap;

use crate::body::Heading;
use crate::content_map::DocKind;
use crate::trace::{Artifact, ArtifactKind};

/// For each heading the innermost part of its page that it begins or stands in.
pub fn owners<'a>(headings: &[Heading], artifacts: &[&'a Artifact]) -> Vec<Option<&'a Artifact>> {
    let begun = artifacts
        .iter()
        .filter_map(|artifact| Some((artifact.anchor.as_deref()?, *artifact)));
    let begun: HashMap<&str, &Artifact> = begun.collect();
    let mut open: Vec<(u8, &Artifact)> = Vec::new();
    let owner = |heading: &Heading| {
        while let Some((level, artifact)) = open.last()
            && !contains(artifact, *level, heading)
        {
            open.pop();
        }
        if let Some(artifact) = begun.get(heading.id.as_str()) {
            open.push((heading.level, *artifact));
        }
        open.last().map(|(_, artifact)| *artifact)
    };
    headings.iter().map(owner).collect()
}

/// Returns whether a later heading is in a part of a page that began at a heading of this level.
/// The parts of a story may be of a higher level than its own heading.
fn contains(artifact: &Artifact, level: u8, heading: &Heading) -> bool {
    if artifact.kind == ArtifactKind::Document(DocKind::Story) {
        return artifact.last_line.is_none_or(|last| heading.line <= last);
    }
    level < heading.level
}

/// An artifact's names: `ADR 0014`, `IPT-106`, a service's name.
pub fn identifiers(artifact: &Artifact) -> Vec<String> {
    let mut names = artifact.trackers.clone();
    names.extend(
        artifact
            .decision_number()
            .map(|number| format!("ADR {number:04}")),
    );
    // The heading of a part of a page says its name.
    let is_part = artifact.anchor.is_some();
    let named = artifact.decision_number().is_none() && artifact.trackers.is_empty() && !is_part;
    names.extend(
        artifact
            .id
            .split_once('/')
            .filter(|_| named)
            .map(|(_, name)| name.to_owned()),
    );
    names
}
