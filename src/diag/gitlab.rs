//! Findings for GitLab's merge requests: its Code Quality report.
//!
//! The format is GitLab's subset of Code Climate's: a list of objects with
//! `description`, `check_name`, `fingerprint`, `severity` and `location`.

use std::borrow::Cow;

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::{Diagnostic, Report, Severity};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: Cow<'a, str>,
    lines: IssueLines,
}

#[derive(Serialize)]
struct IssueLines {
    begin: u32,
}

pub(super) fn render(report: &Report) -> String {
    let findings = report.findings.iter().zip(fingerprints(report));
    let issues = findings
        .map(|((severity, finding), print)| issue(report, (*severity, finding), print.whole));
    super::pretty(&issues.collect::<Vec<_>>())
}

/// GitLab hides findings without a place, so those about the whole tree get its root as their
/// place.
fn issue<'r>(
    report: &Report,
    (severity, finding): (Severity, &'r Diagnostic),
    fingerprint: String,
) -> Issue<'r> {
    let (path, begin) = match &finding.place {
        Some(place) => (report.paths.of_file(&place.file), place.line),
        None => (".".into(), 1),
    };
    Issue {
        description: super::sentence(finding),
        check_name: finding.code.name(),
        fingerprint,
        severity: match severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note | Severity::Allow => "info",
        },
        location: Location {
            path,
            lines: IssueLines { begin },
        },
    }
}
