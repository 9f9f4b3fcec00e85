//! Relations that front matter states: a field named as the relation, or as its inverse.

use super::dates::is_day;
use super::model::{ArtifactKind, How, Relation};
use super::register::Register;
use super::relations::Inference;
use super::succession;
use serde_json::Value;

use crate::content_map::Kind;
use crate::diag::{Code, Diagnostic};
use crate::site::{Anchor, Anchors, SitePage};
use crate::source::Place;

/// Reads the fields of a page that is a document.
pub fn read(inference: &mut Inference<'_, '_>, page: usize) {
    let register = inference.register;
    let Some(document) = register.documents[page] else {
        return;
    };
    let front = &register.site.pages[page].page.front;
    for field in front.fields.keys() {
        let Some((relation, is_inverse)) =
            Relation::from_name(&field.to_lowercase().replace('_', "-"))
        else {
            continue;
        };
        let names = front.list(field);
        let is_name = |value: &Value| !value.is_array() && !value.is_object();
        if !front.fields[field].as_array().map_or_else(
            || is_name(&front.fields[field]),
            |items| items.iter().all(is_name),
        ) {
            let place = place(&register.site.pages[page], field, "");
            let message = format!("`{field}` holds what is no name of an artifact");
            let help =
                "write an id, a path or a list of them: `depends-on: [story/IPT-106, ../spec.md]`";
            inference
                .findings
                .push(Diagnostic::new(Code::FrontMatter, place, message).help(help));
        }
        for name in names {
            state(inference, page, (relation, is_inverse), field, &name);
        }
    }
    reviewed(inference, page);
    if register.artifacts[document].is(Kind::Decision) {
        let status = front.text("status").unwrap_or_default();
        for (relation, is_inverse, name) in in_status(&status) {
            state(inference, page, (relation, is_inverse), "status", name);
        }
    }
}

/// What was looked at is said with a day: [`super::suspects`].
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
        inference
            .findings
            .push(Diagnostic::new(Code::FrontMatter, place, message).help(help));
    }
}

/// The id and the day of `decision/0014 2026-11-21`; the id may be missing.
pub fn reviewed_entry(entry: &str) -> (&str, &str) {
    let (id, day) = entry.rsplit_once([' ', '@']).unwrap_or(("", entry));
    (id.trim(), day.trim())
}

/// `superseded by ADR-0005`, `superseded by [ADR-0005](0005-example.md)`: as MADR has it.
fn in_status(status: &str) -> Vec<(Relation, bool, &str)> {
    let Some(at) = status.to_ascii_lowercase().find(" by ") else {
        return Vec::new();
    };
    let (before, names) = status.split_at(at + " by ".len());
    let Some((relation, is_inverse)) =
        succession::said_in(before).filter(|(said, _)| *said != Relation::References)
    else {
        return Vec::new();
    };
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
        let Some((_, address)) = link else { break };
        let (address, behind) = rest[address..]
            .split_once(')')
            .unwrap_or((&rest[address..], ""));
        found.push(address);
        rest = behind;
    }
    let is_name =
        |name: &&str| name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/'));
    found
        .into_iter()
        .filter(is_name)
        .map(|name| (relation, is_inverse, name))
        .collect()
}

/// Takes down what a field says of one artifact.
fn state(
    inference: &mut Inference<'_, '_>,
    page: usize,
    relation: (Relation, bool),
    field: &str,
    name: &str,
) {
    let register = inference.register;
    let Some(document) = register.documents[page] else {
        return;
    };
    let place = place(&register.site.pages[page], field, name);
    let (relation, is_inverse) = relation;
    match named(register, page, relation, is_inverse, name).as_slice() {
        [] if register.formerly(name).is_some() => {
            let other = register.formerly(name).unwrap_or(document);
            let id = &register.artifacts[other].id;
            let message = format!("`{field}` names `{name}`, which is `{id}` now");
            let help = format!("write `{id}`; the former id is still understood");
            inference
                .findings
                .push(Diagnostic::new(Code::FormerId, place.clone(), message).help(help));
            let (from, to) = if is_inverse {
                (other, document)
            } else {
                (document, other)
            };
            inference.push(relation, from, to, How::FrontMatter, place);
        }
        [] => {
            let message = format!("`{field}` names `{name}`, which is no artifact");
            let help = "name it by its id, as in `decision/0014`, or by the path of its file";
            let found = Diagnostic::new(Code::DanglingRelation, place, message.clone()).help(help);
            inference.findings.push(as_number(found, &message, name));
        }
        [other] => {
            let (from, to) = if is_inverse {
                (*other, document)
            } else {
                (document, *other)
            };
            let kinds = [from, to].map(|at| register.artifacts[at].kind);
            let misfit = ends(relation)
                .into_iter()
                .zip(kinds)
                .any(|(end, kind)| !end.takes(kind));
            if !misfit {
                return inference.push(relation, from, to, How::FrontMatter, place);
            }
            let [from, to] = kinds.map(ArtifactKind::title);
            let message = format!("`{field}` relates a {from} to a {to}");
            let [from, to] = ends(relation).map(End::names);
            let help = format!("`{}` leads from {from} to {to}", relation.name());
            inference
                .findings
                .push(Diagnostic::new(Code::MismatchedRelation, place, message).help(help));
        }
        several => {
            let ids: Vec<String> = several
                .iter()
                .map(|at| format!("`{}`", register.artifacts[*at].id))
                .collect();
            let message = format!(
                "`{field}` names `{name}`, which could be {}",
                ids.join(" or ")
            );
            let help = "name one of them by its id";
            let found = Diagnostic::new(Code::AmbiguousRelation, place, message.clone()).help(help);
            inference.findings.push(as_number(found, &message, name));
        }
    }
}

/// The key of a field, as its author wrote it.
pub fn key_of<'p>(page: &'p SitePage, field: &str) -> Option<&'p str> {
    let mut keys = page.page.front.fields.keys().map(String::as_str);
    keys.find(|key| key.eq_ignore_ascii_case(field))
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

/// Where a field's value is written, as well as its text tells.
pub fn place(page: &SitePage, field: &str, value: &str) -> Place {
    let source = &page.page.text.sources()[0];
    let names = |at: &usize| {
        source.text[at + 1 + field.len()..]
            .trim_start_matches(' ')
            .starts_with([':', '='])
    };
    let key = source
        .text
        .match_indices(&format!("\n{field}"))
        .map(|(at, _)| at)
        .find(names)
        .map_or(0, |line| line + 1);
    let after = key + field.len() + 1;
    let rest = source.text.get(after..).unwrap_or_default();
    // `story/IPT-1` is not the beginning of `story/IPT-10`.
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '#');
    let is_whole = |at: &usize| {
        !rest[..*at].ends_with(is_inside) && !rest[at + value.len()..].starts_with(is_inside)
    };
    let found = rest
        .match_indices(value)
        .map(|(at, _)| at)
        .find(is_whole)
        .or_else(|| rest.find(value));
    match found {
        Some(at) => source.place(after + at..after + at + value.len()),
        // The value is written otherwise, as `0004` for 4: the line tells.
        None => source.place(key..key + field.len()),
    }
}

/// The artifacts that a value can mean: an id; a path; a decision's number; a
/// tracker's id; the last part of an id of a kind that the relation takes.
fn named(
    register: &Register<'_>,
    page: usize,
    relation: Relation,
    is_inverse: bool,
    name: &str,
) -> Vec<usize> {
    let by_id = register.with_id(name);
    if !by_id.is_empty() {
        return by_id.to_vec();
    }
    if let Some(found) = by_path(register, page, name) {
        return vec![found];
    }
    let [from, to] = ends(relation);
    let other = if is_inverse { from } else { to };
    let number = name
        .trim_start_matches("ADR")
        .trim_start_matches(['-', ' ']);
    if other.names_decisions() && !register.decisions(number).is_empty() {
        return register.decisions(number).to_vec();
    }
    if let Some(story) = register
        .tracked_as(name)
        .filter(|_| relation != Relation::TrackedBy)
    {
        return vec![story];
    }
    let fits = |at: &usize| other.takes(register.artifacts[*at].kind);
    register
        .ending_in(name)
        .iter()
        .copied()
        .filter(fits)
        .collect()
}

fn by_path(register: &Register<'_>, page: usize, name: &str) -> Option<usize> {
    let (path, anchor) = name
        .split_once('#')
        .map_or((name, None), |(path, anchor)| (path, Some(anchor)));
    let folder = register.site.pages[page]
        .path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let near = crate::site::join(folder, path).and_then(|path| register.site.page_at(&path));
    let from_docs = || register.site.page_at(path.trim_start_matches('/'));
    // As findings name it.
    let as_shown = || {
        register
            .site
            .pages
            .iter()
            .position(|page| &*page.page.text.sources()[0].path == path)
    };
    let target = near.or_else(from_docs).or_else(as_shown)?;
    let anchors = Anchors::of(&register.site.pages[target].page);
    let id = anchor.map(|anchor| {
        if let Anchor::Id(id) = anchors.find(anchor) {
            id
        } else {
            anchor
        }
    });
    register.linked(target, id)
}

/// What an end of a relation can be.
#[derive(Clone, Copy)]
enum End {
    Any,
    Of(&'static [ArtifactKind]),
}

/// Both ends of a relation: the table of relations in `docs/products/bf-docs/traceability.md`.
fn ends(relation: Relation) -> [End; 2] {
    use ArtifactKind::{Document, FeatureFlag, ReleaseEntry, TrackerItem};
    const CHALLENGES: End = End::Of(&[Document(Kind::Challenge)]);
    const SPECIFICATIONS: End = End::Of(&[Document(Kind::Specification)]);
    const STORIES: End = End::Of(&[Document(Kind::Story)]);
    const PLANNED: End = End::Of(&[Document(Kind::Story), Document(Kind::Specification)]);
    const REASONS: End = End::Of(&[Document(Kind::Challenge), Document(Kind::Specification)]);
    const DECISIONS: End = End::Of(&[Document(Kind::Decision)]);
    const SERVICES: End = End::Of(&[Document(Kind::Service)]);
    match relation {
        Relation::Satisfies => [SPECIFICATIONS, CHALLENGES],
        Relation::Refines => [STORIES, SPECIFICATIONS],
        Relation::DependsOn => [PLANNED, PLANNED],
        Relation::MotivatedBy => [DECISIONS, REASONS],
        Relation::ConstrainedBy => [End::Any, DECISIONS],
        Relation::Supersedes | Relation::Amends => [DECISIONS, DECISIONS],
        Relation::Realises => [End::Of(&[Document(Kind::SystemDesign)]), SPECIFICATIONS],
        Relation::Affects => [End::Any, SERVICES],
        Relation::Operates => [End::Of(&[Document(Kind::Runbook)]), SERVICES],
        Relation::Delivers => [End::Of(&[Document(Kind::Release), ReleaseEntry]), STORIES],
        Relation::GatedBy => [End::Any, End::Of(&[FeatureFlag])],
        Relation::TrackedBy => [End::Any, End::Of(&[TrackerItem])],
        Relation::References => [End::Any, End::Any],
    }
}

impl End {
    fn takes(self, kind: ArtifactKind) -> bool {
        if let End::Of(kinds) = self {
            kinds.contains(&kind)
        } else {
            true
        }
    }

    fn names_decisions(self) -> bool {
        matches!(self, End::Of(kinds) if kinds.contains(&ArtifactKind::Document(Kind::Decision)))
    }

    fn names(self) -> String {
        let End::Of(kinds) = self else {
            return "any document".to_owned();
        };
        kinds
            .iter()
            .map(|kind| format!("a {}", kind.title()))
            .collect::<Vec<_>>()
            .join(" or ")
    }
}
