//! Which documents relate to which, as matrices and lists; and what relates to nothing.

use std::collections::BTreeSet;

use super::Body;
use crate::content_map::DocKind;
use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, Table, choice, column, linked_column};
use crate::trace::{ArtifactKind, Relation};

/// Columns of a matrix that a screen can show.
const WIDEST_MATRIX: usize = 60;

impl Renderer<'_> {
    pub(super) fn specifications_stories(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let rows = trace.documents(DocKind::Specification).map(|at| {
            let stories: Vec<usize> = trace.into(at, Relation::Refines).collect();
            let stories = trace.in_dependency_order(&stories);
            [
                self.artifact(at, from).head(),
                self.status(trace.artifacts[at].status),
                Cell::text(&stories.len().to_string()),
                self.wanted(stories.into_iter(), from),
            ]
        });
        let columns = vec![
            column("Specification"),
            choice("State"),
            column("Count"),
            column("Stories"),
        ];
        let table =
            Table::new("specifications", columns, "There are no specifications.").with(rows);
        Body::of(table)
            .led("Each story refines one specification, so the matrix is written as a list a row.")
    }

    pub(super) fn specifications_decisions(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let specifications: Vec<usize> = trace.documents(DocKind::Specification).collect();
        let is_cited = |decision: &usize| {
            trace
                .into(*decision, Relation::ConstrainedBy)
                .any(|other| trace.artifacts[other].is(DocKind::Specification))
        };
        let decisions: Vec<usize> = trace
            .documents(DocKind::Decision)
            .filter(is_cited)
            .collect();
        let related = |specification| trace.out(specification, Relation::ConstrainedBy).collect();
        let table = self.matrix(
            &specifications,
            &decisions,
            ["Specification", "Decisions"],
            from,
            related,
        );
        Body::of(table)
            .led("Decisions that no specification cites are not here but in the list of decisions.")
    }

    pub(super) fn stories_releases(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let stories: Vec<usize> = trace.documents(DocKind::Story).collect();
        let releases: Vec<usize> = trace.documents(DocKind::Release).collect();
        let delivering = |story| {
            trace
                .into(story, Relation::Delivers)
                .filter_map(|entry| trace.releases.get(&entry).copied())
        };
        let related = |story| delivering(story).collect();
        Body::of(self.matrix(&stories, &releases, ["Story", "Releases"], from, related))
    }

    /// A matrix; where it would be wider than anybody reads, a list a row says the same.
    fn matrix(
        &self,
        rows: &[usize],
        columns: &[usize],
        [head, listed]: [&str; 2],
        from: &Ways,
        related: impl Fn(usize) -> BTreeSet<usize>,
    ) -> Table {
        let none = "There is nothing to relate.";
        if columns.len() > WIDEST_MATRIX {
            let row = |at: &usize| {
                [
                    self.artifact(*at, from).head(),
                    self.wanted(related(*at).into_iter(), from),
                ]
            };
            return Table::new("matrix", vec![column(head), column(listed)], none)
                .with(rows.iter().map(row));
        }
        let named = |at: &usize| linked_column(self.short_name(*at), self.href(*at, from));
        let columns_of = std::iter::once(column(head)).chain(columns.iter().map(named));
        let row = |at: &usize| {
            let related = related(*at);
            let is_empty = !columns.iter().any(|column| related.contains(column));
            let mark = move |column: &usize| match related.contains(column) {
                true => Cell::text("●"),
                false => Cell::default().gap(is_empty),
            };
            std::iter::once(self.artifact(*at, from).head()).chain(columns.iter().map(mark))
        };
        Table::new("matrix", columns_of.collect(), none)
            .matrix()
            .with(rows.iter().map(row))
    }

    /// What heads a column of a matrix: a decision's number, else the title.
    fn short_name(&self, at: usize) -> String {
        let artifact = &self.trace.artifacts[at];
        let number = artifact.decision_number();
        number.map_or_else(|| artifact.title.clone(), |number| format!("{number:04}"))
    }

    pub(super) fn orphans(&self, from: &Ways) -> Body {
        let is_orphan = |at: &usize| {
            let artifact = &self.trace.artifacts[*at];
            let is_process = artifact.kind == ArtifactKind::Document(DocKind::Process);
            let is_release = artifact.kind == ArtifactKind::Document(DocKind::Release);
            let has_entries =
                || is_release && self.trace.releases.values().any(|release| release == at);
            !is_process && self.trace.neighbours(*at).len() == 0 && !has_entries()
        };
        let rows = (0..self.trace.artifacts.len()).filter(is_orphan).map(|at| {
            let artifact = &self.trace.artifacts[at];
            [
                self.artifact(at, from).head(),
                Cell::text(artifact.kind.title()),
                self.status(artifact.status),
            ]
        });
        let columns = vec![column("Artifact"), choice("Kind"), choice("Status")];
        let table = Table::new("orphans", columns, "There are none.").with(rows);
        Body::of(table)
            .led("Governed documents that nothing is related to. Processes need no relation.")
    }
}
