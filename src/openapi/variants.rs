//! The alternatives of a schema: `oneOf`, `anyOf`, and the values of a discriminator.

use super::schema::{Schema, tells_type};
use super::types::{write_names, write_type};
use super::writer::{ApiWriter, Goal};
use crate::yaml::DataNode;

/// Returns whether a schema has alternatives that its type does not tell.
pub fn has_variants(schema: Schema<'_>) -> bool {
    let is_told = |node: &&DataNode| {
        node.reference().is_some() || node.get("const").is_some() || !has_shape(node)
    };
    schema.node.get("discriminator").is_some()
        || ["oneOf", "anyOf"]
            .iter()
            .any(|key| !schema.choices(key).iter().all(is_told))
        || schema.choices("oneOf").len() > 5
        || schema.choices("anyOf").len() > 5
}

fn has_shape(node: &DataNode) -> bool {
    [
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
        "description",
        "required",
    ]
    .iter()
    .any(|key| node.get(key).is_some())
}

/// Writes the alternatives of a schema. `fields` writes the properties of one without a name.
pub fn write_variants<'d>(
    writer: &mut ApiWriter<'d>,
    schema: Schema<'_>,
    fields: impl Fn(&mut ApiWriter<'d>, &DataNode),
) {
    if let Some(discriminator) = schema.node.get("discriminator") {
        write_discriminator(writer, schema, discriminator);
    }
    for (key, words) in [
        ("oneOf", "Exactly one of these:"),
        ("anyOf", "One or more of these:"),
    ] {
        let choices = schema.choices(key);
        let is_constant = |choice: &&&DataNode| choice.get("const").is_some();
        if choices.is_empty() || choices.iter().all(|choice| is_constant(&choice)) {
            continue;
        }
        writer.element("div", "api-choice", words);
        writer.open("ul", "api-variants");
        for choice in choices {
            writer.open("li", "");
            variant(writer, choice, &fields);
            writer.close();
        }
        writer.close();
    }
}

fn variant<'d>(
    writer: &mut ApiWriter<'d>,
    choice: &DataNode,
    fields: &impl Fn(&mut ApiWriter<'d>, &DataNode),
) {
    let title = choice
        .text_of("title")
        .filter(|_| choice.reference().is_none());
    if let Some(title) = title {
        writer.element("strong", "", title);
        writer.text(": ");
    }
    if tells_type(choice) {
        write_type(writer, choice);
    }
    let required = choice
        .get("required")
        .filter(|_| choice.get("properties").is_none());
    let required: Vec<&str> = required
        .into_iter()
        .flat_map(DataNode::items)
        .filter_map(DataNode::text)
        .collect();
    if !required.is_empty() {
        let blank = if tells_type(choice) { " " } else { "" };
        writer.text(&format!("{blank}with {}", required.join(", ")));
    }
    if let Some(description) = choice.get("description") {
        writer.remark(description);
    }
    super::notes::write_notes(writer, choice);
    fields(writer, choice);
}

/// Writes a table of the discriminator's values and the schemas that they mean.
fn write_discriminator(writer: &mut ApiWriter<'_>, schema: Schema<'_>, discriminator: &DataNode) {
    // OpenAPI 2.0 has the name alone.
    let name = discriminator
        .text_of("propertyName")
        .or(discriminator.text());
    let Some(name) = name else {
        return;
    };
    let values = discriminated(writer, schema, discriminator);
    writer.open("div", "api-choice");
    writer.code(name);
    writer.text(" tells which schema it is");
    writer.text(if values.is_empty() { "." } else { ":" });
    writer.close();
    if values.is_empty() {
        return;
    }
    writer.open("table", "api-values");
    writer.open("tbody", "");
    for (value, goal) in values {
        writer.open("tr", "");
        writer.open("td", "");
        writer.code(&value);
        writer.close();
        writer.open("td", "");
        match goal {
            Variant::Named(number) => {
                let schema = &writer.context.description.schemas[number];
                writer.link(Goal::Schema(number), &schema.name);
            }
            Variant::Unknown(name) => writer.code(&name),
        }
        writer.close();
        writer.close();
    }
    writer.close();
    writer.close();
}

/// The schema that a discriminator's value means.
enum Variant {
    /// A named schema, by its number.
    Named(usize),
    /// A name that no schema has.
    Unknown(String),
}

/// The values of a discriminator: those of its mapping, else the names of the alternatives, else
/// the names of the schemas that have this one in their `allOf`.
fn discriminated(
    writer: &ApiWriter<'_>,
    schema: Schema<'_>,
    discriminator: &DataNode,
) -> Vec<(String, Variant)> {
    let description = writer.context.description;
    let number_of = |node: &DataNode| {
        let target = description.documents.resolve(node.reference()?).ok()?;
        description.schema_numbers.get(&target.node.span).copied()
    };
    let mapping = discriminator.entries_of("mapping");
    let mapped = mapping
        .iter()
        .map(|entry| (entry.key.to_string(), mapped(writer, &entry.node)));
    let mut values: Vec<(String, Variant)> = mapped.collect();
    let choices = ["oneOf", "anyOf"]
        .into_iter()
        .flat_map(|key| schema.choices(key));
    let own = description.schema_numbers.get(&schema.node.span);
    let extends = |node: &DataNode| {
        let mut parts = Schema::of(node).branches("allOf");
        own.is_some() && parts.any(|part| number_of(part).as_ref() == own)
    };
    let children =
        (0..description.schemas.len()).filter(|number| extends(description.schemas[*number].node));
    for number in choices.filter_map(number_of).chain(children) {
        let is_known = |(_, variant): &(String, Variant)| matches!(variant, Variant::Named(known) if *known == number);
        if !values.iter().any(is_known) {
            let name = description.schemas[number].name.clone();
            values.push((name, Variant::Named(number)));
        }
    }
    values
}

/// The schema that a discriminator's mapping names, by its name or by a reference.
fn mapped(writer: &ApiWriter<'_>, node: &DataNode) -> Variant {
    let description = writer.context.description;
    let written = node.scalar().unwrap_or_default();
    let by_name = description
        .schemas
        .iter()
        .position(|schema| schema.name == written);
    let number = by_name.or_else(|| {
        let target = description.documents.resolve(node).ok()?;
        description.schema_numbers.get(&target.node.span).copied()
    });
    number.map_or_else(|| Variant::Unknown(written.to_owned()), Variant::Named)
}

/// Writes the named schemas that a schema extends.
pub fn write_parents(writer: &mut ApiWriter<'_>, schema: Schema<'_>) {
    let parents: Vec<&DataNode> = schema
        .branches("allOf")
        .filter_map(DataNode::reference)
        .collect();
    if parents.is_empty() {
        return;
    }
    writer.open("div", "api-choice");
    writer.text("Extends ");
    write_names(writer, &parents);
    writer.text(".");
    writer.close();
}
