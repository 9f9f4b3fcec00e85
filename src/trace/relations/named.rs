//! The artifacts that a name in front matter can mean.

use super::ends::ends;
use crate::site::{Anchor, Anchors};
use crate::trace::model::{Relation, StatedRelation};
use crate::trace::register::{Register, folder_of};

/// The artifacts that a value can mean. It may be an id, a decision's number, a tracker's id, the
/// last part of an id whose kind fits the relation, or a path from the page's folder, from the docs
/// folder or from a folder above it.
pub fn named(
    register: &Register<'_>,
    page: usize,
    stated: StatedRelation,
    name: &str,
) -> Vec<usize> {
    let by_id = register.with_id(name);
    if !by_id.is_empty() {
        return by_id.to_vec();
    }
    if let Some(found) = by_path(register, page, name) {
        return vec![found];
    }
    let [from, to] = ends(stated.relation);
    let other = if stated.is_inverse { from } else { to };
    let number = name
        .trim_start_matches("ADR")
        .trim_start_matches(['-', ' ']);
    if other.names_decisions() && !register.decisions(number).is_empty() {
        return register.decisions(number).to_vec();
    }
    if stated.relation != Relation::TrackedBy
        && let Some(story) = register.tracked_as(name)
    {
        return vec![story];
    }
    let mut found = register.ending_in(name).to_vec();
    found.retain(|at| other.takes(register.artifacts[*at].kind));
    found
}

fn by_path(register: &Register<'_>, page: usize, name: &str) -> Option<usize> {
    let (path, anchor) = match name.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (name, None),
    };
    let folder = folder_of(&register.site.pages[page].path);
    let near = crate::address::join(folder, path).and_then(|path| register.site.page_at(&path));
    let from_docs = || register.site.page_at(path.trim_start_matches('/'));
    let from_above = || register.site.page_from_above(path);
    let target = near.or_else(from_docs).or_else(from_above)?;
    let anchors = Anchors::of(&register.site.pages[target].page);
    let id = anchor.map(|anchor| match anchors.find(anchor) {
        Anchor::Id(id) => id,
        _ => anchor,
    });
    register.linked(target, id)
}
