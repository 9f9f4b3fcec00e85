//! The type of a schema in a few words: `array of Location or null`.

use super::documents::BrokenReference;
use super::merge::folded;
use super::schema::{Schema, is_null_schema, tells_type};
use super::writer::{ApiWriter, Goal};
use crate::yaml::{DataNode, DataValue};

/// The deepest type that is written in words: `array of array of string`.
const DEEPEST: usize = 6;

/// The most types that are joined by "or".
const MOST: usize = 5;

/// Writes the type of a schema.
pub fn write_type(writer: &mut ApiWriter<'_>, node: &DataNode) {
    type_at(writer, node, 0);
}

fn type_at(writer: &mut ApiWriter<'_>, node: &DataNode, depth: usize) {
    if let Some(reference) = node.reference() {
        named(writer, reference);
        let beside = Schema::of(node).is_nullable() && !writer.context.description.is_before_3_1();
        if beside {
            writer.text(" or null");
        }
        return;
    }
    match node.value {
        DataValue::Bool(true) => return writer.text("any"),
        DataValue::Bool(false) => return writer.text("never"),
        _ => {}
    }
    if is_null_schema(node) {
        return writer.text("null");
    }
    let node = folded(node);
    let schema = Schema::of(&node);
    words(writer, schema, depth);
    if schema.is_nullable() && (!schema.types().is_empty() || node.get("enum").is_none()) {
        // `array of string or null` would leave open which of them is null.
        let is_list = matches!(schema.types()[..], ["array"]);
        writer.text(if is_list { ", or null" } else { " or null" });
    }
}

/// Writes the type without `null`.
fn words(writer: &mut ApiWriter<'_>, schema: Schema<'_>, depth: usize) {
    let node = schema.node;
    if depth == DEEPEST {
        return writer.text("any");
    }
    if let Some(value) = node.entry("const") {
        return writer.code(&super::writer::one_line(&value.node));
    }
    for (key, words) in [("oneOf", "one of"), ("anyOf", "any of")] {
        let choices = schema.choices(key);
        if choices.iter().any(|choice| tells_type(choice)) {
            return joined(writer, &choices, words, depth);
        }
    }
    if let Some(only) = schema.wrapped() {
        return type_at(writer, only, depth + 1);
    }
    let mut types = schema.types();
    if types.is_empty() {
        return untyped(writer, schema);
    }
    // `array of string or integer` would be a list of both.
    types.sort_by_key(|name| *name == "array");
    for (at, name) in types.iter().enumerate() {
        separate(writer, at, types.len(), " or ");
        match *name {
            "array" => list(writer, node, depth),
            "object" => object(writer, schema, depth),
            name => simple(writer, name, node, types.len() == 1),
        }
    }
}

/// Writes the type of a list.
fn list(writer: &mut ApiWriter<'_>, node: &DataNode, depth: usize) {
    writer.text("array of ");
    let Some(items) = node.get("items") else {
        return writer.text("any");
    };
    let schema = Schema::of(items);
    let is_joined = schema.is_nullable()
        || schema.types().len() > 1
        || ["oneOf", "anyOf"]
            .iter()
            .any(|key| (2..=MOST).contains(&schema.choices(key).len()));
    let is_joined = is_joined && !is_null_schema(items);
    if is_joined {
        writer.text("(");
    }
    type_at(writer, items, depth + 1);
    if is_joined {
        writer.text(")");
    }
}

/// Writes what stands between two of `count` parts: nothing before the first, `last` before the
/// last.
fn separate(writer: &mut ApiWriter<'_>, at: usize, count: usize, last: &str) {
    match at {
        0 => {}
        _ if at + 1 == count => writer.text(last),
        _ => writer.text(", "),
    }
}

/// Writes the names of schemas with links: `A, B and C`.
pub fn write_names(writer: &mut ApiWriter<'_>, references: &[&DataNode]) {
    for (at, reference) in references.iter().enumerate() {
        separate(writer, at, references.len(), " and ");
        named(writer, reference);
    }
}

fn untyped(writer: &mut ApiWriter<'_>, schema: Schema<'_>) {
    let node = schema.node;
    let parts = schema.branches("allOf").filter_map(DataNode::reference);
    let parts: Vec<&DataNode> = parts.collect();
    let word = match (parts.is_empty(), node.get("enum").is_some()) {
        (false, _) if !schema.has_fields(writer.documents()) => {
            return write_names(writer, &parts);
        }
        (false, _) => "object",
        (_, true) => "enum",
        _ if node.get("not").is_some() => "any, with an exception",
        _ => "any",
    };
    writer.text(word);
}

/// Writes the name of a type, and its format if it is the only type.
fn simple(writer: &mut ApiWriter<'_>, name: &str, node: &DataNode, is_only: bool) {
    writer.text(name);
    let keys = ["format", "contentEncoding", "contentMediaType"];
    let format = keys.iter().find_map(|key| node.text_of(key));
    if let Some(format) = format.filter(|_| is_only) {
        writer.text(&format!(" ({format})"));
    }
}

/// Writes the type of an object; one without names of its own is a map.
fn object(writer: &mut ApiWriter<'_>, schema: Schema<'_>, depth: usize) {
    let others = schema.node.get("additionalProperties");
    let others = others.filter(|others| others.is_map() && !others.entries().is_empty());
    match others {
        Some(others) if !schema.has_fields(writer.documents()) => {
            writer.text("map of ");
            type_at(writer, others, depth + 1);
        }
        _ => writer.text("object"),
    }
}

/// Writes types joined by "or", or their number if they are many.
fn joined(writer: &mut ApiWriter<'_>, choices: &[&DataNode], words: &str, depth: usize) {
    if choices.len() > MOST {
        return writer.text(&format!("{words} {} types", choices.len()));
    }
    for (at, choice) in choices.iter().enumerate() {
        separate(writer, at, choices.len(), " or ");
        let is_list = matches!(Schema::of(choice).types()[..], ["array"]);
        let is_inner = is_list && at + 1 < choices.len();
        if is_inner {
            writer.text("(");
        }
        type_at(writer, choice, depth + 1);
        if is_inner {
            writer.text(")");
        }
    }
}

/// Writes the name of the schema that a reference leads to, with a link.
fn named(writer: &mut ApiWriter<'_>, reference: &DataNode) {
    let written = reference.text().unwrap_or_default();
    let last = written.rsplit(['/', '#']).find(|part| !part.is_empty());
    let target = match writer.documents().resolve(reference) {
        Ok(target) => target,
        Err(broken) => return broken_name(writer, last.unwrap_or(written), broken),
    };
    let description = writer.context.description;
    match description.schema_numbers.get(&target.node.span) {
        Some(number) => writer.link(Goal::Schema(*number), &description.schemas[*number].name),
        None => writer.text("object"),
    }
}

fn broken_name(writer: &mut ApiWriter<'_>, name: &str, broken: BrokenReference) {
    writer.code(name);
    writer.text(match broken {
        BrokenReference::Address => " (elsewhere)",
        BrokenReference::Circle => " (refers to itself)",
        _ => " (missing)",
    });
}
