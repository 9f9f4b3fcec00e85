//! What makes a finding the same one in the next report.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::report::named_below;
use super::{Diagnostic, Report};

/// What tells a finding from others: 64 hexadecimal digits each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Print {
    /// By its file and what it says.
    pub whole: String,
    /// By what it says alone, which stays when its file is moved.
    pub text: String,
}

/// The prints of all findings of a report, in its order.
///
/// No line number goes in, so that a finding stays the same one when text is added
/// above it, and files are named from the docs folder. Findings that are
/// alike are told apart by their number among those of their file.
pub(super) fn fingerprints(report: &Report) -> Vec<Print> {
    let mut seen: HashMap<[String; 2], u32> = HashMap::new();
    let traits = report.findings.iter().map(|(_, finding)| traits(report, finding));
    traits
        .map(|[path, text]| {
            let alike = seen.entry([path.clone(), text.clone()]);
            let number = alike.and_modify(|number| *number += 1).or_default();
            Print { whole: digest(&format!("{path}\0{text}\0{number}")), text: digest(&format!("{text}\0{number}")) }
        })
        .collect()
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// The file, and what is said.
fn traits(report: &Report, finding: &Diagnostic) -> [String; 2] {
    let place = finding.place.as_ref();
    let (path, excerpt) = place.map_or(("", ""), |place| (&*place.path, place.excerpt.trim()));
    let former = finding.former.as_ref();
    let excerpt = former.and_then(|former| former.line.as_deref()).map_or(excerpt, str::trim);
    let message = former.map_or(&finding.message, |former| &former.message);
    let mut message = report.named_below_docs(&without_lines(message));
    // What lies beside the file moves with it.
    if let Some((folder, _)) = report.below_docs(path).rsplit_once('/') {
        message = named_below(&message, &format!("{folder}/"));
    }
    [report.today(path), [finding.code.name(), &message, excerpt].join("\0")]
}

/// A message without the line numbers in it, as in `a.md:12`: they move too.
fn without_lines(message: &str) -> String {
    let mut parts = message.split(':');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + ":" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}
