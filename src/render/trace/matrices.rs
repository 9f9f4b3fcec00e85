//! Matrices of related documents, as marks or lists; and the orphans.

use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, choice, column, linked_column};
use crate::render::view::{TableView, TraceBody};
use crate::trace::{Matrix, MatrixKind};

/// The most columns of a matrix that fit on a screen.
const WIDEST_MATRIX: usize = 60;

impl Renderer<'_> {
    pub(super) fn specifications_stories(&self, from: &Ways) -> TraceBody {
        let matrix = self.trace.matrix(MatrixKind::SpecificationsStories);
        let rows = matrix.rows.iter().map(|(specification, stories)| {
            [
                self.artifact(*specification, from).head(),
                self.status(self.trace.artifacts[*specification].status),
                Cell::text(&stories.len().to_string()),
                self.wanted(stories, from),
            ]
        });
        let columns = vec![
            column("Specification"),
            choice("State"),
            column("Count"),
            column("Stories"),
        ];
        let none = "There are no specifications.";
        TraceBody::of(TableView::new("specifications", columns, none).with(rows))
            .led("Each story refines one specification, so the matrix is written as a list a row.")
    }

    pub(super) fn specifications_decisions(&self, from: &Ways) -> TraceBody {
        let matrix = self.trace.matrix(MatrixKind::SpecificationsDecisions);
        TraceBody::of(self.matrix(&matrix, ["Specification", "Decisions"], from))
            .led("Decisions that no specification cites are not here but in the list of decisions.")
    }

    pub(super) fn stories_releases(&self, from: &Ways) -> TraceBody {
        let matrix = self.trace.matrix(MatrixKind::StoriesReleases);
        TraceBody::of(self.matrix(&matrix, ["Story", "Releases"], from))
    }

    /// A matrix. If it is wider than a screen, each row becomes a list.
    fn matrix(&self, matrix: &Matrix, [head, listed]: [&str; 2], from: &Ways) -> TableView {
        let none = "There is nothing to relate.";
        if matrix.columns.len() > WIDEST_MATRIX {
            let rows = matrix.rows.iter().map(|(row, related)| {
                [self.artifact(*row, from).head(), self.wanted(related, from)]
            });
            return TableView::new("matrix", vec![column(head), column(listed)], none).with(rows);
        }
        let named = |at: &usize| linked_column(self.short_name(*at), self.href(*at, from));
        let heads = std::iter::once(column(head)).chain(matrix.columns.iter().map(named));
        let rows = matrix.rows.iter().map(|(row, related)| {
            let is_empty = !matrix.columns.iter().any(|column| related.contains(column));
            let mark = move |column: &usize| match related.contains(column) {
                true => Cell::text("●"),
                false => Cell::default().gap(is_empty),
            };
            std::iter::once(self.artifact(*row, from).head()).chain(matrix.columns.iter().map(mark))
        });
        TableView::new("matrix", heads.collect(), none)
            .matrix()
            .with(rows)
    }

    /// The head of a matrix's column: a decision's number, or else the title.
    fn short_name(&self, at: usize) -> String {
        let artifact = &self.trace.artifacts[at];
        let number = artifact.decision_number();
        number.map_or_else(|| artifact.title.clone(), |number| format!("{number:04}"))
    }

    pub(super) fn orphans(&self, from: &Ways) -> TraceBody {
        let orphans = self.trace.orphans();
        let rows = orphans.iter().map(|at| {
            let artifact = &self.trace.artifacts[*at];
            [
                self.artifact(*at, from).head(),
                Cell::text(artifact.kind.title()),
                self.status(artifact.status),
            ]
        });
        let columns = vec![column("Artifact"), choice("Kind"), choice("Status")];
        TraceBody::of(TableView::new("orphans", columns, "There are none.").with(rows))
            .led("Governed documents that nothing is related to. Processes need no relation.")
    }
}
