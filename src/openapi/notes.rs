//! The constraints of a schema in words: `1 to 20 characters · default abc`.

use super::merge::folded;
use super::schema::Schema;
use super::writer::{ApiWriter, one_line};
use crate::yaml::DataNode;

/// The most values of an `enum` that stand in one line.
const MOST: usize = 12;

/// A note: words, or words and a value.
enum SchemaNote {
    Words(String),
    Code(&'static str, String),
}

/// Writes the notes on a schema as one line, and its allowed values.
pub fn write_notes(writer: &mut ApiWriter<'_>, node: &DataNode) {
    let node = &*folded(node);
    let mut notes = Vec::new();
    lengths(node, &mut notes);
    values(node, &mut notes);
    uses(node, &mut notes);
    let inner = inner_items(node);
    inner.iter().for_each(|items| lengths(items, &mut notes));
    write(writer, &notes);
    allowed_values(writer, node);
    inner.iter().for_each(|items| allowed_values(writer, items));
}

/// The schemas of the items of a list, and of lists in it, that have no name.
fn inner_items(node: &DataNode) -> Vec<&DataNode> {
    let mut inner = Vec::new();
    let mut node = node;
    while let Some(items) = node
        .get("items")
        .filter(|items| items.reference().is_none())
    {
        inner.push(items);
        node = items;
    }
    inner
}

fn write(writer: &mut ApiWriter<'_>, notes: &[SchemaNote]) {
    if notes.is_empty() {
        return;
    }
    writer.open("div", "api-notes");
    for (at, note) in notes.iter().enumerate() {
        if at > 0 {
            writer.text(" · ");
        }
        match note {
            SchemaNote::Words(words) => writer.text(words),
            SchemaNote::Code(words, value) => {
                writer.text(words);
                writer.text(" ");
                writer.code(value);
            }
        }
    }
    writer.close();
}

/// The bounds of lengths and numbers.
fn lengths(node: &DataNode, notes: &mut Vec<SchemaNote>) {
    for (least, most, one, many) in [
        ("minLength", "maxLength", "character", "characters"),
        ("minItems", "maxItems", "item", "items"),
        ("minProperties", "maxProperties", "property", "properties"),
    ] {
        let bounds = [least, most].map(|key| node.get(key).and_then(DataNode::scalar));
        notes.extend(length(bounds, one, many).map(SchemaNote::Words));
    }
    limit(node, "minimum", "exclusiveMinimum", ['≥', '>'], notes);
    limit(node, "maximum", "exclusiveMaximum", ['≤', '<'], notes);
    if let Some(step) = node.get("multipleOf").and_then(DataNode::scalar) {
        notes.push(SchemaNote::Words(format!("multiple of {step}")));
    }
    if node.is_set("uniqueItems") {
        notes.push(SchemaNote::Words("unique items".to_owned()));
    }
    if let Some(pattern) = node.text_of("pattern") {
        notes.push(SchemaNote::Code("matches", pattern.to_owned()));
    }
}

/// The least and the greatest length in words; `one` and `many` are the unit.
fn length(bounds: [Option<&str>; 2], one: &str, many: &str) -> Option<String> {
    let unit = |count: &str| if count == "1" { one } else { many };
    Some(match bounds {
        [Some(least), Some(most)] if least == most => format!("{least} {}", unit(least)),
        [Some(least), Some(most)] => format!("{least} to {most} {many}"),
        [Some(least), None] => format!("at least {least} {}", unit(least)),
        [None, Some(most)] => format!("at most {most} {}", unit(most)),
        [None, None] => return None,
    })
}

/// A bound of a number. OpenAPI 3.0 has a boolean at `exclusive`, 3.1 the bound itself.
fn limit(
    node: &DataNode,
    key: &str,
    exclusive: &str,
    [sign, strict]: [char; 2],
    notes: &mut Vec<SchemaNote>,
) {
    let own = node.get(exclusive).filter(|bound| bound.bool().is_none());
    if let Some(bound) = own.and_then(DataNode::scalar) {
        notes.push(SchemaNote::Words(format!("{strict} {bound}")));
    }
    if let Some(bound) = node.get(key).and_then(DataNode::scalar) {
        let sign = if node.is_set(exclusive) { strict } else { sign };
        notes.push(SchemaNote::Words(format!("{sign} {bound}")));
    }
}

/// The default and the examples.
fn values(node: &DataNode, notes: &mut Vec<SchemaNote>) {
    const LONGEST: usize = 200;
    let mut add = |words, value: &DataNode| {
        let value = one_line(value);
        if value.len() <= LONGEST {
            notes.push(SchemaNote::Code(words, value));
        }
    };
    if let Some(entry) = node.entry("default") {
        add("default", &entry.node);
    }
    if let Some(example) = node.entry("example").or(node.entry("x-example")) {
        add("for example", &example.node);
    }
    // An object's examples are blocks of their own.
    let examples = node.items_of("examples").iter();
    for example in examples.filter(|example| example.scalar().is_some()) {
        add("for example", example);
    }
}

/// The direction in which a property is sent, and the names of keywords that have no words here.
fn uses(node: &DataNode, notes: &mut Vec<SchemaNote>) {
    for (key, words) in [
        ("readOnly", "read only"),
        ("writeOnly", "write only"),
        ("deprecated", "deprecated"),
    ] {
        if node.is_set(key) {
            notes.push(SchemaNote::Words(words.to_owned()));
        }
    }
    if node.get("additionalProperties").and_then(DataNode::bool) == Some(false) {
        notes.push(SchemaNote::Words("no other properties".to_owned()));
    }
    if node.get("discriminator").is_none() {
        let unknown = UNUSUAL.iter().filter(|key| node.entry(key).is_some());
        for key in unknown {
            notes.push(SchemaNote::Code("also uses", (*key).to_owned()));
        }
    }
}

/// Keywords of JSON Schema that are named and not explained.
const UNUSUAL: [&str; 9] = [
    "if",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "$dynamicRef",
    "prefixItems",
];

/// Writes the values of an `enum`, with their descriptions if there are any.
fn allowed_values(writer: &mut ApiWriter<'_>, node: &DataNode) {
    let (values, remarks) = enumerated(node);
    if values.is_empty() {
        return;
    }
    let has_remarks = remarks.iter().any(Option::is_some);
    if has_remarks {
        return described_values(writer, &values, &remarks);
    }
    if values.len() > MOST {
        writer.open("details", "api-inner");
        writer.element("summary", "", &format!("{} values", values.len()));
    }
    writer.open("div", "api-notes");
    writer.text(if values.len() == 1 {
        "only "
    } else {
        "one of "
    });
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            writer.text(", ");
        }
        writer.code(&one_line(value));
    }
    writer.close();
    if values.len() > MOST {
        writer.close();
    }
}

fn described_values(
    writer: &mut ApiWriter<'_>,
    values: &[&DataNode],
    remarks: &[Option<&DataNode>],
) {
    writer.open("table", "api-values");
    writer.open("tbody", "");
    for (value, remark) in values.iter().zip(remarks) {
        writer.open("tr", "");
        writer.open("td", "");
        writer.code(&one_line(value));
        writer.close();
        writer.open("td", "");
        if let Some(remark) = remark {
            writer.remark(remark);
        }
        writer.close();
        writer.close();
    }
    writer.close();
    writer.close();
}

/// The values of an `enum`, or of a `oneOf` of constants, and the description of each.
fn enumerated(node: &DataNode) -> (Vec<&DataNode>, Vec<Option<&DataNode>>) {
    if let Some(values) = node.get("enum") {
        let values: Vec<&DataNode> = values.items().iter().collect();
        let remarks = [
            "x-enumDescriptions",
            "x-enum-descriptions",
            "x-enum-varnames",
        ];
        let remarks = remarks.iter().find_map(|key| node.get(key));
        let remark = |(at, value): (usize, &&DataNode)| {
            let remarks = remarks?;
            remarks
                .items()
                .get(at)
                .or_else(|| remarks.get(value.scalar()?))
        };
        let remarks = values.iter().enumerate().map(remark).collect();
        return (values, remarks);
    }
    let choices = Schema::of(node).choices("oneOf");
    if choices.is_empty() || choices.iter().any(|choice| choice.get("const").is_none()) {
        return (Vec::new(), Vec::new());
    }
    let remarks = choices
        .iter()
        .map(|choice| choice.get("description").or(choice.get("title")));
    let remarks = remarks.collect();
    let values = choices
        .iter()
        .filter_map(|choice| choice.get("const"))
        .collect();
    (values, remarks)
}
