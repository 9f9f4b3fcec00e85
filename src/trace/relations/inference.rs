//! Relations being collected, and what is wrong in what documents state.

use crate::diag::{Code, Diagnostic};
use crate::source::Place;
use crate::trace::model::{Edge, How, Relation};
use crate::trace::register::Register;
use crate::trace::trackers::Trackers;

/// Relations being collected.
pub struct Inference<'r, 's> {
    /// The artifacts, by all their names.
    pub register: &'r Register<'s>,
    pub trackers: &'r Trackers,
    /// What was inferred so far.
    pub edges: Vec<Edge>,
    /// What was wrong so far.
    pub findings: Vec<Diagnostic>,
}

impl<'r, 's> Inference<'r, 's> {
    /// Nothing is inferred yet.
    pub fn new(register: &'r Register<'s>, trackers: &'r Trackers) -> Self {
        Self {
            register,
            trackers,
            edges: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Adds a relation, unless it would relate an artifact to itself.
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
