//! The graph for drawing programs.

use std::collections::BTreeSet;

use crate::trace::Trace;
use crate::trace::chain::ChainLink;
use crate::trace::model::{Artifact, Edge};

/// A part of the trace.
pub struct Graph<'t> {
    trace: &'t Trace,
    /// The numbers of its artifacts.
    artifacts: BTreeSet<usize>,
}

impl<'t> Graph<'t> {
    /// All artifacts and relations.
    pub fn of_all(trace: &'t Trace) -> Self {
        Self {
            trace,
            artifacts: (0..trace.artifacts.len()).collect(),
        }
    }

    /// The artifacts of a chain, and the relations between them.
    pub fn of_chain(trace: &'t Trace, at: usize) -> Self {
        let mut artifacts = BTreeSet::new();
        collect(&trace.chain(at), &mut artifacts);
        Self { trace, artifacts }
    }

    fn artifacts(&self) -> impl Iterator<Item = (usize, &Artifact)> {
        let artifact = |at: &usize| (*at, &self.trace.artifacts[*at]);
        self.artifacts.iter().map(artifact)
    }

    fn edges(&self) -> impl Iterator<Item = &Edge> {
        let is_inside =
            |edge: &&Edge| self.artifacts.contains(&edge.from) && self.artifacts.contains(&edge.to);
        self.trace.edges.iter().filter(is_inside)
    }

    /// The graph in the DOT language of Graphviz.
    pub fn dot(&self) -> String {
        let mut text = String::from("digraph trace {\n  rankdir=LR;\n  node [shape=box];\n");
        for (_, artifact) in self.artifacts() {
            text.push_str(&format!(
                "  {} [label={}];\n",
                quoted(&artifact.id),
                quoted(&label(artifact))
            ));
        }
        for edge in self.edges() {
            let artifacts = &self.trace.artifacts;
            text.push_str(&format!(
                "  {} -> {} [label={}];\n",
                quoted(&artifacts[edge.from].id),
                quoted(&artifacts[edge.to].id),
                quoted(edge.relation.name())
            ));
        }
        text.push_str("}\n");
        text
    }

    /// The graph as a Mermaid flowchart.
    pub fn mermaid(&self) -> String {
        let mut text = String::from("flowchart LR\n");
        for (at, artifact) in self.artifacts() {
            text.push_str(&format!("  a{at}[\"{}\"]\n", entities(&label(artifact))));
        }
        for edge in self.edges() {
            text.push_str(&format!(
                "  a{} -->|{}| a{}\n",
                edge.from,
                edge.relation.name(),
                edge.to
            ));
        }
        text
    }
}

fn collect(link: &ChainLink<'_>, artifacts: &mut BTreeSet<usize>) {
    artifacts.insert(link.artifact);
    for below in &link.below {
        collect(below, artifacts);
    }
}

fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', " ")
    )
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
