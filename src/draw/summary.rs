//! A sentence about what is in a diagram.

use serde_json::Value;

/// The words for a kind of diagram.
struct KindWords {
    /// The renderer's name for it.
    kind: &'static str,
    name: &'static str,
    parts: &'static [Part],
}

/// A kind of parts of a diagram.
struct Part {
    /// The place of their list in the renderer's model (RFC 6901).
    at: &'static str,
    is_counted: fn(&Value) -> bool,
    one: &'static str,
    many: &'static str,
}

const fn part(at: &'static str, one: &'static str, many: &'static str) -> Part {
    Part {
        at,
        is_counted: |_| true,
        one,
        many,
    }
}

/// The kinds of diagrams; others have their own names as summaries.
const KINDS: [KindWords; 20] = [
    KindWords {
        kind: "flowchart-v2",
        name: "Flowchart",
        parts: &[
            part("/nodes", "node", "nodes"),
            part("/edges", "link", "links"),
            part("/subgraphs", "group", "groups"),
        ],
    },
    KindWords {
        kind: "sequence",
        name: "Sequence",
        parts: &[
            part("/actorOrder", "participant", "participants"),
            Part {
                is_counted: is_message,
                ..part("/messages", "message", "messages")
            },
        ],
    },
    KindWords {
        kind: "classDiagram",
        name: "Class diagram",
        parts: &[
            part("/classes", "class", "classes"),
            part("/relations", "relation", "relations"),
        ],
    },
    KindWords {
        kind: "stateDiagram",
        name: "State diagram",
        parts: &[
            Part {
                is_counted: is_state,
                ..part("/nodes", "state", "states")
            },
            Part {
                is_counted: is_transition,
                ..part("/edges", "transition", "transitions")
            },
        ],
    },
    KindWords {
        kind: "er",
        name: "Entity relationship diagram",
        parts: &[
            part("/entities", "entity", "entities"),
            part("/relationships", "relationship", "relationships"),
        ],
    },
    KindWords {
        kind: "gantt",
        name: "Gantt chart",
        parts: &[part("/tasks", "task", "tasks")],
    },
    KindWords {
        kind: "c4",
        name: "C4 diagram",
        parts: &[
            part("/shapes", "element", "elements"),
            part("/rels", "relation", "relations"),
        ],
    },
    KindWords {
        kind: "mindmap",
        name: "Mind map",
        parts: &[part("/nodes", "topic", "topics")],
    },
    KindWords {
        kind: "journey",
        name: "User journey",
        parts: &[
            part("/tasks", "step", "steps"),
            part("/actors", "person", "people"),
        ],
    },
    KindWords {
        kind: "gitGraph",
        name: "Git graph",
        parts: &[
            part("/commits", "commit", "commits"),
            part("/branches", "branch", "branches"),
        ],
    },
    KindWords {
        kind: "timeline",
        name: "Timeline",
        parts: &[part("/tasks", "period", "periods")],
    },
    KindWords {
        kind: "pie",
        name: "Pie chart",
        parts: &[part("/sections", "slice", "slices")],
    },
    KindWords {
        kind: "requirement",
        name: "Requirement diagram",
        parts: &[
            part("/requirements", "requirement", "requirements"),
            part("/elements", "element", "elements"),
            part("/relationships", "relationship", "relationships"),
        ],
    },
    KindWords {
        kind: "quadrantChart",
        name: "Quadrant chart",
        parts: &[part("/points", "point", "points")],
    },
    KindWords {
        kind: "sankey",
        name: "Sankey diagram",
        parts: &[
            part("/graph/nodes", "node", "nodes"),
            part("/graph/links", "flow", "flows"),
        ],
    },
    KindWords {
        kind: "xychart",
        name: "Chart",
        parts: &[part("/plots", "series", "series")],
    },
    KindWords {
        kind: "kanban",
        name: "Board",
        parts: &[
            part("/sections", "column", "columns"),
            Part {
                is_counted: is_card,
                ..part("/nodes", "card", "cards")
            },
        ],
    },
    KindWords {
        kind: "architecture",
        name: "Architecture",
        parts: &[
            part("/services", "service", "services"),
            part("/edges", "connection", "connections"),
            part("/groups", "group", "groups"),
        ],
    },
    KindWords {
        kind: "radar",
        name: "Radar chart",
        parts: &[
            part("/axes", "axis", "axes"),
            part("/curves", "curve", "curves"),
        ],
    },
    KindWords {
        kind: "block",
        name: "Block diagram",
        parts: &[],
    },
];

/// A sentence about a diagram, such as "Sequence of 5 participants and 12 messages".
pub fn of(kind: &str, model: &Value) -> String {
    let base = if kind.starts_with("flowchart") {
        "flowchart-v2"
    } else {
        kind
    };
    let Some(words) = KINDS.iter().find(|words| words.kind == base) else {
        let mut letters = kind.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        return first.chain(letters).collect();
    };
    let parts = words.parts.iter().filter_map(|part| {
        let number = count(model.pointer(part.at)?, part.is_counted);
        let name = if number == 1 { part.one } else { part.many };
        (number > 0).then(|| format!("{number} {name}"))
    });
    let parts: Vec<String> = parts.collect();
    match parts.split_last() {
        None => words.name.to_owned(),
        Some((last, [])) => format!("{} of {last}", words.name),
        Some((last, others)) => format!("{} of {} and {last}", words.name, others.join(", ")),
    }
}

fn count(list: &Value, is_counted: fn(&Value) -> bool) -> usize {
    match list {
        Value::Array(items) => items.iter().filter(|item| is_counted(item)).count(),
        Value::Object(items) => items.values().filter(|item| is_counted(item)).count(),
        _ => 0,
    }
}

/// Returns whether a line of a sequence goes from one participant to another. Notes are lines too,
/// and so are the beginnings and ends of boxes, which have no participants.
fn is_message(line: &Value) -> bool {
    const NOTE: u64 = 2;
    line["from"].is_string() && line["to"].is_string() && line["type"] != NOTE
}

fn is_state(node: &Value) -> bool {
    let shape = node["shape"].as_str().unwrap_or_default();
    matches!(shape, "rect" | "rectWithTitle" | "roundedWithTitle")
}

/// Returns whether an edge leads from state to state. Others lead to notes.
fn is_transition(edge: &Value) -> bool {
    let classes = edge["classes"].as_str().unwrap_or_default();
    !classes.contains("note")
}

fn is_card(node: &Value) -> bool {
    node["isGroup"] == Value::Bool(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::mermaid::render;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let rendered = render(source, None).expect("it is drawn");
        assert_eq!(of(&rendered.kind, &rendered.model), expected);
    }

    #[test]
    fn a_summary_counts_the_parts() {
        check(
            "flowchart LR\n  A --> B\n  subgraph s\n    B\n  end",
            "Flowchart of 2 nodes, 1 link and 1 group",
        );
        check(
            "sequenceDiagram\n  loop a\n  A->>+B: b\n  B-->>-A: c\n  end\n  Note over A: d",
            "Sequence of 2 participants and 2 messages",
        );
        check(
            "stateDiagram-v2\n  [*] --> A\n  A --> B: b\n  note right of A: c",
            "State diagram of 2 states and 2 transitions",
        );
        check(
            "erDiagram\n  A ||--o{ B : c",
            "Entity relationship diagram of 2 entities and 1 relationship",
        );
        check("packet-beta\n  0-7: \"a\"", "Packet");
    }
}
