//! The type of a schema in a few words: `array of Location or null`.

use super::documents::BrokenReference;
use super::node::{DataNode, DataValue};
use super::schema::Schema;
use super::writer::{ApiWriter, Goal};

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
    let schema = Schema::of(node);
    words(writer, schema, depth);
    if schema.is_nullable() && (!schema.types().is_empty() || node.get("enum").is_none()) {
        writer.text(" or null");
    }
}

/// Writes the type without `null`.
fn words(writer: &mut ApiWriter<'_>, schema: Schema<'_>, depth: usize) {
    let node = schema.node;
    if depth == DEEPEST {
        return writer.text("any");
    }
    if let Some(value) = node.get("const") {
        return writer.code(&super::writer::one_line(value));
    }
    for (key, words) in [("oneOf", "one of"), ("anyOf", "any of")] {
        let choices = schema.choices(key);
        if !choices.is_empty() {
            return joined(writer, &choices, words, depth);
        }
    }
    if let [only] = schema.choices("allOf")[..]
        && node.get("properties").is_none()
    {
        return type_at(writer, only, depth + 1);
    }
    let types = schema.types();
    match types[..] {
        [] => untyped(writer, schema),
        ["array"] => {
            writer.text("array of ");
            match node.get("items") {
                Some(items) => type_at(writer, items, depth + 1),
                None => writer.text("any"),
            }
        }
        ["object"] => object(writer, schema, depth),
        [one] => simple(writer, one, node),
        _ => writer.text(&types.join(" or ")),
    }
}

fn untyped(writer: &mut ApiWriter<'_>, schema: Schema<'_>) {
    let is_merged = schema.branches("allOf").next().is_some();
    let node = schema.node;
    let word = match (is_merged, node.get("enum").is_some()) {
        (true, _) => "object",
        (_, true) => "enum",
        _ if node.get("not").is_some() => "any, with an exception",
        _ => "any",
    };
    writer.text(word);
}

fn simple(writer: &mut ApiWriter<'_>, name: &str, node: &DataNode) {
    writer.text(name);
    let format = node.text_of("format").or(node.text_of("contentEncoding"));
    if let Some(format) = format {
        writer.text(&format!(" ({format})"));
    } else if let Some(media) = node.text_of("contentMediaType") {
        writer.text(&format!(" ({media})"));
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
        match at {
            0 => {}
            _ if at + 1 == choices.len() => writer.text(" or "),
            _ => writer.text(", "),
        }
        type_at(writer, choice, depth + 1);
    }
}

/// Writes the name of the schema that a reference leads to, with a link.
pub fn named(writer: &mut ApiWriter<'_>, reference: &DataNode) {
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
