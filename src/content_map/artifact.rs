//! `[artifact]` and `[tracker]`: which pages are governed documents, and where work is tracked.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($variant:ident $name:literal $title:literal)*) => {
        /// The kind of a governed document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum DocKind { $(#[doc = $title] #[serde(rename = $name)] $variant,)* }

        impl DocKind {
            /// Every kind, in the order of the work: from the challenge to the release.
            pub const ALL: &'static [DocKind] = &[$(DocKind::$variant,)*];

            /// The name in the content map, in front matter and in JSON.
            pub fn name(self) -> &'static str {
                match self { $(DocKind::$variant => $name,)* }
            }

            /// The name that readers see.
            pub fn title(self) -> &'static str {
                match self { $(DocKind::$variant => $title,)* }
            }

            /// Looks up the kind with this name.
            pub fn from_name(name: &str) -> Option<DocKind> {
                match name { $($name => Some(DocKind::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    Challenge "challenge" "Challenge"
    Specification "specification" "Specification"
    Story "story" "Story"
    Decision "decision" "Decision"
    SystemDesign "system-design" "System Design"
    Service "service" "Service"
    Api "api" "API"
    Runbook "runbook" "Runbook"
    Process "process" "Process"
    Release "release" "Release"
}

impl JsonSchema for DocKind {
    fn schema_name() -> Cow<'static, str> {
        "Kind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<_> = DocKind::ALL.iter().map(|kind| kind.name()).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

/// The files that hold documents of one kind.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct ArtifactSettings {
    /// The files, as a glob or a list of globs relative to the docs folder: `*` and `?` stop at
    /// `/`, `**` does not, `[0-9]` is one of a range.
    pub files: Globs,
    /// Files that are not documents of this kind, although their place or name matches.
    pub exclude: Globs,
    /// For decisions: your own words for each status, `{ accepted = ["Live"] }`. They count in
    /// addition to the usual ones, in any case.
    pub status: BTreeMap<DecisionStatus, Vec<String>>,
}

/// The status of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DecisionStatus {
    /// Under discussion.
    Proposed,
    /// In force.
    Accepted,
    /// Turned down.
    Rejected,
    /// No longer in force, without a successor.
    Deprecated,
    /// Replaced by another decision.
    Superseded,
}

/// One glob or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Globs(Vec<glob::Pattern>);

impl Globs {
    /// Returns whether a path in the docs folder matches one of the globs.
    pub fn contains(&self, path: &str) -> bool {
        let options = glob::MatchOptions {
            require_literal_separator: true,
            ..Default::default()
        };
        self.0
            .iter()
            .any(|pattern| pattern.matches_with(path, options))
    }
}

/// The TOML form: `"a/*.md"` or `["a/*.md", "b/*.md"]`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a glob or a list of globs")]
enum WrittenGlobs {
    One(String),
    Many(Vec<String>),
}

impl<'de> Deserialize<'de> for Globs {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let globs = match WrittenGlobs::deserialize(deserializer)? {
            WrittenGlobs::One(glob) => vec![glob],
            WrittenGlobs::Many(globs) => globs,
        };
        let patterns = globs
            .iter()
            .map(|glob| glob::Pattern::new(glob.trim_start_matches("./")));
        patterns
            .collect::<Result<_, _>>()
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Globs {
    fn schema_name() -> Cow<'static, str> {
        "Globs".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = json_schema!({ "type": "string", "format": "glob" });
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// A place where work is tracked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Tracker {
    /// An item's address, with `{id}` for its id.
    #[schemars(extend("format" = "id-template"))]
    pub issue: String,
    /// The team keys that ids start with, such as `IPT` in `IPT-106`. Nothing else is an id.
    #[serde(default)]
    pub teams: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stops_at_a_folder() {
        let globs: ArtifactSettings =
            toml::from_str(r#"files = ["decisions/[0-9]*.md", "**/adr/*.md"]"#)
                .expect("two valid globs");
        assert!(globs.files.contains("decisions/0001-a.md"));
        assert!(globs.files.contains("x/y/adr/a.md"));
        assert!(!globs.files.contains("decisions/0001/a.md"));
        assert!(!globs.files.contains("decisions/index.md"));
    }
}
