//! A schema, read the same way in all versions of OpenAPI.

use std::borrow::Cow;
use std::collections::HashMap;

use super::documents::Documents;
use super::merge::narrowed;
use crate::yaml::{DataNode, DataValue};

/// A schema that is no reference.
#[derive(Clone, Copy)]
pub struct Schema<'d> {
    /// The value; a mapping, or a boolean.
    pub node: &'d DataNode,
}

/// A part of an `allOf`, or the schema itself.
#[derive(Clone, Copy)]
pub struct SchemaPart<'d> {
    /// The schema.
    pub schema: Schema<'d>,
    /// The reference that leads to it.
    pub reference: Option<&'d DataNode>,
}

/// A property of an object, with the named schemas that it comes from.
pub struct Property<'d> {
    /// Its name.
    pub name: &'d str,
    /// Its schema; of all parts that have it, the later ones narrow the earlier.
    pub schema: Cow<'d, DataNode>,
    /// True if the object must have it.
    pub required: bool,
    /// The references to the named schemas that have it.
    pub from: Vec<&'d DataNode>,
    /// True if the schema itself has it, too or alone.
    pub is_own: bool,
}

/// The deepest `allOf` in an `allOf`.
const DEEPEST: usize = 16;

impl Property<'_> {
    /// Returns whether readers see it.
    pub fn is_shown(&self) -> bool {
        !self.schema.is_set("x-internal")
    }
}

impl<'d> Schema<'d> {
    /// Takes a value as a schema.
    pub fn of(node: &'d DataNode) -> Self {
        Self { node }
    }

    /// The types in the order in which they are written, without `null`.
    pub fn types(self) -> Vec<&'d str> {
        let Some(types) = self.node.get("type") else {
            return self.meant_type().into_iter().collect();
        };
        let listed = types.items().iter().filter_map(DataNode::text);
        let types = types.text().into_iter().chain(listed);
        types.filter(|name| *name != "null").collect()
    }

    /// The type that the keywords mean if none is written.
    fn meant_type(self) -> Option<&'d str> {
        let has = |key| self.node.get(key).is_some();
        if has("properties") || has("additionalProperties") || has("patternProperties") {
            return Some("object");
        }
        (has("items") || has("prefixItems")).then_some("array")
    }

    /// Returns whether null is a value, in the form of any version.
    pub fn is_nullable(self) -> bool {
        let is_null =
            |node: &DataNode| node.text() == Some("null") || matches!(node.value, DataValue::Null);
        let types = self.node.entry("type").map(|entry| &entry.node);
        self.node.is_set("nullable")
            || self.node.is_set("x-nullable")
            || types.is_some_and(|types| is_null(types) || types.items().iter().any(is_null))
            || ["oneOf", "anyOf"]
                .iter()
                .any(|key| self.branches(key).any(is_null_schema))
    }

    /// The schemas of `oneOf`, `anyOf` or `allOf`.
    pub fn branches(self, key: &str) -> impl Iterator<Item = &'d DataNode> {
        self.node.items_of(key).iter()
    }

    /// The schemas of `oneOf` or `anyOf`, without the one that is only null.
    pub fn choices(self, key: &str) -> Vec<&'d DataNode> {
        self.branches(key)
            .filter(|node| !is_null_schema(node))
            .collect()
    }

    /// Returns whether an object's shape is written: it has properties, patterns or a schema for
    /// all others.
    pub fn has_fields(self, documents: &'d Documents) -> bool {
        let shape = |part: &SchemaPart<'_>| {
            let node = part.schema.node;
            !node
                .get("properties")
                .is_none_or(|node| node.entries().is_empty())
                || node.get("patternProperties").is_some()
        };
        self.parts(documents).iter().any(shape)
    }

    /// The named schema that this one is, with nothing but texts and bounds beside it.
    pub fn wrapped(self) -> Option<&'d DataNode> {
        const OWN: [&str; 8] = [
            "properties",
            "patternProperties",
            "additionalProperties",
            "required",
            "items",
            "not",
            "oneOf",
            "anyOf",
        ];
        let [only] = self.node.items_of("allOf") else {
            return None;
        };
        let is_alone = OWN.iter().all(|key| self.node.get(key).is_none());
        (only.reference().is_some() && is_alone).then_some(only)
    }

    /// The schema and the parts of its `allOf`, in order. A part that contains itself is left out.
    pub fn parts(self, documents: &'d Documents) -> Vec<SchemaPart<'d>> {
        let mut parts = Vec::new();
        let whole = SchemaPart {
            schema: self,
            reference: None,
        };
        collect_parts(whole, documents, 0, &mut parts);
        parts
    }

    /// The properties of an object, merged from all parts. Each name is there once, and it is
    /// required if one part requires it.
    pub fn properties(self, documents: &'d Documents) -> Vec<Property<'d>> {
        let parts = self.parts(documents);
        let required: Vec<&str> = parts
            .iter()
            .flat_map(|part| part.schema.node.items_of("required"))
            .filter_map(DataNode::text)
            .collect();
        let mut properties: Vec<Property<'d>> = Vec::new();
        let mut numbers = HashMap::new();
        for part in &parts {
            let own = documents.value_of(part.schema.node, "properties");
            for entry in own.into_iter().flat_map(DataNode::entries) {
                let number = *numbers.entry(&*entry.key).or_insert(properties.len());
                if number == properties.len() {
                    properties.push(Property {
                        name: &entry.key,
                        schema: Cow::Borrowed(&entry.node),
                        required: required.contains(&&*entry.key),
                        from: Vec::new(),
                        is_own: false,
                    });
                } else {
                    let known = &mut properties[number];
                    known.schema = Cow::Owned(narrowed(&known.schema, &entry.node));
                }
                let property = &mut properties[number];
                let is_new = |from: &&DataNode| {
                    let known = |other: &&DataNode| other.text() == from.text();
                    !property.from.iter().any(known)
                };
                let from = part.reference.filter(is_new);
                property.from.extend(from);
                property.is_own |= part.reference.is_none();
            }
        }
        properties
    }

    /// The values of a keyword in all parts, with the references to the parts that are named.
    pub fn in_parts(
        self,
        documents: &'d Documents,
        key: &str,
    ) -> Vec<(&'d DataNode, Option<&'d DataNode>)> {
        let parts = self.parts(documents).into_iter();
        parts
            .filter_map(|part| Some((part.schema.node.get(key)?, part.reference)))
            .collect()
    }
}

/// Returns whether a schema says of which type its values are.
pub fn tells_type(node: &DataNode) -> bool {
    const KEYS: [&str; 9] = [
        "$ref", "const", "enum", "allOf", "oneOf", "anyOf", "not", "if", "format",
    ];
    node.bool().is_some()
        || !Schema::of(node).types().is_empty()
        || is_null_schema(node)
        || KEYS.iter().any(|key| node.entry(key).is_some())
}

/// Returns whether a schema has null as its only value.
pub fn is_null_schema(node: &DataNode) -> bool {
    node.text_of("type") == Some("null")
        || node
            .entry("type")
            .is_some_and(|entry| matches!(entry.node.value, DataValue::Null))
}

fn collect_parts<'d>(
    part: SchemaPart<'d>,
    documents: &'d Documents,
    depth: usize,
    parts: &mut Vec<SchemaPart<'d>>,
) {
    let is_known = parts
        .iter()
        .any(|known| known.schema.node.span == part.schema.node.span);
    if is_known || depth > DEEPEST {
        return;
    }
    // The parts come before the schema's own properties, which narrow them.
    let at = parts.len();
    parts.push(part);
    for node in part.schema.branches("allOf") {
        let Ok(target) = documents.follow(node) else {
            continue;
        };
        let inner = SchemaPart {
            schema: Schema::of(target),
            reference: node.reference().or(part.reference),
        };
        collect_parts(inner, documents, depth + 1, parts);
    }
    parts[at..].rotate_left(1);
}
