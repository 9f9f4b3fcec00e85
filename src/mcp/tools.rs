//! The tools, as clients list them. Schemas are flat, because some clients refuse more.

use serde_json::{Map, Value, json};

use super::answer::ToolAnswer;
use super::arguments::CallArguments;
use super::librarian::{LentLibrary, Librarian};

/// A tool.
pub struct ToolSpec {
    /// The name.
    pub name: &'static str,
    /// The questions that it answers, and the time to call it.
    pub description: &'static str,
    parameters: &'static [ToolParameter],
}

/// A parameter of a tool.
struct ToolParameter {
    name: &'static str,
    /// The type in JSON Schema; `array` is a list of texts.
    kind: &'static str,
    is_needed: bool,
    description: &'static str,
}

const FROM: ToolParameter = ToolParameter {
    name: "from",
    kind: "integer",
    is_needed: false,
    description: "`next` of the answer before",
};

/// The tools, in the order in which they are listed.
pub const TOOLS: [ToolSpec; 5] = [
    ToolSpec {
        name: "search",
        description: "Search the docs: process, challenges, specifications, stories, decisions. Call it before you assume how something works or was decided.",
        parameters: &[
            needed("query", "words, \"phrases\", identifiers"),
            text("kind", "such as decision, story, specification"),
            text("status", "such as accepted, active"),
            number("limit", "8 by default"),
            FROM,
        ],
    },
    ToolSpec {
        name: "read",
        description: "Read a page, a section or a governed document as Markdown.",
        parameters: &[
            needed("id", "id, address or file, as the other tools return them"),
            text("section", "heading or its id"),
            FROM,
            number("max_tokens", "2000 by default, at most 8000"),
        ],
    },
    ToolSpec {
        name: "trace",
        description: "Trace a story, tracker item, specification or decision: the documents above it, the decisions that bind it, all that depends on it. Call it before you work on an item.",
        parameters: &[needed("id", "such as IPT-106, or an address"), FROM],
    },
    ToolSpec {
        name: "ask",
        description: "Ask a question: what is implemented or shipped, who owns it, what replaced it, what depends on it. Answers in the docs' own words, or says that they do not.",
        parameters: &[needed("question", "in words"), FROM],
    },
    ToolSpec {
        name: "impact",
        description: "List the documents that a change touches, and those that depend on them. Call it before you propose a change of docs or of files that docs show.",
        parameters: &[
            ToolParameter {
                name: "paths",
                kind: "array",
                is_needed: false,
                description: "changed files, from the repository's root",
            },
            text("base", "or a git revision to compare with"),
            FROM,
        ],
    },
];

const fn needed(name: &'static str, description: &'static str) -> ToolParameter {
    ToolParameter {
        name,
        kind: "string",
        is_needed: true,
        description,
    }
}

const fn text(name: &'static str, description: &'static str) -> ToolParameter {
    ToolParameter {
        is_needed: false,
        ..needed(name, description)
    }
}

const fn number(name: &'static str, description: &'static str) -> ToolParameter {
    ToolParameter {
        kind: "integer",
        ..text(name, description)
    }
}

impl ToolSpec {
    /// The JSON Schema of the arguments.
    pub fn schema(&self) -> Map<String, Value> {
        let mut properties = Map::new();
        for parameter in self.parameters {
            let mut property = json!({
                "type": parameter.kind,
                "description": parameter.description,
            });
            if parameter.kind == "array" {
                property["items"] = json!({ "type": "string" });
            }
            properties.insert(parameter.name.to_owned(), property);
        }
        let needed = self
            .parameters
            .iter()
            .filter(|parameter| parameter.is_needed);
        let needed: Vec<&str> = needed.map(|parameter| parameter.name).collect();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("properties".to_owned(), properties.into());
        if !needed.is_empty() {
            schema.insert("required".to_owned(), needed.into());
        }
        schema
    }
}

impl Librarian {
    /// Calls a tool; `None` if there is no such tool. Blocks while a change is read.
    pub fn call(&self, tool: &str, arguments: &Map<String, Value>) -> Option<ToolAnswer> {
        let LentLibrary { library, stuck } = self.lend();
        let arguments = CallArguments(arguments);
        let answer = match tool {
            "search" => library.search(&arguments),
            "read" => library.read(&arguments),
            "trace" => library.trace(&arguments),
            "ask" => library.ask(&arguments),
            "impact" => library.impact(&arguments),
            _ => return None,
        };
        let mut answer = answer.unwrap_or_else(|trouble| ToolAnswer::refusal(&trouble));
        if let Some(trouble) = &stuck {
            answer.say_stuck(trouble);
        }
        Some(answer)
    }
}
