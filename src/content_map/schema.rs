//! The JSON Schema of the content map, made from its types. Editors complete keys from it, and the
//! map is checked against it.

use std::sync::LazyLock;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Map, Value};

use super::ContentMap;

/// The schema that `bf-docs schema` prints: indented JSON with a line end.
pub fn schema() -> String {
    format!("{:#}\n", *SCHEMA)
}

/// The schema, without references if they are not needed, so that a value and its schema are walked
/// together.
pub(super) static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let settings = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(ForToml);
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<ContentMap>()
        .to_value();
    // The order must not depend on the features of `serde_json` that other crates turn on.
    schema.sort_all_objects();
    schema
});

/// The schema that a part of the schema is or refers to. Only what contains itself is referred to.
pub(super) fn target(schema: &Value) -> &Value {
    let reference = schema["$ref"]
        .as_str()
        .and_then(|path| path.strip_prefix('#'));
    let target = reference.and_then(|pointer| SCHEMA.pointer(pointer));
    target.unwrap_or(schema)
}

/// Adapts the schema to TOML and to editors. TOML has no null, so an optional key is only not
/// required. An editor shows a description as plain text, so its lines are joined.
#[derive(Clone)]
struct ForToml;

impl Transform for ForToml {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(schema) = schema.as_object_mut() else {
            return;
        };
        drop_null(schema);
        if let Some(Value::String(text)) = schema.get_mut("description") {
            let paragraphs = text
                .split("\n\n")
                .map(|paragraph| paragraph.replace('\n', " "));
            *text = paragraphs.collect::<Vec<_>>().join("\n\n");
        }
    }
}

/// Replaces "`T` or null" by `T`.
fn drop_null(schema: &mut Map<String, Value>) {
    schema.retain(|key, value| key != "default" || !value.is_null());
    if let Some(kind) = schema.get_mut("type")
        && let Some(real) = kind
            .as_array()
            .and_then(|kinds| kinds.iter().find(|k| *k != "null"))
    {
        *kind = real.clone();
    }
    if let Some([Value::Object(real), null]) = schema.get("anyOf").and_then(as_pair)
        && null["type"] == "null"
    {
        let real = real.clone();
        schema.remove("anyOf");
        for (key, value) in real {
            schema.entry(key).or_insert(value);
        }
    }
}

fn as_pair(value: &Value) -> Option<&[Value; 2]> {
    value.as_array()?.as_slice().try_into().ok()
}
