//! Relations that front matter states: a field named as the relation, or as its inverse.

use super::model::{Artifact, ArtifactKind, How, Relation};
use super::register::Register;
use super::relations::{Inference, by_words};
use crate::content_map::Kind;
use crate::diag::{Code, Diagnostic};
use crate::site::SitePage;
use crate::source::Place;

/// Reads the fields of a page that is a document.
pub fn read(inference: &mut Inference<'_, '_>, page: usize) {
    let register = inference.register;
    let Some(document) = register.documents[page] else { return };
    let front = &register.site.pages[page].page.front;
    for field in front.fields.keys() {
        let Some((relation, is_inverse)) = Relation::from_name(&field.to_lowercase().replace('_', "-")) else {
            continue;
        };
        for name in front.list(field) {
            state(inference, page, (relation, is_inverse), field, &name);
        }
    }
    if register.artifacts[document].is(Kind::Decision) {
        let status = front.text("status").unwrap_or_default();
        for (relation, is_inverse, name) in in_status(&status) {
            state(inference, page, (relation, is_inverse), "status", name);
        }
    }
}

/// `superseded by ADR-0005`, `superseded by [ADR-0005](0005-example.md)`: as MADR has it.
fn in_status(status: &str) -> Vec<(Relation, bool, &str)> {
    let Some(at) = status.to_ascii_lowercase().find(" by ") else { return Vec::new() };
    let (before, names) = status.split_at(at + " by ".len());
    let (relation, is_inverse) = by_words(before);
    let target = |name: &'_ str| name.rfind("](").map(|at| at + 2);
    let names = names.split([',', ';']).flat_map(|names| names.split(" and ")).map(str::trim);
    let names = names.map(|name| target(name).map_or(name, |at| name[at..].trim_end_matches([')', '.'])));
    names
        .filter(|name| relation != Relation::References && !name.is_empty())
        .map(|n| (relation, is_inverse, n))
        .collect()
}

/// Takes down what a field says of one artifact.
fn state(inference: &mut Inference<'_, '_>, page: usize, relation: (Relation, bool), field: &str, name: &str) {
    let register = inference.register;
    let Some(document) = register.documents[page] else { return };
    let place = place(&register.site.pages[page], field, name);
    let (relation, is_inverse) = relation;
    match named(register, page, relation, is_inverse, name).as_slice() {
        [] => {
            let message = format!("`{field}` names `{name}`, which is no artifact");
            let help = "name it by its id, as in `decision/0014`, or by the path of its file";
            inference.findings.push(Diagnostic::new(Code::DanglingRelation, place, message).help(help));
        }
        [other] => {
            let (from, to) = if is_inverse { (*other, document) } else { (document, *other) };
            inference.push(relation, from, to, How::FrontMatter, place);
        }
        several => {
            let ids: Vec<String> = several.iter().map(|at| format!("`{}`", register.artifacts[*at].id)).collect();
            let message = format!("`{field}` names `{name}`, which could be {}", ids.join(" or "));
            let help = "name one of them by its id";
            inference.findings.push(Diagnostic::new(Code::AmbiguousRelation, place, message).help(help));
        }
    }
}

/// Where a field's value is written, as well as its text tells.
pub fn place(page: &SitePage, field: &str, value: &str) -> Place {
    let source = &page.page.text.sources()[0];
    let key = source.text.find(&format!("\n{field}:")).map_or(0, |line| line + 1);
    let after = key + field.len() + 1;
    let rest = source.text.get(after..).unwrap_or_default();
    match rest.find(value) {
        Some(at) => source.place(after + at..after + at + value.len()),
        // The value is written otherwise, as `0004` for 4: the line tells.
        None => source.place(key..key + field.len()),
    }
}

/// The artifacts that a value can mean: an id; a path; a decision's number; a
/// tracker's id; the last part of an id of a kind that the relation takes.
fn named(register: &Register<'_>, page: usize, relation: Relation, is_inverse: bool, name: &str) -> Vec<usize> {
    let by_id = register.with_id(name);
    if !by_id.is_empty() {
        return by_id.to_vec();
    }
    if let Some(found) = by_path(register, page, name) {
        return vec![found];
    }
    let number = name.trim_start_matches("ADR").trim_start_matches(['-', ' ']);
    let takes_decision = matches!(relation, Relation::Supersedes | Relation::Amends | Relation::ConstrainedBy);
    if takes_decision && !register.decisions(number).is_empty() {
        return register.decisions(number).to_vec();
    }
    if relation != Relation::TrackedBy && !register.tracked_as(name).is_empty() {
        return register.tracked_as(name).to_vec();
    }
    let fits = |artifact: &Artifact| is_inverse || takes(relation, artifact);
    register.ending_in(name).iter().copied().filter(|at| fits(&register.artifacts[*at])).collect()
}

fn by_path(register: &Register<'_>, page: usize, name: &str) -> Option<usize> {
    let (path, anchor) = name.split_once('#').map_or((name, None), |(path, anchor)| (path, Some(anchor)));
    let folder = register.site.pages[page].path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let near = crate::site::join(folder, path).and_then(|path| register.site.page_at(&path));
    let target = near.or_else(|| register.site.page_at(path.trim_start_matches('/')))?;
    register.linked(target, anchor)
}

/// Whether a relation can lead to an artifact of that kind.
fn takes(relation: Relation, artifact: &Artifact) -> bool {
    let kinds: &[Kind] = match relation {
        Relation::Satisfies => &[Kind::Challenge],
        Relation::Refines | Relation::Realises => &[Kind::Specification],
        Relation::DependsOn => &[Kind::Story, Kind::Specification],
        Relation::MotivatedBy => &[Kind::Challenge, Kind::Specification],
        Relation::ConstrainedBy | Relation::Supersedes | Relation::Amends => &[Kind::Decision],
        Relation::Affects | Relation::Operates => &[Kind::Service],
        Relation::Delivers => &[Kind::Story],
        Relation::GatedBy => return artifact.kind == ArtifactKind::FeatureFlag,
        Relation::TrackedBy => return artifact.kind == ArtifactKind::TrackerItem,
        Relation::References => return true,
    };
    kinds.iter().any(|kind| artifact.is(*kind))
}
