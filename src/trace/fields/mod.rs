//! The fields of a document: its status, date, owner, and the documents that it replaces. They come
//! from front matter, from a line, a list, a table or a definition list above the first section, or
//! from a section with the field's name.

mod names;
mod field;
mod tables;
mod listed;
mod headed;
mod reading;

use std::ops::Range;

use crate::body::{FrontMatter, Page};
use crate::source::Place;
use crate::trace::dates::{self, Day, Order};
use crate::trace::lines::Line;
use crate::trace::model::{Relation, StatedRelation, Status};
use crate::trace::status::{Stated, StatusWords, UnreadStatus, says_something};
use field::{Field, Rank};
use names::{FieldName, field_name};

/// The fields of a document.
#[derive(Debug, Clone, Default)]
pub struct RecordFields {
    found: Vec<Field>,
    /// The dates under a heading *Changelog*.
    changes: Vec<Day>,
}

/// The part of a page that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The whole page: for decisions.
    Whole,
    /// The text above the first section.
    Opening,
}

impl RecordFields {
    /// The status from the front matter, else from the text. A document that names its successor is
    /// superseded, whatever else it says.
    pub fn status(&self, front: &FrontMatter, words: &StatusWords) -> Stated {
        let stated = match keyed(front, FieldName::Status) {
            Some(text) => of_front_matter(text, words),
            None => {
                let value = self.named(FieldName::Status).next();
                words.read(value.map_or(&[], |field| &field.value))
            }
        };
        let successors = FieldName::Relates(StatedRelation::inverse(Relation::Supersedes));
        if self.named(successors).next().is_none() {
            return stated;
        }
        Stated {
            status: Status::Superseded,
            unread: None,
            ..stated
        }
    }

    /// Returns whether the text states a status in one of the usual places.
    pub fn has_status(&self) -> bool {
        self.named(FieldName::Status)
            .any(|field| field.rank != Rank::Elsewhere)
    }

    /// The date, `2026-11-21`, from the front matter, a field, or else the latest in a changelog.
    /// `order` decides ambiguous dates.
    pub fn day(&self, front: &FrontMatter, order: Option<Order>) -> Option<String> {
        let of_front = keyed(front, FieldName::Date).and_then(|text| dates::first(&text));
        let of_field = || {
            let mut fields = self.named(FieldName::Date);
            fields.find_map(|field| day_of(&field.value))
        };
        match of_front.or_else(of_field) {
            Some(day) => day.read(order),
            None => self.changes.iter().filter_map(|day| day.read(order)).max(),
        }
    }

    /// The orders of day and month that the document's dates show.
    pub fn orders(&self) -> impl Iterator<Item = Order> + '_ {
        let of_fields = self
            .named(FieldName::Date)
            .flat_map(|field| &field.value)
            .filter_map(|line| dates::first(&line.text)?.order);
        of_fields.chain(self.changes.iter().filter_map(|day| day.order))
    }

    /// The first date in a field that does not exist, with its place.
    pub fn impossible_day(&self, page: &Page) -> Option<(String, Place)> {
        let fields = self.named(FieldName::Date);
        for line in fields.flat_map(|field| &field.value) {
            if let Some(day) = dates::first(&line.text)
                && day.is_impossible()
            {
                let written = &line.text[day.range.clone()];
                let place = line.place(page, day.range.clone());
                return Some((written.to_owned(), place));
            }
        }
        None
    }

    /// The document's owner, else its deciders, else its authors.
    pub fn owner(&self, front: &FrontMatter) -> Option<String> {
        for name in [FieldName::Owner, FieldName::Decider, FieldName::Author] {
            let owner = keyed(front, name).or_else(|| {
                let mut values = self.named(name).map(|field| joined(&field.value));
                values.find(|value| says_something(value))
            });
            if owner.is_some() {
                return owner;
            }
        }
        None
    }

    /// The relation that the field around a link states; the link is given as bytes of the page's
    /// text.
    pub fn relation_at(&self, link: &Range<usize>) -> Option<StatedRelation> {
        let mut holding = self.found.iter().filter(|field| field.holds(link));
        holding.find_map(|field| match field.name {
            FieldName::Relates(stated) => Some(stated),
            _ => None,
        })
    }

    /// Returns whether a status field holds the link.
    pub fn is_status(&self, link: &Range<usize>) -> bool {
        self.named(FieldName::Status).any(|field| field.holds(link))
    }

    /// The fields of a name, by rank.
    fn named(&self, name: FieldName) -> impl Iterator<Item = &Field> {
        self.found.iter().filter(move |field| field.name == name)
    }
}

/// Reads the status in front matter. Its words have no place in the page's text.
fn of_front_matter(text: String, words: &StatusWords) -> Stated {
    let stated = words.read(&[Line::new(text, 0)]);
    Stated {
        unread: stated.unread.map(|unread| UnreadStatus {
            range: 0..0,
            ..unread
        }),
        ..stated
    }
}

fn day_of(value: &[Line]) -> Option<Day> {
    value.iter().find_map(|line| dates::first(&line.text))
}

/// Joins the names in a value into one line.
fn joined(value: &[Line]) -> String {
    let is_template = |line: &&Line| line.text.starts_with(['{', '[', '<']);
    let written = value.iter().filter(|line| !is_template(line));
    let names = written.map(|line| line.text.trim_matches([',', ' ']));
    names.collect::<Vec<_>>().join(", ")
}

/// The text of a field in front matter, or of its list's items. The case of the key is ignored.
fn keyed(front: &FrontMatter, wanted: FieldName) -> Option<String> {
    let key = front
        .fields
        .keys()
        .find(|key| field_name(key) == Some(wanted))?;
    let items = front.list(key);
    let text = match front.text(key) {
        Some(text) => text,
        None => items.join(", "),
    };
    Some(text).filter(|text| says_something(text))
}
