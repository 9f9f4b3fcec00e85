//! `content-map.toml` becomes a [`ContentMap`].
//!
//! **Enters:** the file as a [`Source`]. **Leaves:** a [`ContentMap`] and what was
//! wrong in it.
//! **Invariant:** the types are the only list of keys. The JSON Schema is made
//! from them and the map is checked against that schema, so what an editor
//! completes, what is refused and what has an effect cannot differ.
//!
//! A key or value that is not known is a finding and taken as absent; all else
//! has its effect. A value of another type is a fault: what its author meant is
//! anyone's guess.

mod site;
mod url;
mod repository;
mod navigation;
mod tree_path;
mod artifact;
mod search;
mod publish;
mod schema;
mod check;
mod shape;
mod rule;
mod fault;
mod place;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

pub use artifact::{ArtifactSettings, DecisionStatus, DocKind, Globs, Tracker};
pub use fault::Fault;
pub use navigation::{FolderSettings, OrderEntry, PageSettings, TabSettings};
pub use publish::PublishSettings;
pub use repository::RepositorySettings;
pub use schema::schema;
pub use search::SearchEntry;
pub use site::{Parent, SiteSettings, TextDirection, Urls};
pub use tree_path::TreePath;
pub use url::SiteUrl;

use crate::diag::{Diagnostic, Severities};
use crate::source::Source;

/// What the file is called where no other is named.
pub const FILE: &str = "content-map.toml";

/// What the author of a site decided. Nothing has to be: the default is a whole map.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(title = "bf-docs content map", deny_unknown_fields)]
pub struct ContentMap {
    /// What holds for the site as a whole.
    pub site: SiteSettings,
    /// The header's tabs, in order. Without any: one for the start page and one for each top
    /// folder.
    #[serde(rename = "tab")]
    pub tabs: Vec<TabSettings>,
    /// Folders by their path in the docs folder.
    #[serde(rename = "folder")]
    #[schemars(extend("propertyNames" = { "format": "tree-path" }))]
    pub folders: BTreeMap<TreePath, FolderSettings>,
    /// Pages by their path in the docs folder.
    #[serde(rename = "page")]
    #[schemars(extend("propertyNames" = { "format": "tree-path" }))]
    pub pages: BTreeMap<TreePath, PageSettings>,
    /// Old addresses: a page's path or route, and the page or web address that is there now.
    #[schemars(extend("propertyNames" = { "format": "tree-path" }))]
    #[schemars(extend("additionalProperties" = { "type": "string", "format": "target" }))]
    pub redirects: BTreeMap<String, String>,
    /// Where the governed documents of each kind lie.
    #[serde(rename = "artifact")]
    pub artifacts: BTreeMap<DocKind, ArtifactSettings>,
    /// Where work is tracked, by a name of your own.
    #[serde(rename = "tracker")]
    pub trackers: BTreeMap<String, Tracker>,
    /// What pages count in the search.
    pub search: Vec<SearchEntry>,
    /// Where the built site goes.
    pub publish: PublishSettings,
    /// How much each finding weighs.
    pub checks: Severities,
    /// Which Markdown is understood.
    pub markdown: MarkdownSettings,
    /// The file, for the places of findings; `None` for the default map.
    #[serde(skip)]
    source: Option<Source>,
}

/// Which Markdown is understood.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct MarkdownSettings {
    /// Whether `$...$` and `$$...$$` are formulas.
    pub math: bool,
    /// Whether web addresses in a text are links.
    pub autolink: bool,
    /// The rule by which headings get their ids.
    pub slug: SlugRule,
    /// Whether ids of the trackers' items, and `#12` and `!34` of the repository, are links in a
    /// text.
    #[serde(rename = "tracker-links")]
    pub tracker_links: bool,
}

impl Default for MarkdownSettings {
    fn default() -> Self {
        Self {
            math: true,
            autolink: true,
            slug: SlugRule::Mkdocs,
            tracker_links: true,
        }
    }
}

/// The rule by which headings get their ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SlugRule {
    /// As MkDocs does: "Über / unter" is `uber-unter`, and what stands twice gets `_1`.
    #[default]
    Mkdocs,
    /// As GitHub does: "Über / unter" is `über--unter`, and what stands twice gets `-1`.
    Github,
    /// As GitLab does: "Über / unter" is `über-unter`, and what stands twice gets `-1`.
    Gitlab,
}

impl ContentMap {
    /// The path the site is served under, between slashes: `/` without a `site.url`.
    pub fn base(&self) -> &str {
        self.site.url.as_ref().map_or("/", SiteUrl::base)
    }
}

/// Reads a content map. What is wrong in it comes back beside it; only what is not
/// TOML, or has a value of another type, cannot be read.
pub fn read(source: &Source) -> Result<(ContentMap, Vec<Diagnostic>), Fault> {
    let table = DeTable::parse(&source.text).map_err(|error| Fault::syntax(source, &error))?;
    let span = table.span();
    let (table, findings) = check::check(source, &schema::SCHEMA, table.into_inner())?;
    let table = Deserializer::from(Spanned::new(span, table));
    // What is left has the schema's shape; should the types want more, they say so here.
    let map = ContentMap::deserialize(table)
        .map_err(|error| Fault::shape(source, error.span().unwrap_or_default(), error.message()))?;
    Ok((
        ContentMap {
            source: Some(source.clone()),
            ..map
        },
        findings,
    ))
}
