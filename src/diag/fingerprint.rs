//! Fingerprints: they identify the same finding in two reports (ADR 0028).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::report::named_below;
use super::{Diagnostic, Report};

/// Codes whose fingerprints once were made from messages; now they are made from values. Forges
/// compare only fingerprints, so fingerprints of these codes are still made from the first message
/// of each finding. No code is ever added here.
const TOLD_BY_WORDS: &str = "unknown-key invalid-value unknown-page bad-redirect invalid-utf8 unreadable symlink-loop
    outside-root front-matter missing-snippet snippet-loop unclosed-fence unclosed-block unknown-block unknown-icon
    undefined-reference bad-math duplicate-id unbalanced-html inline-style inline-script unknown-allow empty-page
    route-conflict broken-link broken-anchor wrong-case ambiguous-link absolute-link remote-resource orphan-page
    dangling-relation ambiguous-relation mismatched-relation duplicate-artifact duplicate-decision decision-gap
    duplicate-tracker dependency-cycle supersession-cycle one-sided-supersession superseding-proposal retired-target
    citation-mismatch uncited-decision unknown-kind unknown-status no-stories no-entries missing-criteria
    missing-specification missing-challenge delivered-work-active stale-specification suspect-link audience-leak";

/// The fingerprints of a finding, each of 64 hexadecimal digits, and the values that they are made
/// from.
#[derive(Debug, Clone)]
pub(super) struct Fingerprint {
    /// The fingerprint of its file and its text, which forges get.
    pub whole: String,
    /// The fingerprint of its text alone, which stays the same when the file is moved.
    pub text: String,
    /// The identity, which does not depend on the message.
    pub identity: Identity,
    /// The text of its line, or of the line that an earlier version showed.
    pub line: String,
}

/// The identity of a finding, which does not depend on the wording of its message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Identity {
    /// The code's name.
    pub code: String,
    /// The file's path, from the docs folder; empty for the whole tree.
    pub path: String,
    /// The first 16 hexadecimal digits of the SHA-256 of its line.
    pub line: String,
    /// The values between backticks in its message, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The number among findings that are equal otherwise, from 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub number: u32,
}

fn is_first(number: &u32) -> bool {
    *number == 0
}

/// The fingerprints of all findings of a report, in order.
///
/// Line numbers are left out, so that text added above a finding does not change it. Files are
/// named from the docs folder. Equal findings of a file are numbered.
pub(super) fn fingerprints(report: &Report) -> Vec<Fingerprint> {
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
        let text = identifying_text(
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
        Fingerprint {
            whole: whole(&path, &text, number),
            text: digest(&format!("{text}\0{number}")),
            identity,
            line,
        }
    });
    prints.collect()
}

/// The number of times that a key was counted before.
fn counted<K: std::hash::Hash + Eq>(seen: &mut HashMap<K, u32>, key: K) -> u32 {
    *seen
        .entry(key)
        .and_modify(|number| *number += 1)
        .or_default()
}

fn is_told_by_words(code: &str) -> bool {
    TOLD_BY_WORDS.split_whitespace().any(|known| known == code)
}

/// The text that identifies a finding within its file.
pub(super) fn identifying_text(code: &str, phrase: &str, line: &str) -> String {
    [code, phrase, line].join("\0")
}

/// The fingerprint of a text in a file; `number` distinguishes equal ones.
pub(super) fn whole(path: &str, text: &str, number: u32) -> String {
    digest(&format!("{path}\0{text}\0{number}"))
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

fn line_digest(line: &str) -> String {
    hex::encode(&Sha256::digest(line)[..8])
}

/// The parts of a finding that identify it.
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

/// A message without the parts that change when files are moved or lines are added. The file is
/// named from the docs folder.
pub(super) fn phrase(report: &Report, path: &str, message: &str) -> String {
    let phrase = report.named_below_docs(&without_lines(message));
    // Files in the same folder move with the file.
    match path.rsplit_once('/') {
        Some((folder, _)) => named_below(&phrase, &format!("{folder}/")),
        None => phrase,
    }
}

/// The values between backticks in a phrase, in order.
pub(super) fn values(phrase: &str) -> Vec<String> {
    phrase
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Removes line numbers from a message, as in `a.md:12`: they change, too.
fn without_lines(message: &str) -> String {
    let mut parts = message.split(':');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + ":" + part.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}
