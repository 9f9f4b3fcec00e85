//! Work as it stands: chains of challenges, challenges and specifications by state, stories.

use std::collections::{BTreeMap, BTreeSet};

use super::Body;
use crate::content_map::DocKind;
use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, Table, choice, column};
use crate::trace::{ArtifactKind, Link, Relation, Status};

impl Renderer<'_> {
    pub(super) fn chains(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let rows = self.made.chains.iter().map(|(&challenge, route)| {
            let mut parts = BTreeSet::new();
            collect(&trace.chain(challenge), &mut parts);
            let of = |kind| {
                parts
                    .iter()
                    .filter(|at| trace.artifacts[**at].kind == kind)
                    .count()
            };
            let documents = |kind| of(ArtifactKind::Document(kind));
            let title = self.artifact_view(challenge, from).title;
            [
                Cell::link(&title, &from.to(route.as_str())).head(),
                self.status(trace.artifacts[challenge].status),
                Cell::count(documents(DocKind::Specification)),
                Cell::count(documents(DocKind::Story)),
                Cell::count(documents(DocKind::Decision)).gap(false),
                Cell::count(of(ArtifactKind::ReleaseEntry)).gap(false),
            ]
        });
        let columns = vec![
            column("Chain of"),
            choice("State"),
            column("Specifications"),
            column("Stories"),
            column("Decisions"),
            column("Release entries"),
        ];
        let lead =
            "From each challenge to its specification, stories, decisions and release entries.";
        Body::of(Table::new("chains", columns, "There are no challenges.").with(rows)).led(lead)
    }

    pub(super) fn work(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let kinds = [DocKind::Challenge, DocKind::Specification];
        let mut work: Vec<usize> = kinds
            .into_iter()
            .flat_map(|kind| trace.documents(kind))
            .collect();
        work.sort_by_key(|at| {
            trace.artifacts[*at]
                .status
                .map(|status| (status != Status::Active, status.name()))
        });
        let rows = work.into_iter().map(|at| {
            let artifact = &trace.artifacts[at];
            let (counterparts, specifications): (Vec<usize>, Vec<usize>) =
                if artifact.is(DocKind::Challenge) {
                    let specifications: Vec<usize> = trace.into(at, Relation::Satisfies).collect();
                    (specifications.clone(), specifications)
                } else {
                    (trace.out(at, Relation::Satisfies).collect(), vec![at])
                };
            [
                self.artifact(at, from).head(),
                Cell::text(artifact.kind.title()),
                self.status(artifact.status),
                self.wanted(counterparts.into_iter(), from),
                Cell::text(&self.delivered(&specifications)),
                Cell::text(artifact.owner.as_deref().unwrap_or_default()),
            ]
        });
        let columns = vec![
            column("Work"),
            choice("Kind"),
            choice("State"),
            column("Challenge or specification"),
            column("Stories delivered"),
            choice("Owner"),
        ];
        Body::of(Table::new("work", columns, "There is no work folder.").with(rows))
    }

    /// How many of the stories of these specifications are delivered: `2 of 5`.
    fn delivered(&self, specifications: &[usize]) -> String {
        let specifications = specifications.iter();
        let stories = specifications.flat_map(|at| self.trace.into(*at, Relation::Refines));
        let stories: Vec<usize> = stories.collect();
        let delivered = stories.iter().filter(|at| self.trace.is_delivered(**at));
        format!("{} of {}", delivered.count(), stories.len())
    }

    pub(super) fn stories(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let mut by_specification: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for at in trace.documents(DocKind::Story) {
            by_specification
                .entry(trace.out(at, Relation::Refines).next())
                .or_default()
                .push(at);
        }
        let without = by_specification.remove(&None);
        let stories = by_specification.into_values().chain(without);
        let rows = stories
            .flat_map(|stories| trace.in_dependency_order(&stories))
            .map(|at| {
                let criteria = trace.criteria.get(&at).copied().unwrap_or_default();
                [
                    self.artifact(at, from).head(),
                    self.status(trace.artifacts[at].status),
                    self.artifacts(trace.out(at, Relation::TrackedBy), from),
                    self.wanted(trace.out(at, Relation::Refines), from),
                    Cell::count(criteria),
                    self.artifacts(trace.out(at, Relation::DependsOn), from),
                    self.artifacts(trace.into(at, Relation::Delivers), from),
                ]
            });
        let columns = vec![
            column("Story"),
            choice("State"),
            column("Tracker"),
            column("Specification"),
            column("Criteria"),
            column("Depends on"),
            column("Delivered in"),
        ];
        let table = Table::new("stories", columns, "There are no stories.").with(rows);
        Body::of(table).led("What a story depends on stands above it.")
    }
}

/// The artifacts of a chain, each once.
fn collect(link: &Link<'_>, found: &mut BTreeSet<usize>) {
    found.insert(link.artifact);
    for below in &link.below {
        collect(below, found);
    }
}
