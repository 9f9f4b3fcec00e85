//! Artifacts, their relations and their statuses, read from the pages of a site.
//!
//! **Enters:** a [`Site`] and the [`ContentMap`]. **Leaves:** a [`Trace`] and
//! the findings about the chain.
//! **Invariant:** an id never contains the state of the work (active, backlog,
//! archived). Every relation records how and where it was stated. Nothing is
//! guessed: a fact that no document states is unknown.

mod words;
mod dates;
mod numbered;
mod model;
mod sections;
mod lines;
mod succession;
mod status;
mod fields;
mod recognise;
mod trackers;
mod stories;
mod releases;
mod statements;
mod register;
mod front_matter;
mod reviewed;
mod memory;
mod relations;
mod graph;
mod record;
mod chain;
mod views;
mod checks;
mod suspects;
mod called;
mod candidates;
mod floods;
mod export;

pub use chain::ChainLink;
pub use export::ExportFormat;
pub use floods::gathered;
pub use graph::{Direction, Neighbour};
pub use memory::StatementCache;
pub use model::{Artifact, ArtifactKind, Edge, EntryContext, How, Relation, Status};
pub use suspects::{ReadPast, Suspect, find as suspects};
pub use views::{
    ChainFacts, Coverage, DecisionFacts, Matrix, MatrixKind, Measure, PageFacts, PageKind, Retired,
    StoryFacts, WorkFacts, broken,
};

use std::collections::HashMap;

use serde::Deserialize;

use crate::content_map::ContentMap;
use crate::diag::{Diagnostic, ShownPaths};
use crate::site::Site;
use record::TraceRecord;
use register::Register;
use trackers::Trackers;

/// All artifacts of a site and their relations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "TraceRecord")]
pub struct Trace {
    /// The artifacts, in the order of their pages.
    pub artifacts: Vec<Artifact>,
    /// The relations, by the artifact that they start from.
    pub edges: Vec<Edge>,
    /// The number of acceptance criteria of each story, by artifact.
    pub criteria: HashMap<usize, usize>,
    /// The release of each release entry, by artifact.
    pub releases: HashMap<usize, usize>,
    outgoing: Vec<Vec<usize>>,
    incoming: Vec<Vec<usize>>,
    /// The edges of each artifact, in the order of [`Trace::neighbours`].
    related: Vec<Vec<(usize, Direction)>>,
    by_id: HashMap<String, usize>,
    /// The ids that decisions had in earlier versions and that no artifact has today.
    former_ids: HashMap<String, usize>,
    on_page: HashMap<usize, Vec<usize>>,
}

/// Finds the artifacts of a site and their relations, and checks the chain. `paths` serves messages
/// that name another file; `memory` must come from the same content map or be empty.
pub fn trace(
    site: &Site,
    map: &ContentMap,
    paths: &ShownPaths,
    memory: &mut StatementCache,
) -> (Trace, Vec<Diagnostic>) {
    let trackers = Trackers::of(map);
    let register = Register::of(site, map, &trackers);
    let inferred = relations::infer(&register, &trackers, memory);
    let stories = &register.stories;
    let criteria = stories
        .iter()
        .map(|(at, story)| (*at, story.criteria.map_or(0, sections::count_items)))
        .collect();
    let releases = register
        .entries
        .iter()
        .map(|entry| (entry.artifact, entry.release))
        .collect();
    let trace = Trace {
        criteria,
        releases,
        former_ids: register.former_ids(),
        ..Trace::new(register.artifacts.clone(), inferred.edges)
    };
    let mut findings = inferred.findings;
    let supersessions = &inferred.supersessions;
    findings.extend(checks::check(&register, &trace, supersessions, paths));
    findings.extend(candidates::note(&register));
    (trace, findings)
}
