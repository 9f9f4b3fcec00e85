//! The first page: coverage, what is broken, what changed lately.

use super::{Bar, Body};
use crate::content_map::Kind;
use crate::diag::{Diagnostic, Severity};
use crate::render::Renderer;
use crate::render::addresses::Ways;
use crate::render::tables::{Cell, Table, choice, column};
use crate::render::views::View;
use crate::trace::{Relation, Trace};

/// What share of the documents of a kind has what it should have.
struct Coverage {
    title: &'static str,
    kind: Kind,
    /// Where those that lack it are seen.
    view: View,
    is_covered: fn(&Trace, usize) -> bool,
}

const COVERAGE: [Coverage; 8] = [
    Coverage {
        title: "Challenges with a specification",
        kind: Kind::Challenge,
        view: View::Chains,
        is_covered: |trace, at| trace.into(at, Relation::Satisfies).next().is_some(),
    },
    Coverage {
        title: "Specifications with a challenge",
        kind: Kind::Specification,
        view: View::Work,
        is_covered: |trace, at| trace.out(at, Relation::Satisfies).next().is_some(),
    },
    Coverage {
        title: "Specifications with stories",
        kind: Kind::Specification,
        view: View::SpecificationsStories,
        is_covered: |trace, at| trace.into(at, Relation::Refines).next().is_some(),
    },
    Coverage {
        title: "Specifications with decisions",
        kind: Kind::Specification,
        view: View::SpecificationsDecisions,
        is_covered: |trace, at| trace.out(at, Relation::ConstrainedBy).next().is_some(),
    },
    Coverage {
        title: "Stories with a specification",
        kind: Kind::Story,
        view: View::Stories,
        is_covered: |trace, at| trace.out(at, Relation::Refines).next().is_some(),
    },
    Coverage {
        title: "Stories with acceptance criteria",
        kind: Kind::Story,
        view: View::Stories,
        is_covered: |trace, at| trace.criteria.get(&at).is_some_and(|count| *count > 0),
    },
    Coverage {
        title: "Stories delivered",
        kind: Kind::Story,
        view: View::StoriesReleases,
        is_covered: |trace, at| trace.is_delivered(at),
    },
    Coverage {
        title: "Decisions that something cites",
        kind: Kind::Decision,
        view: View::Decisions,
        is_covered: |trace, at| trace.neighbours(at).len() > 0,
    },
];

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
        let bars = COVERAGE.iter().map(|coverage| self.bar(coverage, from));
        Body {
            bars: bars.filter(|bar| bar.all > 0).collect(),
            tables,
            ..Body::default()
        }
    }

    fn bar(&self, coverage: &Coverage, from: &Ways) -> Bar {
        let all: Vec<usize> = self.trace.documents(coverage.kind).collect();
        let is_covered = |at: &&usize| (coverage.is_covered)(self.trace, **at);
        Bar {
            title: coverage.title,
            href: from.to(self.route_of(coverage.view)),
            covered: all.iter().filter(is_covered).count(),
            all: all.len(),
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
