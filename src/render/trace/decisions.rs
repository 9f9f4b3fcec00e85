//! All decisions, as a table and by year.

use std::collections::BTreeMap;

use super::{Body, Year};
use crate::content_map::DocKind;
use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, Table, choice, column};
use crate::trace::Relation;

impl Renderer<'_> {
    pub(super) fn decisions(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let constrains = |at| {
            trace
                .into(at, Relation::ConstrainedBy)
                .filter(move |other| !trace.artifacts[*other].is(DocKind::Decision))
        };
        let successors = |at| {
            trace
                .into(at, Relation::Supersedes)
                .filter(|by| trace.is_accepted(*by))
        };
        let rows = trace.documents(DocKind::Decision).map(|at| {
            let artifact = &trace.artifacts[at];
            let lacks = trace.is_accepted(at) && constrains(at).next().is_none();
            [
                self.artifact(at, from).head(),
                self.status(artifact.status),
                Cell::day(artifact.date.as_deref()),
                self.artifacts(successors(at), from),
                self.artifacts(constrains(at), from).gap(lacks),
                Cell::text(artifact.owner.as_deref().unwrap_or_default()),
            ]
        });
        let columns = vec![
            column("Decision"),
            choice("Status"),
            column("Date"),
            column("Superseded by"),
            column("Constrains"),
            choice("Owner"),
        ];
        let table = Table::new("decisions", columns, "There are no decisions.").with(rows);
        Body {
            timeline: self.years(from),
            ..Body::of(table)
        }
    }

    /// Decisions by their year, each year in the order of their days.
    fn years(&self, from: &Ways) -> Vec<Year> {
        let trace = self.trace;
        let mut years: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
        for at in trace.documents(DocKind::Decision) {
            if let Some(date) = trace.artifacts[at].date.as_deref() {
                years.entry(&date[..4]).or_default().push((date, at));
            }
        }
        let year = |(year, mut decisions): (&str, Vec<(&str, usize)>)| {
            decisions.sort_unstable();
            let decisions = decisions
                .into_iter()
                .map(|(_, at)| self.artifact_view(at, from))
                .collect();
            Year {
                year: year.to_owned(),
                decisions,
            }
        };
        years.into_iter().map(year).collect()
    }
}
