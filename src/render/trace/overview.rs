//! The overview: coverage, findings about the chain, recent changes.

use crate::diag::Diagnostic;
use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, choice, column};
use crate::render::view::{CoverageBar, TableView, TraceBody};
use crate::render::views::View;
use crate::trace::{Coverage, Measure, broken};

/// The page with the documents that a measure does not cover.
fn view_of(measure: Measure) -> View {
    match measure {
        Measure::SpecifiedChallenges => View::Chains,
        Measure::ChallengedSpecifications => View::Work,
        Measure::RefinedSpecifications => View::SpecificationsStories,
        Measure::ConstrainedSpecifications => View::SpecificationsDecisions,
        Measure::SpecifiedStories | Measure::AcceptableStories => View::Stories,
        Measure::DeliveredStories => View::StoriesReleases,
        Measure::CitedDecisions => View::Decisions,
    }
}

impl Renderer<'_> {
    pub(super) fn overview(&self, from: &Ways) -> TraceBody {
        let broken = TableView::new(
            "broken",
            vec![choice("Finding"), column("Place"), column("Message")],
            "None: the chain is whole.",
        );
        let mut tables = vec![broken.called("Findings").with(self.broken(from))];
        if self.history.is_known() {
            let changed = TableView::new(
                "changed",
                vec![column("Document"), choice("Kind"), column("Last change")],
                "No document is committed yet.",
            );
            tables.push(changed.called("Recent changes").with(self.changed(from)));
        }
        let coverage = self.trace.coverage().into_iter();
        TraceBody {
            bars: coverage.map(|coverage| self.bar(&coverage, from)).collect(),
            tables,
            ..TraceBody::default()
        }
    }

    fn bar(&self, coverage: &Coverage, from: &Ways) -> CoverageBar {
        let measure = coverage.measure;
        CoverageBar {
            title: measure.title(),
            href: self.to_view(view_of(measure), from),
            covered: coverage.covered.len(),
            all: coverage.all(),
        }
    }

    fn broken(&self, from: &Ways) -> Vec<[Cell; 3]> {
        let broken = broken(self.report).into_iter();
        broken
            .filter_map(|(_, finding)| self.broken_row(finding, from))
            .collect()
    }

    fn broken_row(&self, finding: &Diagnostic, from: &Ways) -> Option<[Cell; 3]> {
        let place = finding.place.as_ref()?;
        let page = self.site.page_of(&place.file);
        let place = match page.map(|at| &self.site.pages[at]) {
            Some(page) => Cell::link(
                &format!("{}, line {}", page.path, place.line),
                &from.to(page.route.as_str()),
            ),
            None => {
                let file = self.report.paths.of_file(&place.file);
                Cell::text(&format!("{file}, line {}", place.line))
            }
        };
        Some([
            Cell::text(finding.code.name()),
            place,
            Cell::message(&finding.message),
        ])
    }

    fn changed(&self, from: &Ways) -> Vec<Vec<Cell>> {
        let mut pages: Vec<(&str, usize)> = (0..self.trace.artifacts.len())
            .filter(|at| self.trace.artifacts[*at].anchor.is_none())
            .filter_map(|at| {
                Some((
                    self.history
                        .of(&self.site.pages[self.trace.artifacts[at].page?].path)?
                        .date
                        .as_str(),
                    at,
                ))
            })
            .collect();
        pages.sort_by(|a, b| b.0.cmp(a.0).then(a.1.cmp(&b.1)));
        let row = |(date, at): &(&str, usize)| {
            let kind = self.trace.artifacts[*at].kind.title();
            vec![
                self.artifact(*at, from).head(),
                Cell::text(kind),
                Cell::day(Some(date)),
            ]
        };
        pages.iter().take(10).map(row).collect()
    }
}
