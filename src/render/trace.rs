//! The pages of traceability: overview, chains, matrices, decisions, work, stories, orphans.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::addresses::From;
use super::relations::ArtifactView;
use super::view::Crumb;
use super::{Fault, Renderer};
use crate::content_map::Kind;
use crate::diag::{Diagnostic, Severity};
use crate::output::{Content, Output};
use crate::site::Route;
use crate::trace::{ArtifactKind, Language, Relation, Status};

/// The pages, in the order of their links: part of the address, and title.
pub const VIEWS: [(View, &str, &str); 9] = [
    (View::Overview, "", "Traceability"),
    (View::Chains, "chains", "Chains"),
    (View::Work, "work", "Work by state"),
    (View::Stories, "stories", "Stories"),
    (View::Decisions, "decisions", "Decisions"),
    (View::SpecificationsStories, "specifications-stories", "Specification × Story"),
    (View::SpecificationsDecisions, "specifications-decisions", "Specification × Decision"),
    (View::StoriesReleases, "stories-releases", "Story × Release"),
    (View::Orphans, "orphans", "Orphans"),
];

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
    chains: Vec<Chain>,
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

/// A table that a script lets readers filter.
#[derive(Debug, Serialize)]
struct Table {
    id: &'static str,
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    /// What stands there when it has no rows.
    none: &'static str,
    matrix: bool,
}

#[derive(Debug, Serialize)]
struct Column {
    title: String,
    href: Option<String>,
    /// Offers its values to choose from.
    filter: bool,
}

#[derive(Debug, Default, Serialize)]
struct Cell {
    artifacts: Vec<ArtifactView>,
    text: String,
    href: Option<String>,
    status: Option<String>,
    date: Option<String>,
    /// It should not be empty, and is.
    gap: bool,
    /// It heads its row.
    head: bool,
}

#[derive(Debug, Serialize)]
struct Chain {
    artifact: ArtifactView,
    /// A list item with all that hangs on it.
    html: String,
}

#[derive(Debug, Serialize)]
struct Year {
    year: String,
    decisions: Vec<ArtifactView>,
}

fn column(title: &str) -> Column {
    Column { title: title.to_owned(), href: None, filter: false }
}

fn choice(title: &str) -> Column {
    Column { filter: true, ..column(title) }
}

fn text(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), ..Cell::default() }
}

fn day(date: Option<&str>) -> Cell {
    Cell { date: date.map(str::to_owned), ..Cell::default() }
}

fn status(status: Option<Status>) -> Cell {
    Cell { status: status.map(|status| status.name().to_owned()), ..Cell::default() }
}

impl Renderer<'_> {
    /// Renders all pages of traceability, and the export beside them.
    pub(super) fn traceability(&self) -> Result<Vec<Output>, Fault> {
        let Some(export) = &self.made.export else { return Ok(Vec::new()) };
        let json = self.trace.written(self.site, Language::Json);
        let mut outputs = vec![Output { path: export.clone(), content: Content::Bytes(json.into_bytes()) }];
        let views = VIEWS.par_iter().zip(&self.made.trace);
        let pages = views.map(|((view, _, title), route)| self.trace_page(*view, title, route));
        outputs.extend(pages.collect::<Result<Vec<_>, _>>()?);
        Ok(outputs)
    }

    fn trace_page(&self, view: View, title: &str, route: &Route) -> Result<Output, Fault> {
        let from = From::Page(route.clone());
        let mut page = self.made_page("trace", title, route);
        if view != View::Overview {
            let up = from.to(self.made.trace[0].as_str());
            page.breadcrumbs = vec![Crumb { title: VIEWS[0].2.to_owned(), href: Some(up) }];
        }
        let nav = self.navigator.traceability(&from);
        let body = self.body(view, &from);
        let views: Vec<serde_json::Value> = VIEWS
            .iter()
            .enumerate()
            .map(|(at, (known, _, title))| {
                let title = if at == 0 { "Overview" } else { title };
                serde_json::json!({
                    "title": title, "href": from.to(self.made.trace[at].as_str()), "current": *known == view,
                })
            })
            .collect();
        let export = self.made.export.as_ref().map(|path| from.to(path));
        let html = self.fill(&from, &page, &nav, |context| {
            context.insert("body", &body);
            context.insert("views", &views);
            context.insert("export", &export);
        })?;
        Ok(Output { path: route.file(), content: Content::Bytes(html.into_bytes()) })
    }

    fn body(&self, view: View, from: &From) -> Body {
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

    fn artifact(&self, at: usize, from: &From) -> Cell {
        Cell { artifacts: vec![self.artifact_view(at, from)], ..Cell::default() }
    }

    fn head(&self, at: usize, from: &From) -> Cell {
        Cell { head: true, ..self.artifact(at, from) }
    }

    /// Artifacts in a cell, which stands out when it has none.
    fn wanted(&self, artifacts: impl Iterator<Item = usize>, from: &From) -> Cell {
        let artifacts: Vec<ArtifactView> = artifacts.map(|at| self.artifact_view(at, from)).collect();
        Cell { gap: artifacts.is_empty(), artifacts, ..Cell::default() }
    }

    fn optional(&self, artifacts: impl Iterator<Item = usize>, from: &From) -> Cell {
        Cell { gap: false, ..self.wanted(artifacts, from) }
    }

    fn overview(&self, from: &From) -> Body {
        let trace = self.trace;
        let at =
            |view: View| from.to(self.made.trace[VIEWS.iter().position(|row| row.0 == view).unwrap_or(0)].as_str());
        let bar = |title, kind, view: View, covered: &dyn Fn(usize) -> bool| {
            let all: Vec<usize> = trace.documents(kind).collect();
            Bar { title, href: at(view), covered: all.iter().filter(|at| covered(**at)).count(), all: all.len() }
        };
        let out = |relation| move |at: usize| trace.out(at, relation).next().is_some();
        let into = |relation| move |at: usize| trace.into(at, relation).next().is_some();
        let bars = vec![
            bar("Challenges with a specification", Kind::Challenge, View::Chains, &into(Relation::Satisfies)),
            bar("Specifications with a challenge", Kind::Specification, View::Work, &out(Relation::Satisfies)),
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
            bar("Stories with a specification", Kind::Story, View::Stories, &out(Relation::Refines)),
            bar("Stories with acceptance criteria", Kind::Story, View::Stories, &|at| {
                trace.criteria.get(&at).is_some_and(|count| *count > 0)
            }),
            bar("Stories delivered", Kind::Story, View::StoriesReleases, &|at| trace.is_delivered(at)),
            bar("Decisions that something cites", Kind::Decision, View::Decisions, &|at| {
                trace.neighbours(at).len() > 0
            }),
        ];
        let broken = Table {
            id: "broken",
            caption: "What is broken".to_owned(),
            columns: vec![choice("Finding"), column("Where"), column("What")],
            rows: self.broken(from),
            none: "Nothing: the chain is whole.",
            matrix: false,
        };
        let changed = Table {
            id: "changed",
            caption: "What changed lately".to_owned(),
            columns: vec![column("Document"), choice("Kind"), column("Last change")],
            rows: self.changed(from),
            none: "Not known: the history is not there, or shallow.",
            matrix: false,
        };
        Body {
            bars: bars.into_iter().filter(|bar| bar.all > 0).collect(),
            tables: vec![broken, changed],
            ..Body::default()
        }
    }

    fn broken(&self, from: &From) -> Vec<Vec<Cell>> {
        let by_file: BTreeMap<&str, usize> =
            self.site.pages.iter().enumerate().map(|(at, page)| (&*page.page.text.sources()[0].path, at)).collect();
        let mut found: Vec<&(Severity, Diagnostic)> = self.report.findings.iter().collect();
        found.sort_by_key(|(severity, _)| *severity != Severity::Error);
        let found = found.into_iter().map(|(_, finding)| finding);
        let rows = found.filter(|finding| finding.code.is_about_the_chain()).filter_map(|finding| {
            let place = finding.place.as_ref()?;
            let page = by_file.get(&*place.path).map(|at| &self.site.pages[*at]);
            let shown = page.map_or(&*place.path, |page| page.path.as_str());
            let href = page.map(|page| from.to(page.route.as_str()));
            let place = Cell { href, ..text(format!("{shown}, line {}", place.line)) };
            Some(vec![text(finding.code.name()), place, text(finding.message.clone())])
        });
        rows.collect()
    }

    fn changed(&self, from: &From) -> Vec<Vec<Cell>> {
        let mut pages: Vec<(&str, usize)> = (0..self.trace.artifacts.len())
            .filter(|at| self.trace.artifacts[*at].anchor.is_none())
            .filter_map(|at| {
                Some((self.history.of(&self.site.pages[self.trace.artifacts[at].page?].path)?.date.as_str(), at))
            })
            .collect();
        pages.sort_by(|a, b| b.0.cmp(a.0).then(a.1.cmp(&b.1)));
        let row = |(date, at): &(&str, usize)| {
            vec![self.head(*at, from), text(self.trace.artifacts[*at].kind.title()), day(Some(date))]
        };
        pages.iter().take(10).map(row).collect()
    }

    fn chains(&self, from: &From) -> Body {
        let chain = |at| {
            let mut html = String::new();
            self.chain_item(&self.trace.chain(at), from, &mut html);
            Chain { artifact: self.artifact_view(at, from), html }
        };
        let chains: Vec<Chain> = self.trace.documents(Kind::Challenge).map(chain).collect();
        let lead = "From each challenge to its specification, stories, decisions and release entries.".to_owned();
        Body { lead: Some(lead), chains, ..Body::default() }
    }

    fn work(&self, from: &From) -> Body {
        let trace = self.trace;
        let mut rows = Vec::new();
        for kind in [Kind::Challenge, Kind::Specification] {
            for at in trace.documents(kind) {
                let artifact = &trace.artifacts[at];
                let (counterpart, stories): (Cell, Vec<usize>) = if kind == Kind::Challenge {
                    let specifications: Vec<usize> = trace.into(at, Relation::Satisfies).collect();
                    let stories = specifications.iter().flat_map(|at| trace.into(*at, Relation::Refines)).collect();
                    (self.wanted(specifications.into_iter(), from), stories)
                } else {
                    (self.wanted(trace.out(at, Relation::Satisfies), from), trace.into(at, Relation::Refines).collect())
                };
                let delivered = stories.iter().filter(|story| trace.is_delivered(**story)).count();
                rows.push(vec![
                    self.head(at, from),
                    text(artifact.kind.title()),
                    status(artifact.status),
                    counterpart,
                    text(format!("{delivered} of {}", stories.len())),
                    text(artifact.owner.clone().unwrap_or_default()),
                ]);
            }
        }
        let order = |row: &Vec<Cell>| row[2].status.clone().map(|state| (state != "active", state));
        rows.sort_by_key(order);
        let columns = vec![
            column("Work"),
            choice("Kind"),
            choice("State"),
            column("Challenge or specification"),
            column("Stories delivered"),
            choice("Owner"),
        ];
        Body::of(Table {
            id: "work",
            caption: String::new(),
            columns,
            rows,
            none: "There is no work folder.",
            matrix: false,
        })
    }

    fn stories(&self, from: &From) -> Body {
        let trace = self.trace;
        let mut by_specification: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for at in trace.documents(Kind::Story) {
            by_specification.entry(trace.out(at, Relation::Refines).next()).or_default().push(at);
        }
        let mut rows = Vec::new();
        let without = by_specification.remove(&None);
        for stories in by_specification.into_values().chain(without) {
            let stories = &stories;
            for at in trace.in_dependency_order(stories) {
                let criteria = trace.criteria.get(&at).copied().unwrap_or_default();
                let trackers = trace.out(at, Relation::TrackedBy);
                rows.push(vec![
                    self.head(at, from),
                    status(trace.artifacts[at].status),
                    self.optional(trackers, from),
                    self.wanted(trace.out(at, Relation::Refines), from),
                    Cell { gap: criteria == 0, ..text(criteria.to_string()) },
                    self.optional(trace.out(at, Relation::DependsOn), from),
                    self.optional(trace.into(at, Relation::Delivers), from),
                ]);
            }
        }
        let columns = vec![
            column("Story"),
            choice("State"),
            column("Tracker"),
            column("Specification"),
            column("Criteria"),
            column("Depends on"),
            column("Delivered in"),
        ];
        let lead = Some("What a story depends on stands above it.".to_owned());
        let table = Table {
            id: "stories",
            caption: String::new(),
            columns,
            rows,
            none: "There are no stories.",
            matrix: false,
        };
        Body { lead, ..Body::of(table) }
    }

    fn decisions(&self, from: &From) -> Body {
        let trace = self.trace;
        let constrains = |at| {
            trace.into(at, Relation::ConstrainedBy).filter(move |other| !trace.artifacts[*other].is(Kind::Decision))
        };
        let rows = trace.documents(Kind::Decision).map(|at| {
            let artifact = &trace.artifacts[at];
            let constrained = self.wanted(constrains(at), from);
            vec![
                self.head(at, from),
                status(artifact.status),
                day(artifact.date.as_deref()),
                self.optional(trace.into(at, Relation::Supersedes), from),
                Cell { gap: constrained.gap && trace.is_accepted(at), ..constrained },
                text(artifact.owner.clone().unwrap_or_default()),
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
        let rows = rows.collect();
        let table = Table {
            id: "decisions",
            caption: String::new(),
            columns,
            rows,
            none: "There are no decisions.",
            matrix: false,
        };
        let mut years: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
        for at in trace.documents(Kind::Decision) {
            if let Some(date) = &trace.artifacts[at].date {
                years.entry(date[..4].to_owned()).or_default().push((date.clone(), at));
            }
        }
        let year = |(year, mut decisions): (String, Vec<(String, usize)>)| {
            decisions.sort();
            Year { year, decisions: decisions.into_iter().map(|(_, at)| self.artifact_view(at, from)).collect() }
        };
        Body { timeline: years.into_iter().map(year).collect(), ..Body::of(table) }
    }

    fn specifications_stories(&self, from: &From) -> Body {
        let trace = self.trace;
        let rows = trace.documents(Kind::Specification).map(|at| {
            let stories: Vec<usize> = trace.into(at, Relation::Refines).collect();
            let stories = trace.in_dependency_order(&stories);
            let count = text(stories.len().to_string());
            vec![self.head(at, from), status(trace.artifacts[at].status), count, self.wanted(stories.into_iter(), from)]
        });
        let columns = vec![column("Specification"), choice("State"), column("Count"), column("Stories")];
        let lead = Some("Each story refines one specification, so the matrix is written as a list a row.".to_owned());
        let table = Table {
            id: "specifications",
            caption: String::new(),
            columns,
            rows: rows.collect(),
            none: "There are no specifications.",
            matrix: false,
        };
        Body { lead, ..Body::of(table) }
    }

    fn specifications_decisions(&self, from: &From) -> Body {
        let trace = self.trace;
        let specifications: Vec<usize> = trace.documents(Kind::Specification).collect();
        let is_cited = |decision: &usize| {
            trace.into(*decision, Relation::ConstrainedBy).any(|other| trace.artifacts[other].is(Kind::Specification))
        };
        let decisions: Vec<usize> = trace.documents(Kind::Decision).filter(is_cited).collect();
        let lead =
            "Decisions that no specification cites have no column; they are in the list of decisions.".to_owned();
        let table = self.matrix("matrix", &specifications, &decisions, "Specification", from, |row, column| {
            trace.out(row, Relation::ConstrainedBy).any(|decision| decision == column)
        });
        Body { lead: Some(lead), ..Body::of(table) }
    }

    fn stories_releases(&self, from: &From) -> Body {
        let trace = self.trace;
        let stories: Vec<usize> = trace.documents(Kind::Story).collect();
        let releases: Vec<usize> = trace.documents(Kind::Release).collect();
        Body::of(self.matrix("matrix", &stories, &releases, "Story", from, |row, column| {
            trace.into(row, Relation::Delivers).any(|entry| trace.releases.get(&entry) == Some(&column))
        }))
    }

    fn matrix(
        &self,
        id: &'static str,
        rows: &[usize],
        columns: &[usize],
        head: &str,
        from: &From,
        is_related: impl Fn(usize, usize) -> bool,
    ) -> Table {
        let named = |at: &usize| {
            let artifact = &self.trace.artifacts[*at];
            let title = artifact.decision_number().map_or_else(|| artifact.title.clone(), |n| format!("{n:04}"));
            Column { title, href: self.href(*at, from), filter: false }
        };
        let row = |at: &usize| {
            let marks: Vec<bool> = columns.iter().map(|column| is_related(*at, *column)).collect();
            let is_empty = !marks.contains(&true);
            let mark = |marked: &bool| Cell { gap: is_empty, ..text(if *marked { "●" } else { "" }) };
            std::iter::once(self.head(*at, from)).chain(marks.iter().map(mark)).collect()
        };
        Table {
            id,
            caption: String::new(),
            columns: std::iter::once(column(head)).chain(columns.iter().map(named)).collect(),
            rows: rows.iter().map(row).collect(),
            none: "There is nothing to relate.",
            matrix: true,
        }
    }

    fn orphans(&self, from: &From) -> Body {
        let is_orphan = |at: &usize| {
            let artifact = &self.trace.artifacts[*at];
            let is_process = artifact.kind == ArtifactKind::Document(Kind::Process);
            let is_release = artifact.kind == ArtifactKind::Document(Kind::Release);
            let has_entries = || is_release && self.trace.releases.values().any(|release| release == at);
            !is_process && self.trace.neighbours(*at).len() == 0 && !has_entries()
        };
        let orphans = (0..self.trace.artifacts.len()).filter(is_orphan);
        let row = |at: usize| {
            let artifact = &self.trace.artifacts[at];
            vec![self.head(at, from), text(artifact.kind.title()), status(artifact.status)]
        };
        let columns = vec![column("Artifact"), choice("Kind"), choice("Status")];
        let lead = "Governed documents that nothing is related to. Processes need no relation.".to_owned();
        let rows = orphans.map(row).collect();
        let table =
            Table { id: "orphans", caption: String::new(), columns, rows, none: "There are none.", matrix: false };
        Body { lead: Some(lead), ..Body::of(table) }
    }
}

impl Body {
    fn of(table: Table) -> Self {
        Self { tables: vec![table], ..Self::default() }
    }
}
