//! Changes of what callers must show.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::openapi::description::{ApiOperation, Description};
use crate::openapi::security::{requirements, schemes};
use crate::yaml::DataNode;

/// A way to authenticate: the schemes, by what they are and not by their names, and the scopes of
/// each.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// Returns whether a caller who could authenticate before can do so no more.
pub fn is_changed(
    (old, before): (&Description<'_>, &ApiOperation<'_>),
    (new, after): (&Description<'_>, &ApiOperation<'_>),
) -> bool {
    let was = alternatives(old, before);
    let is = alternatives(new, after);
    let suffices = |caller: &Alternative, needed: &Alternative| {
        needed
            .iter()
            .all(|(scheme, scopes)| caller.get(scheme).is_some_and(|own| scopes.is_subset(own)))
    };
    !was.iter()
        .all(|caller| is.iter().any(|needed| suffices(caller, needed)))
}

fn alternatives(description: &Description<'_>, operation: &ApiOperation<'_>) -> Vec<Alternative> {
    let listed = requirements(description.root, operation)
        .map(DataNode::items)
        .unwrap_or_default();
    if listed.is_empty() {
        return vec![Alternative::new()];
    }
    let scopes = |node: &DataNode| {
        node.items()
            .iter()
            .filter_map(DataNode::text)
            .map(str::to_owned)
            .collect()
    };
    let alternative = |node: &DataNode| {
        let entries = node.entries().iter();
        entries
            .map(|entry| (identity(description, &entry.key), scopes(&entry.node)))
            .collect()
    };
    listed.iter().map(alternative).collect()
}

/// The text that tells a scheme: everything but its name, its description and its list of scopes.
fn identity(description: &Description<'_>, name: &str) -> String {
    let schemes = schemes(description.root);
    let scheme = schemes.iter().find(|scheme| &*scheme.key == name);
    let scheme = scheme.and_then(|scheme| description.documents.follow(&scheme.node).ok());
    let Some(scheme) = scheme else {
        return name.to_owned();
    };
    let mut json = scheme.to_json();
    if let Some(map) = json.as_object_mut() {
        const LEFT_OUT: [&str; 3] = ["description", "flows", "bearerFormat"];
        map.retain(|key, _| !LEFT_OUT.contains(&key.as_str()) && !key.starts_with("x-"));
        // Schemes and names of headers have no case.
        for key in ["scheme", "name"] {
            if let Some(Json::String(text)) = map.get_mut(key) {
                text.make_ascii_lowercase();
            }
        }
        map.sort_keys();
    }
    json.to_string()
}
