//! The severity of each code, from the content map or from the table of codes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error};

use super::{Code, Severity};

/// The severity of each code: its default, unless the content map sets another.
#[derive(Debug, Clone, Default)]
pub struct Severities(BTreeMap<Code, Severity>);

impl Severities {
    /// The severity of a code.
    pub fn of(&self, code: Code) -> Severity {
        self.0
            .get(&code)
            .copied()
            .unwrap_or_else(|| code.default_severity())
    }

    /// The same severities with another one for a code.
    #[must_use]
    pub fn with(mut self, code: Code, severity: Severity) -> Self {
        self.0.insert(code, severity);
        self
    }
}

impl<'de> Deserialize<'de> for Severities {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table: BTreeMap<String, Severity> = Deserialize::deserialize(deserializer)?;
        let row = |(name, severity): (String, Severity)| match Code::from_name(&name) {
            Some(code) => Ok((code, severity)),
            None => Err(D::Error::custom(format!("no check has the code `{name}`"))),
        };
        table
            .into_iter()
            .map(row)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// The schema has one property for each code, so that an editor completes and explains it.
impl JsonSchema for Severities {
    fn schema_name() -> Cow<'static, str> {
        "Checks".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let row = |code: &Code| {
            let schema = serde_json::json!({
                "description": code.summary(),
                "type": "string",
                "enum": ["allow", "note", "warning", "error"],
                "default": code.default_severity(),
            });
            (code.name().to_owned(), schema)
        };
        let rows: serde_json::Map<_, _> = Code::ALL.iter().map(row).collect();
        json_schema!({ "type": "object", "properties": rows, "additionalProperties": false })
    }
}
