//! The first page: coverage, what is broken, what changed lately.

use super::{Bar, Body};
use crate::diag::{Diagnostic, Severity};
use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, Table, choice, column};
use crate::render::views::View;
use crate::trace::{Coverage, Measure};

/// Where documents are seen that lack what is measured.
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
    pub(super) fn overview(&self, from: &Ways) -> Body {
        let broken = Table::new(
            "broken",
            vec![choice("Finding"), column("Where"), column("What")],
            "Nothing: the chain is whole.",
        );
        let changed = Table::new(
            "changed",
            vec![column("Document"), choice("Kind"), column("Last change")],
            "Not known: the history is not there, or shallow.",
        );
        let tables = vec![
            broken.called("What is broken").with(self.broken(from)),
            changed
                .called("What changed lately")
                .with(self.changed(from)),
        ];
        let coverage = self.trace.coverage().into_iter();
        Body {
            bars: coverage.map(|coverage| self.bar(&coverage, from)).collect(),
            tables,
            ..Body::default()
        }
    }

    fn bar(&self, coverage: &Coverage, from: &Ways) -> Bar {
        let measure = coverage.measure;
        Bar {
            title: measure.title(),
            href: from.to(self.route_of(view_of(measure))),
            covered: coverage.covered.len(),
            all: coverage.all(),
        }
    }

    fn broken(&self, from: &Ways) -> Vec<Vec<Cell>> {
        let mut found: Vec<&(Severity, Diagnostic)> = self.report.findings.iter().collect();
        found.sort_by_key(|(severity, _)| *severity != Severity::Error);
        let found = found.into_iter().map(|(_, finding)| finding);
        let rows = found
            .filter(|finding| finding.code.is_about_the_chain())
            .filter_map(|finding| {
                let place = finding.place.as_ref()?;
                let page = self.site.page_of(&place.file);
                let page = page.map(|at| &self.site.pages[at]);
                let place = match page {
                    Some(page) => Cell::link(
                        &format!("{}, line {}", page.path, place.line),
                        &from.to(page.route.as_str()),
                    ),
                    None => {
                        let file = self.report.paths.of_file(&place.file);
                        Cell::text(&format!("{file}, line {}", place.line))
                    }
                };
                Some(vec![
                    Cell::text(finding.code.name()),
                    place,
                    Cell::text(&finding.message),
                ])
            });
        rows.collect()
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
