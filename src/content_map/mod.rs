//! `content-map.toml` becomes a [`ContentMap`].
//!
//! **Enters:** the file as a [`Source`]. **Leaves:** a [`ContentMap`] and the findings about it.
//! **Invariant:** the types are the only list of keys. The JSON Schema is made from them, and the
//! map is checked against that schema. So the keys that an editor completes, the keys that are
//! accepted and the keys that have an effect are the same.
//!
//! An unknown key or value is a finding, and is treated as absent; everything else has its effect.
//! A value of another type is a fault, because its author's intention cannot be guessed.

mod site;
mod url;
mod repository;
mod navigation;
mod tree_path;
mod artifact;
mod openapi;
mod search;
mod publish;
mod gate;
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
pub use gate::{ByteSize, GateSettings, TimeSpan, TokenAlgorithm};
pub use navigation::{FolderSettings, OrderEntry, PageSettings, TabSettings};
pub use openapi::{ApiFiles, OpenApiSettings};
pub use publish::PublishSettings;
pub use repository::RepositorySettings;
pub use rule::takes;
pub use schema::schema;
pub use search::SearchEntry;
pub use site::{Parent, SiteSettings, TextDirection, Urls};
pub use tree_path::TreePath;
pub use url::SiteUrl;

use crate::diag::{Diagnostic, Severities};
use crate::source::Source;

/// The default name of the file.
pub const FILE: &str = "content-map.toml";

/// The decisions of a site's author. Every key is optional: an empty file is a complete map.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(title = "bf-docs content map", deny_unknown_fields)]
pub struct ContentMap {
    /// Settings of the whole site.
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
    /// Old addresses: a page's old path or route, and the page or web address that readers are sent
    /// to.
    #[schemars(extend("propertyNames" = { "format": "tree-path" }))]
    #[schemars(extend("additionalProperties" = { "type": "string", "format": "target" }))]
    pub redirects: BTreeMap<String, String>,
    /// The files that are governed documents, by kind.
    #[serde(rename = "artifact")]
    pub artifacts: BTreeMap<DocKind, ArtifactSettings>,
    /// The places where work is tracked, by a name of your own.
    #[serde(rename = "tracker")]
    pub trackers: BTreeMap<String, Tracker>,
    /// The weight of pages in the search.
    pub search: Vec<SearchEntry>,
    /// The place that the built site is published to.
    pub publish: PublishSettings,
    /// The sign-in before the published site.
    pub gate: GateSettings,
    /// The severity of each finding.
    pub checks: Severities,
    /// The dialect of Markdown.
    pub markdown: MarkdownSettings,
    /// The API references.
    pub openapi: OpenApiSettings,
    /// The file, for the places of findings; `None` for the default map.
    #[serde(skip)]
    source: Option<Source>,
}

/// The dialect of Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct MarkdownSettings {
    /// Renders `$...$` and `$$...$$` as formulas.
    pub math: bool,
    /// Draws the diagrams of `mermaid` blocks.
    pub diagrams: bool,
    /// The font that texts in diagrams are measured and shown in: a TrueType or OpenType file,
    /// by its path in the docs folder. The site's CSS declares the font.
    #[serde(rename = "diagram-font")]
    pub diagram_font: Option<TreePath>,
    /// Turns web addresses in a text into links.
    pub autolink: bool,
    /// The rule by which headings get their ids.
    pub slug: SlugRule,
    /// Turns ids of the trackers' items, and `#12` and `!34` of the repository, into links.
    #[serde(rename = "tracker-links")]
    pub tracker_links: bool,
}

impl Default for MarkdownSettings {
    fn default() -> Self {
        Self {
            math: true,
            diagrams: true,
            diagram_font: None,
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
    /// As in MkDocs: "Über / unter" is `uber-unter`, and a repeated id ends in `_1`.
    #[default]
    Mkdocs,
    /// As on GitHub: "Über / unter" is `über--unter`, and a repeated id ends in `-1`.
    Github,
    /// As on GitLab: "Über / unter" is `über-unter`, and a repeated id ends in `-1`.
    Gitlab,
}

impl ContentMap {
    /// The address of the site's root, with a `/` at its end: in full if `site.url` is given, else
    /// from the host's root.
    pub fn root(&self) -> &str {
        self.site.url.as_ref().map_or("/", SiteUrl::as_str)
    }

    /// The path the site is served under, between slashes: `/` without a `site.url`.
    pub fn base(&self) -> &str {
        self.site.url.as_ref().map_or("/", SiteUrl::base)
    }

    /// The pages of the only tab, if the site has one tab and that has pages: they are the site's
    /// navigation.
    pub fn only_pages(&self) -> Option<&[OrderEntry]> {
        match self.tabs.as_slice() {
            [tab] => tab.pages.as_deref(),
            _ => None,
        }
    }
}

/// Reads a content map and returns it with the findings about it. Only a file that is not TOML, or
/// has a value of the wrong type, cannot be read.
pub fn read(source: &Source) -> Result<(ContentMap, Vec<Diagnostic>), Fault> {
    let table = DeTable::parse(&source.text).map_err(|error| Fault::syntax(source, &error))?;
    let span = table.span();
    let (table, findings) = check::check(source, &schema::SCHEMA, table.into_inner())?;
    let table = Deserializer::from(Spanned::new(span, table));
    // The checked table has the schema's shape. If the types ask for more, they report it here.
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
