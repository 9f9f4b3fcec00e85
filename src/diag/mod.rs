//! Findings: what is wrong with content, as values.
//!
//! A finding is collected, never thrown: every room returns what it found
//! beside its product, and the desk shows all of it at once. What is wrong
//! with the machine is a fault, each room's own error enum, not this.

mod code;
mod shown_paths;
mod severity;
mod severities;
mod report;
mod suggest;
mod fingerprint;
mod version_1;
mod baseline;
mod overview;
// One renderer a file.
pub mod human;
mod json;
mod gitlab;
mod sarif;
mod junit;
#[cfg(test)]
mod tests;

pub use baseline::Baseline;
pub use code::Code;
pub use human::Colour;
pub use overview::{Repeats, repeated, table};
pub use report::{Report, Strictness};
pub use severities::Severities;
pub use severity::Severity;
pub use shown_paths::ShownPaths;
pub use suggest::{did_you_mean, suggest};

use serde::{Deserialize, Serialize};

use crate::source::Place;

/// One thing that is wrong with the content, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of thing is wrong.
    pub code: Code,
    /// Where; `None` when it concerns the whole tree.
    pub place: Option<Place>,
    /// What is wrong: lower case, backticks around code and paths, no full stop.
    pub message: String,
    /// What to do about it, in the same form.
    pub help: Option<String>,
    /// What it was told by before it was worded or placed as it is now.
    former: Option<Former>,
}

/// The message and the line that a finding had in an earlier version: its fingerprint is still made
/// of them, so that baselines and forges know it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Former {
    message: String,
    /// The text of the line; nothing where it is the same.
    line: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::of(code, Some(place), message)
    }

    /// A finding at a place, or about the tree as a whole.
    pub fn of(code: Code, place: Option<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            message: message.into(),
            help: None,
            former: None,
        }
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The same finding, which an earlier version worded so: it stays the same one.
    #[must_use]
    pub fn formerly(self, message: impl Into<String>) -> Self {
        Self {
            former: Some(Former {
                message: message.into(),
                line: None,
            }),
            ..self
        }
    }

    /// The same finding, which an earlier version worded so and showed at another place.
    #[must_use]
    pub fn formerly_at(self, place: &Place, message: impl Into<String>) -> Self {
        let line = Some(place.excerpt.clone());
        Self {
            former: Some(Former {
                message: message.into(),
                line,
            }),
            ..self
        }
    }
}

/// Sorts findings by shown path, line, column, code and message, and drops repeats.
pub fn sort(findings: &mut Vec<Diagnostic>, paths: &ShownPaths) {
    findings.sort_by(|a, b| {
        let places = match (&a.place, &b.place) {
            (Some(one), Some(other)) => paths
                .compare(&one.file, &other.file)
                .then_with(|| (one.line, one.column).cmp(&(other.line, other.column))),
            (one, other) => one.is_some().cmp(&other.is_some()),
        };
        places
            .then_with(|| a.code.cmp(&b.code))
            .then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
}

/// A form that a report is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, as rustc shows its own.
    Human(Colour, Repeats),
    /// For programs, in a form of our own.
    Json,
    /// GitLab's Code Quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's test report.
    Junit,
}

/// Renders a report, line end included; for people nothing where nothing was found.
pub fn render(report: &Report, format: Format) -> String {
    match format {
        Format::Human(colour, repeats) => human::render(report, colour, repeats),
        Format::Json => json::render(report),
        Format::Gitlab => gitlab::render(report),
        Format::Sarif => sarif::render(report),
        Format::Junit => junit::render(report),
    }
}

/// The notes of a report for people, as [`render`] shows findings.
pub fn notes(report: &Report, colour: Colour) -> String {
    human::notes(report, colour)
}

/// Indented JSON.
fn pretty(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    text.expect("reports have text keys and nothing that fails to serialise") + "\n"
}

/// Message and help in one, for forms that have a single text.
fn sentence(finding: &Diagnostic) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    }
}
