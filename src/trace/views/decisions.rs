//! Decisions: their successors and the documents that they constrain.

use std::collections::BTreeMap;

use crate::content_map::DocKind;
use crate::trace::{Relation, Trace};

/// A decision and its relations.
#[derive(Debug, Clone)]
pub struct DecisionFacts {
    /// The number of the decision's artifact.
    pub decision: usize,
    /// The accepted decisions that supersede it.
    pub successors: Vec<usize>,
    /// The documents that it constrains; other decisions do not count.
    pub constrains: Vec<usize>,
}

impl Trace {
    /// All decisions, in the order of the tree.
    pub fn decisions(&self) -> Vec<DecisionFacts> {
        let decisions = self.documents(DocKind::Decision);
        decisions.map(|at| self.decision_facts(at)).collect()
    }

    fn decision_facts(&self, decision: usize) -> DecisionFacts {
        let successors = self.into(decision, Relation::Supersedes);
        let citing = self.into(decision, Relation::ConstrainedBy);
        DecisionFacts {
            decision,
            successors: successors.filter(|by| self.is_accepted(*by)).collect(),
            constrains: citing
                .filter(|other| !self.artifacts[*other].is(DocKind::Decision))
                .collect(),
        }
    }

    /// The dated decisions by year (`2026`), each year's in the order of their days.
    pub fn decisions_by_year(&self) -> BTreeMap<&str, Vec<usize>> {
        let mut dated: Vec<(&str, usize)> = self
            .documents(DocKind::Decision)
            .filter_map(|at| Some((self.artifacts[at].date.as_deref()?, at)))
            .collect();
        dated.sort_unstable();
        let mut years: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (date, at) in dated {
            years.entry(&date[..4]).or_default().push(at);
        }
        years
    }
}
