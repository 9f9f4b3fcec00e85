//! Findings that were there before the checks were: known, and not shown again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::Report;
use super::fingerprint::{Print, fingerprints};

/// The findings that a tree had when its baseline was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeSet<String>,
    /// By what a finding says alone: the files, from the docs folder, that had it.
    texts: BTreeMap<String, Vec<String>>,
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
    text: String,
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
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for known in &written.findings {
            texts.entry(known.text.clone()).or_default().push(known.path.clone());
        }
        Ok(Self { known: written.findings.into_iter().map(|known| known.fingerprint).collect(), texts })
    }

    /// The findings of a report, as a baseline of its own.
    pub fn of(report: &Report) -> Self {
        Self { known: fingerprints(report).into_iter().map(|print| print.whole).collect(), texts: BTreeMap::new() }
    }

    /// Of each text the number of findings that it had in files that are gone: they may have moved.
    fn moved(&self, is_there: impl Fn(&str) -> bool) -> HashMap<&str, usize> {
        let gone = |paths: &Vec<String>| paths.iter().filter(|path| !is_there(path)).count();
        self.texts.iter().map(|(text, paths)| (text.as_str(), gone(paths))).collect()
    }

    /// The baseline file of a report.
    pub fn write(report: &Report) -> String {
        let known = |((_, finding), print): (&(_, super::Diagnostic), Print)| Known {
            fingerprint: print.whole,
            text: print.text,
            code: finding.code.name().to_owned(),
            path: finding.place.as_ref().map_or_else(String::new, |place| report.below_docs(&place.path).to_owned()),
            message: finding.message.clone(),
        };
        let findings = report.findings.iter().zip(fingerprints(report)).map(known).collect();
        super::pretty(&Written { version: VERSION, findings })
    }
}

impl Report {
    /// The report without what a baseline knows; the fact `known` says how many that
    /// were. `is_there` says whether the docs folder has a file.
    #[must_use]
    pub fn without(self, baseline: &Baseline, is_there: impl Fn(&str) -> bool) -> Self {
        let mut moved = baseline.moved(is_there);
        // Each that was in a file that is gone stands for one elsewhere.
        let mut has_moved = |print: &Print| match moved.get_mut(print.text.as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        };
        self.keep("known", |_, print| !baseline.known.contains(&print.whole) && !has_moved(print))
    }

    /// The report without what a baseline knows of the tree as a whole.
    #[must_use]
    pub fn without_of_tree(self, baseline: &Baseline) -> Self {
        self.keep("known", |finding, print| finding.place.is_some() || !baseline.known.contains(&print.whole))
    }

    /// The findings that a change is to blame for: those that it wants, and those
    /// that were not there before; the fact `before` says how many others there are.
    #[must_use]
    pub fn since(self, before: &Baseline, is_wanted: impl Fn(&super::Diagnostic) -> Option<bool>) -> Self {
        self.keep("before", |finding, print| is_wanted(finding).unwrap_or_else(|| !before.known.contains(&print.whole)))
    }

    fn keep(mut self, left: &'static str, mut is_wanted: impl FnMut(&super::Diagnostic, &Print) -> bool) -> Self {
        let prints = fingerprints(&self);
        let all = std::mem::take(&mut self.findings);
        let before = all.len();
        let kept: Vec<_> = all
            .into_iter()
            .zip(prints)
            .filter(|((_, finding), print)| is_wanted(finding, print))
            .map(|(row, _)| row)
            .collect();
        let left_out = before - kept.len();
        let report = self.with(kept);
        let before = report.facts.get(left).and_then(serde_json::Value::as_u64).unwrap_or_default() as usize;
        if left_out > 0 { report.fact(left, before + left_out) } else { report }
    }
}
