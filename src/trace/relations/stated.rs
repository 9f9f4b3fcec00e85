//! Relations that front matter states: a field named as the relation, or as its inverse.

use serde_json::Value;

use super::ends::{RelationEnd, ends};
use super::inference::Inference;
use super::named::named;
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic};
use crate::source::Place;
use crate::trace::dates::is_day;
use crate::trace::front_matter::place;
use crate::trace::model::{ArtifactKind, How, Relation, StatedRelation};
use crate::trace::register::Register;
use crate::trace::reviewed::reviewed_entry;
use crate::trace::succession;

/// Adds the relations in the front matter of a document.
pub fn read(inference: &mut Inference<'_, '_>, page: usize) {
    let register = inference.register;
    let Some(document) = register.documents[page] else {
        return;
    };
    let front = &register.site.pages[page].page.front;
    let is_api = register.artifacts[document].is(DocKind::Api);
    for field in front.fields.keys() {
        let name = field.to_lowercase().replace('_', "-");
        let name = match name.as_str() {
            // The service that answers.
            "service" if is_api => Relation::Affects.name(),
            name => name,
        };
        if let Some(said) = Relation::from_name(name) {
            relations(inference, page, document, field, said);
        }
    }
    reviewed(inference, page);
    if register.artifacts[document].is(DocKind::Decision) {
        let status = front.text("status").unwrap_or_default();
        let Some(successors) = Successors::in_status(&status) else {
            return;
        };
        for name in successors.names {
            let stated = StatedName {
                page,
                document,
                field: "status",
                said: successors.said,
                name,
            };
            stated.relate(inference);
        }
    }
}

/// Adds the relations that one field of a document names.
fn relations(
    inference: &mut Inference<'_, '_>,
    page: usize,
    document: usize,
    field: &str,
    said: StatedRelation,
) {
    let site_page = &inference.register.site.pages[page];
    let front = &site_page.page.front;
    let is_name = |value: &Value| !value.is_array() && !value.is_object();
    let are_names = match &front.fields[field] {
        Value::Array(items) => items.iter().all(is_name),
        value => is_name(value),
    };
    if !are_names {
        let message = format!("`{field}` holds what is no name of an artifact");
        let help =
            "write an id, a path or a list of them: `depends-on: [story/IPT-106, ../spec.md]`";
        let place = place(site_page, field, "");
        inference.find(Code::FrontMatter, place, message, help);
    }
    for name in front.list(field) {
        let stated = StatedName {
            page,
            document,
            field,
            said,
            name: &name,
        };
        stated.relate(inference);
    }
}

/// Checks the entries of `reviewed`, which [`crate::trace::suspects`] uses.
fn reviewed(inference: &mut Inference<'_, '_>, page: usize) {
    let page = &inference.register.site.pages[page];
    for entry in page.page.front.list("reviewed") {
        let (id, day) = reviewed_entry(&entry);
        let is_known = id.is_empty() || !inference.register.with_id(id).is_empty();
        let message = if !is_day(day) {
            format!("`reviewed` says `{entry}`, which ends in no day")
        } else if !is_known {
            format!("`reviewed` names `{id}`, which is no artifact")
        } else {
            continue;
        };
        let help = "write a day, or an id and a day: `reviewed: [decision/0014 2026-11-21]`";
        let place = place(page, "reviewed", &entry);
        inference.find(Code::FrontMatter, place, message, help);
    }
}

/// The decisions that replace or amend a decision, according to its status.
struct Successors<'s> {
    said: StatedRelation,
    names: Vec<&'s str>,
}

impl<'s> Successors<'s> {
    /// Reads a status in the style of MADR: `superseded by ADR-0005`, `superseded by
    /// [ADR-0005](0005-example.md)`.
    fn in_status(status: &'s str) -> Option<Self> {
        const BY: &str = " by ";
        let by = status.to_ascii_lowercase().find(BY)?;
        let (before, names) = status.split_at(by + BY.len());
        let said = succession::said_in(before)?;
        if said.relation == Relation::References {
            return None;
        }
        let mut names = listed(names);
        names.retain(|name| name.starts_with(opens_name));
        Some(Self { said, names })
    }
}

fn opens_name(first: char) -> bool {
    first.is_alphanumeric() || matches!(first, '.' | '/')
}

/// The names in `0001, 0002 and [ADR-0005](0005-example.md)`. A link gives its address.
fn listed(names: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = names;
    while let Some(link) = StatusLink::first(rest) {
        found.extend(parted(&rest[..link.start]));
        let behind = &rest[link.address..];
        let (address, behind) = behind.split_once(')').unwrap_or((behind, ""));
        found.push(address);
        rest = behind;
    }
    found.extend(parted(rest));
    found
}

/// A Markdown link in a status. Its address counts, because its title may contain an "and".
struct StatusLink {
    start: usize,
    /// The byte that its address starts at.
    address: usize,
}

impl StatusLink {
    fn first(text: &str) -> Option<Self> {
        let middle = text.find("](")?;
        Some(Self {
            start: text[..middle].rfind('[')?,
            address: middle + "](".len(),
        })
    }
}

fn parted(names: &str) -> impl Iterator<Item = &str> {
    let parts = names.split([',', ';']);
    let parts = parts.flat_map(|names| names.split(" and "));
    parts.map(str::trim)
}

/// A name of another artifact in a field of a document.
struct StatedName<'n> {
    page: usize,
    document: usize,
    field: &'n str,
    said: StatedRelation,
    name: &'n str,
}

impl StatedName<'_> {
    /// Adds the relation, or a finding about the name.
    fn relate(&self, inference: &mut Inference<'_, '_>) {
        let register = inference.register;
        let meant = named(register, self.page, self.said, self.name);
        match meant.as_slice() {
            [] => match register.formerly(self.name) {
                Some(other) => self.former(inference, other),
                None => self.unknown(inference),
            },
            [other] => self.only(inference, *other),
            several => self.ambiguous(inference, several),
        }
    }

    fn place(&self, register: &Register<'_>) -> Place {
        place(&register.site.pages[self.page], self.field, self.name)
    }

    /// The artifacts that the relation starts at and leads to; `other` is one of them.
    fn both_ends(&self, other: usize) -> (usize, usize) {
        if self.said.is_inverse {
            (other, self.document)
        } else {
            (self.document, other)
        }
    }

    /// Adds the relation to an artifact that had this id in earlier versions, with a finding.
    fn former(&self, inference: &mut Inference<'_, '_>, other: usize) {
        let Self { field, name, .. } = self;
        let place = self.place(inference.register);
        let id = &inference.register.artifacts[other].id;
        let message = format!("`{field}` names `{name}`, which is `{id}` now");
        let help = format!("write `{id}`; the former id is still understood");
        inference.find(Code::FormerId, place.clone(), message, help);
        let (from, to) = self.both_ends(other);
        let relation = self.said.relation;
        inference.push(relation, from, to, How::FrontMatter, place);
    }

    fn unknown(&self, inference: &mut Inference<'_, '_>) {
        let Self { field, name, .. } = self;
        let message = format!("`{field}` names `{name}`, which is no artifact");
        let help = "name it by its id, as in `decision/0014`, or by the path of its file";
        self.find(inference, Code::DanglingRelation, message, help);
    }

    fn ambiguous(&self, inference: &mut Inference<'_, '_>, several: &[usize]) {
        let Self { field, name, .. } = self;
        let mut ids = Vec::new();
        for at in several {
            let id = &inference.register.artifacts[*at].id;
            ids.push(format!("`{id}`"));
        }
        let ids = ids.join(" or ");
        let message = format!("`{field}` names `{name}`, which could be {ids}");
        let help = "name one of them by its id";
        self.find(inference, Code::AmbiguousRelation, message, help);
    }

    /// Adds a finding about the name.
    fn find(&self, inference: &mut Inference<'_, '_>, code: Code, message: String, help: &str) {
        let place = self.place(inference.register);
        let finding = Diagnostic::new(code, place, message.clone()).help(help);
        let finding = as_number(finding, &message, self.name);
        inference.findings.push(finding);
    }

    /// Adds the relation to the only artifact with this name, if its kind fits the relation.
    fn only(&self, inference: &mut Inference<'_, '_>, other: usize) {
        let relation = self.said.relation;
        let (from, to) = self.both_ends(other);
        let place = self.place(inference.register);
        let kinds = [from, to].map(|at| inference.register.artifacts[at].kind);
        let mut ends_and_kinds = ends(relation).into_iter().zip(kinds);
        if ends_and_kinds.all(|(end, kind)| end.takes(kind)) {
            return inference.push(relation, from, to, How::FrontMatter, place);
        }
        let field = self.field;
        let [from, to] = kinds.map(ArtifactKind::title);
        let message = format!("`{field}` relates a {from} to a {to}");
        let [from, to] = ends(relation).map(RelationEnd::names);
        let help = format!("`{}` leads from {from} to {to}", relation.name());
        inference.find(Code::MismatchedRelation, place, message, help);
    }
}

/// Adds the fingerprint of earlier versions, which read `0004` as the number `4`.
fn as_number(found: Diagnostic, message: &str, name: &str) -> Diagnostic {
    let Ok(number) = name.parse::<u64>() else {
        return found;
    };
    if number.to_string() == name {
        return found;
    }
    let written = format!("`{name}`");
    let read = format!("`{number}`");
    found.formerly(message.replacen(&written, &read, 1))
}
