//! Relations between artifacts, each with how it was inferred and where it is stated.

mod inference;
mod structure;
mod ends;
mod named;
mod stated;
mod meaning;
mod citations;
mod links;

use std::collections::{HashMap, HashSet};

use super::memory::StatementCache;
use super::model::{Edge, Relation};
use super::register::Register;
use super::trackers::Trackers;
use crate::diag::Diagnostic;
use crate::file::FileId;
use inference::Inference;

/// The newer decision, the older one, and the file that states it.
pub type Supersessions = HashSet<(usize, usize, FileId)>;

/// The inferred relations, and the findings about the statements of documents.
pub struct Inferred {
    /// The relations, without repeats: the first statement counts.
    pub edges: Vec<Edge>,
    /// Every statement that a decision supersedes another.
    pub supersessions: Supersessions,
    /// Findings about relations without a target, with several, or with a mismatched one.
    pub findings: Vec<Diagnostic>,
}

/// Infers all relations.
pub fn infer(
    register: &Register<'_>,
    trackers: &Trackers,
    memory: &mut StatementCache,
) -> Inferred {
    let mut inference = Inference::new(register, trackers);
    inference.folders();
    for page in 0..register.site.pages.len() {
        stated::read(&mut inference, page);
    }
    inference.stories();
    inference.entries();
    inference.tracked();
    let statements = memory.read(&register.site.pages, trackers);
    for (page, statements) in statements.iter().enumerate() {
        inference.statements(page, statements);
    }
    let Inference {
        edges, findings, ..
    } = inference;
    let supersedes = edges
        .iter()
        .filter(|edge| edge.relation == Relation::Supersedes);
    let supersessions = supersedes
        .map(|edge| (edge.from, edge.to, edge.place.file.clone()))
        .collect();
    Inferred {
        edges: unique(edges),
        supersessions,
        findings,
    }
}

/// Drops repeats, and plain references between artifacts with a stronger relation.
fn unique(edges: Vec<Edge>) -> Vec<Edge> {
    let mut strongest: HashMap<(usize, usize), Relation> = HashMap::new();
    for edge in &edges {
        let known = strongest
            .entry((edge.from, edge.to))
            .or_insert(edge.relation);
        *known = (*known).min(edge.relation);
    }
    let mut seen = HashSet::new();
    let is_kept = |edge: &Edge| {
        edge.relation != Relation::References
            || strongest[&(edge.from, edge.to)] == Relation::References
    };
    let mut kept: Vec<Edge> = edges
        .into_iter()
        .filter(is_kept)
        .filter(|edge| seen.insert((edge.from, edge.to, edge.relation)))
        .collect();
    kept.sort_by_key(|edge| (edge.from, edge.relation, edge.to));
    kept
}
