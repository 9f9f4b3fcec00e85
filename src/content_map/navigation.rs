//! `[[tab]]`, `[folder]` and `[page]`: what stands where in the navigation.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TreePath;

/// A tab of the header: a folder of the docs, or a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Tab {
    /// The tab's name; without it, the title of the folder or page.
    pub title: Option<String>,
    /// The folder or page, relative to the docs folder.
    pub path: TreePath,
    /// What stands in it, in order; see `folder`.
    pub order: Option<Vec<Entry>>,
}

/// A folder of the docs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct FolderSettings {
    /// The folder's name; without it, its index page's title or its own name.
    pub title: Option<String>,
    /// What stands in it, in order: pages and folders by their paths in it, and `"..."` for all
    /// the others in natural order. Without `"..."` the others are not in the navigation.
    pub order: Option<Vec<Entry>>,
}

/// A page of the docs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct PageSettings {
    /// The page's name in navigation, search and lists; without it, its own title.
    pub title: Option<String>,
    /// Keeps the page out of the navigation. It is built all the same.
    pub hidden: bool,
}

/// One place in an order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(from = "String")]
#[schemars(with = "TreePath")]
pub enum Entry {
    /// `"..."`: everything not named, in natural order.
    Rest,
    /// A page or folder, relative to the folder that is put in order.
    Path(TreePath),
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        if text == "..." { Entry::Rest } else { Entry::Path(text.into()) }
    }
}
