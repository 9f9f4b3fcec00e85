//! The navigation tree: folders and pages in display order.

mod builder;
mod child;
mod title;
mod order;
mod section;
mod unknown;
mod natural;

pub use natural::natural_key;

use std::collections::BTreeMap;

use crate::content_map::ContentMap;
use crate::diag::Diagnostic;
use crate::site::Places;
use builder::Builder;

/// A folder with its items, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavFolder {
    /// Path below the docs folder, with `/` at its end; the docs folder's is empty.
    pub path: String,
    /// The title in the navigation.
    pub title: String,
    /// The index page (`index.md`, `README.md`), by its number.
    pub index: Option<usize>,
    /// The other items.
    pub items: Vec<FolderItem>,
    /// The number of pages in it, folders below included.
    pub count: usize,
    /// The only page of the folder: lists show it in place of the folder.
    pub only: Option<OnlyPage>,
}

/// A page that is all that its folder shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyPage {
    /// The page's number.
    pub page: usize,
    /// The title that lists show in place of the folder's.
    pub title: String,
}

/// An item of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderItem {
    /// A page of its own, by its number.
    Page(usize),
    /// A page that the content map put here, from another folder or under another name.
    Named(usize, String),
    /// A folder.
    Folder(NavFolder),
    /// An address outside the docs, and its title.
    Link(String, String),
}

/// A page, reduced to what the tree needs.
pub struct TreePage<'a> {
    /// Path below the docs folder.
    pub path: &'a str,
    /// The page's title.
    pub title: &'a str,
    /// True if the title comes from the page's text and not from its path.
    pub named: bool,
    /// True for a page that is kept out of the navigation.
    pub hidden: bool,
    /// Its number among the pages of its file, which are in reading order.
    pub number: u32,
}

/// The tree of a site.
pub struct SiteTree {
    /// The docs folder.
    pub root: NavFolder,
    /// The paths of the tabs that are no folders, by their numbers in the content map.
    pub tab_sections: BTreeMap<usize, String>,
    /// The findings about the content map.
    pub findings: Vec<Diagnostic>,
}

/// Builds the tree of all folders, and of the sections that are none.
pub fn tree(leaves: &[TreePage<'_>], map: &ContentMap, places: &Places) -> SiteTree {
    let folders = builder::contents(leaves);
    let mut builder = Builder::new(leaves, map, &folders, places);
    let mut root = builder.folder("");
    let mut tab_sections = BTreeMap::new();
    // The pages of an only tab are the order of the docs folder.
    let tabs = map.tabs.iter().filter(|_| map.only_pages().is_none());
    for (number, tab) in tabs.enumerate() {
        let Some(pages) = &tab.pages else {
            continue;
        };
        let title = tab.title.as_deref().unwrap_or_default();
        let keys = ["tab".to_owned(), number.to_string(), "pages".to_owned()];
        let section = builder.section("", title, pages, &keys);
        if !section.is_empty() {
            tab_sections.insert(number, section.path.clone());
            root.items.push(FolderItem::Folder(section));
        }
    }
    builder.unknown_names();
    SiteTree {
        root,
        tab_sections,
        findings: builder.findings,
    }
}

/// Finds the folder with this path in the tree.
pub fn find<'t>(tree: &'t NavFolder, path: &str) -> Option<&'t NavFolder> {
    if tree.path == path {
        return Some(tree);
    }
    tree.items.iter().find_map(|item| match item {
        FolderItem::Folder(folder) if path.starts_with(&folder.path) => find(folder, path),
        _ => None,
    })
}

impl NavFolder {
    /// Returns whether it has neither pages nor links.
    fn is_empty(&self) -> bool {
        self.count == 0 && self.items.is_empty()
    }
}

impl FolderItem {
    /// The number of pages in the item.
    fn count(&self) -> usize {
        match self {
            FolderItem::Page(_) | FolderItem::Named(..) => 1,
            FolderItem::Folder(folder) => folder.count,
            FolderItem::Link(..) => 0,
        }
    }
}
