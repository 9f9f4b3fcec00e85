//! Queries on the graph of artifacts.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::ops::RangeInclusive;

use super::Trace;
use super::model::{Artifact, ArtifactKind, Edge, Relation, Status};
use crate::content_map::DocKind;

/// The end of a relation that an artifact is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The relation starts at the artifact.
    Out,
    /// The relation leads to the artifact.
    In,
}

/// An artifact at the other end of a relation.
#[derive(Debug, Clone, Copy)]
pub struct Neighbour<'t> {
    /// The edge between the two artifacts.
    pub edge: &'t Edge,
    /// The end that the first artifact is at.
    pub direction: Direction,
    /// The other artifact, by number.
    pub other: usize,
}

impl Neighbour<'_> {
    /// The relation's name, seen from the first artifact.
    pub fn relation(&self) -> &'static str {
        match self.direction {
            Direction::Out => self.edge.relation.name(),
            Direction::In => self.edge.relation.inverse(),
        }
    }
}

impl Trace {
    /// Returns whether the tree is governed. A tree with processes alone is not.
    pub fn is_governed(&self) -> bool {
        let kinds = [
            DocKind::Challenge,
            DocKind::Specification,
            DocKind::Story,
            DocKind::Decision,
        ];
        let mut artifacts = self.artifacts.iter();
        artifacts.any(|artifact| kinds.into_iter().any(|kind| artifact.is(kind)))
    }

    /// Creates a trace and its indexes.
    pub(super) fn new(artifacts: Vec<Artifact>, edges: Vec<Edge>) -> Self {
        let (mut outgoing, mut incoming) = (
            vec![Vec::new(); artifacts.len()],
            vec![Vec::new(); artifacts.len()],
        );
        for (at, edge) in edges.iter().enumerate() {
            outgoing[edge.from].push(at);
            incoming[edge.to].push(at);
        }
        let related = (0..artifacts.len())
            .map(|at| {
                let out = outgoing[at].iter().map(|edge| (*edge, Direction::Out));
                let incoming = incoming[at].iter().map(|edge| (*edge, Direction::In));
                let mut related: Vec<(usize, Direction)> = out.chain(incoming).collect();
                related.sort_by_key(|&(edge, direction)| {
                    let edge: &Edge = &edges[edge];
                    (
                        edge.relation,
                        direction,
                        if direction == Direction::Out {
                            edge.to
                        } else {
                            edge.from
                        },
                    )
                });
                related
            })
            .collect();
        let mut by_id = HashMap::new();
        let mut on_page: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, artifact) in artifacts.iter().enumerate() {
            by_id.entry(artifact.id.clone()).or_insert(at);
            if let Some(page) = artifact.page {
                on_page.entry(page).or_default().push(at);
            }
        }
        Self {
            artifacts,
            edges,
            outgoing,
            incoming,
            related,
            by_id,
            on_page,
            ..Self::default()
        }
    }

    /// The artifact with an id; if several share it, the first.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The decision that had this id in an earlier version, if no artifact has it today.
    pub fn find_former(&self, id: &str) -> Option<usize> {
        self.former_ids.get(id).copied()
    }

    /// The artifacts on a page, in order.
    pub fn on_page(&self, page: usize) -> &[usize] {
        self.on_page.get(&page).map_or(&[], Vec::as_slice)
    }

    /// The artifacts of a kind, in order.
    pub fn of_kind(&self, kind: ArtifactKind) -> impl Iterator<Item = usize> + '_ {
        (0..self.artifacts.len()).filter(move |at| self.artifacts[*at].kind == kind)
    }

    /// The documents (or stories) of a kind, in order.
    pub fn documents(&self, kind: DocKind) -> impl Iterator<Item = usize> + '_ {
        self.of_kind(ArtifactKind::Document(kind))
    }

    /// All neighbours of an artifact, in the order of [`Relation::ALL`]. Relations that start at
    /// the artifact come before those that lead to it.
    pub fn neighbours(&self, at: usize) -> impl ExactSizeIterator<Item = Neighbour<'_>> {
        self.related[at].iter().map(|&(edge, direction)| {
            let edge = &self.edges[edge];
            let other = if direction == Direction::Out {
                edge.to
            } else {
                edge.from
            };
            Neighbour {
                edge,
                direction,
                other,
            }
        })
    }

    /// The artifacts that a relation leads to from an artifact.
    pub fn out(&self, at: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.outgoing[at]
            .iter()
            .map(|edge| &self.edges[*edge])
            .filter(move |e| e.relation == relation)
            .map(|e| e.to)
    }

    /// The artifacts that a relation leads from to an artifact.
    pub fn into(&self, at: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.incoming[at]
            .iter()
            .map(|edge| &self.edges[*edge])
            .filter(move |e| e.relation == relation)
            .map(|e| e.from)
    }

    /// The accepted decision at the end of a superseded decision's chain of successors; `None` if
    /// the chain loops or its last decision is not accepted.
    pub fn live_successor(&self, at: usize) -> Option<usize> {
        let mut seen = BTreeSet::from([at]);
        let mut now = at;
        let next = |now: usize| {
            let accepted = self
                .into(now, Relation::Supersedes)
                .find(|by| self.is_accepted(*by));
            accepted.or_else(|| self.into(now, Relation::Supersedes).next())
        };
        while let Some(next) = next(now) {
            if !seen.insert(next) {
                return None;
            }
            now = next;
        }
        (now != at && self.is_accepted(now)).then_some(now)
    }

    /// Returns whether a decision replaces another, directly or through a chain.
    pub fn succeeds(&self, newer: usize, older: usize) -> bool {
        let mut seen = BTreeSet::from([newer]);
        let mut open = vec![newer];
        while let Some(now) = open.pop() {
            if now == older {
                return true;
            }
            open.extend(
                self.out(now, Relation::Supersedes)
                    .filter(|next| seen.insert(*next)),
            );
        }
        false
    }

    /// Returns whether a decision is no longer in force.
    pub fn is_retired(&self, at: usize) -> bool {
        matches!(
            self.artifacts[at].status,
            Some(Status::Superseded | Status::Deprecated | Status::Rejected)
        )
    }

    /// Returns whether a decision is accepted.
    pub fn is_accepted(&self, at: usize) -> bool {
        self.artifacts[at].status == Some(Status::Accepted)
    }

    /// Returns whether a published release delivers a story.
    pub fn is_delivered(&self, story: usize) -> bool {
        let mut entries = self.into(story, Relation::Delivers);
        entries.any(|entry| self.is_published(entry))
    }

    /// Returns whether an entry of release notes is of a published release.
    pub fn is_published(&self, entry: usize) -> bool {
        let release = self.releases.get(&entry);
        let release = release.map(|release| &self.artifacts[*release]);
        release.is_some_and(|release| release.place.file.name() != "unreleased.md")
    }

    /// The artifacts that depend on the given ones through binding relations, each with its
    /// distance: 1 for direct dependents.
    pub fn dependents(&self, of: &[usize]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut seen: BTreeSet<usize> = of.iter().copied().collect();
        let firsts = of.iter().map(|at| (*at, 0));
        let mut queue: VecDeque<(usize, usize)> = firsts.collect();
        while let Some((now, steps)) = queue.pop_front() {
            for edge in &self.incoming[now] {
                let edge = &self.edges[*edge];
                if edge.relation.binds() && seen.insert(edge.from) {
                    found.push((edge.from, steps + 1));
                    queue.push_back((edge.from, steps + 1));
                }
            }
        }
        found
    }

    /// The artifacts that changed lines of pages belong to. Any line of a page touches its
    /// document; a part is touched only by its own lines.
    pub fn in_lines<'l>(
        &self,
        lines: impl Fn(usize) -> Option<&'l [RangeInclusive<u32>]>,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for (page, artifacts) in &self.on_page {
            let Some(lines) = lines(*page) else { continue };
            for &at in artifacts {
                let artifact = &self.artifacts[at];
                let own = artifact.place.line..=artifact.last_line.unwrap_or(u32::MAX);
                let is_touched = |range: &RangeInclusive<u32>| {
                    range.start() <= own.end() && own.start() <= range.end()
                };
                if artifact.anchor.is_none() || lines.iter().any(is_touched) {
                    found.push(at);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// Sorts stories so that each one comes after its dependencies. Stories in a cycle keep their
    /// order.
    pub fn in_dependency_order(&self, stories: &[usize]) -> Vec<usize> {
        let all: BTreeSet<usize> = stories.iter().copied().collect();
        let mut done: BTreeSet<usize> = BTreeSet::new();
        let mut ordered = Vec::with_capacity(stories.len());
        while ordered.len() < stories.len() {
            let free = |at: &&usize| {
                !done.contains(*at)
                    && self
                        .out(**at, Relation::DependsOn)
                        .all(|on| !all.contains(&on) || done.contains(&on))
            };
            let next = stories
                .iter()
                .find(free)
                .or_else(|| stories.iter().find(|at| !done.contains(at)));
            let Some(&next) = next else { break };
            done.insert(next);
            ordered.push(next);
        }
        ordered
    }

    /// The cycles of a relation, each as a list of its artifacts. The search follows the order of
    /// the tree.
    pub fn cycles(&self, relation: Relation) -> Vec<Vec<usize>> {
        let mut state = vec![Visit::New; self.artifacts.len()];
        let mut cycles = Vec::new();
        for start in 0..self.artifacts.len() {
            if state[start] != Visit::New {
                continue;
            }
            // The stack is explicit because a chain of dependencies may be as long as the tree is
            // large.
            let mut path: Vec<(usize, Vec<usize>)> =
                vec![(start, self.out(start, relation).collect())];
            state[start] = Visit::Open;
            while let Some((_, rest)) = path.last_mut() {
                match rest.pop() {
                    Some(next) if state[next] == Visit::New => {
                        state[next] = Visit::Open;
                        path.push((next, self.out(next, relation).collect()));
                    }
                    Some(next) if state[next] == Visit::Open => {
                        let from = path
                            .iter()
                            .position(|(at, _)| *at == next)
                            .unwrap_or_default();
                        cycles.push(path[from..].iter().map(|(at, _)| *at).collect());
                    }
                    Some(_) => {}
                    None => {
                        if let Some((at, _)) = path.pop() {
                            state[at] = Visit::Done;
                        }
                    }
                }
            }
        }
        cycles
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

impl Relation {
    /// Returns whether the artifact that a relation starts at must follow changes of the other end.
    pub fn binds(self) -> bool {
        !matches!(
            self,
            Relation::References | Relation::TrackedBy | Relation::GatedBy
        )
    }
}
