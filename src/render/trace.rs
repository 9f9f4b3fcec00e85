//! The pages of traceability: overview, chains, matrices, decisions, work, stories, orphans.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::addresses::{From, Ways};
use super::artifacts::ArtifactView;
use super::tables::{Cell, Table, choice, column, linked_column};
use super::view::Crumb;
use super::{Fault, Renderer};
use crate::content_map::Kind;
use crate::diag::{Diagnostic, Severity};
use crate::output::{Content, Output};
use crate::site::Route;
use crate::trace::{ArtifactKind, Language, Link, Relation, Status};

/// The pages, in the order of their links: part of the address, and title.
pub const VIEWS: [(View, &str, &str); 9] = [
    (View::Overview, "", "Traceability"),
    (View::Chains, "chains", "Chains"),
    (View::Work, "work", "Work by state"),
    (View::Stories, "stories", "Stories"),
    (View::Decisions, "decisions", "Decisions"),
    (
        View::SpecificationsStories,
        "specifications-stories",
        "Specification × Story",
    ),
    (
        View::SpecificationsDecisions,
        "specifications-decisions",
        "Specification × Decision",
    ),
    (View::StoriesReleases, "stories-releases", "Story × Release"),
    (View::Orphans, "orphans", "Orphans"),
];

/// Columns of a matrix that a screen can show.
const WIDEST_MATRIX: usize = 60;

/// One of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Coverage, what is broken, what changed.
    Overview,
    /// Each challenge with all that hangs on it.
    Chains,
    /// Challenges and specifications by state.
    Work,
    /// All stories, in dependency order.
    Stories,
    /// All decisions, as a table and by year.
    Decisions,
    /// Which stories refine a specification.
    SpecificationsStories,
    /// Which decisions constrain a specification.
    SpecificationsDecisions,
    /// Which release delivers a story.
    StoriesReleases,
    /// What nothing is related to.
    Orphans,
}

/// What a page shows.
#[derive(Debug, Default, Serialize)]
struct Body {
    /// A sentence above all else.
    lead: Option<String>,
    bars: Vec<Bar>,
    tables: Vec<Table>,
    /// A chain as a list (HTML).
    chain: Option<String>,
    timeline: Vec<Year>,
}

/// How much of something is covered.
#[derive(Debug, Serialize)]
struct Bar {
    title: &'static str,
    href: String,
    covered: usize,
    all: usize,
}

#[derive(Debug, Serialize)]
struct Year {
    year: String,
    decisions: Vec<ArtifactView>,
}

impl Renderer<'_> {
    /// Renders all pages of traceability, and the export beside them.
    pub(super) fn traceability(&self) -> Result<Vec<Output>, Fault> {
        let Some(export) = &self.made.export else {
            return Ok(Vec::new());
        };
        let views = || {
            VIEWS
                .par_iter()
                .zip(&self.made.trace)
                .map(|((view, _, title), route)| self.view(*view, title, route))
        };
        let chains = || {
            self.made
                .chains
                .par_iter()
                .map(|(challenge, route)| self.chain(*challenge, route))
        };
        let (json, pages) = rayon::join(
            || self.trace.written(self.site, Language::Json),
            || views().chain(chains()).collect::<Result<Vec<_>, _>>(),
        );
        let mut outputs = pages?;
        outputs.push(Output {
            path: export.clone(),
            content: Content::Bytes(json.into_bytes()),
        });
        Ok(outputs)
    }

    fn view(&self, view: View, title: &str, route: &Route) -> Result<Output, Fault> {
        let from = Ways::new(From::Page(route.clone()));
        let up: &[View] = if view == View::Overview {
            &[]
        } else {
            &[View::Overview]
        };
        self.traced(title, route, up, view, &self.body(view, &from))
    }

    /// The end-to-end chain of a challenge.
    fn chain(&self, challenge: usize, route: &Route) -> Result<Output, Fault> {
        let from = Ways::new(From::Page(route.clone()));
        let mut chain = String::new();
        self.write_chain(&self.trace.chain(challenge), &from, &mut chain);
        let title = self.artifact_view(challenge, &from).title;
        let body = Body {
            chain: Some(chain),
            ..Body::default()
        };
        self.traced(
            &title,
            route,
            &[View::Overview, View::Chains],
            View::Chains,
            &body,
        )
    }

    fn route_of(&self, view: View) -> &str {
        let at = VIEWS
            .iter()
            .position(|row| row.0 == view)
            .unwrap_or_default();
        self.made.trace[at].as_str()
    }

    /// A page of traceability, below those in `up`.
    fn traced(
        &self,
        title: &str,
        route: &Route,
        up: &[View],
        view: View,
        body: &Body,
    ) -> Result<Output, Fault> {
        let from = Ways::new(From::Page(route.clone()));
        let mut page = self.made_page("trace", title, route);
        let titled = VIEWS.iter().filter(|(known, ..)| up.contains(known));
        let crumb = |(view, _, title): &(View, &str, &str)| Crumb {
            title: (*title).to_owned(),
            href: Some(from.to(self.route_of(*view))),
        };
        page.breadcrumbs = titled.map(crumb).collect();
        let nav = self.navigator().traceability(&from);
        let entry = |(known, _, title): &(View, &str, &str)| {
            let title = if *known == View::Overview {
                "Overview"
            } else {
                title
            };
            serde_json::json!({ "title": title, "href": from.to(self.route_of(*known)), "current": *known == view })
        };
        let views: Vec<serde_json::Value> = VIEWS.iter().map(entry).collect();
        let export = self.made.export.as_ref().map(|path| from.to(path));
        let html = self.fill(&from, &page, &nav, |context| {
            context.insert("body", body);
            context.insert("views", &views);
            context.insert("export", &export);
        })?;
        Ok(Output {
            path: route.file(),
            content: Content::Bytes(html.into_bytes()),
        })
    }

    fn body(&self, view: View, from: &Ways) -> Body {
        match view {
            View::Overview => self.overview(from),
            View::Chains => self.chains(from),
            View::Work => self.work(from),
            View::Stories => self.stories(from),
            View::Decisions => self.decisions(from),
            View::SpecificationsStories => self.specifications_stories(from),
            View::SpecificationsDecisions => self.specifications_decisions(from),
            View::StoriesReleases => self.stories_releases(from),
            View::Orphans => self.orphans(from),
        }
    }

    fn overview(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let bar = |title, kind, view: View, covered: &dyn Fn(usize) -> bool| {
            let all: Vec<usize> = trace.documents(kind).collect();
            Bar {
                title,
                href: from.to(self.route_of(view)),
                covered: all.iter().filter(|at| covered(**at)).count(),
                all: all.len(),
            }
        };
        let out = |relation| move |at: usize| trace.out(at, relation).next().is_some();
        let into = |relation| move |at: usize| trace.into(at, relation).next().is_some();
        let bars = vec![
            bar(
                "Challenges with a specification",
                Kind::Challenge,
                View::Chains,
                &into(Relation::Satisfies),
            ),
            bar(
                "Specifications with a challenge",
                Kind::Specification,
                View::Work,
                &out(Relation::Satisfies),
            ),
            bar(
                "Specifications with stories",
                Kind::Specification,
                View::SpecificationsStories,
                &into(Relation::Refines),
            ),
            bar(
                "Specifications with decisions",
                Kind::Specification,
                View::SpecificationsDecisions,
                &out(Relation::ConstrainedBy),
            ),
            bar(
                "Stories with a specification",
                Kind::Story,
                View::Stories,
                &out(Relation::Refines),
            ),
            bar(
                "Stories with acceptance criteria",
                Kind::Story,
                View::Stories,
                &|at| trace.criteria.get(&at).is_some_and(|count| *count > 0),
            ),
            bar(
                "Stories delivered",
                Kind::Story,
                View::StoriesReleases,
                &|at| trace.is_delivered(at),
            ),
            bar(
                "Decisions that something cites",
                Kind::Decision,
                View::Decisions,
                &|at| trace.neighbours(at).len() > 0,
            ),
        ];
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
        Body {
            bars: bars.into_iter().filter(|bar| bar.all > 0).collect(),
            tables: vec![
                broken.called("What is broken").with(self.broken(from)),
                changed
                    .called("What changed lately")
                    .with(self.changed(from)),
            ],
            ..Body::default()
        }
    }

    fn broken(&self, from: &Ways) -> Vec<Vec<Cell>> {
        let by_file: BTreeMap<&str, usize> = self
            .site
            .pages
            .iter()
            .enumerate()
            .map(|(at, page)| (&*page.page.text.sources()[0].path, at))
            .collect();
        let mut found: Vec<&(Severity, Diagnostic)> = self.report.findings.iter().collect();
        found.sort_by_key(|(severity, _)| *severity != Severity::Error);
        let found = found.into_iter().map(|(_, finding)| finding);
        let rows = found
            .filter(|finding| finding.code.is_about_the_chain())
            .filter_map(|finding| {
                let place = finding.place.as_ref()?;
                let page = by_file.get(&*place.path).map(|at| &self.site.pages[*at]);
                let place = match page {
                    Some(page) => Cell::link(
                        &format!("{}, line {}", page.path, place.line),
                        &from.to(page.route.as_str()),
                    ),
                    None => Cell::text(&format!("{}, line {}", place.path, place.line)),
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

    fn chains(&self, from: &Ways) -> Body {
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
                Cell::status(trace.artifacts[challenge].status),
                Cell::count(documents(Kind::Specification)),
                Cell::count(documents(Kind::Story)),
                Cell::count(documents(Kind::Decision)).gap(false),
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

    fn work(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let kinds = [Kind::Challenge, Kind::Specification];
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
                if artifact.is(Kind::Challenge) {
                    let specifications: Vec<usize> = trace.into(at, Relation::Satisfies).collect();
                    (specifications.clone(), specifications)
                } else {
                    (trace.out(at, Relation::Satisfies).collect(), vec![at])
                };
            let stories: Vec<usize> = specifications
                .iter()
                .flat_map(|at| trace.into(*at, Relation::Refines))
                .collect();
            let delivered = stories
                .iter()
                .filter(|story| trace.is_delivered(**story))
                .count();
            [
                self.artifact(at, from).head(),
                Cell::text(artifact.kind.title()),
                Cell::status(artifact.status),
                self.wanted(counterparts.into_iter(), from),
                Cell::text(&format!("{delivered} of {}", stories.len())),
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

    fn stories(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let mut by_specification: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for at in trace.documents(Kind::Story) {
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
                    Cell::status(trace.artifacts[at].status),
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

    fn decisions(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let constrains = |at| {
            trace
                .into(at, Relation::ConstrainedBy)
                .filter(move |other| !trace.artifacts[*other].is(Kind::Decision))
        };
        let successors = |at| {
            trace
                .into(at, Relation::Supersedes)
                .filter(|by| trace.is_accepted(*by))
        };
        let rows = trace.documents(Kind::Decision).map(|at| {
            let artifact = &trace.artifacts[at];
            let lacks = trace.is_accepted(at) && constrains(at).next().is_none();
            [
                self.artifact(at, from).head(),
                Cell::status(artifact.status),
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
        let mut years: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
        for at in trace.documents(Kind::Decision) {
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
        Body {
            timeline: years.into_iter().map(year).collect(),
            ..Body::of(table)
        }
    }

    fn specifications_stories(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let rows = trace.documents(Kind::Specification).map(|at| {
            let stories: Vec<usize> = trace.into(at, Relation::Refines).collect();
            let stories = trace.in_dependency_order(&stories);
            [
                self.artifact(at, from).head(),
                Cell::status(trace.artifacts[at].status),
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

    fn specifications_decisions(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let specifications: Vec<usize> = trace.documents(Kind::Specification).collect();
        let is_cited = |decision: &usize| {
            trace
                .into(*decision, Relation::ConstrainedBy)
                .any(|other| trace.artifacts[other].is(Kind::Specification))
        };
        let decisions: Vec<usize> = trace.documents(Kind::Decision).filter(is_cited).collect();
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

    fn stories_releases(&self, from: &Ways) -> Body {
        let trace = self.trace;
        let stories: Vec<usize> = trace.documents(Kind::Story).collect();
        let releases: Vec<usize> = trace.documents(Kind::Release).collect();
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
        let named = |at: &usize| {
            let artifact = &self.trace.artifacts[*at];
            let title = artifact
                .decision_number()
                .map_or_else(|| artifact.title.clone(), |n| format!("{n:04}"));
            linked_column(title, self.href(*at, from))
        };
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

    fn orphans(&self, from: &Ways) -> Body {
        let is_orphan = |at: &usize| {
            let artifact = &self.trace.artifacts[*at];
            let is_process = artifact.kind == ArtifactKind::Document(Kind::Process);
            let is_release = artifact.kind == ArtifactKind::Document(Kind::Release);
            let has_entries =
                || is_release && self.trace.releases.values().any(|release| release == at);
            !is_process && self.trace.neighbours(*at).len() == 0 && !has_entries()
        };
        let rows = (0..self.trace.artifacts.len()).filter(is_orphan).map(|at| {
            let artifact = &self.trace.artifacts[at];
            [
                self.artifact(at, from).head(),
                Cell::text(artifact.kind.title()),
                Cell::status(artifact.status),
            ]
        });
        let columns = vec![column("Artifact"), choice("Kind"), choice("Status")];
        let table = Table::new("orphans", columns, "There are none.").with(rows);
        Body::of(table)
            .led("Governed documents that nothing is related to. Processes need no relation.")
    }
}

/// The artifacts of a chain, each once.
fn collect(link: &Link<'_>, found: &mut BTreeSet<usize>) {
    found.insert(link.artifact);
    for below in &link.below {
        collect(below, found);
    }
}

impl Body {
    fn of(table: Table) -> Self {
        Self {
            tables: vec![table],
            ..Self::default()
        }
    }

    fn led(self, lead: &str) -> Self {
        Self {
            lead: Some(lead.to_owned()),
            ..self
        }
    }
}
