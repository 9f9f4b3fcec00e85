//! Findings, weighed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Diagnostic, Severities, Severity, ShownPaths};
use crate::file::FileId;

/// All that was found, sorted, with the severity of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The findings that are not allowed, in the order of [`super::sort`].
    pub findings: Vec<(Severity, Diagnostic)>,
    /// What is said of the tree as a whole and fails nothing: findings of severity `note`.
    pub notes: Vec<Diagnostic>,
    /// How many of the findings are errors.
    pub errors: usize,
    /// How many of the findings are warnings.
    pub warnings: usize,
    /// What else the summary tells programs, such as how many pages there are.
    #[serde(with = "crate::cache::as_json")]
    pub facts: BTreeMap<String, Value>,
    /// How people are shown the files.
    pub paths: ShownPaths,
    /// The files, from the docs folder, that are elsewhere today.
    moved: BTreeMap<String, String>,
}

/// What makes a report fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strictness {
    /// An error.
    #[default]
    Errors,
    /// An error or a warning: `--strict`.
    Warnings,
}

impl Report {
    /// Sorts findings, drops the allowed ones and weighs the others.
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

    /// A report of findings in order, with their weights.
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

    /// The same report, whose files are elsewhere today: old and new place, from the docs folder.
    #[must_use]
    pub fn moved(self, moved: &BTreeMap<String, String>) -> Self {
        Self {
            moved: moved.clone(),
            ..self
        }
    }

    /// The same report with findings changed, in their order.
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

    /// Where a file is today, from the docs folder.
    pub(super) fn today(&self, file: &FileId) -> String {
        let path = self.paths.from_docs(file);
        self.moved.get(path).map_or(path, String::as_str).to_owned()
    }

    /// A text with files named from the docs folder.
    pub fn named_below_docs(&self, text: &str) -> String {
        named_below(text, self.paths.docs())
    }

    /// The same report with one more fact in its summary.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Whether the command fails: exit 1.
    pub fn fails(&self, strictness: Strictness) -> bool {
        self.errors > 0 || (strictness == Strictness::Warnings && self.warnings > 0)
    }
}

/// A text whose files are named from a folder, `docs/`: only where a path begins with it.
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
