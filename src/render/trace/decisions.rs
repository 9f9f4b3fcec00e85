//! The page of all decisions, as a table and by year.

use crate::content_map::DocKind;
use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, choice, column};
use crate::render::view::{ColumnView, DecisionYear, TableView, TraceBody};
use crate::trace::{ArtifactKind, DecisionFacts};

/// The columns behind a decision and its status. A column that no decision fills is left out.
struct Columns {
    date: bool,
    successors: bool,
    constrains: bool,
    owner: bool,
}

impl Renderer<'_> {
    pub(super) fn decisions(&self, from: &Ways) -> TraceBody {
        let decisions = self.trace.decisions();
        let columns = self.decision_columns(&decisions);
        let rows = decisions
            .iter()
            .map(|decision| self.decision_row(decision, &columns, from));
        let table = TableView::new("decisions", columns.heads(), "There are no decisions.");
        TraceBody {
            timeline: self.years(from),
            ..TraceBody::of(table.with(rows))
        }
    }

    fn decision_columns(&self, decisions: &[DecisionFacts]) -> Columns {
        let artifacts = &self.trace.artifacts;
        let has = |is_filled: &dyn Fn(&DecisionFacts) -> bool| decisions.iter().any(is_filled);
        Columns {
            date: has(&|facts| artifacts[facts.decision].date.is_some()),
            successors: has(&|facts| !facts.successors.is_empty()),
            constrains: artifacts
                .iter()
                .any(|artifact| can_be_constrained(artifact.kind)),
            owner: has(&|facts| artifacts[facts.decision].owner.is_some()),
        }
    }

    fn decision_row(&self, facts: &DecisionFacts, columns: &Columns, from: &Ways) -> Vec<Cell> {
        let decision = &self.trace.artifacts[facts.decision];
        let is_uncited = self.trace.is_accepted(facts.decision) && facts.constrains.is_empty();
        let rest = [
            (columns.date, Cell::day(decision.date.as_deref())),
            (columns.successors, self.artifacts(&facts.successors, from)),
            (
                columns.constrains,
                self.artifacts(&facts.constrains, from).gap(is_uncited),
            ),
            (
                columns.owner,
                Cell::text(decision.owner.as_deref().unwrap_or_default()),
            ),
        ];
        let mut row = vec![
            self.artifact(facts.decision, from).head(),
            self.status(decision.status),
        ];
        row.extend(
            rest.into_iter()
                .filter(|(shown, _)| *shown)
                .map(|(_, cell)| cell),
        );
        row
    }

    /// The decisions by year, ordered by day within a year.
    fn years(&self, from: &Ways) -> Vec<DecisionYear> {
        let years = self.trace.decisions_by_year().into_iter();
        let years = years.map(|(year, decisions)| DecisionYear {
            year: year.to_owned(),
            decisions: decisions
                .into_iter()
                .map(|at| self.artifact_view(at, from))
                .collect(),
        });
        years.collect()
    }
}

/// True for the kinds whose documents rest on decisions.
fn can_be_constrained(kind: ArtifactKind) -> bool {
    !matches!(
        kind,
        ArtifactKind::Document(DocKind::Decision | DocKind::Process) | ArtifactKind::TrackerItem
    )
}

impl Columns {
    fn heads(&self) -> Vec<ColumnView> {
        let rest = [
            (self.date, column("Date")),
            (self.successors, column("Superseded by")),
            (self.constrains, column("Constrains")),
            (self.owner, choice("Owner")),
        ];
        let mut heads = vec![column("Decision"), choice("Status")];
        heads.extend(
            rest.into_iter()
                .filter(|(shown, _)| *shown)
                .map(|(_, head)| head),
        );
        heads
    }
}
