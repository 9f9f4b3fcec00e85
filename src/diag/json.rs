//! Findings for programs, in a stable format of bf-docs' own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Diagnostic, Report, Severity};
use crate::source::Place;

/// The version of the format. It is raised when a field changes its meaning or is removed, and
/// stays when a field is added.
const VERSION: u32 = 1;

/// The whole report.
#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    findings: Vec<Row<'a>>,
    notes: Vec<Row<'a>>,
    summary: Summary<'a>,
}

/// One finding. Absent values are null.
#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    severity: Severity,
    path: Option<Cow<'a, str>>,
    line: Option<u32>,
    column: Option<u32>,
    length: Option<u32>,
    excerpt: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary<'a> {
    errors: usize,
    warnings: usize,
    #[serde(flatten)]
    facts: &'a BTreeMap<String, Value>,
}

pub(super) fn render(report: &Report) -> String {
    let findings = report
        .findings
        .iter()
        .map(|(severity, finding)| row(report, *severity, finding));
    let notes = report
        .notes
        .iter()
        .map(|note| row(report, Severity::Note, note));
    super::pretty(&JsonReport {
        version: VERSION,
        findings: findings.collect(),
        notes: notes.collect(),
        summary: Summary {
            errors: report.errors,
            warnings: report.warnings,
            facts: &report.facts,
        },
    })
}

fn row<'r>(report: &Report, severity: Severity, finding: &'r Diagnostic) -> Row<'r> {
    let place = finding.place.as_ref();
    Row {
        code: finding.code.name(),
        severity,
        path: place.map(|place| report.paths.of_file(&place.file)),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        length: place.map(|place| place.length),
        excerpt: place.map(|place: &Place| &*place.excerpt),
        message: &finding.message,
        help: finding.help.as_deref(),
    }
}
