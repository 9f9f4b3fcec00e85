//! Bodies by media type. Media types that share a schema are shown once.

use super::fields::{describe, write_fields};
use super::merge::folded;
use super::sample::{BodyDirection, Example, examples, is_hidden};
use super::schema::{Property, Schema};
use super::types::write_type;
use super::writer::ApiWriter;
use crate::yaml::{DataNode, Entry};

/// The longest example that is shown whole, in bytes.
const LONGEST: usize = 32 * 1024;

/// The most names of properties that are listed.
const MOST_NAMES: usize = 20;

/// Writes the bodies of a request or of a response.
pub fn write_content(writer: &mut ApiWriter<'_>, content: &DataNode, direction: BodyDirection) {
    let content = writer.documents().follow(content).unwrap_or(content);
    for alike in by_schema(content) {
        let names: Vec<&str> = alike.iter().map(|entry| &*entry.key).collect();
        let first = &alike[0].node;
        let schema = first.get("schema").or(first.get("itemSchema"));
        writer.open("div", "api-media");
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                writer.text(", ");
            }
            writer.code(name);
        }
        if let Some(schema) = schema {
            writer.text(" ");
            writer.open("span", "api-type");
            write_type(writer, schema);
            writer.close();
        }
        writer.close();
        if let Some(schema) = schema {
            describe(writer, schema);
            write_fields(writer, schema, "");
            write_property_names(writer, schema, direction);
        }
        encodings(writer, first);
        let mut is_made = false;
        for entry in alike {
            for example in examples(writer.documents(), &entry.node, direction) {
                // One schema makes one example.
                if !(example.is_made && is_made) {
                    let is_own = names.len() > 1 && !example.is_made;
                    let title = is_own.then(|| format!("{} ({})", example.title, entry.key));
                    write_example(writer, &example, title.as_deref());
                }
                is_made |= example.is_made;
            }
        }
    }
}

/// Writes the names of the properties of a named schema. The rest of them stands where the schema
/// does, but readers of an operation want to know at once what they send.
fn write_property_names(writer: &mut ApiWriter<'_>, schema: &DataNode, direction: BodyDirection) {
    let documents = writer.documents();
    let of_list = schema.get("items").unwrap_or(schema);
    let Some(reference) = schema.reference().or(of_list.reference()) else {
        return;
    };
    let Ok(target) = documents.resolve(reference) else {
        return;
    };
    let target = folded(target.node);
    let properties = Schema::of(&target).properties(documents);
    let is_sent = |property: &&Property<'_>| !is_hidden(documents, &property.schema, direction);
    let shown = properties.iter().filter(is_sent);
    let (required, others): (Vec<&Property<'_>>, Vec<_>) =
        shown.partition(|property| property.required);
    let groups = [("required: ", required), ("optional: ", others)];
    let groups = groups.into_iter().filter(|(_, names)| !names.is_empty());
    let groups: Vec<_> = groups.collect();
    if groups.is_empty() {
        return;
    }
    writer.open("div", "api-notes");
    for (at, (words, properties)) in groups.iter().enumerate() {
        if at > 0 {
            writer.text("; ");
        }
        writer.text(words);
        for (at, property) in properties.iter().take(MOST_NAMES).enumerate() {
            if at > 0 {
                writer.text(", ");
            }
            writer.code(property.name);
        }
        if properties.len() > MOST_NAMES {
            writer.text(&format!(" and {} more", properties.len() - MOST_NAMES));
        }
    }
    writer.close();
}

/// The media types of a body, those of equal schemas together.
fn by_schema(content: &DataNode) -> Vec<Vec<&Entry>> {
    let mut groups: Vec<(Option<serde_json::Value>, Vec<&Entry>)> = Vec::new();
    for entry in content.entries() {
        let schema = entry.node.get("schema").map(DataNode::to_json);
        match groups
            .iter_mut()
            .find(|(known, _)| schema.is_some() && *known == schema)
        {
            Some((_, alike)) => alike.push(entry),
            None => groups.push((schema, vec![entry])),
        }
    }
    groups.into_iter().map(|(_, alike)| alike).collect()
}

/// Writes how the parts of a form are encoded.
fn encodings(writer: &mut ApiWriter<'_>, media: &DataNode) {
    let encodings = media.entries_of("encoding");
    for entry in encodings {
        if let Some(kind) = entry.node.text_of("contentType") {
            writer.open("div", "api-notes");
            writer.text("part ");
            writer.code(&entry.key);
            writer.text(" is sent as ");
            writer.code(kind);
            writer.close();
        }
    }
}

/// Writes an example that readers open.
pub fn write_example(writer: &mut ApiWriter<'_>, example: &Example, title: Option<&str>) {
    let title = title.unwrap_or(&example.title);
    writer.open("details", "api-example");
    writer.open("summary", "");
    writer.text(title);
    if example.is_made {
        writer.text(" ");
        writer.element("small", "", "made from the schema");
    }
    writer.close();
    let language = if example.is_json { "json" } else { "" };
    let end = cut(&example.text);
    writer.code_block(language, &example.text[..end]);
    if end < example.text.len() {
        let kilobytes = example.text.len() / 1024;
        let rest = format!("The whole example ({kilobytes} KB) is in the file.");
        writer.element("div", "api-notes", &rest);
    }
    writer.close();
}

/// The end of the last line that is shown.
fn cut(text: &str) -> usize {
    if text.len() <= LONGEST {
        return text.len();
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].rfind('\n').unwrap_or(end)
}
