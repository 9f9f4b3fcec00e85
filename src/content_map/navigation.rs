//! `[[tab]]`, `[folder]` and `[page]`: the navigation, its titles and its order.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TreePath;

/// A tab of the header: a folder of the docs, a page, pages of any folders, or another site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    { "required": ["path"] }, { "required": ["url"] }, { "required": ["pages"] },
]))]
pub struct TabSettings {
    /// The tab's name. The default is the title of the folder or of the first page.
    pub title: Option<String>,
    /// The folder or page, relative to the docs folder.
    pub path: Option<TreePath>,
    /// An address outside the docs, in place of `path`.
    #[schemars(extend("format" = "link"))]
    pub url: Option<String>,
    /// Pages of any folders and links, in order, in place of `path`. Paths are relative to the docs
    /// folder.
    pub pages: Option<Vec<OrderEntry>>,
    /// The entries of the tab's folder, in order; see `folder`.
    pub order: Option<Vec<OrderEntry>>,
}

/// A folder of the docs.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct FolderSettings {
    /// The folder's name. The default is the title of its index page, or else its own name.
    pub title: Option<String>,
    /// The entries of the folder, in order: pages and folders by their paths in it, pages of other
    /// folders, sections and links as tables, and `"..."` for all the others in natural order.
    /// Without `"..."` the others are not in the navigation.
    pub order: Option<Vec<OrderEntry>>,
}

/// A page of the docs.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
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
    /// A section that is no folder: its name, and its entries. Their paths are relative to the docs
    /// folder.
    Section(String, Vec<OrderEntry>),
}

/// The TOML form: `"intake.md"`, `{ title = "Status", url = "https://..." }`,
/// `{ title = "Guides", pages = ["a.md"] }`.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum WrittenEntry {
    Text(#[schemars(with = "TreePath")] String),
    Table(EntryTable),
}

/// A page of any folder, a link, or a section.
#[derive(Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    { "required": ["path"] }, { "required": ["url"] }, { "required": ["pages"] },
]))]
struct EntryTable {
    /// Its name in this folder. The default is the page's own title, or the address.
    title: Option<String>,
    /// A page, relative to the docs folder; or a folder, which means its index page.
    path: Option<TreePath>,
    /// An address outside the docs, in place of `path`.
    #[schemars(extend("format" = "link"))]
    url: Option<String>,
    /// The entries of a section that is no folder, in place of `path`: pages by their paths in the
    /// docs folder, links and further sections.
    pages: Option<Vec<WrittenEntry>>,
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
            WrittenEntry::Table(EntryTable {
                title,
                pages: Some(pages),
                ..
            }) => {
                let pages = pages.into_iter().map(OrderEntry::from).collect();
                OrderEntry::Section(title.unwrap_or_default(), pages)
            }
            // The schema requires one of the three.
            WrittenEntry::Table(EntryTable { title, path, .. }) => {
                OrderEntry::Page(path.unwrap_or_default(), title)
            }
        }
    }
}
