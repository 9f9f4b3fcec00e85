//! Front matter in TOML, as Hugo and Zola write it.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The reason why a block is not TOML.
#[derive(Debug)]
pub struct TomlFault {
    /// Byte range in the block.
    pub range: Range<usize>,
    /// The finding's message.
    pub message: String,
    /// The finding's help.
    pub help: &'static str,
}

/// Reads a block. Every scalar becomes text, as in YAML.
pub fn read(toml: &str) -> Result<Value, TomlFault> {
    match DeTable::parse(toml) {
        Ok(table) => Ok(fields(table.get_ref(), toml)),
        Err(error) => {
            let range = error.span().unwrap_or(0..0);
            let written = toml.get(range.clone()).unwrap_or_default();
            if error.message().starts_with("duplicate key") && !written.is_empty() {
                let message = format!("`{written}` stands twice");
                return Err(TomlFault {
                    range,
                    message,
                    help: "take one of the two out",
                });
            }
            let reason = error.message().lines().next().unwrap_or_default();
            let message = format!("the front matter does not parse: {reason}");
            Err(TomlFault {
                range,
                message,
                help: "write TOML between `+++` lines: `key = \"value\"`",
            })
        }
    }
}

fn fields(table: &DeTable<'_>, toml: &str) -> Value {
    Value::Object(
        table
            .iter()
            .map(|(name, field)| (name.get_ref().to_string(), value(field, toml)))
            .collect(),
    )
}

fn value(found: &Spanned<DeValue<'_>>, toml: &str) -> Value {
    match found.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Array(items) => items.iter().map(|item| value(item, toml)).collect(),
        DeValue::Table(table) => fields(table, toml),
        _ => Value::String(toml.get(found.span()).unwrap_or_default().to_owned()),
    }
}
