//! What makes a finding the same one in the next report (ADR 0028).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::report::named_below;
use super::{Diagnostic, Report};

/// The codes whose fingerprints were made from words before they were made from values. Forges
/// compare nothing but fingerprints, so those of these codes are still made from the words that
/// each finding was first told in. No code is ever added here.
const TOLD_BY_WORDS: &str = "unknown-key invalid-value unknown-page bad-redirect invalid-utf8 unreadable symlink-loop
    outside-root front-matter missing-snippet snippet-loop unclosed-fence unclosed-block unknown-block unknown-icon
    undefined-reference bad-math duplicate-id unbalanced-html inline-style inline-script unknown-allow empty-page
    route-conflict broken-link broken-anchor wrong-case ambiguous-link absolute-link remote-resource orphan-page
    dangling-relation ambiguous-relation mismatched-relation duplicate-artifact duplicate-decision decision-gap
    duplicate-tracker dependency-cycle supersession-cycle one-sided-supersession superseding-proposal retired-target
    citation-mismatch uncited-decision unknown-kind unknown-status no-stories no-entries missing-criteria
    missing-specification missing-challenge delivered-work-active stale-specification suspect-link audience-leak";

/// What tells a finding from others: 64 hexadecimal digits each, and what they are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Print {
    /// By its file and what it says: what forges are given.
    pub whole: String,
    /// By what it says alone, which stays when its file is moved.
    pub text: String,
    /// The same finding, whatever words it is told in.
    pub identity: Identity,
    /// The text of its line, or of the line that it was first shown at.
    pub line: String,
}

/// A finding, apart from the words that it is told in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Identity {
    /// Its code's name.
    pub code: String,
    /// Its file, from the docs folder; empty for the tree as a whole.
    pub path: String,
    /// The first 16 hexadecimal digits of the SHA-256 of its line.
    pub line: String,
    /// What its message names between backticks, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Its number among those that are alike in all of this, from 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub number: u32,
}

fn is_first(number: &u32) -> bool {
    *number == 0
}

/// The prints of all findings of a report, in its order.
///
/// No line number goes in, so that a finding stays the same one when text is added
/// above it, and files are named from the docs folder. Findings that are
/// alike are told apart by their number among those of their file.
pub(super) fn fingerprints(report: &Report) -> Vec<Print> {
    let mut told: HashMap<[String; 2], u32> = HashMap::new();
    let mut alike: HashMap<Identity, u32> = HashMap::new();
    let prints = report.findings.iter().map(|(_, finding)| {
        let Traits {
            path,
            code,
            phrase,
            line,
        } = traits(report, finding);
        let values = values(&phrase);
        let text = said(
            code,
            &if is_told_by_words(code) {
                phrase
            } else {
                values.join("\0")
            },
            &line,
        );
        let number = counted(&mut told, [path.clone(), text.clone()]);
        let mut identity = Identity {
            code: code.to_owned(),
            path: path.clone(),
            line: line_digest(&line),
            values,
            number: 0,
        };
        identity.number = counted(&mut alike, identity.clone());
        Print {
            whole: whole(&path, &text, number),
            text: digest(&format!("{text}\0{number}")),
            identity,
            line,
        }
    });
    prints.collect()
}

/// How many of the kind were counted before.
fn counted<K: std::hash::Hash + Eq>(seen: &mut HashMap<K, u32>, key: K) -> u32 {
    *seen
        .entry(key)
        .and_modify(|number| *number += 1)
        .or_default()
}

fn is_told_by_words(code: &str) -> bool {
    TOLD_BY_WORDS.split_whitespace().any(|known| known == code)
}

/// What a finding says and where, apart from its file.
pub(super) fn said(code: &str, phrase: &str, line: &str) -> String {
    [code, phrase, line].join("\0")
}

/// The fingerprint of what is said in a file, for the one of that number among the alike.
pub(super) fn whole(path: &str, text: &str, number: u32) -> String {
    digest(&format!("{path}\0{text}\0{number}"))
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

fn line_digest(line: &str) -> String {
    hex::encode(&Sha256::digest(line)[..8])
}

/// What a finding is told by.
struct Traits {
    path: String,
    code: &'static str,
    phrase: String,
    line: String,
}

fn traits(report: &Report, finding: &Diagnostic) -> Traits {
    let place = finding.place.as_ref();
    let (path, today) = place.map_or_else(Default::default, |place| {
        (
            report.paths.from_docs(&place.file),
            report.today(&place.file),
        )
    });
    let excerpt = place.map_or("", |place| place.excerpt.trim());
    let former = finding.former.as_ref();
    let line = former
        .and_then(|former| former.line.as_deref())
        .map_or(excerpt, str::trim);
    let message = former.map_or(&finding.message, |former| &former.message);
    let phrase = phrase(report, path, message);
    Traits {
        path: today,
        code: finding.code.name(),
        phrase,
        line: line.to_owned(),
    }
}

/// A message of a file without what changes when files are moved or lines are added. The file is
/// named from the docs folder.
pub(super) fn phrase(report: &Report, path: &str, message: &str) -> String {
    let phrase = report.named_below_docs(&without_lines(message));
    // What lies beside the file moves with it.
    match path.rsplit_once('/') {
        Some((folder, _)) => named_below(&phrase, &format!("{folder}/")),
        None => phrase,
    }
}

/// What a phrase names between backticks, in order.
pub(super) fn values(phrase: &str) -> Vec<String> {
    phrase
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// A message without the line numbers in it, as in `a.md:12`: they move too.
fn without_lines(message: &str) -> String {
    let mut parts = message.split(':');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + ":" + part.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}
