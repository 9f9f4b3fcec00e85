//! What a distribution was told, for people and for programs.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::{count, fault, talk};
use crate::publish::EdgeReport;

/// The report in a line; nothing where the distribution was not told.
fn line(report: &EdgeReport) -> Option<String> {
    let told = report.invalidation.as_ref()?;
    let did = if told.status == "Completed" {
        "has invalidated"
    } else {
        "is told to invalidate"
    };
    Some(format!(
        "{} {did} {}",
        told.distribution,
        count(told.paths.len(), "path")
    ))
}

/// The report in a few lines of Markdown.
pub fn markdown(report: &EdgeReport) -> String {
    let line = line(report)
        .map(|line| format!("- {line}\n"))
        .unwrap_or_default();
    let paths = report
        .invalidation
        .iter()
        .flat_map(|told| &told.paths)
        .map(|path| format!("    - `{path}`\n"));
    let trouble = report
        .trouble
        .as_ref()
        .map(|trouble| format!("- {}\n", trouble.to_string().replace('\n', "; ")));
    format!(
        "{line}{}{}",
        paths.collect::<String>(),
        trouble.unwrap_or_default()
    )
}

/// The report as a part of an answer in JSON.
pub fn json(report: &EdgeReport) -> Value {
    let trouble = report.trouble.as_ref().map(ToString::to_string);
    match (&report.invalidation, trouble) {
        (Some(told), None) => json!(told),
        (Some(told), Some(fault)) => json!({
            "distribution": told.distribution,
            "paths": told.paths,
            "id": told.id,
            "status": told.status,
            "fault": fault,
        }),
        (None, fault) => json!({ "fault": fault }),
    }
}

/// Says what was told. Where something stood in the way it says that, and gives the exit code:
/// what is up stays up.
pub fn say(report: &EdgeReport, up: &str) -> Option<ExitCode> {
    if let Some(line) = line(report) {
        talk(&format!("{line}\n"));
    }
    let trouble = report.trouble.as_ref()?;
    Some(fault(&format!("{up}, but {trouble}")))
}
