//! The named schemas of a description. A page links to each, and never repeats one.

use std::collections::HashSet;

use super::documents::{ByPlace, Documents};
use super::ids::{TakenIds, dashed};
use crate::yaml::{DataNode, Entry, Span};

/// A schema with a name.
pub struct NamedSchema<'d> {
    /// Its name below `components`, or at the end of the reference that leads to it.
    pub name: String,
    /// The id of its heading.
    pub anchor: String,
    /// Its value.
    pub node: &'d DataNode,
    /// The place of its name.
    pub at: Span,
}

/// The keywords that hold schemas by name.
const MAPS: [&str; 5] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
];

/// The keywords that hold a schema or a list of schemas.
const SCHEMAS: [&str; 14] = [
    "allOf",
    "oneOf",
    "anyOf",
    "prefixItems",
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// The parts of a description that have schemas at known places, below `components`.
const COMPONENTS: [&str; 7] = [
    "parameters",
    "headers",
    "requestBodies",
    "responses",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

/// The named schemas, sorted by name, and their numbers by the places of their values. `items` are
/// the path items.
pub fn named_schemas<'d>(
    documents: &'d Documents,
    items: impl Iterator<Item = &'d DataNode>,
) -> (Vec<NamedSchema<'d>>, ByPlace<usize>) {
    let mut search = SchemaSearch {
        documents,
        found: Vec::new(),
        known: HashSet::new(),
        visited: HashSet::new(),
        open: Vec::new(),
    };
    let components = documents.root().get("components");
    let schemas = components.and_then(|components| components.get("schemas"));
    for entry in schemas.into_iter().flat_map(DataNode::entries) {
        search.component(entry);
    }
    for entry in schemas.into_iter().flat_map(DataNode::entries) {
        search.schema(&entry.node);
    }
    for key in COMPONENTS {
        let parts = components.and_then(|components| components.get(key));
        let parts = parts.into_iter().flat_map(DataNode::entries);
        parts.for_each(|entry| search.anything(&entry.node));
    }
    items.for_each(|item| search.anything(item));
    let mut found = search.found;
    found.sort_by_cached_key(|schema| (schema.name.to_lowercase(), schema.at.file));
    let mut anchors = TakenIds::default();
    let mut numbers = ByPlace::new();
    for (number, schema) in found.iter_mut().enumerate() {
        schema.anchor = anchors.take(&dashed(&schema.name, |c| !c.is_whitespace()));
        numbers.insert(schema.node.span, number);
    }
    (found, numbers)
}

struct SchemaSearch<'d> {
    documents: &'d Documents,
    found: Vec<NamedSchema<'d>>,
    known: HashSet<Span>,
    visited: HashSet<Span>,
    /// The schemas that are still to be read. A chain of references may be longer than a stack.
    open: Vec<&'d DataNode>,
}

impl<'d> SchemaSearch<'d> {
    /// Adds a schema of `components`. If it refers to another file, it names the schema there.
    fn component(&mut self, entry: &'d Entry) {
        let is_internal = entry.node.is_set("x-internal");
        if let Ok(node) = self.documents.follow(&entry.node)
            && !is_internal
        {
            self.add(entry.key.to_string(), node, entry.at);
        }
    }

    fn add(&mut self, name: String, node: &'d DataNode, at: Span) {
        if self.known.insert(node.span) {
            let anchor = String::new();
            self.found.push(NamedSchema {
                name,
                anchor,
                node,
                at,
            });
        }
    }

    /// Looks for schemas in a part of a description that is none itself.
    fn anything(&mut self, node: &'d DataNode) {
        if !self.visited.insert(node.span) {
            return;
        }
        if node.reference().is_some() {
            if let Ok(target) = self.documents.follow(node) {
                self.anything(target);
            }
            return;
        }
        node.items().iter().for_each(|item| self.anything(item));
        for entry in node.entries() {
            match &*entry.key {
                "schema" | "itemSchema" => self.schema(&entry.node),
                "example" | "examples" => {}
                _ => self.anything(&entry.node),
            }
        }
    }

    /// Looks for named schemas in a schema and in those that it refers to.
    fn schema(&mut self, node: &'d DataNode) {
        self.open.push(node);
        while let Some(node) = self.open.pop() {
            self.read(node);
        }
    }

    /// Reads one schema. A reference leads to a named one.
    fn read(&mut self, node: &'d DataNode) {
        if let Some(reference) = node.reference() {
            let Ok(target) = self.documents.resolve(reference) else {
                return;
            };
            let is_internal = target.node.is_set("x-internal");
            if !is_internal {
                let name = name(target.reference.text().unwrap_or_default());
                self.add(name, target.node, target.node.span);
            }
            self.open.push(target.node);
        }
        if !self.visited.insert(node.span) {
            return;
        }
        for key in MAPS {
            let named = node.entries_of(key).iter();
            self.open.extend(named.map(|entry| &entry.node));
        }
        for key in SCHEMAS {
            let Some(value) = node.get(key) else {
                continue;
            };
            self.open.extend(value.items());
            self.open.extend(value.is_map().then_some(value));
        }
    }
}

/// The name of the schema that a reference leads to: the parts behind `schemas`, else the last
/// part, else the file's name.
fn name(reference: &str) -> String {
    let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let pointer = percent_encoding::percent_decode_str(pointer).decode_utf8_lossy();
    let parts: Vec<&str> = pointer.split('/').filter(|part| !part.is_empty()).collect();
    let behind = parts
        .iter()
        .rposition(|part| matches!(*part, "schemas" | "$defs"));
    let named = match behind {
        Some(at) if at + 1 < parts.len() => &parts[at + 1..],
        _ => &parts[parts.len().saturating_sub(1)..],
    };
    let is_name = |part: &&&str| !matches!(**part, "properties" | "items");
    let name: Vec<&str> = named.iter().filter(is_name).copied().collect();
    if name.is_empty() {
        return crate::address::split(path).1.to_owned();
    }
    name.join(".").replace("~1", "/").replace("~0", "~")
}
