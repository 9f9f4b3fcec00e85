//! `bf-docs trace impact`

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::project::TreeArgs;
use super::{count, data, fault};
use crate::diag::{Code, Diagnostic};
use crate::pipeline;
use crate::trace::{Artifact, Status};

/// Print the artifacts that depend on the changes since the merge base with a revision
#[derive(Debug, Args)]
pub struct TraceImpact {
    #[command(flatten)]
    tree: TreeArgs,
    /// The revision whose merge base the tree is compared with, such as `origin/main`
    #[arg(long, value_name = "REV")]
    base: String,
    /// The format; `markdown` is for a comment on a merge request
    #[arg(long, value_enum, default_value_t = ImpactFormat::Text)]
    format: ImpactFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ImpactFormat {
    Text,
    Json,
    Markdown,
}

impl TraceImpact {
    /// Prints the changed artifacts and those that depend on them.
    pub fn run(&self) -> ExitCode {
        let opened = match self.tree.open(None) {
            Ok(opened) => opened,
            Err(trouble) => return fault(trouble),
        };
        let impact = match pipeline::impact(&opened.project, &self.base) {
            Ok(impact) => impact,
            Err(trouble) => return fault(trouble),
        };
        data(&match self.format {
            ImpactFormat::Text => text(&impact),
            ImpactFormat::Json => value(&impact),
            ImpactFormat::Markdown => markdown(&impact),
        })
    }
}

fn artifact(impact: &pipeline::Impact, at: usize) -> &Artifact {
    &impact.now.trace.artifacts[at]
}

/// The place of a finding behind its message, if it has one.
fn at(impact: &pipeline::Impact, finding: &Diagnostic) -> String {
    let place = finding.place.as_ref();
    place.map_or(String::new(), |place| {
        format!("  [{}]", impact.now.paths.of_line(place))
    })
}

fn text(impact: &pipeline::Impact) -> String {
    let line = |at: usize| {
        let artifact = artifact(impact, at);
        let status = artifact
            .status
            .map_or(String::new(), |status| format!(" ({})", status.name()));
        format!(
            "{}{status}: {}  [{}]",
            artifact.id,
            artifact.title,
            impact.now.paths.of_line(&artifact.place)
        )
    };
    let mut text = format!("touched: {}\n", impact.touched.len());
    for &at in &impact.touched {
        text.push_str(&format!("  {}\n", line(at)));
    }
    text.push_str(&format!("depend on them: {}\n", impact.dependents.len()));
    for &(at, steps) in &impact.dependents {
        text.push_str(&format!("  {}{}\n", "  ".repeat(steps - 1), line(at)));
    }
    if !impact.broken_apis.is_empty() {
        text.push_str(&format!("API changes: {}\n", impact.broken_apis.len()));
        for change in &impact.broken_apis {
            text.push_str(&format!("  {}{}\n", change.message, at(impact, change)));
        }
    }
    if !impact.gone.is_empty() {
        text.push_str(&format!("gone: {}\n", impact.gone.len()));
        for (id, dependents) in &impact.gone {
            text.push_str(&format!("  {id}\n"));
            dependents
                .iter()
                .for_each(|id| text.push_str(&format!("    {id} depended on it\n")));
        }
    }
    text
}

fn value(impact: &pipeline::Impact) -> String {
    let row = |at: usize| {
        let artifact = artifact(impact, at);
        json!({
            "id": artifact.id,
            "kind": artifact.kind.name(),
            "title": artifact.title,
            "status": artifact.status.map(Status::name),
            "file": impact.now.paths.of_file(&artifact.place.file),
            "line": artifact.place.line,
        })
    };
    let dependent = |&(at, steps): &(usize, usize)| {
        let mut row = row(at);
        row["steps"] = steps.into();
        row
    };
    let gone =
        |(id, dependents): &(String, Vec<String>)| json!({ "id": id, "dependents": dependents });
    let value = json!({
        "version": 1,
        "touched": impact.touched.iter().map(|at| row(*at)).collect::<Vec<Value>>(),
        "dependents": impact.dependents.iter().map(dependent).collect::<Vec<Value>>(),
        "gone": impact.gone.iter().map(gone).collect::<Vec<Value>>(),
        "api_changes": impact.broken_apis.iter().map(|change| change_value(impact, change)).collect::<Vec<Value>>(),
    });
    format!("{value:#}\n")
}

fn change_value(impact: &pipeline::Impact, change: &Diagnostic) -> Value {
    let place = change.place.as_ref();
    json!({
        "code": change.code.name(),
        "message": change.message,
        "file": place.map(|place| impact.now.paths.of_file(&place.file)),
        "line": place.map(|place| place.line),
    })
}

/// The changes of APIs as a table; nothing if there are none.
fn api_changes(impact: &pipeline::Impact) -> String {
    if impact.broken_apis.is_empty() {
        return String::new();
    }
    let mut text = String::from("| Change of an API | Effect | File |\n|---|---|---|\n");
    for change in &impact.broken_apis {
        let effect = match change.code {
            Code::BreakingChange => "breaks callers",
            _ => "may break callers",
        };
        let place = change.place.as_ref();
        let file = place.map(|place| format!("`{}`", impact.now.paths.of_line(place)));
        let message = plain_cell(&change.message);
        text.push_str(&format!(
            "| {message} | {effect} | {} |\n",
            file.unwrap_or_default()
        ));
    }
    text.push('\n');
    text
}

fn markdown(impact: &pipeline::Impact) -> String {
    let (touched, dependents) = (impact.touched.len(), impact.dependents.len());
    let mut text = format!(
        "### Impact: {} changed, {}\n\n",
        count(touched, "document"),
        count(dependents, "dependent")
    );
    let row = |at: usize| {
        let artifact = artifact(impact, at);
        let status = artifact.status.map_or("", Status::name);
        format!(
            "{} | {} | {status} | `{}`",
            cell(&artifact.title),
            artifact.kind.title(),
            impact.now.paths.of_file(&artifact.place.file)
        )
    };
    if touched > 0 {
        text.push_str("| Changed | Kind | Status | File |\n|---|---|---|---|\n");
        impact
            .touched
            .iter()
            .for_each(|at| text.push_str(&format!("| {} |\n", row(*at))));
        text.push('\n');
    }
    if dependents > 0 {
        text.push_str("| Depends on it | Kind | Status | File | Steps |\n|---|---|---|---|---|\n");
        for &(at, steps) in &impact.dependents {
            text.push_str(&format!("| {} | {steps} |\n", row(at)));
        }
        text.push('\n');
    }
    text.push_str(&api_changes(impact));
    for (id, dependents) in &impact.gone {
        let by: Vec<String> = dependents.iter().map(|id| format!("`{id}`")).collect();
        let by = if by.is_empty() {
            "nothing depended on it".to_owned()
        } else {
            format!("{} depended on it", by.join(", "))
        };
        text.push_str(&format!("- `{id}` is gone: {by}\n"));
    }
    text
}

/// A message as a table cell: its code stays code, and no name of an API ends the cell.
fn plain_cell(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let part = |(at, part): (usize, &str)| match at % 2 {
        0 => cell(part),
        _ => format!("`{}`", part.replace('|', "\\|").replace(['\n', '\r'], " ")),
    };
    parts.map(part).collect()
}

/// A title as a table cell, without characters that Markdown or a table would interpret.
fn cell(title: &str) -> String {
    let mut text = String::with_capacity(title.len());
    for c in title.chars() {
        if matches!(
            c,
            '|' | '<' | '>' | '*' | '_' | '`' | '[' | ']' | '\\' | '~' | '@' | '#'
        ) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
