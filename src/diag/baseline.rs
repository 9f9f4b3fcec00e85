//! Findings that were there before the checks were: known, and not shown again.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::Report;
use super::fingerprint::fingerprints;

/// The findings that a tree had when its baseline was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: HashSet<String>,
}

/// As it is written: what each finding was stands beside its fingerprint, for those who read the diff.
#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    findings: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
struct Known {
    fingerprint: String,
    code: String,
    path: String,
    message: String,
}

const VERSION: u32 = 1;

impl Baseline {
    /// Reads a baseline file. The error is for readers.
    pub fn read(text: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if written.version != VERSION {
            return Err(format!("its version is {}, this program reads {VERSION}", written.version));
        }
        Ok(Self { known: written.findings.into_iter().map(|known| known.fingerprint).collect() })
    }

    /// The findings of a report, as a baseline of its own.
    pub fn of(report: &Report) -> Self {
        Self { known: fingerprints(report).into_iter().collect() }
    }

    /// Whether a finding is known, by its fingerprint.
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.known.contains(fingerprint)
    }

    /// The baseline file of a report.
    pub fn write(report: &Report) -> String {
        let known = |((_, finding), fingerprint): (&(_, super::Diagnostic), String)| Known {
            fingerprint,
            code: finding.code.name().to_owned(),
            path: finding.place.as_ref().map_or_else(String::new, |place| place.path.to_string()),
            message: finding.message.clone(),
        };
        let findings = report.findings.iter().zip(fingerprints(report)).map(known).collect();
        super::pretty(&Written { version: VERSION, findings })
    }
}

impl Report {
    /// The report without what a baseline knows; the summary says how many that were.
    #[must_use]
    pub fn without(self, baseline: &Baseline) -> Self {
        self.keep(|_, fingerprint| !baseline.knows(fingerprint))
    }

    /// Keeps the findings that are wanted, by themselves and their fingerprints.
    #[must_use]
    pub fn keep(mut self, is_wanted: impl Fn(&super::Diagnostic, &str) -> bool) -> Self {
        let all = std::mem::take(&mut self.findings).into_iter();
        let prints = fingerprints(&Self { findings: all.clone().collect(), ..Self::default() });
        let before = all.len();
        let kept: Vec<_> =
            all.zip(prints).filter(|((_, finding), print)| is_wanted(finding, print)).map(|(row, _)| row).collect();
        let left_out = before - kept.len();
        let kept = Self::weighed(kept);
        let facts = self.facts;
        let report = Self { facts, ..kept };
        if left_out > 0 { report.fact("known", left_out) } else { report }
    }
}
