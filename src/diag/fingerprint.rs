//! What makes a finding the same one in the next report.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{Diagnostic, Report};

/// A fingerprint for each finding of a report, in its order: 64 hexadecimal digits.
///
/// No line number goes in, so that a finding stays the same one when text is added
/// above it. Findings that are alike are told apart by their number among them.
pub(super) fn fingerprints(report: &Report) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let findings = report.findings.iter().map(|(_, finding)| traits(finding));
    findings
        .map(|traits| {
            let number = seen.entry(traits.clone()).and_modify(|number| *number += 1).or_default();
            let digest = Sha256::digest(format!("{traits}\0{number}"));
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .collect()
}

fn traits(finding: &Diagnostic) -> String {
    let place = finding.place.as_ref();
    let (path, excerpt) = place.map_or(("", ""), |place| (&*place.path, place.excerpt.trim()));
    [finding.code.name(), path, &without_lines(&finding.message), excerpt].join("\0")
}

/// A message without the line numbers in it, as in `a.md:12`: they move too.
fn without_lines(message: &str) -> String {
    let mut parts = message.split(':');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + ":" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}
