//! The artifact that a section is or stands in, and its names.

use std::collections::HashMap;

use crate::body::Heading;
use crate::trace::Artifact;

/// For each heading the innermost part of its page that it begins or stands in.
pub fn owners<'a>(headings: &[Heading], artifacts: &[&'a Artifact]) -> Vec<Option<&'a Artifact>> {
    let begun = artifacts
        .iter()
        .filter_map(|artifact| Some((artifact.anchor.as_deref()?, *artifact)));
    let begun: HashMap<&str, &Artifact> = begun.collect();
    let mut open: Vec<(u8, &Artifact)> = Vec::new();
    let owner = |heading: &Heading| {
        while open
            .last()
            .is_some_and(|(level, _)| *level >= heading.level)
        {
            open.pop();
        }
        open.extend(
            begun
                .get(heading.id.as_str())
                .map(|artifact| (heading.level, *artifact)),
        );
        open.last().map(|(_, artifact)| *artifact)
    };
    headings.iter().map(owner).collect()
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
