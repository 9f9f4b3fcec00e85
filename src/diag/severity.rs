//! The severity of a finding.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The severity of a finding.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Hidden.
    Allow,
    /// Shown once at the end, about the whole tree; fails nothing, even under `--strict`.
    Note,
    /// Shown; exit code 0 unless `--strict` is set.
    Warning,
    /// Shown; exit code 1.
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
