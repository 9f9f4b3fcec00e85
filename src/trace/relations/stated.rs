//! Relations that front matter states: a field named as the relation, or as its inverse.

use serde_json::Value;

use super::ends::{RelationEnd, ends};
use super::inference::Inference;
use super::named::named;
use crate::content_map::Kind;
use crate::diag::{Code, Diagnostic};
use crate::source::Place;
use crate::trace::dates::is_day;
use crate::trace::front_matter::place;
use crate::trace::model::{ArtifactKind, How, Relation};
use crate::trace::register::Register;
use crate::trace::reviewed::reviewed_entry;
use crate::trace::succession::{self, Said};

/// Reads the fields of a page that is a document.
pub fn read(inference: &mut Inference<'_, '_>, page: usize) {
    let register = inference.register;
    let Some(document) = register.documents[page] else {
        return;
    };
    let front = &register.site.pages[page].page.front;
    for field in front.fields.keys() {
        if let Some(said) = Relation::from_name(&field.to_lowercase().replace('_', "-")) {
            relations(inference, page, document, field, said);
        }
    }
    reviewed(inference, page);
    if register.artifacts[document].is(Kind::Decision) {
        let status = front.text("status").unwrap_or_default();
        for (said, name) in in_status(&status) {
            let stated = StatedName {
                page,
                document,
                field: "status",
                said,
                name,
            };
            stated.relate(inference);
        }
    }
}

/// The relations of a document that one of its fields names.
fn relations(
    inference: &mut Inference<'_, '_>,
    page: usize,
    document: usize,
    field: &str,
    said: Said,
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

/// Authors say with a day what they looked at: [`crate::trace::suspects`].
fn reviewed(inference: &mut Inference<'_, '_>, page: usize) {
    let page = &inference.register.site.pages[page];
    for entry in page.page.front.list("reviewed") {
        let (id, day) = reviewed_entry(&entry);
        let is_known = id.is_empty() || !inference.register.with_id(id).is_empty();
        let message = match (is_day(day), is_known) {
            (true, true) => continue,
            (false, _) => format!("`reviewed` says `{entry}`, which ends in no day"),
            (true, false) => format!("`reviewed` names `{id}`, which is no artifact"),
        };
        let help = "write a day, or an id and a day: `reviewed: [decision/0014 2026-11-21]`";
        let place = place(page, "reviewed", &entry);
        inference.find(Code::FrontMatter, place, message, help);
    }
}

/// `superseded by ADR-0005`, `superseded by [ADR-0005](0005-example.md)`: as MADR has it.
fn in_status(status: &str) -> Vec<(Said, &str)> {
    let Some(at) = status.to_ascii_lowercase().find(" by ") else {
        return Vec::new();
    };
    let (before, names) = status.split_at(at + " by ".len());
    let Some(said) = succession::said_in(before).filter(|(said, _)| *said != Relation::References)
    else {
        return Vec::new();
    };
    let is_name =
        |name: &&str| name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/'));
    listed(names)
        .into_iter()
        .filter(is_name)
        .map(|name| (said, name))
        .collect()
}

/// The names in `0001, 0002 and [ADR-0005](0005-example.md)`: of a link, its address.
fn listed(names: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), names);
    loop {
        // A title may have an "and", too: of a link, the address tells.
        let link = rest
            .find("](")
            .and_then(|middle| Some((rest[..middle].rfind('[')?, middle + 2)));
        let words = link.map_or(rest, |(start, _)| &rest[..start]);
        found.extend(
            words
                .split([',', ';'])
                .flat_map(|names| names.split(" and "))
                .map(str::trim),
        );
        let Some((_, address)) = link else {
            return found;
        };
        let (address, behind) = rest[address..]
            .split_once(')')
            .unwrap_or((&rest[address..], ""));
        found.push(address);
        rest = behind;
    }
}

/// A name by which a field of a document relates it to another artifact.
struct StatedName<'n> {
    page: usize,
    document: usize,
    field: &'n str,
    said: Said,
    name: &'n str,
}

impl StatedName<'_> {
    /// Adds the relation, or a finding about the name.
    fn relate(&self, inference: &mut Inference<'_, '_>) {
        let register = inference.register;
        match named(register, self.page, self.said, self.name).as_slice() {
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

    /// Where the relation starts and where it leads, with the other artifact at one end.
    fn both_ends(&self, other: usize) -> (usize, usize) {
        let (_, is_inverse) = self.said;
        if is_inverse {
            (other, self.document)
        } else {
            (self.document, other)
        }
    }

    /// The name is an id that an artifact had in versions before.
    fn former(&self, inference: &mut Inference<'_, '_>, other: usize) {
        let Self { field, name, .. } = self;
        let place = self.place(inference.register);
        let id = &inference.register.artifacts[other].id;
        let message = format!("`{field}` names `{name}`, which is `{id}` now");
        let help = format!("write `{id}`; the former id is still understood");
        inference.find(Code::FormerId, place.clone(), message, help);
        let (from, to) = self.both_ends(other);
        inference.push(self.said.0, from, to, How::FrontMatter, place);
    }

    fn unknown(&self, inference: &mut Inference<'_, '_>) {
        let Self { field, name, .. } = self;
        let message = format!("`{field}` names `{name}`, which is no artifact");
        let help = "name it by its id, as in `decision/0014`, or by the path of its file";
        self.find(inference, Code::DanglingRelation, message, help);
    }

    fn ambiguous(&self, inference: &mut Inference<'_, '_>, several: &[usize]) {
        let Self { field, name, .. } = self;
        let ids: Vec<String> = several
            .iter()
            .map(|at| format!("`{}`", inference.register.artifacts[*at].id))
            .collect();
        let ids = ids.join(" or ");
        let message = format!("`{field}` names `{name}`, which could be {ids}");
        let help = "name one of them by its id";
        self.find(inference, Code::AmbiguousRelation, message, help);
    }

    /// Adds a finding about the name.
    fn find(&self, inference: &mut Inference<'_, '_>, code: Code, message: String, help: &str) {
        let place = self.place(inference.register);
        let finding = Diagnostic::new(code, place, message.clone()).help(help);
        inference
            .findings
            .push(as_number(finding, &message, self.name));
    }

    /// The name means one artifact: its kind has to fit the relation.
    fn only(&self, inference: &mut Inference<'_, '_>, other: usize) {
        let (relation, _) = self.said;
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

/// Earlier versions read `0004` as a number, and named it `4`.
fn as_number(found: Diagnostic, message: &str, name: &str) -> Diagnostic {
    match name.parse::<u64>() {
        Ok(number) if number.to_string() != name => {
            found.formerly(message.replacen(&format!("`{name}`"), &format!("`{number}`"), 1))
        }
        _ => found,
    }
}
