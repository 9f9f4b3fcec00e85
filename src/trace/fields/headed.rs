//! Sections that are called as a field, and those that list changes.

use std::ops::Range;

use super::Fields;
use super::field::Rank;
use super::names::{FieldName, field_name, is_changelog, named, unnumbered};
use crate::body::{Heading, Page};
use crate::trace::dates;
use crate::trace::lines::Line;
use crate::trace::words::plain;

/// Bytes of a longest value other than a status: who decided stands in a line or a list, not in
/// an essay.
const SHORT: usize = 400;

impl Fields {
    /// The section of a heading, with the sections in it.
    pub fn section(&mut self, page: &Page, at: usize, lines: &[Line]) {
        let heading = &page.headings[at];
        let headings = at..end_of_section(page, at);
        if is_changelog(&plain(unnumbered(&heading.text))) {
            self.changelog(page, headings.clone(), lines);
        }
        let Some((name, offset)) = names_field(heading) else {
            return;
        };
        // Below `Status` other fields have lines of their own.
        if name == FieldName::Status {
            let others = below(headings.clone(), lines).filter(|line| is_of_other(line, name));
            let others: Vec<Line> = others.cloned().collect();
            self.listed(&others, Rank::Section, page);
        }
        let value = match offset {
            Some(offset) => vec![value_in_heading(page, heading, offset)],
            None => below(headings, lines)
                .filter(|line| !is_of_other(line, name))
                .map(|line| value_in_line(line, name))
                .collect(),
        };
        let length: usize = value.iter().map(|line| line.text.len()).sum();
        if name == FieldName::Status || length <= SHORT {
            self.push(name, value, Rank::Section);
        }
    }

    /// The days in the lines below some headings, and in the headings but for the first.
    fn changelog(&mut self, page: &Page, headings: Range<usize>, lines: &[Line]) {
        let inner = &page.headings[headings.start + 1..headings.end];
        let of_lines = below(headings, lines).filter_map(|line| dates::first(&line.text));
        let of_headings = inner
            .iter()
            .filter_map(|heading| dates::first(&heading.text));
        self.changes.extend(of_lines.chain(of_headings));
    }
}

/// The field that a heading names, and where its value begins in the heading: `Status`, `Status:
/// Accepted`.
pub fn names_field(heading: &Heading) -> Option<(FieldName, Option<usize>)> {
    let text = unnumbered(&heading.text);
    if let Some(name) = field_name(text.trim_end_matches(':')) {
        return Some((name, None));
    }
    let (name, at) = named(text)?;
    let offset = heading.text.trim_start().len() - text.len()
        + (heading.text.len() - heading.text.trim_start().len());
    Some((name, Some(offset + at)))
}

/// The number of the heading behind a section and all sections in it.
fn end_of_section(page: &Page, at: usize) -> usize {
    let level = page.headings[at].level;
    page.headings[at + 1..]
        .iter()
        .position(|next| next.level <= level)
        .map_or(page.headings.len(), |next| at + 1 + next)
}

/// The lines that stand below one of some headings.
fn below(headings: Range<usize>, lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(move |line| {
        line.heading
            .is_some_and(|heading| headings.contains(&heading))
    })
}

fn is_of_other(line: &Line, name: FieldName) -> bool {
    named(&line.text).is_some_and(|(other, _)| other != name)
}

/// What a line says of a field, without its name.
fn value_in_line(line: &Line, name: FieldName) -> Line {
    match named(&line.text) {
        Some((other, offset)) if other == name => line.behind(offset),
        _ => line.clone(),
    }
}

/// `Status: Accepted`: what stands behind the name in a heading.
fn value_in_heading(page: &Page, heading: &Heading, offset: usize) -> Line {
    let text = heading.text[offset..].trim().to_owned();
    let whole = &page.text.as_str()[heading.span()];
    let from = heading.span().start + whole.rfind(&text).unwrap_or(0);
    Line::new(text, from)
}
