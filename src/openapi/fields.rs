//! Tables of the properties of objects.

use std::borrow::Cow;

use super::documents::Documents;
use super::merge::folded;
use super::notes::write_notes;
use super::schema::{Property, Schema};
use super::types::{write_names, write_type};
use super::variants::{has_variants, write_parents, write_variants};
use super::writer::ApiWriter;
use crate::yaml::DataNode;

/// The deepest nesting of tables on a page.
const DEEPEST: usize = 20;

/// Writes the properties of a schema: a table, if it or its items are an object. Named schemas are
/// not repeated: their names link to them.
pub fn write_fields(writer: &mut ApiWriter<'_>, node: &DataNode, caption: &str) {
    fields_at(writer, node, caption, 0);
}

fn fields_at(writer: &mut ApiWriter<'_>, node: &DataNode, caption: &str, depth: usize) {
    let Some(node) = unnamed_object(node).filter(|_| depth < DEEPEST) else {
        return;
    };
    let documents = writer.documents();
    let schema = Schema::of(&node);
    let properties = schema.properties(documents);
    let patterns = schema.in_parts(documents, "patternProperties");
    let others = other_names(schema, documents);
    write_parents(writer, schema);
    if properties.is_empty() && patterns.is_empty() {
        if let Some((others, _)) = others {
            inner(writer, others, depth);
        }
    } else {
        open_table(writer, caption);
        for property in properties.iter().filter(|property| property.is_shown()) {
            property_row(writer, property, depth);
        }
        for (patterns, from) in patterns {
            for pattern in patterns.entries() {
                let name = |writer: &mut ApiWriter<'_>| {
                    writer.text("a name that matches ");
                    writer.code(&pattern.key);
                };
                map_row(writer, name, &pattern.node, from, depth);
            }
        }
        if let Some((others, from)) = others {
            let name = |writer: &mut ApiWriter<'_>| writer.text("any other name");
            map_row(writer, name, others, from, depth);
        }
        close_table(writer);
    }
    write_alternatives(writer, schema, depth);
}

/// Writes the alternatives of a schema, and of the parts whose alternatives come on top of them.
fn write_alternatives(writer: &mut ApiWriter<'_>, schema: Schema<'_>, depth: usize) {
    let parts = schema
        .branches("allOf")
        .filter(|part| part.reference().is_none());
    let all = std::iter::once(schema).chain(parts.map(Schema::of));
    for schema in all.filter(|schema| has_variants(*schema)) {
        write_variants(writer, schema, |writer, choice| {
            fields_at(writer, choice, "", depth + 1);
        });
    }
}

/// The schema of properties with any other name, with the reference to the named schema that says
/// so.
fn other_names<'d>(
    schema: Schema<'d>,
    documents: &'d Documents,
) -> Option<(&'d DataNode, Option<&'d DataNode>)> {
    let said = schema.in_parts(documents, "additionalProperties");
    said.into_iter().rev().find(|(others, _)| others.is_map())
}

/// Starts a table of fields.
pub fn open_table(writer: &mut ApiWriter<'_>, caption: &str) {
    writer.open("table", "api-fields");
    if !caption.is_empty() {
        writer.element("caption", "", caption);
    }
    writer.open("tbody", "");
}

/// Ends a table of fields.
pub fn close_table(writer: &mut ApiWriter<'_>) {
    writer.close();
    writer.close();
}

/// The innermost schema that is an object without a name: of an array, that of its items.
fn unnamed_object(node: &DataNode) -> Option<Cow<'_, DataNode>> {
    let node = folded(node);
    if node.reference().is_some() || Schema::of(&node).wrapped().is_some() {
        return None;
    }
    let is_list = node.get("items").is_some_and(DataNode::is_map);
    if !is_list || node.get("properties").is_some() {
        return Some(node);
    }
    match node {
        Cow::Borrowed(node) => unnamed_object(node.get("items")?),
        Cow::Owned(node) => {
            let object = unnamed_object(node.get("items")?)?;
            Some(Cow::Owned(object.into_owned()))
        }
    }
}

fn property_row(writer: &mut ApiWriter<'_>, property: &Property<'_>, depth: usize) {
    let schema = folded(&property.schema);
    let row = FieldRow {
        name: property.name,
        required: property.required,
        deprecated: schema.is_set("deprecated"),
    };
    row.write(writer, &schema, |writer| {
        write_from(writer, &property.from, property.is_own);
        // A named schema shows the inner objects of its own properties.
        if property.is_own {
            inner(writer, &schema, depth);
        }
    });
}

/// Writes the row of properties that have a schema and no names of their own.
fn map_row<'d>(
    writer: &mut ApiWriter<'d>,
    name: impl FnOnce(&mut ApiWriter<'d>),
    schema: &DataNode,
    from: Option<&DataNode>,
    depth: usize,
) {
    let schema = folded(schema);
    open_row(writer, name, false, |writer| write_type(writer, &schema));
    describe(writer, &schema);
    match from {
        Some(from) => write_from(writer, &[from], false),
        None => inner(writer, &schema, depth),
    }
    close_row(writer);
}

/// Writes the named schemas that a property comes from.
fn write_from(writer: &mut ApiWriter<'_>, from: &[&DataNode], is_own: bool) {
    if from.is_empty() {
        return;
    }
    writer.open("div", "api-from");
    writer.text("from ");
    write_names(writer, from);
    if is_own {
        writer.text(", narrowed here");
    }
    writer.close();
}

/// Writes the fields of an inner object, which readers open.
fn inner(writer: &mut ApiWriter<'_>, node: &DataNode, depth: usize) {
    let Some(object) = unnamed_object(node) else {
        return;
    };
    let documents = writer.documents();
    let schema = Schema::of(&object);
    let properties = schema.properties(documents);
    let count = properties.iter().filter(|property| property.is_shown());
    let count = count.count();
    let has_patterns = !schema.in_parts(documents, "patternProperties").is_empty();
    if count == 0 && !has_patterns && !has_variants(schema) {
        let others = other_names(schema, documents).filter(|_| depth < DEEPEST);
        if let Some((others, _)) = others {
            inner(writer, others, depth + 1);
        }
        return;
    }
    writer.open("details", "api-inner");
    let summary = match count {
        0 if has_patterns => "properties".to_owned(),
        0 => "alternatives".to_owned(),
        1 => "1 property".to_owned(),
        _ => format!("{count} properties"),
    };
    writer.element("summary", "", &summary);
    fields_at(writer, node, "", depth + 1);
    writer.close();
}

/// A row of a table of fields.
pub struct FieldRow<'r> {
    /// The name.
    pub name: &'r str,
    /// True if it must be there.
    pub required: bool,
    /// True if it should not be used.
    pub deprecated: bool,
}

impl FieldRow<'_> {
    /// Writes the row; `schema` has its type and its description, and `more` writes what follows.
    fn write<'d>(
        &self,
        writer: &mut ApiWriter<'d>,
        schema: &DataNode,
        more: impl FnOnce(&mut ApiWriter<'d>),
    ) {
        self.open(writer, |writer| write_type(writer, schema));
        describe(writer, schema);
        more(writer);
        close_row(writer);
    }

    /// Opens the row with its name and type.
    pub fn open<'d>(
        &self,
        writer: &mut ApiWriter<'d>,
        write_type: impl FnOnce(&mut ApiWriter<'d>),
    ) {
        let name = |writer: &mut ApiWriter<'d>| {
            if self.deprecated {
                writer.open("s", "");
            }
            writer.code(self.name);
            if self.deprecated {
                writer.close();
            }
        };
        open_row(writer, name, self.required, write_type);
    }
}

fn open_row<'d>(
    writer: &mut ApiWriter<'d>,
    name: impl FnOnce(&mut ApiWriter<'d>),
    required: bool,
    write_type: impl FnOnce(&mut ApiWriter<'d>),
) {
    writer.open("tr", "");
    writer.open("th", "");
    name(writer);
    if required {
        writer.text(" ");
        writer.element("small", "api-required", "required");
    }
    // The words of a row are apart for readers without styles, and for the search.
    writer.text(" ");
    writer.open("span", "api-type");
    write_type(writer);
    writer.close();
    writer.close();
    writer.open("td", "");
}

/// Ends a row of a table of fields.
pub fn close_row(writer: &mut ApiWriter<'_>) {
    writer.close();
    writer.close();
}

/// Writes the description of a schema and its constraints. Before OpenAPI 3.1, keys beside a `$ref`
/// have no meaning, but a description there was written for readers.
pub fn describe(writer: &mut ApiWriter<'_>, schema: &DataNode) {
    let schema = folded(schema);
    if let Some(description) = schema.get("description").or(schema.get("title")) {
        writer.remark(description);
    }
    if schema.reference().is_none() || !writer.context.description.is_before_3_1() {
        write_notes(writer, &schema);
    }
    if let Some(docs) = schema.get("externalDocs") {
        super::parts::write_external_docs(writer, docs);
    }
}
