//! Pages become artifacts and relations: where each governed document stands.
//!
//! **Enters:** a [`Site`] and the [`ContentMap`]. **Leaves:** a [`Trace`] and
//! what is wrong with the chain.
//! **Invariant:** an identity never names the state of its work (active,
//! backlog, archived), every relation says how and where it was stated, and
//! nothing is guessed: what a document does not say is unknown.

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
mod chain;
mod views;
mod checks;
mod suspects;
mod candidates;
mod floods;
mod export;

pub use chain::ChainLink;
pub use export::ExportFormat;
pub use floods::gathered;
pub use graph::{Direction, Neighbour};
pub use memory::Memory;
pub use model::{Artifact, ArtifactKind, Edge, EntryContext, How, Relation, Status};
pub use suspects::{ReadPast, Suspect, find as suspects};
pub use views::{
    ChainFacts, Coverage, DecisionFacts, Matrix, MatrixKind, Measure, PageFacts, PageKind,
    StoryFacts, WorkFacts, broken,
};

use std::collections::HashMap;

use crate::content_map::ContentMap;
use crate::diag::{Diagnostic, ShownPaths};
use crate::site::Site;
use register::Register;
use trackers::Trackers;

/// All artifacts of a site and how they bear on each other.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The artifacts, in the order of their pages.
    pub artifacts: Vec<Artifact>,
    /// The relations, by the artifact that they start from.
    pub edges: Vec<Edge>,
    /// What each story asks for: how many criteria it lists, by artifact.
    pub criteria: HashMap<usize, usize>,
    /// The release that each entry is of, by artifact.
    pub releases: HashMap<usize, usize>,
    outgoing: Vec<Vec<usize>>,
    incoming: Vec<Vec<usize>>,
    /// Edges of each artifact, in the order in which they are shown.
    related: Vec<Vec<(usize, Direction)>>,
    by_id: HashMap<String, usize>,
    /// Ids that versions before gave to decisions, and which no artifact has today.
    former_ids: HashMap<String, usize>,
    on_page: HashMap<usize, Vec<usize>>,
}

/// Finds the artifacts of a site and their relations, and checks the chain. `paths` are for
/// messages that name another file; `memory` is of the same content map, or empty.
pub fn trace(
    site: &Site,
    map: &ContentMap,
    paths: &ShownPaths,
    memory: &mut Memory,
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
