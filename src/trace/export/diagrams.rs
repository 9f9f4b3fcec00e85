//! The graph for drawing programs.

use crate::trace::Trace;
use crate::trace::model::Artifact;

/// The graph in the DOT language of Graphviz.
pub fn dot(trace: &Trace) -> String {
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
pub fn mermaid(trace: &Trace) -> String {
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

/// Escapes a text for a Mermaid string: special characters become numbered entities.
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
