//! The front matter of a twin: the facts of its page, and the relations of its artifacts.

use std::borrow::Cow;
use std::fmt::Write;

use super::TwinInputs;
use super::escape::{self, BRACKETS};

/// The front matter of a page's twin, with the lines around it.
pub fn head(inputs: &TwinInputs<'_>, at: usize) -> String {
    let page = &inputs.site.pages[at];
    let facts = inputs.trace.facts_of(at, page);
    let mut head = String::from("---\n");
    let change = inputs.history.of(page.file_path());
    let fields = [
        ("title", Some(page.names.title.clone())),
        ("address", Some(inputs.full(page.route.as_str()))),
        ("description", page.description.clone()),
        ("kind", facts.kind.map(|kind| kind.title.into_owned())),
        ("status", facts.status.map(Cow::into_owned)),
        ("owner", facts.owner),
        ("updated", change.map(|change| change.date.clone())),
    ];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(head, "{name}: {}", quoted(&value));
        }
    }
    let tags = page.page.front.list("tags");
    if !tags.is_empty() {
        let _ = writeln!(head, "tags: {}", list(tags.iter().map(String::as_str)));
    }
    relations(inputs, at, &mut head);
    head.push_str("---\n\n");
    head
}

/// Writes the relations of a page's artifacts: those of its document, then those of its parts.
fn relations(inputs: &TwinInputs<'_>, page: usize, head: &mut String) {
    let trace = inputs.trace;
    let document = trace.document_of(page);
    if let Some(at) = document {
        let _ = writeln!(head, "id: {}", quoted(&trace.artifacts[at].id));
        write_relations(inputs, at, "", head);
    }
    let parts = trace
        .on_page(page)
        .iter()
        .filter(|at| Some(**at) != document);
    let mut parts = parts
        .filter(|at| trace.neighbours(**at).len() > 0)
        .peekable();
    if parts.peek().is_some() {
        head.push_str("parts:\n");
    }
    for &at in parts {
        let _ = writeln!(head, "  - id: {}", quoted(&trace.artifacts[at].id));
        write_relations(inputs, at, "    ", head);
    }
}

/// Writes a field for each kind of relation, with the ids of the artifacts at its other end.
fn write_relations(inputs: &TwinInputs<'_>, at: usize, indent: &str, head: &mut String) {
    let trace = inputs.trace;
    let neighbours: Vec<_> = trace.neighbours(at).collect();
    for group in neighbours.chunk_by(|one, next| one.relation() == next.relation()) {
        let mut ids: Vec<&str> = Vec::new();
        for neighbour in group {
            let id = trace.artifacts[neighbour.other].id.as_str();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let name = group[0].relation();
        let _ = writeln!(head, "{indent}{name}: {}", list(ids.into_iter()));
    }
}

/// The line below the head of a decision that no longer holds.
pub fn retired_line(inputs: &TwinInputs<'_>, page: usize) -> Option<String> {
    let retired = inputs.trace.retired_document(page)?;
    let mut line = format!("> This decision is {}.", retired.status);
    let artifacts = &inputs.trace.artifacts;
    let successor = retired.successor.map(|at| &artifacts[at]);
    if let Some((artifact, page_of)) =
        successor.and_then(|artifact| Some((artifact, artifact.page?)))
    {
        let way = inputs.links(page).to_twin(page_of);
        line.push_str(" [");
        escape::push(&mut line, &artifact.title, &BRACKETS);
        line.push_str(&format!("]({way}) (`{}`) holds in its place.", artifact.id));
    }
    line.push_str("\n\n");
    Some(line)
}

/// A list of texts as YAML.
fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.map(quoted).collect();
    format!("[{}]", texts.join(", "))
}

/// Returns whether a character has no meaning in YAML within a text.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || " /._()-#".contains(c)
}

/// Words that YAML reads as something else than a text.
const OTHER_TYPES: &str = "true false yes no on off null y n";

/// A text as YAML: plain if any parser reads it as the same text, else in quotes as in JSON.
fn quoted(text: &str) -> String {
    let is_text = text.starts_with(char::is_alphabetic)
        && text.chars().all(is_plain)
        && !text.ends_with(' ')
        // A comment would start there.
        && !text.contains(" #");
    let lower = text.to_ascii_lowercase();
    if is_text && !OTHER_TYPES.split(' ').any(|word| word == lower) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}
