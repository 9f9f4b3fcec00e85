//! Sites with a chain, and their exports.

use serde_json::Value;

use crate::site::{Run, Site};

/// An export of a site.
pub struct Traced {
    pub artifacts: Vec<Value>,
    pub relations: Vec<Value>,
}

impl Traced {
    #[track_caller]
    pub fn of(run: &Run) -> Self {
        assert_eq!(run.code, 0, "{}", run.stderr);
        let export: Value = serde_json::from_str(&run.stdout).expect("the export is JSON");
        assert_eq!(export["version"], 1);
        let rows = |name: &str| export[name].as_array().expect("it is a list").clone();
        Self {
            artifacts: rows("artifacts"),
            relations: rows("relations"),
        }
    }

    pub fn ids(&self) -> Vec<&str> {
        self.artifacts
            .iter()
            .filter_map(|artifact| artifact["id"].as_str())
            .collect()
    }

    pub fn ids_of(&self, kind: &str) -> Vec<&str> {
        self.artifacts
            .iter()
            .filter(|row| row["kind"] == kind)
            .filter_map(|row| row["id"].as_str())
            .collect()
    }

    #[track_caller]
    pub fn artifact(&self, id: &str) -> &Value {
        let found = self.artifacts.iter().find(|artifact| artifact["id"] == id);
        found.unwrap_or_else(|| panic!("{id} is not among {:?}", self.ids()))
    }

    /// The documents: `decision/0002 accepted: docs/decisions/0002-b.md:1`.
    pub fn documents(&self) -> Vec<String> {
        let documents = self.artifacts.iter().map(|row| {
            let text = |name: &str| row[name].as_str();
            let place = text("path").map(|path| format!("docs/{path}:{}", row["line"]));
            format!(
                "{} {}: {}",
                text("id").unwrap_or_default(),
                text("status").unwrap_or("unknown"),
                place.as_deref().unwrap_or("nowhere")
            )
        });
        documents.collect()
    }

    /// The relations: `decision/0002 supersedes decision/0001: link docs/decisions/0002-b.md:5`.
    pub fn said(&self) -> Vec<String> {
        let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let said = self.relations.iter().map(|row| {
            let [relation, from, to, how, file] =
                ["relation", "from", "to", "how", "file"].map(|name| text(row, name));
            format!("{from} {relation} {to}: {how} docs/{file}:{}", row["line"])
        });
        said.collect()
    }

    /// The relations that one artifact states, without its name.
    pub fn of_artifact(&self, id: &str) -> Vec<String> {
        self.said()
            .iter()
            .filter_map(|said| said.strip_prefix(&format!("{id} ")))
            .map(str::to_owned)
            .collect()
    }
}

pub fn traced(site: &Site) -> Traced {
    Traced::of(&site.run(&["trace", "export", "--format", "json"]))
}

pub const LINEAR: &str =
    "[tracker.linear]\nissue = \"https://linear.app/t/issue/{id}\"\nteams = [\"IPT\"]\n";

/// A story with all parts at the level below its own.
pub fn story(title: &str, dependencies: &str) -> String {
    format!(
        "## {title}\n\n### User Story\n\nAs one, I want it.\n\n### Acceptance Criteria\n\n- It works.\n\n### Dependencies\n\n{dependencies}\n\n"
    )
}

/// A work folder with a challenge, a specification and these stories.
pub fn work(folder: &str, stories: &str) -> Site {
    Site::new()
        .map(LINEAR)
        .file("index.md", "# Start\n")
        .file(&format!("{folder}/challenge.md"), "# Challenge\n\ntext\n")
        .file(&format!("{folder}/spec.md"), "# Specification\n\ntext\n")
        .file(&format!("{folder}/stories.md"), stories)
}

/// A decision with this Status section and a page that cites it.
pub fn decision(site: Site, number: &str, status: &str, context: &str) -> Site {
    let text = format!(
        "# {number} - Title {number}\n\n## Status\n\n{status}\n\n## Context\n\n{context}\n"
    );
    let cites = format!("See [it](../decisions/{number}-x.md).\n");
    site.file(&format!("decisions/{number}-x.md"), &text)
        .file(&format!("process/cites-{number}.md"), &cites)
}
