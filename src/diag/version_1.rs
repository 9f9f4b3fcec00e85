//! Baselines of version 1, which identify findings by their messages.
//!
//! A row has no line, but its fingerprint was made from its file, its message and the text of its
//! line. The row contains file and message, so a line belongs to the row if it gives the same
//! fingerprint, whatever today's message at that line is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use super::fingerprint::{Fingerprint, Identity, identifying_text, phrase, values, whole};
use super::{Code, Report};

/// A row of a baseline of version 1.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RowV1 {
    fingerprint: String,
    /// The fingerprint without the file.
    text: String,
    code: String,
    /// The file, from the docs folder.
    path: String,
    message: String,
}

/// Returns for each finding whether it is known: by its message, by its message in a deleted file,
/// or by its line if the message was reworded.
pub(super) fn known(
    rows: &[RowV1],
    report: &Report,
    prints: &[Fingerprint],
    is_there: impl Fn(&str) -> bool,
) -> Vec<bool> {
    let by_print: HashMap<&str, usize> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.fingerprint.as_str(), at))
        .collect();
    let mut moved: HashMap<&str, usize> = HashMap::new();
    for gone in rows.iter().filter(|row| !is_there(&row.path)) {
        *moved.entry(gone.text.as_str()).or_default() += 1;
    }
    let mut is_used = vec![false; rows.len()];
    let is_known = |print: &Fingerprint| match by_print.get(print.whole.as_str()) {
        Some(row) => {
            is_used[*row] = true;
            true
        }
        None => moved.get_mut(print.text.as_str()).is_some_and(take_one),
    };
    let mut known: Vec<bool> = prints.iter().map(is_known).collect();
    let left = rows
        .iter()
        .zip(is_used)
        .filter(|(_, is_used)| !is_used)
        .map(|(row, _)| row);
    reworded(left.collect(), report, prints, &mut known);
    known
}

/// Decrements a count; returns false if it was 0.
pub(super) fn take_one(left: &mut usize) -> bool {
    let is_left = *left > 0;
    *left = left.saturating_sub(1);
    is_left
}

/// The findings that no row knows by message: by code and file, and by each value that they name.
type UnknownFindings<'p> = HashMap<(&'p str, &'p str, Option<&'p str>), Vec<usize>>;

fn unknown<'p>(prints: &'p [Fingerprint], known: &[bool]) -> UnknownFindings<'p> {
    let mut unknown: UnknownFindings<'_> = HashMap::new();
    for (at, print) in prints.iter().enumerate().filter(|(at, _)| !known[*at]) {
        let Identity {
            code, path, values, ..
        } = &print.identity;
        for value in std::iter::once(None).chain(values.iter().map(|value| Some(value.as_str()))) {
            unknown.entry((code, path, value)).or_default().push(at);
        }
    }
    unknown
}

/// Marks reworded findings as known, by code, file and line.
fn reworded(rows: Vec<&RowV1>, report: &Report, prints: &[Fingerprint], known: &mut [bool]) {
    // Each line is tried only once for the rows of a file that have the same message.
    let mut alike: BTreeMap<(&str, &str, &str), Vec<&RowV1>> = BTreeMap::new();
    for row in rows {
        alike
            .entry((&row.code, &row.path, &row.message))
            .or_default()
            .push(row);
    }
    let unknown = if alike.is_empty() {
        UnknownFindings::default()
    } else {
        unknown(prints, known)
    };
    for ((code, path, message), rows) in alike {
        let message = phrase(report, path, message);
        let named = values(&message);
        let of = |value| {
            unknown
                .get(&(code, path, value))
                .into_iter()
                .flatten()
                .copied()
        };
        let is_left = |at: &usize| !known[*at];
        let same: Vec<usize> = if code == Code::UnknownStatus.name() {
            // Version 1 placed this finding at the title, today it is at the status.
            of(None).filter(is_left).take(rows.len()).collect()
        } else {
            let naming: BTreeSet<usize> = match named.as_slice() {
                [] => of(None).collect(),
                named => named.iter().flat_map(|value| of(Some(value))).collect(),
            };
            let agreeing = naming
                .into_iter()
                .filter(|at| agree(&named, &prints[*at].identity.values));
            at_their_lines(
                &rows,
                &identifying_text(code, &message, ""),
                agreeing.filter(is_left),
                prints,
            )
        };
        same.into_iter().for_each(|at| known[at] = true);
    }
}

/// Returns whether one of two messages names all values of the other.
fn agree(row: &[String], finding: &[String]) -> bool {
    is_within(row, finding) || (!finding.is_empty() && is_within(finding, row))
}

fn is_within(some: &[String], all: &[String]) -> bool {
    some.iter().all(|value| all.contains(value))
}

/// The findings at the lines of these rows, one for each row. All rows have the same file and
/// message.
fn at_their_lines(
    rows: &[&RowV1],
    said: &str,
    findings: impl Iterator<Item = usize>,
    prints: &[Fingerprint],
) -> Vec<usize> {
    let prints_of_rows: HashSet<&str> = rows.iter().map(|row| row.fingerprint.as_str()).collect();
    let mut by_line: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in findings {
        by_line.entry(&prints[at].line).or_default().push(at);
    }
    let mut found = Vec::new();
    for (line, findings) in by_line {
        let text = format!("{said}{line}");
        let is_row =
            |number: &u32| prints_of_rows.contains(whole(&rows[0].path, &text, *number).as_str());
        // Equal rows are numbered from 0, without gaps.
        let at_line = (0..).take_while(is_row).count();
        found.extend(findings.into_iter().take(at_line));
    }
    found
}
