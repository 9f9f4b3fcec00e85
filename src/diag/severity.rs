//! How much a finding weighs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Not shown.
    Allow,
    /// Said once at the end, about the tree as a whole; fails nothing, `--strict` or not.
    Note,
    /// Shown; exit 0 unless `--strict`.
    Warning,
    /// Shown; exit 1.
    Error,
}

impl Severity {
    /// The name in messages, reports and the content map.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Allow => "allow",
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}
