//! Findings with their severities.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Diagnostic, Severities, Severity, ShownPaths};
use crate::file::FileId;

/// All findings, sorted, each with its severity.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    /// The findings that are not allowed, in the order of [`super::sort`].
    pub findings: Vec<(Severity, Diagnostic)>,
    /// Findings of severity `note`, about the whole tree. They fail nothing.
    pub notes: Vec<Diagnostic>,
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// Other values of the summary for programs, such as the number of pages.
    #[serde(with = "crate::cache::as_json")]
    pub facts: BTreeMap<String, Value>,
    /// The paths of files in messages.
    pub paths: ShownPaths,
    /// Renamed files: the old path from the docs folder, with today's.
    moved: BTreeMap<String, String>,
}

/// The least severity that makes a report fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Errors.
    #[default]
    Errors,
    /// Errors and warnings: `--strict`.
    Warnings,
}

impl Report {
    /// Sorts findings, drops allowed ones and gives each its severity.
    pub fn new(mut findings: Vec<Diagnostic>, severities: &Severities, paths: ShownPaths) -> Self {
        super::sort(&mut findings, &paths);
        let weighed = findings
            .into_iter()
            .map(|finding| (severities.of(finding.code), finding));
        let (notes, findings): (Vec<_>, Vec<_>) = weighed
            .filter(|(weight, _)| *weight != Severity::Allow)
            .partition(|(weight, _)| *weight == Severity::Note);
        let notes = notes.into_iter().map(|(_, note)| note).collect();
        Self {
            notes,
            paths,
            ..Self::weighed(findings)
        }
    }

    /// A report of sorted findings with their severities.
    pub(super) fn weighed(findings: Vec<(Severity, Diagnostic)>) -> Self {
        let errors = findings
            .iter()
            .filter(|(weight, _)| *weight == Severity::Error)
            .count();
        let warnings = findings.len() - errors;
        Self {
            findings,
            errors,
            warnings,
            ..Self::default()
        }
    }

    /// The same report of a tree whose files were renamed since: old path and today's, from the
    /// docs folder.
    #[must_use]
    pub fn moved(self, moved: &BTreeMap<String, String>) -> Self {
        Self {
            moved: moved.clone(),
            ..self
        }
    }

    /// The same report with changed findings, in the same order.
    #[must_use]
    pub fn changed(
        mut self,
        change: impl FnOnce(Vec<(Severity, Diagnostic)>) -> Vec<(Severity, Diagnostic)>,
    ) -> Self {
        let findings = change(std::mem::take(&mut self.findings));
        self.with(findings)
    }

    /// The same report with other findings.
    pub(super) fn with(self, findings: Vec<(Severity, Diagnostic)>) -> Self {
        let Self {
            findings,
            errors,
            warnings,
            ..
        } = Self::weighed(findings);
        Self {
            findings,
            errors,
            warnings,
            ..self
        }
    }

    /// The same report with more findings.
    #[must_use]
    pub fn and(self, more: Vec<Diagnostic>, severities: &Severities) -> Self {
        let more = Self::new(more, severities, self.paths.clone());
        let mut findings = self.findings.clone();
        findings.extend(more.findings);
        let mut report = self.with(findings);
        report.notes.extend(more.notes);
        report
    }

    /// Today's path of a file, from the docs folder.
    pub(super) fn today(&self, file: &FileId) -> String {
        let path = self.paths.from_docs(file);
        self.moved.get(path).map_or(path, String::as_str).to_owned()
    }

    /// Names the files in a text from the docs folder.
    pub fn named_below_docs(&self, text: &str) -> String {
        named_below(text, self.paths.docs())
    }

    /// Adds a fact to the report's summary.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Returns whether the command fails with exit code 1.
    pub fn fails(&self, strictness: Strictness) -> bool {
        self.errors > 0 || (strictness == Strictness::Warnings && self.warnings > 0)
    }
}

/// Removes a folder such as `docs/` from the paths in a text, where a path begins with it.
pub(super) fn named_below(text: &str, folder: &str) -> String {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '-' | '_' | '.');
    let (mut named, mut at) = (String::with_capacity(text.len()), 0);
    for (start, _) in text.match_indices(folder).filter(|_| !folder.is_empty()) {
        if !text[..start].ends_with(is_inside) {
            named.push_str(&text[at..start]);
            at = start + folder.len();
        }
    }
    named + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::Source;

    #[test]
    fn a_folder_is_left_out_where_a_path_begins_with_it() {
        let said = "`docs/docs/a-docs/b.md` and docs/c.md, not ../docs/d.md";
        assert_eq!(
            named_below(said, "docs/"),
            "`docs/a-docs/b.md` and c.md, not ../docs/d.md"
        );
        assert_eq!(named_below(said, ""), said);
    }

    #[test]
    fn the_severities_decide_what_is_shown_and_what_fails() {
        let place = Source::new(FileId::in_docs("a.md"), "text").place(0..4);
        let found = |code| Diagnostic::new(code, place.clone(), "wrong");
        let all = vec![
            found(Code::BrokenLink),
            found(Code::EmptyPage),
            found(Code::OrphanPage),
        ];

        let report = Report::new(all.clone(), &Severities::default(), ShownPaths::default());
        assert_eq!((report.errors, report.warnings), (1, 1));
        assert!(report.fails(Strictness::Errors));

        let mild = Severities::default().with(Code::BrokenLink, Severity::Allow);
        let report = Report::new(all, &mild, ShownPaths::default());
        assert_eq!((report.errors, report.warnings), (0, 1));
        assert!(!report.fails(Strictness::Errors));
        assert!(report.fails(Strictness::Warnings));
    }
}
