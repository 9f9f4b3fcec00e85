//! Findings about the chain.

use crate::diag::{Diagnostic, Report, Severity};

/// The findings of a report that are about the chain, errors first.
pub fn broken(report: &Report) -> Vec<&(Severity, Diagnostic)> {
    let mut broken: Vec<_> = report
        .findings
        .iter()
        .filter(|(_, finding)| finding.code.is_about_the_chain())
        .collect();
    broken.sort_by_key(|(severity, _)| *severity != Severity::Error);
    broken
}
