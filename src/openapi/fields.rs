//! Tables of the properties of objects.

use super::node::{DataNode, Entry};
use super::notes::write_notes;
use super::schema::{Property, Schema};
use super::types::{named, write_type};
use super::variants::{has_variants, write_variants};
use super::writer::ApiWriter;

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
    let schema = Schema::of(node);
    let properties = schema.properties(writer.documents());
    let patterns = node
        .get("patternProperties")
        .map(DataNode::entries)
        .unwrap_or_default();
    let others = node
        .get("additionalProperties")
        .filter(|others| others.is_map());
    let is_map = properties.is_empty() && patterns.is_empty();
    if !is_map {
        open_table(writer, caption);
        for property in properties.iter().filter(|property| is_shown(property)) {
            property_row(writer, property, depth);
        }
        for pattern in patterns {
            pattern_row(writer, pattern, depth);
        }
        if let Some(others) = others {
            others_row(writer, others, depth);
        }
        close_table(writer);
    } else if let Some(others) = others {
        inner(writer, others, depth);
    }
    if has_variants(schema) {
        write_variants(writer, schema, |writer, choice| {
            fields_at(writer, choice, "", depth + 1);
        });
    }
}

fn is_shown(property: &Property<'_>) -> bool {
    !property.entry.node.is_set("x-internal")
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
fn unnamed_object(node: &DataNode) -> Option<&DataNode> {
    let mut node = node;
    loop {
        if node.reference().is_some() || is_wrapper(node) {
            return None;
        }
        match node.get("items").filter(|items| items.is_map()) {
            Some(items) if node.get("properties").is_none() => node = items,
            _ => return Some(node),
        }
    }
}

/// Returns whether a schema is another, named one with a text beside it.
fn is_wrapper(node: &DataNode) -> bool {
    const OWN: [&str; 5] = [
        "properties",
        "patternProperties",
        "additionalProperties",
        "oneOf",
        "anyOf",
    ];
    let parts = node.get("allOf").map(DataNode::items).unwrap_or_default();
    matches!(parts, [only] if only.reference().is_some())
        && OWN.iter().all(|key| node.get(key).is_none())
}

fn property_row(writer: &mut ApiWriter<'_>, property: &Property<'_>, depth: usize) {
    let Property {
        entry,
        required,
        from,
    } = property;
    let row = FieldRow {
        name: &entry.key,
        required: *required,
        deprecated: entry.node.is_set("deprecated"),
    };
    row.write(writer, &entry.node, |writer| {
        if let Some(from) = from {
            writer.open("div", "api-from");
            writer.text("from ");
            named(writer, from);
            writer.close();
        }
        // A named schema shows the inner objects of its own properties.
        if from.is_none() {
            inner(writer, &entry.node, depth);
        }
    });
}

fn pattern_row(writer: &mut ApiWriter<'_>, pattern: &Entry, depth: usize) {
    let name = format!("names like {}", pattern.key);
    let row = FieldRow {
        name: &name,
        required: false,
        deprecated: false,
    };
    row.write(writer, &pattern.node, |writer| {
        inner(writer, &pattern.node, depth)
    });
}

fn others_row(writer: &mut ApiWriter<'_>, others: &DataNode, depth: usize) {
    let row = FieldRow {
        name: "any other name",
        required: false,
        deprecated: false,
    };
    row.write(writer, others, |writer| inner(writer, others, depth));
}

/// Writes the fields of an inner object, which readers open.
fn inner(writer: &mut ApiWriter<'_>, node: &DataNode, depth: usize) {
    let Some(object) = unnamed_object(node) else {
        return;
    };
    let schema = Schema::of(object);
    let count = schema.properties(writer.documents()).len();
    let others = object
        .get("additionalProperties")
        .filter(|others| others.is_map());
    let is_empty = count == 0 && object.get("patternProperties").is_none();
    if is_empty && !has_variants(schema) {
        if let Some(others) = others.filter(|_| depth < DEEPEST) {
            inner(writer, others, depth + 1);
        }
        return;
    }
    writer.open("details", "api-inner");
    let summary = match count {
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
    pub fn write<'d>(
        &self,
        writer: &mut ApiWriter<'d>,
        schema: &DataNode,
        more: impl FnOnce(&mut ApiWriter<'d>),
    ) {
        self.open(writer, |writer| write_type(writer, schema));
        describe(writer, schema);
        more(writer);
        self.close(writer);
    }

    /// Opens the row with its name and type.
    pub fn open<'d>(
        &self,
        writer: &mut ApiWriter<'d>,
        write_type: impl FnOnce(&mut ApiWriter<'d>),
    ) {
        writer.open("tr", "");
        writer.open("th", "");
        if self.deprecated {
            writer.open("s", "");
        }
        writer.code(self.name);
        if self.deprecated {
            writer.close();
        }
        if self.required {
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

    /// Ends the row.
    pub fn close(&self, writer: &mut ApiWriter<'_>) {
        writer.close();
        writer.close();
    }
}

/// Writes the description of a schema and its constraints. Before OpenAPI 3.1, keys beside a `$ref`
/// have no meaning, but a description there was written for readers.
pub fn describe(writer: &mut ApiWriter<'_>, schema: &DataNode) {
    if let Some(description) = schema.get("description").or(schema.get("title")) {
        writer.remark(description);
    }
    if schema.reference().is_none() || !writer.context.description.is_before_3_1() {
        write_notes(writer, schema);
    }
    if let Some(docs) = schema.get("externalDocs") {
        super::parts::write_external_docs(writer, docs);
    }
}
