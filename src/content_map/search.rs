//! `[[search]]`: what pages count in the search.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Globs;

/// What some pages count in the search. Of two entries that name a page, the later one holds;
/// a page's own front matter holds before both.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SearchEntry {
    /// The files, as a glob or a list of globs relative to the docs folder.
    pub files: Globs,
    /// How much more the pages count than others: 2 is twice as much, 0.5 half as much.
    #[schemars(range(min = 0.01, max = 100.0))]
    pub boost: Option<f64>,
    /// Whether they are left out.
    #[serde(default)]
    pub exclude: bool,
}
