//! Collects relations, and findings about the statements of documents.

use crate::diag::{Code, Diagnostic};
use crate::source::Place;
use crate::trace::model::{Edge, How, Relation};
use crate::trace::register::Register;
use crate::trace::trackers::Trackers;

/// The relations and findings that are collected so far.
pub struct Inference<'r, 's> {
    /// The register of artifacts.
    pub register: &'r Register<'s>,
    pub trackers: &'r Trackers,
    /// The relations so far.
    pub edges: Vec<Edge>,
    /// The findings so far.
    pub findings: Vec<Diagnostic>,
}

impl<'r, 's> Inference<'r, 's> {
    /// Creates an empty collection.
    pub fn new(register: &'r Register<'s>, trackers: &'r Trackers) -> Self {
        Self {
            register,
            trackers,
            edges: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Adds a relation between two different artifacts.
    pub fn push(&mut self, relation: Relation, from: usize, to: usize, how: How, place: Place) {
        if from != to {
            self.edges.push(Edge {
                relation,
                from,
                to,
                how,
                place,
            });
        }
    }

    /// Adds a finding.
    pub fn find(&mut self, code: Code, place: Place, message: String, help: impl Into<String>) {
        let finding = Diagnostic::new(code, place, message).help(help);
        self.findings.push(finding);
    }
}
