//! The names of fields, and their forms in lines and headings.

use crate::trace::dates;
use crate::trace::model::StatedRelation;
use crate::trace::succession;
use crate::trace::words::plain;

/// The subject of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldName {
    Status,
    Date,
    Owner,
    Decider,
    Author,
    /// `Supersedes`, `Superseded by` ...
    Relates(StatedRelation),
}

/// The length in bytes of the longest name.
const LONGEST: usize = 32;

const STATUS: [&str; 8] = [
    "status",
    "decision status",
    "adr status",
    "current status",
    "document status",
    "rfc status",
    "status of decision",
    "proposal status",
];
const DATE: [&str; 13] = [
    "date",
    "decision date",
    "date of decision",
    "date decided",
    "decided",
    "decided on",
    "date accepted",
    "accepted on",
    "start date",
    "since",
    "date proposed",
    "created",
    "creation date",
];
const OWNER: [&str; 4] = ["owner", "owners", "owner s", "owned by"];
const DECIDER: [&str; 9] = [
    "deciders",
    "decider",
    "decision makers",
    "decision maker",
    "decision maker s",
    "decider s",
    "decided by",
    "accepted by",
    "approvers",
];
const AUTHOR: [&str; 6] = [
    "authors",
    "author",
    "author s",
    "written by",
    "proposed by",
    "proposer",
];
const CHANGES: [&str; 6] = [
    "changelog",
    "change log",
    "change history",
    "revision history",
    "history",
    "revisions",
];

/// The field whose name is the whole text.
pub fn field_name(text: &str) -> Option<FieldName> {
    if text.len() > LONGEST {
        return None;
    }
    let text = plain(text);
    let is_in = |names: &[&str]| names.contains(&text.as_str());
    Some(match () {
        () if is_in(&STATUS) => FieldName::Status,
        () if is_in(&DATE) => FieldName::Date,
        () if is_in(&OWNER) => FieldName::Owner,
        () if is_in(&DECIDER) => FieldName::Decider,
        () if is_in(&AUTHOR) => FieldName::Author,
        () => FieldName::Relates(succession::of_name(&text)?),
    })
}

/// The field that a text starts with, and the byte that its value starts at: `Name: value`, `Name -
/// value`, and `Date 09/04/2018`.
pub fn named(text: &str) -> Option<(FieldName, usize)> {
    // Most lines name no field. Every name starts with one of these letters.
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    if !"abcdoprsw".contains(first.to_ascii_lowercase()) {
        return None;
    }
    before_sign(text).or_else(|| before_day(text))
}

/// `Name: value`, `Name - value`.
fn before_sign(text: &str) -> Option<(FieldName, usize)> {
    let mut signs = text
        .char_indices()
        .take(LONGEST + 8)
        .filter(|(_, c)| matches!(c, ':' | '-' | '–' | '—' | '='));
    // A hyphen inside a name does not end it: `Decision-makers: x`.
    let (at, sign) = signs.find(|(at, sign)| *sign != '-' || text[..*at].ends_with(' '))?;
    let behind = at + sign.len_utf8();
    let is_apart = sign == ':' || text[..at].ends_with(' ') && text[behind..].starts_with(' ');
    let name = field_name(text[..at].trim_matches(['*', '_', ' '])).filter(|_| is_apart)?;
    Some((name, behind))
}

/// `Date 09/04/2018`: the author forgot the sign.
fn before_day(text: &str) -> Option<(FieldName, usize)> {
    let day = dates::first(text.get(..LONGEST * 2).unwrap_or(text))?;
    let before = text[..day.range.start].trim();
    let is_date = before
        .get(before.len().saturating_sub(4)..)
        .is_some_and(|end| end.eq_ignore_ascii_case("date"));
    Some((field_name(before).filter(|_| is_date)?, day.range.start))
}

/// A heading without its leading number: `1. Status`, `2.1 Status`, `IV) Status`.
pub fn unnumbered(heading: &str) -> &str {
    let text = heading.trim();
    let numeral = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || b".IVX".contains(byte))
        .count();
    let rest = text[numeral..].trim_start_matches([')', '.', ':']);
    if numeral > 0 && rest.starts_with(' ') {
        rest.trim_start()
    } else {
        text
    }
}

/// Returns whether a heading names a changelog; one typing error is allowed.
pub fn is_changelog(heading: &str) -> bool {
    CHANGES.contains(&heading) || strsim::damerau_levenshtein(heading, "changelog") <= 1
}
