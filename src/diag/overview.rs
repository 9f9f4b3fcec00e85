//! A long report for people: what is said of one target stands once, and a table by code sums up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Code, Diagnostic, Report, Severity, ShownPaths};
use crate::file::FileId;
use crate::source::Place;

/// Whether people are shown each finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// Findings that say the same of one target are shown as one, with how many more there are.
    Once,
    /// Each is shown.
    Each,
}

/// With as few findings as these, all are in sight: there is nothing to sum up. Of more, a few with
/// a code each are in sight too.
const IN_SIGHT: usize = 2;
const IN_SIGHT_BY_CODE: usize = 5;

/// As many more places of one target are named; of others the number is.
const NAMED: usize = 3;

/// A finding, and where else the same is said.
pub(super) struct ShownFinding<'r> {
    pub severity: Severity,
    pub finding: &'r Diagnostic,
    pub others: Vec<&'r Place>,
}

/// What is shown of a report, in its order.
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

/// What a finding is about: its code, what is said, and the file or folder where that is meant.
type FindingTarget<'r> = (Code, &'r str, Within<'r>);

/// Where something is said of one target.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Within<'r> {
    Tree,
    Folder { in_docs: bool, path: &'r str },
    File(&'r FileId),
}

/// `the page has no content` is said of each page alone; a broken link names what is not there.
fn target(finding: &Diagnostic) -> Option<FindingTarget<'_>> {
    let place = finding.place.as_ref()?;
    let value = finding.message.split('`').nth(1)?;
    let within = match finding.code {
        // What a page has wrong in itself, another page has wrong too.
        code if code.is_about_a_page() => Within::File(&place.file),
        // An address as it is written means another file in another folder.
        Code::BrokenLink | Code::AmbiguousLink | Code::WrongCase
            if value.starts_with('.') || place.marked_text() == value =>
        {
            folder(&place.file)
        }
        _ => Within::Tree,
    };
    Some((finding.code, &finding.message, within))
}

/// The folder that a file lies in.
fn folder(file: &FileId) -> Within<'_> {
    let path = file.path().rsplit_once('/');
    Within::Folder {
        in_docs: file.below_docs().is_some(),
        path: path.map_or("", |(folder, _)| folder),
    }
}

/// Where else the same is said: `and 57 more in 57 files`, or each place on a line.
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

/// How many findings are not shown, because the same is said of their target at another place.
pub fn repeated(report: &Report) -> usize {
    shown(report, Repeats::Once)
        .iter()
        .map(|shown| shown.others.len())
        .sum()
}

/// The findings by code, what fails most first; nothing where all are in sight.
///
/// Each row has the code, the severity, how many findings there are, and in how many files.
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

/// Two columns of words and two of numbers, each as wide as its widest cell, and an empty line.
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
