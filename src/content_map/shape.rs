//! The type a value has, and the types its key takes, in words.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::schema::target;

/// The message about a value of the wrong type: "`site.name` must be a string, not an integer".
pub(super) fn misfit(schema: &Value, name: &str, value: &DeValue<'_>) -> Option<String> {
    let taken = types(schema);
    let found = json_type(value.type_str());
    let is_number = taken.contains(&"number") && matches!(found, "integer" | "float");
    if taken.is_empty() || taken.contains(&found) || is_number {
        return None;
    }
    let words: Vec<&str> = taken.into_iter().map(in_words).collect();
    Some(format!(
        "`{name}` must be {}, not {}",
        words.join(" or "),
        in_words(found)
    ))
}

/// The required keys that a table lacks. If several keys exclude each other, one of them is
/// required.
pub(super) fn missing(schema: &Value, table: &DeTable<'_>) -> Vec<String> {
    let mut missing: Vec<String> = required(schema)
        .filter(|key| !table.contains_key(*key))
        .map(|key| format!("a `{key}`"))
        .collect();
    let ways: Vec<&str> = schema["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(required)
        .collect();
    let given = ways.iter().filter(|key| table.contains_key(**key));
    let given = given.count();
    if !ways.is_empty() && given != 1 {
        let ways: Vec<String> = ways.iter().map(|key| format!("`{key}`")).collect();
        let (last, others) = ways.split_last().expect("there are some");
        let one = if given > 1 { "only one of " } else { "" };
        let word = if given > 1 { "and" } else { "or" };
        missing.push(format!("{one}{} {word} {last}", others.join(", ")));
    }
    missing
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// The schema of a value's type, out of several alternatives.
pub(super) fn alternative<'s>(schema: &'s Value, value: &DeValue<'_>) -> &'s Value {
    let is_meant = |one: &&Value| one["type"] == json_type(value.type_str());
    let all = schema["anyOf"].as_array().into_iter().flatten();
    all.map(target).find(is_meant).unwrap_or(schema)
}

/// The types that a schema takes, by their names in JSON.
fn types(schema: &Value) -> Vec<&str> {
    let variants = ["anyOf", "oneOf"]
        .iter()
        .filter_map(|key| schema[key].as_array())
        .flatten();
    let mut types: Vec<&str> = std::iter::once(schema)
        .chain(variants.map(target))
        .filter_map(|one| one["type"].as_str())
        .collect();
    types.dedup();
    types
}

/// JSON's name for a type of TOML.
fn json_type(toml: &str) -> &str {
    if toml == "table" { "object" } else { toml }
}

fn in_words(kind: &str) -> &str {
    match kind {
        "string" => "a string",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a table",
        "integer" | "float" | "number" => "a number",
        "datetime" => "a date",
        other => other,
    }
}
