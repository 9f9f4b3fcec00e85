//! Shortens a long report for people: findings about the same target are shown once, and a table
//! counts all by code.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Code, Diagnostic, Report, Severity, ShownPaths};
use crate::file::FileId;
use crate::source::Place;

/// The treatment of findings about the same target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// Shown once, with the number of the others.
    Once,
    /// Each is shown.
    Each,
}

/// The number of findings up to which no table is shown, because all are in sight. A few more
/// findings of different codes are in sight, too.
const IN_SIGHT: usize = 2;
const IN_SIGHT_BY_CODE: usize = 5;

/// The number of other places of one target up to which each is named. Above it, only their number
/// is shown.
const NAMED: usize = 3;

/// A finding, and the other places of the same target.
pub(super) struct ShownFinding<'r> {
    pub severity: Severity,
    pub finding: &'r Diagnostic,
    pub others: Vec<&'r Place>,
}

/// The findings that are shown, in the report's order.
pub(super) fn shown(report: &Report, repeats: Repeats) -> Vec<ShownFinding<'_>> {
    let mut shown: Vec<ShownFinding<'_>> = Vec::new();
    let mut told: HashMap<FindingTarget<'_>, usize> = HashMap::new();
    for (severity, finding) in &report.findings {
        let target = target(finding).filter(|_| repeats == Repeats::Once);
        match (target.and_then(|target| told.get(&target)), &finding.place) {
            (Some(first), Some(place)) => shown[*first].others.push(place),
            _ => {
                told.extend(target.map(|target| (target, shown.len())));
                shown.push(ShownFinding {
                    severity: *severity,
                    finding,
                    others: Vec::new(),
                });
            }
        }
    }
    shown
}

/// The target of a finding: its code, its message, and the file or folder that the message refers
/// to.
type FindingTarget<'r> = (Code, &'r str, Within<'r>);

/// The scope in which equal messages have the same target.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Within<'r> {
    Tree,
    Folder { in_docs: bool, path: &'r str },
    File(&'r FileId),
}

/// The target of a finding, if it can be shared. `the page has no content` has a target of its own
/// on each page; a broken link shares the missing page.
fn target(finding: &Diagnostic) -> Option<FindingTarget<'_>> {
    let place = finding.place.as_ref()?;
    let value = finding.message.split('`').nth(1)?;
    let within = match finding.code {
        // A defect within a page says nothing about other pages.
        code if code.is_about_a_page() => Within::File(&place.file),
        // A relative path means another file in another folder.
        Code::BrokenLink | Code::AmbiguousLink | Code::WrongCase
            if value.starts_with('.') || place.marked_text() == value =>
        {
            folder(&place.file)
        }
        _ => Within::Tree,
    };
    Some((finding.code, &finding.message, within))
}

/// The folder of a file.
fn folder(file: &FileId) -> Within<'_> {
    let path = file.path().rsplit_once('/');
    Within::Folder {
        in_docs: file.below_docs().is_some(),
        path: path.map_or("", |(folder, _)| folder),
    }
}

/// The other places of a target: `and 57 more in 57 files`, or each place on a line.
pub(super) fn elsewhere(first: &Diagnostic, others: &[&Place], paths: &ShownPaths) -> String {
    if others.len() <= NAMED {
        let places = others
            .iter()
            .map(|place| format!("\n    {}:{}", paths.of_line(place), place.column));
        return format!("and {} more:{}", others.len(), places.collect::<String>());
    }
    let files: BTreeSet<&FileId> = others.iter().map(|place| &place.file).collect();
    let own = first.place.as_ref().map(|place| &place.file);
    let files = match files.len() {
        1 if files.first().copied() == own => "this file".to_owned(),
        1 => "1 file".to_owned(),
        number => format!("{number} files"),
    };
    format!("and {} more in {files}", others.len())
}

/// The number of findings that are not shown, because another one has the same target.
pub fn repeated(report: &Report) -> usize {
    shown(report, Repeats::Once)
        .iter()
        .map(|shown| shown.others.len())
        .sum()
}

/// The number of findings by code, the most severe first; empty if all findings are in sight.
///
/// Each row has the code, the severity, the number of findings and the number of files.
pub fn table(report: &Report) -> String {
    let mut codes: BTreeMap<Code, (Severity, usize, BTreeSet<&FileId>)> = BTreeMap::new();
    for (severity, finding) in &report.findings {
        let (_, count, files) =
            codes
                .entry(finding.code)
                .or_insert((*severity, 0, BTreeSet::new()));
        *count += 1;
        files.extend(finding.place.iter().map(|place| &place.file));
    }
    let found = report.findings.len();
    if found
        <= if codes.len() == found {
            IN_SIGHT_BY_CODE
        } else {
            IN_SIGHT
        }
    {
        return String::new();
    }
    let mut rows: Vec<_> = codes.into_iter().collect();
    rows.sort_by_key(|(_, (severity, count, _))| std::cmp::Reverse((*severity, *count)));
    let cells = rows.into_iter().map(|(code, (severity, count, files))| {
        [
            code.name().to_owned(),
            severity.name().to_owned(),
            count.to_string(),
            files.len().to_string(),
        ]
    });
    let head = ["code", "severity", "findings", "files"].map(str::to_owned);
    aligned(&std::iter::once(head).chain(cells).collect::<Vec<_>>())
}

/// Aligns two columns of words and two of numbers, and adds an empty line.
fn aligned(rows: &[[String; 4]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].len())
            .max()
            .unwrap_or_default()
    };
    let [code, severity, count, files] = [0, 1, 2, 3].map(width);
    let line = |row: &[String; 4]| {
        format!(
            "{:code$}  {:severity$}  {:>count$}  {:>files$}\n",
            row[0], row[1], row[2], row[3]
        )
    };
    rows.iter().map(line).collect::<String>() + "\n"
}
