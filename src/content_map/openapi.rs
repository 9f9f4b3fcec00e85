//! `[openapi]`: the files that become API references.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::Globs;

/// The API references.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct OpenApiSettings {
    /// The files that may become API references, as a glob or a list of globs relative to the docs
    /// folder. The default is every OpenAPI description; `false` turns the references off.
    pub files: ApiFiles,
}

/// The files that may become API references.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ApiFiles {
    /// All of the docs folder.
    #[default]
    All,
    /// None.
    None,
    /// Those that match.
    Matching(Globs),
}

impl ApiFiles {
    /// Returns whether the file at a path in the docs folder may become an API reference.
    pub fn contains(&self, path: &str) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Matching(globs) => globs.contains(path),
        }
    }
}

/// The TOML form: `false`, `true`, `"a/*.yaml"` or `["a/*.yaml", "b/*.json"]`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected `false`, a glob or a list of globs")]
enum WrittenFiles {
    Switch(bool),
    Globs(Globs),
}

impl<'de> Deserialize<'de> for ApiFiles {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match WrittenFiles::deserialize(deserializer)? {
            WrittenFiles::Switch(true) => Self::All,
            WrittenFiles::Switch(false) => Self::None,
            WrittenFiles::Globs(globs) => Self::Matching(globs),
        })
    }
}

impl JsonSchema for ApiFiles {
    fn schema_name() -> Cow<'static, str> {
        "ApiFiles".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let globs = Globs::json_schema(generator);
        let kinds = globs
            .get("anyOf")
            .and_then(|kinds| kinds.as_array())
            .cloned();
        let kinds = kinds.unwrap_or_default().into_iter();
        let boolean = json_schema!({ "type": "boolean" }).to_value();
        let all: Vec<serde_json::Value> = std::iter::once(boolean).chain(kinds).collect();
        json_schema!({ "anyOf": all })
    }
}
