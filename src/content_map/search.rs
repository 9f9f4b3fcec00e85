//! `[[search]]`: the weight of pages in the search.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Globs;

/// The weight of some pages in the search. If two entries name a page, the later one counts; the
/// page's own front matter overrides both.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SearchEntry {
    /// The files, as a glob or a list of globs relative to the docs folder.
    pub files: Globs,
    /// The factor of the pages' weight: 2 doubles it, 0.5 halves it.
    #[schemars(range(min = 0.01, max = 100.0))]
    pub boost: Option<f64>,
    /// Leaves the pages out of the search.
    #[serde(default)]
    pub exclude: bool,
}
