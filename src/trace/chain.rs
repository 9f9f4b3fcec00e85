//! The chain of an artifact, as a tree from its challenge down.

use std::collections::BTreeSet;

use super::Trace;
use super::graph::Direction;
use super::model::{How, Relation};
use crate::content_map::DocKind;
use crate::source::Place;

/// An artifact of a chain, and the artifacts below it.
#[derive(Debug, Clone)]
pub struct ChainLink<'t> {
    /// The number of the artifact.
    pub artifact: usize,
    /// The relation to the artifact above: its name seen from there, how it was inferred and where
    /// it is stated. `None` at the top.
    pub via: Option<(&'static str, How, &'t Place)>,
    /// The artifacts below it.
    pub below: Vec<ChainLink<'t>>,
    /// True if the artifact and those below it are shown earlier in the tree.
    pub repeated: bool,
}

/// The relations that lead up the chain, from where they are stated.
const UP: [Relation; 3] = [Relation::Refines, Relation::Satisfies, Relation::Delivers];

/// The relations that are followed down, and the end that each is followed from.
const DOWN: [(Relation, Direction); 9] = [
    (Relation::Satisfies, Direction::In),
    (Relation::Refines, Direction::In),
    (Relation::DependsOn, Direction::Out),
    (Relation::MotivatedBy, Direction::In),
    (Relation::ConstrainedBy, Direction::Out),
    (Relation::Supersedes, Direction::In),
    (Relation::Realises, Direction::In),
    (Relation::Delivers, Direction::In),
    (Relation::GatedBy, Direction::Out),
];

/// The depth of the deepest chain that is shown. Deeper chains are too long to read.
const DEEPEST: usize = 100;

impl Trace {
    /// The documents that an artifact follows from, nearest first.
    pub fn above(&self, at: usize) -> Vec<usize> {
        let mut above = Vec::new();
        let mut now = at;
        let next = |now: usize| UP.iter().find_map(|up| self.out(now, *up).next());
        while let Some(next) = next(now).filter(|next| *next != at && !above.contains(next)) {
            above.push(next);
            now = next;
        }
        above
    }

    /// The decisions that bind an artifact or the documents above it, and those that hold in their
    /// place.
    pub fn binding_decisions(&self, at: usize) -> Vec<usize> {
        let mut decisions = Vec::new();
        for bound in std::iter::once(at).chain(self.above(at)) {
            let constrains = self.out(bound, Relation::ConstrainedBy);
            let motivated = self.into(bound, Relation::MotivatedBy);
            for decision in constrains.chain(motivated) {
                let successor = self.live_successor(decision);
                decisions.extend([Some(decision), successor].into_iter().flatten());
            }
        }
        let mut seen = vec![at];
        decisions.retain(|decision| {
            let is_new = !seen.contains(decision);
            seen.push(*decision);
            is_new && self.artifacts[*decision].is(DocKind::Decision)
        });
        decisions
    }

    /// The top of an artifact's chain: its challenge, where it has one.
    pub fn top(&self, at: usize) -> usize {
        self.above(at).last().copied().unwrap_or(at)
    }

    /// The chain of an artifact. An artifact without a chain gets all its related artifacts
    /// instead.
    pub fn chain(&self, at: usize) -> ChainLink<'_> {
        let top = self.top(at);
        let mut seen = BTreeSet::from([top]);
        let mut link = self.hang(top, None, &mut seen, 0);
        if top == at {
            let known: BTreeSet<usize> = link.below.iter().map(|below| below.artifact).collect();
            for neighbour in self.neighbours(at) {
                if !known.contains(&neighbour.other) {
                    let via = (
                        neighbour.relation(),
                        neighbour.edge.how,
                        &neighbour.edge.place,
                    );
                    link.below.push(ChainLink {
                        artifact: neighbour.other,
                        via: Some(via),
                        below: Vec::new(),
                        repeated: false,
                    });
                }
            }
        }
        link
    }

    fn hang<'t>(
        &'t self,
        at: usize,
        via: Option<(&'static str, How, &'t Place)>,
        seen: &mut BTreeSet<usize>,
        depth: usize,
    ) -> ChainLink<'t> {
        let mut below = Vec::new();
        for neighbour in self.neighbours(at).take_while(|_| depth < DEEPEST) {
            if !DOWN.contains(&(neighbour.edge.relation, neighbour.direction)) {
                continue;
            }
            let via = Some((
                neighbour.relation(),
                neighbour.edge.how,
                &neighbour.edge.place,
            ));
            if seen.insert(neighbour.other) {
                below.push(self.hang(neighbour.other, via, seen, depth + 1));
            } else {
                below.push(ChainLink {
                    artifact: neighbour.other,
                    via,
                    below: Vec::new(),
                    repeated: true,
                });
            }
        }
        ChainLink {
            artifact: at,
            via,
            below,
            repeated: false,
        }
    }
}
