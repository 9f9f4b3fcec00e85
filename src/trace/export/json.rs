//! The trace as JSON: artifacts, relations, and the facts on the traceability pages.

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::site::Site;
use crate::trace::model::{Artifact, Edge};
use crate::trace::{Coverage, MatrixKind, Trace, WorkFacts, broken};

/// The version of the JSON schema.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct ArtifactRow<'t> {
    id: &'t str,
    kind: &'static str,
    title: &'t str,
    status: Option<&'static str>,
    owner: Option<&'t str>,
    date: Option<&'t str>,
    path: Option<&'t str>,
    line: Option<u32>,
    route: Option<String>,
    url: Option<&'t str>,
    audience: Option<&'t str>,
    change: Option<&'t str>,
    trackers: &'t [String],
}

#[derive(Serialize)]
struct RelationRow<'t> {
    relation: &'static str,
    from: &'t str,
    to: &'t str,
    how: &'static str,
    file: &'t str,
    line: u32,
}

#[derive(Serialize)]
struct CoverageRow<'t> {
    measure: &'static str,
    kind: &'static str,
    covered: usize,
    all: usize,
    lacking: Vec<&'t str>,
}

#[derive(Serialize)]
struct WorkRow<'t> {
    id: &'t str,
    counterparts: Vec<&'t str>,
    stories: Vec<&'t str>,
    delivered: usize,
}

#[derive(Serialize)]
struct MatrixRow<'t> {
    matrix: &'static str,
    id: &'t str,
    related: Vec<&'t str>,
}

#[derive(Serialize)]
struct BrokenRow<'r> {
    code: &'static str,
    severity: Severity,
    file: Option<&'r str>,
    line: Option<u32>,
    message: String,
}

/// The trace as JSON. Each row has its own line, so that a diff of two exports is readable.
pub fn json(trace: &Trace, site: &Site, report: &Report) -> String {
    let ids = Ids(trace);
    let artifacts = trace.artifacts.iter();
    let lists = [
        (
            "artifacts",
            lines(artifacts.map(|artifact| artifact_row(artifact, site))),
        ),
        (
            "relations",
            lines(trace.edges.iter().map(|edge| relation_row(edge, trace))),
        ),
        (
            "coverage",
            lines(trace.coverage().iter().map(|row| ids.coverage(row))),
        ),
        ("work", lines(trace.work().iter().map(|row| ids.work(row)))),
        (
            "matrices",
            lines(
                MatrixKind::ALL
                    .into_iter()
                    .flat_map(|kind| ids.matrix(kind)),
            ),
        ),
        ("orphans", lines(ids.of(&trace.orphans()).into_iter())),
        ("broken", lines(broken_rows(report))),
    ];
    let lists = lists.map(|(name, rows)| format!("\"{name}\": [{rows}]"));
    format!("{{\n\"version\": {VERSION},\n{}\n}}\n", lists.join(",\n"))
}

/// Replaces the numbers of artifacts by their ids.
struct Ids<'t>(&'t Trace);

impl<'t> Ids<'t> {
    fn of(&self, artifacts: &[usize]) -> Vec<&'t str> {
        let ids = artifacts.iter().map(|at| self.0.artifacts[*at].id.as_str());
        ids.collect()
    }

    fn coverage(&self, row: &Coverage) -> CoverageRow<'t> {
        CoverageRow {
            measure: row.measure.name(),
            kind: row.measure.kind().name(),
            covered: row.covered.len(),
            all: row.all(),
            lacking: self.of(&row.lacking),
        }
    }

    fn work(&self, row: &WorkFacts) -> WorkRow<'t> {
        WorkRow {
            id: &self.0.artifacts[row.document].id,
            counterparts: self.of(&row.counterparts),
            stories: self.of(&row.stories),
            delivered: row.delivered,
        }
    }

    fn matrix(&self, kind: MatrixKind) -> Vec<MatrixRow<'t>> {
        let rows = self.0.matrix(kind).rows.into_iter();
        let rows = rows.map(|(row, related)| MatrixRow {
            matrix: kind.name(),
            id: &self.0.artifacts[row].id,
            related: self.of(&related),
        });
        rows.collect()
    }
}

/// The findings about the chain, without suspect links. Those depend on the history in git, but the
/// same tree must give the same bytes.
fn broken_rows(report: &Report) -> impl Iterator<Item = BrokenRow<'_>> {
    let needs_no_history = |finding: &&&(Severity, Diagnostic)| finding.1.code != Code::SuspectLink;
    let broken: Vec<_> = broken(report)
        .into_iter()
        .filter(|finding| needs_no_history(&finding))
        .collect();
    broken.into_iter().map(|(severity, finding)| {
        let place = finding.place.as_ref();
        BrokenRow {
            code: finding.code.name(),
            severity: *severity,
            file: place.map(|place| place.file.path()),
            line: place.map(|place| place.line),
            message: report.named_below_docs(&finding.message),
        }
    })
}

fn lines(rows: impl Iterator<Item = impl Serialize>) -> String {
    let mut lines = Vec::new();
    for row in rows {
        lines.extend_from_slice(if lines.is_empty() { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut lines, &row).expect("strings and numbers are always JSON");
    }
    if !lines.is_empty() {
        lines.push(b'\n');
    }
    String::from_utf8(lines).expect("JSON is UTF-8")
}

fn artifact_row<'t>(artifact: &'t Artifact, site: &'t Site) -> ArtifactRow<'t> {
    let page = artifact.page.map(|page| &site.pages[page]);
    let anchor = artifact
        .anchor
        .as_ref()
        .map_or(String::new(), |anchor| format!("#{anchor}"));
    ArtifactRow {
        id: &artifact.id,
        kind: artifact.kind.name(),
        title: &artifact.title,
        status: artifact.status.map(crate::trace::Status::name),
        owner: artifact.owner.as_deref(),
        date: artifact.date.as_deref(),
        path: page.map(|page| page.file_path()),
        line: page.map(|_| artifact.place.line),
        route: page.map(|page| format!("{}{anchor}", page.route.as_str())),
        url: artifact.url.as_deref(),
        audience: artifact.entry.as_ref().map(|entry| entry.audience.as_str()),
        change: artifact
            .entry
            .as_ref()
            .and_then(|entry| entry.change.as_deref()),
        trackers: &artifact.trackers,
    }
}

/// A relation's row. Paths are relative to the docs folder, so that an export has the same bytes in
/// every working directory.
fn relation_row<'t>(edge: &'t Edge, trace: &'t Trace) -> RelationRow<'t> {
    RelationRow {
        relation: edge.relation.name(),
        from: &trace.artifacts[edge.from].id,
        to: &trace.artifacts[edge.to].id,
        how: edge.how.name(),
        file: edge.place.file.path(),
        line: edge.place.line,
    }
}
