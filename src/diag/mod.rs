//! Findings: what is wrong with content, as values.
//!
//! Findings are collected, never thrown: every room returns its findings beside its product, and
//! the desk shows all of them together. A defect of the machine is not a finding but a fault, in
//! the room's own error enum.

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
// One file for each renderer.
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

/// A defect of the content, with its place and the help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The kind of the defect.
    pub code: Code,
    /// The place; `None` if the finding is about the whole tree.
    pub place: Option<Place>,
    /// The message: lower case, backticks around code and paths, no full stop.
    pub message: String,
    /// The help, in the same style.
    pub help: Option<String>,
    /// The message or place of an earlier version, if it was another.
    former: Option<Former>,
}

/// The message and the line that a finding had in an earlier version. Its fingerprint is still made
/// from them, so that baselines and forges recognise it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Former {
    message: String,
    /// The text of the line; `None` if it is the same.
    line: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::of(code, Some(place), message)
    }

    /// A finding at a place, or about the whole tree.
    pub fn of(code: Code, place: Option<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            message: message.into(),
            help: None,
            former: None,
        }
    }

    /// Adds a help text to the finding.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Sets the message of an earlier version, so that the finding keeps its fingerprint.
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

    /// Sets the message and the place of an earlier version, so that the finding keeps its
    /// fingerprint.
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

/// An output format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, in the style of rustc.
    Human(Colour, Repeats),
    /// For programs, in bf-docs' own format.
    Json,
    /// GitLab's Code Quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's test report.
    Junit,
}

/// Renders a report, with a final line end. Without findings, the format for people is empty.
pub fn render(report: &Report, format: Format) -> String {
    match format {
        Format::Human(colour, repeats) => human::render(report, colour, repeats),
        Format::Json => json::render(report),
        Format::Gitlab => gitlab::render(report),
        Format::Sarif => sarif::render(report),
        Format::Junit => junit::render(report),
    }
}

/// Renders a report's notes for people, like [`render`].
pub fn notes(report: &Report, colour: Colour) -> String {
    human::notes(report, colour)
}

/// Serializes to indented JSON.
fn pretty(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    text.expect("reports have text keys and nothing that fails to serialise") + "\n"
}

/// Joins message and help, for formats that have a single text.
fn sentence(finding: &Diagnostic) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    }
}
