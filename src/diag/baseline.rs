//! Known findings: a baseline lists those that existed when it was written, and they are hidden.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::Report;
use super::fingerprint::{Fingerprint, Identity, fingerprints};
use super::version_1::{self, RowV1, take_one};

/// The findings that a tree had when its baseline was written.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    known: HashSet<Identity>,
    /// The rows of a file of version 1.
    rows_v1: Vec<RowV1>,
    /// The fingerprints of a report of this run.
    prints: HashSet<String>,
}

/// The file's JSON. Each finding has its identity, and its message for readers of a diff.
#[derive(Serialize, Deserialize)]
struct BaselineFile {
    version: u32,
    findings: Vec<KnownFinding>,
}

#[derive(Serialize, Deserialize)]
struct KnownFinding {
    #[serde(flatten)]
    identity: Identity,
    message: String,
}

/// A file of version 1, whose rows identify findings by their messages.
#[derive(Deserialize)]
struct BaselineFileV1 {
    findings: Vec<RowV1>,
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

const VERSION: u32 = 2;

impl Baseline {
    /// Reads a baseline file. The error is a message for readers.
    pub fn read(text: &str) -> Result<Self, String> {
        fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, String> {
            serde_json::from_str(text).map_err(|error| error.to_string())
        }
        match parse::<Versioned>(text)?.version {
            1 => Ok(Self {
                rows_v1: parse::<BaselineFileV1>(text)?.findings,
                ..Self::default()
            }),
            VERSION => {
                let known = parse::<BaselineFile>(text)?
                    .findings
                    .into_iter()
                    .map(|known| known.identity);
                Ok(Self {
                    known: known.collect(),
                    ..Self::default()
                })
            }
            other => Err(format!(
                "its version is {other}, this program reads 1 and {VERSION}"
            )),
        }
    }

    /// A baseline of a report's findings, for comparisons in this run.
    pub fn of(report: &Report) -> Self {
        let prints = fingerprints(report).into_iter().map(|print| print.whole);
        Self {
            prints: prints.collect(),
            ..Self::default()
        }
    }

    /// The text of a report's baseline file.
    pub fn write(report: &Report) -> String {
        let known = |((_, finding), print): (&(_, super::Diagnostic), Fingerprint)| KnownFinding {
            identity: print.identity,
            message: finding.message.clone(),
        };
        let findings = report
            .findings
            .iter()
            .zip(fingerprints(report))
            .map(known)
            .collect();
        super::pretty(&BaselineFile {
            version: VERSION,
            findings,
        })
    }

    /// Returns for each finding whether it is known.
    fn knows(
        &self,
        report: &Report,
        prints: &[Fingerprint],
        is_there: impl Fn(&str) -> bool,
    ) -> Vec<bool> {
        if !self.rows_v1.is_empty() {
            return version_1::known(&self.rows_v1, report, prints, is_there);
        }
        // Each known finding of a deleted file matches one like it in another file, which may be
        // the renamed one.
        let mut moved: HashMap<Identity, usize> = HashMap::new();
        for gone in self.known.iter().filter(|known| !is_there(&known.path)) {
            *moved.entry(anywhere(gone)).or_default() += 1;
        }
        let is_known = |print: &Fingerprint| {
            self.known.contains(&print.identity)
                || moved
                    .get_mut(&anywhere(&print.identity))
                    .is_some_and(take_one)
        };
        prints.iter().map(is_known).collect()
    }
}

/// The same finding in any file.
fn anywhere(identity: &Identity) -> Identity {
    Identity {
        path: String::new(),
        number: 0,
        ..identity.clone()
    }
}

impl Report {
    /// Removes the findings that a baseline knows; the fact `known` is their number. `is_there`
    /// returns whether the docs folder has a file.
    #[must_use]
    pub fn without(self, baseline: &Baseline, is_there: impl Fn(&str) -> bool) -> Self {
        let prints = fingerprints(&self);
        let known = baseline.knows(&self, &prints, is_there);
        self.keep("known", known.into_iter().map(|is_known| !is_known))
    }

    /// Removes the findings about the whole tree that a baseline knows.
    #[must_use]
    pub fn without_of_tree(self, baseline: &Baseline) -> Self {
        let prints = fingerprints(&self);
        let of_tree = self
            .findings
            .iter()
            .map(|(_, finding)| finding.place.is_none());
        let known = of_tree
            .zip(&prints)
            .map(|(of_tree, print)| of_tree && baseline.known.contains(&print.identity));
        let wanted: Vec<bool> = known.map(|is_known| !is_known).collect();
        self.keep("known", wanted)
    }

    /// Keeps the findings that a change caused: those for which `is_wanted` returns true, and, if
    /// it returns `None`, those that did not exist before. The fact `before` is the number of the
    /// others.
    #[must_use]
    pub fn since(
        self,
        before: &Baseline,
        is_wanted: impl Fn(&super::Diagnostic) -> Option<bool>,
    ) -> Self {
        let prints = fingerprints(&self);
        let findings = self.findings.iter().map(|(_, finding)| finding).zip(prints);
        let wanted = findings.map(|(finding, print)| {
            is_wanted(finding).unwrap_or_else(|| !before.prints.contains(&print.whole))
        });
        let wanted: Vec<bool> = wanted.collect();
        self.keep("before", wanted)
    }

    /// Keeps the wanted findings, in order. The fact `left` is the number of the others.
    fn keep(mut self, left: &'static str, wanted: impl IntoIterator<Item = bool>) -> Self {
        let all = std::mem::take(&mut self.findings);
        let before = all.len();
        let kept: Vec<_> = all
            .into_iter()
            .zip(wanted)
            .filter(|(_, is_wanted)| *is_wanted)
            .map(|(row, _)| row)
            .collect();
        let left_out = before - kept.len();
        let report = self.with(kept);
        let before = report
            .facts
            .get(left)
            .and_then(serde_json::Value::as_u64)
            .unwrap_or_default() as usize;
        if left_out > 0 {
            report.fact(left, before + left_out)
        } else {
            report
        }
    }
}
