//! Reads the fields of a page, above its first section and below.

use super::field::{Field, Rank};
use super::headed::names_field;
use super::names::{FieldName, field_name, named};
use super::{Extent, RecordFields};
use crate::body::Page;
use crate::trace::lines::{self, Line, LineSetting};
use crate::trace::status::says_something;

/// The first word of a status badge.
const STATUS: &str = "status";

impl RecordFields {
    /// Reads the fields in a page's text.
    pub fn of(page: &Page, extent: Extent) -> Self {
        let first_section = first_section(page);
        let end = match page.headings.get(first_section) {
            Some(heading) if extent == Extent::Opening => heading.event,
            _ => page.events.len(),
        };
        let lines = lines::read(page, end);
        let is_below = |line: &Line| line.heading.is_some_and(|at| at >= first_section);
        let end_of_opening = lines.iter().position(is_below);
        let (above, below) = lines.split_at(end_of_opening.unwrap_or(lines.len()));
        let mut fields = Self::default();
        fields.opening(above, page);
        if extent == Extent::Whole {
            fields.sections(first_section, below, page);
        }
        fields.found.sort_by_key(|field| field.rank);
        fields
    }

    /// Reads the text above the first section.
    fn opening(&mut self, lines: &[Line], page: &Page) {
        self.tables(lines);
        for (at, line) in lines.iter().enumerate() {
            match line.setting {
                LineSetting::Term => self.defined(line, &lines[at + 1..]),
                LineSetting::Title if line.admonition.is_some() => {
                    let behind = lines[at + 1..].iter();
                    let inside = behind.take_while(|other| other.admonition == line.admonition);
                    self.titled(line, inside.cloned().collect());
                }
                LineSetting::Image => self.badge(line),
                _ => {}
            }
        }
        self.listed(lines, Rank::Opening, page);
    }

    /// Reads the sections, and the fields anywhere in them.
    fn sections(&mut self, first: usize, lines: &[Line], page: &Page) {
        for at in first..page.headings.len() {
            self.section(page, at, lines);
        }
        let has = |name| self.found.iter().any(|field| field.name == name);
        // A field anywhere in the text counts only if no better one was found.
        if !(has(FieldName::Status) && has(FieldName::Date)) {
            self.listed(lines, Rank::Elsewhere, page);
        }
    }

    /// Adds a field unless its value says nothing. A status that says nothing is kept and reported
    /// later.
    pub fn push(&mut self, name: FieldName, value: Vec<Line>, rank: Rank) {
        let says = value.iter().any(|line| says_something(&line.text));
        if says || name == FieldName::Status && !value.is_empty() {
            self.found.push(Field { name, value, rank });
        }
    }

    /// Reads a term of a definition list, with its definitions.
    fn defined(&mut self, term: &Line, behind: &[Line]) {
        let Some(name) = field_name(&term.text) else {
            return;
        };
        let is_definition = |line: &&Line| line.setting == LineSetting::Definition;
        let value = behind.iter().take_while(is_definition);
        self.push(name, value.cloned().collect(), Rank::Opening);
    }

    /// Reads an admonition's title that holds a field. If it holds only a name, the content is the
    /// value.
    fn titled(&mut self, title: &Line, inside: Vec<Line>) {
        if let Some((name, at)) = named(&title.text)
            && says_something(&title.text[at..])
        {
            let value = vec![title.behind(at)];
            return self.push(name, value, Rank::Opening);
        }
        if let Some(name) = field_name(title.text.trim_end_matches(':')) {
            self.push(name, inside, Rank::Opening);
        }
    }

    /// Reads the text of a badge: `Status: Accepted` or `status accepted`.
    fn badge(&mut self, line: &Line) {
        if let Some((name, at)) = named(&line.text) {
            let value = vec![line.behind(at)];
            return self.push(name, value, Rank::Opening);
        }
        let Some((word, rest)) = line.text.split_at_checked(STATUS.len()) else {
            return;
        };
        if word.eq_ignore_ascii_case(STATUS) && rest.starts_with([' ', '-', '_']) {
            let value = vec![line.behind(STATUS.len() + 1)];
            self.push(FieldName::Status, value, Rank::Opening);
        }
    }
}

/// The number of the first heading that is a section and not the page's title.
fn first_section(page: &Page) -> usize {
    let is_title = page.headings.first().is_some_and(|first| {
        names_field(first).is_none() && (first.level == 1 || page.opening.is_heading)
    });
    usize::from(is_title)
}
