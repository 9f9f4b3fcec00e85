//! Sections that are named like a field, and changelogs.

use std::ops::Range;

use super::RecordFields;
use super::field::Rank;
use super::names::{FieldName, field_name, is_changelog, named, unnumbered};
use crate::body::{Heading, Page};
use crate::trace::dates;
use crate::trace::lines::Line;
use crate::trace::words::plain;

/// The length in bytes of the longest value, except a status. A longer section is prose, not a list
/// of deciders.
const SHORT: usize = 400;

impl RecordFields {
    /// Reads the section of a heading, with its subsections.
    pub fn section(&mut self, page: &Page, at: usize, lines: &[Line]) {
        let heading = &page.headings[at];
        let headings = at..end_of_section(page, at);
        if is_changelog(&plain(unnumbered(&heading.text))) {
            self.changelog(page, headings.clone(), lines);
        }
        let Some(HeadingField { name, value_at }) = names_field(heading) else {
            return;
        };
        // A `Status` section may hold lines of other fields.
        if name == FieldName::Status {
            let lines = below(headings.clone(), lines);
            let others = lines.filter(|line| is_of_other(line, name));
            let others: Vec<Line> = others.cloned().collect();
            self.listed(&others, Rank::Section, page);
        }
        let value = match value_at {
            Some(offset) => vec![value_in_heading(page, heading, offset)],
            None => {
                let lines = below(headings, lines);
                let own = lines.filter(|line| !is_of_other(line, name));
                own.map(|line| value_in_line(line, name)).collect()
            }
        };
        let length: usize = value.iter().map(|line| line.text.len()).sum();
        if name == FieldName::Status || length <= SHORT {
            self.push(name, value, Rank::Section);
        }
    }

    /// Reads the dates in the lines below some headings, and in all the headings but the first.
    fn changelog(&mut self, page: &Page, headings: Range<usize>, lines: &[Line]) {
        let inner = &page.headings[headings.start + 1..headings.end];
        for line in below(headings, lines) {
            self.changes.extend(dates::first(&line.text));
        }
        for heading in inner {
            self.changes.extend(dates::first(&heading.text));
        }
    }
}

/// The field that a heading names, and the start of its value in the heading: `Status`, `Status:
/// Accepted`.
pub fn names_field(heading: &Heading) -> Option<HeadingField> {
    let text = unnumbered(&heading.text);
    if let Some(name) = field_name(text.trim_end_matches(':')) {
        return Some(HeadingField {
            name,
            value_at: None,
        });
    }
    let (name, at) = named(text)?;
    let before = heading.text.len() - text.len();
    Some(HeadingField {
        name,
        value_at: Some(before + at),
    })
}

/// A field that a heading names.
pub struct HeadingField {
    /// The name of the field.
    pub name: FieldName,
    /// The byte of the heading that the value starts at; `None` if the value is below the heading.
    pub value_at: Option<usize>,
}

/// The number of the first heading after a section and its subsections.
fn end_of_section(page: &Page, at: usize) -> usize {
    let level = page.headings[at].level;
    let behind = &page.headings[at + 1..];
    match behind.iter().position(|next| next.level <= level) {
        Some(length) => at + 1 + length,
        None => page.headings.len(),
    }
}

/// The lines below any of these headings.
fn below(headings: Range<usize>, lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(move |line| match line.heading {
        Some(heading) => headings.contains(&heading),
        None => false,
    })
}

fn is_of_other(line: &Line, name: FieldName) -> bool {
    named(&line.text).is_some_and(|(other, _)| other != name)
}

/// A line's part of a field's value, without the field's name.
fn value_in_line(line: &Line, name: FieldName) -> Line {
    match named(&line.text) {
        Some((other, offset)) if other == name => line.behind(offset),
        _ => line.clone(),
    }
}

/// The value after the name in a heading: `Accepted` in `Status: Accepted`.
fn value_in_heading(page: &Page, heading: &Heading, offset: usize) -> Line {
    let text = heading.text[offset..].trim();
    let span = heading.span();
    let written = &page.text.as_str()[span.clone()];
    let at = written.rfind(text).unwrap_or(0);
    Line::new(text.to_owned(), span.start + at)
}
