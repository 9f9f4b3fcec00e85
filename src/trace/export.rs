//! The trace for other programs. The schema is documented in
//! `docs/reference/trace-export.md`; what changes its shape changes [`VERSION`].

use serde::Serialize;

use super::Trace;
use super::model::{Artifact, Edge};
use crate::site::Site;

/// The version of the JSON's shape.
const VERSION: u32 = 1;

/// A language that the trace is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Artifacts and relations; the documented schema.
    Json,
    /// Relations, one a line (RFC 4180).
    Csv,
    /// A flowchart.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
}

impl Trace {
    /// All artifacts and relations of a site in a language.
    pub fn written(&self, site: &Site, language: Language) -> String {
        match language {
            Language::Json => json(self, site),
            Language::Csv => csv(self),
            Language::Mermaid => mermaid(self),
            Language::Dot => dot(self),
        }
    }
}

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

/// Artifacts and relations as JSON, one a line: a diff of two exports is read by people.
fn json(trace: &Trace, site: &Site) -> String {
    let artifacts = lines(
        trace
            .artifacts
            .iter()
            .map(|artifact| artifact_row(artifact, site)),
    );
    let relations = lines(trace.edges.iter().map(|edge| relation_row(edge, trace)));
    format!(
        "{{\n\"version\": {VERSION},\n\"artifacts\": [{artifacts}],\n\
         \"relations\": [{relations}]\n}}\n"
    )
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
        status: artifact.status.map(super::Status::name),
        owner: artifact.owner.as_deref(),
        date: artifact.date.as_deref(),
        path: page.map(|page| page.path.as_str()),
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

/// Files are named from the docs folder, so that an export has the same bytes wherever the command
/// is called from.
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

/// The relations as CSV (RFC 4180), one a line, with both ends' titles and statuses.
fn csv(trace: &Trace) -> String {
    let mut text = String::from(
        "relation,from,from_title,from_status,to,to_title,to_status,how,file,line\r\n",
    );
    for edge in &trace.edges {
        let (from, to) = (&trace.artifacts[edge.from], &trace.artifacts[edge.to]);
        let status = |artifact: &Artifact| artifact.status.map_or("", super::Status::name);
        let line = edge.place.line.to_string();
        let fields = [
            edge.relation.name(),
            &from.id,
            &from.title,
            status(from),
            &to.id,
            &to.title,
            status(to),
            edge.how.name(),
            edge.place.file.path(),
            &line,
        ];
        text.push_str(&fields.map(csv_field).join(","));
        text.push_str("\r\n");
    }
    text
}

/// Quoted where it must be; a field that a spreadsheet would take for a formula gets a `'`.
fn csv_field(field: &str) -> String {
    let safe = if field.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if safe.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

/// The graph in Graphviz' language.
fn dot(trace: &Trace) -> String {
    let mut text = String::from("digraph trace {\n  rankdir=LR;\n  node [shape=box];\n");
    for artifact in &trace.artifacts {
        text.push_str(&format!(
            "  {} [label={}];\n",
            quoted(&artifact.id),
            quoted(&label(artifact))
        ));
    }
    for edge in &trace.edges {
        let (from, to) = (&trace.artifacts[edge.from].id, &trace.artifacts[edge.to].id);
        text.push_str(&format!(
            "  {} -> {} [label={}];\n",
            quoted(from),
            quoted(to),
            quoted(edge.relation.name())
        ));
    }
    text.push_str("}\n");
    text
}

fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', " ")
    )
}

/// The graph as a Mermaid flowchart.
fn mermaid(trace: &Trace) -> String {
    let mut text = String::from("flowchart LR\n");
    for (at, artifact) in trace.artifacts.iter().enumerate() {
        text.push_str(&format!("  a{at}[\"{}\"]\n", entities(&label(artifact))));
    }
    for edge in &trace.edges {
        text.push_str(&format!(
            "  a{} -->|{}| a{}\n",
            edge.from,
            edge.relation.name(),
            edge.to
        ));
    }
    text
}

/// Mermaid writes what would end its strings as numbered entities.
fn entities(text: &str) -> String {
    let special = |c: char| matches!(c, '"' | '#' | '<' | '>' | '&' | '`' | '\n');
    text.chars()
        .map(|c| {
            if special(c) {
                format!("#{};", c as u32)
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn label(artifact: &Artifact) -> String {
    format!("{} {}", artifact.kind.title(), artifact.title)
}
