//! The report of an invalidation, for people and for programs.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::cli::{count, fault, talk};
use crate::fault::{Helpful, Trouble};
use crate::publish::EdgeReport;

/// The report in a line; `None` if CloudFront accepted no invalidation.
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
        .map(|fault| format!("- {}\n", fault.trouble().to_string().replace('\n', "; ")));
    format!(
        "{line}{}{}",
        paths.collect::<String>(),
        trouble.unwrap_or_default()
    )
}

/// The report as a part of an answer in JSON.
pub fn json(report: &EdgeReport) -> Value {
    let trouble = report.trouble.as_ref().map(Helpful::trouble);
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

/// Reports the invalidation. After a fault, reports that too and returns the exit code: the release
/// stays up.
pub fn say(report: &EdgeReport, up: &str) -> Option<ExitCode> {
    if let Some(line) = line(report) {
        talk(&format!("{line}\n"));
    }
    let Trouble { text, help } = report.trouble.as_ref()?.trouble();
    let text = format!("{up}, but {text}");
    Some(fault(Trouble { text, help }))
}
