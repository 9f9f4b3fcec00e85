//! `[[tab]]`, `[folder]` and `[page]`: the navigation, its titles and its order.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TreePath;

/// A tab of the header: a folder of the docs, a page, or another site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["path"] }, { "required": ["url"] }]))]
pub struct TabSettings {
    /// The tab's name. The default is the title of the folder or page.
    pub title: Option<String>,
    /// The folder or page, relative to the docs folder.
    pub path: Option<TreePath>,
    /// An address outside the docs, in place of `path`.
    #[schemars(extend("format" = "link"))]
    pub url: Option<String>,
    /// The entries of the tab's folder, in order; see `folder`.
    pub order: Option<Vec<OrderEntry>>,
}

/// A folder of the docs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct FolderSettings {
    /// The folder's name. The default is the title of its index page, or else its own name.
    pub title: Option<String>,
    /// The entries of the folder, in order: pages and folders by their paths in it, pages of other
    /// folders and links as tables, and `"..."` for all the others in natural order. Without
    /// `"..."` the others are not in the navigation.
    pub order: Option<Vec<OrderEntry>>,
}

/// A page of the docs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct PageSettings {
    /// The page's name in navigation, search and lists. The default is its own title.
    pub title: Option<String>,
    /// Keeps the page out of the navigation. It is still built.
    pub hidden: bool,
}

/// An entry of an `order`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(from = "WrittenEntry")]
#[schemars(with = "WrittenEntry")]
pub enum OrderEntry {
    /// `"..."`: everything that the order does not name, in natural order.
    Rest,
    /// A page or folder, relative to the folder of the order.
    Path(TreePath),
    /// A page or folder, relative to the docs folder, and its name in this folder.
    Page(TreePath, Option<String>),
    /// An address outside the docs, and its name.
    Link(String, Option<String>),
}

/// The TOML form: `"intake.md"`, `{ title = "Status", url = "https://..." }`.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum WrittenEntry {
    Text(#[schemars(with = "TreePath")] String),
    Table(EntryTable),
}

/// A page of any folder, or a link.
#[derive(Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["path"] }, { "required": ["url"] }]))]
struct EntryTable {
    /// Its name in this folder. The default is the page's own title, or the address.
    title: Option<String>,
    /// A page, relative to the docs folder; or a folder, which means its index page.
    path: Option<TreePath>,
    /// An address outside the docs, in place of `path`.
    #[schemars(extend("format" = "link"))]
    url: Option<String>,
}

impl From<WrittenEntry> for OrderEntry {
    fn from(written: WrittenEntry) -> Self {
        match written {
            WrittenEntry::Text(text) if text == "..." => OrderEntry::Rest,
            WrittenEntry::Text(text) if super::rule::is_web(&text) => OrderEntry::Link(text, None),
            WrittenEntry::Text(text) => OrderEntry::Path(text.into()),
            WrittenEntry::Table(EntryTable {
                title,
                url: Some(url),
                ..
            }) => OrderEntry::Link(url, title),
            // The schema requires one of the two.
            WrittenEntry::Table(EntryTable { title, path, .. }) => {
                OrderEntry::Page(path.unwrap_or_default(), title)
            }
        }
    }
}
