//! A path in the docs folder, as the content map writes it.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A page or folder of the docs: `/` between folders, no `./` before and no `/`
/// after it. The docs folder itself is the empty path.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct TreePath(String);

impl TreePath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for TreePath {
    fn from(text: String) -> Self {
        let parts = text
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".");
        Self(parts.collect::<Vec<_>>().join("/"))
    }
}

impl From<&str> for TreePath {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Deref for TreePath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for TreePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for TreePath {
    fn schema_name() -> Cow<'static, str> {
        "TreePath".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "tree-path" })
    }
}
