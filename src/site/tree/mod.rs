//! The navigation tree: folders and pages in the order in which they are shown.

mod builder;
mod child;
mod title;
mod order;
mod unknown;
mod natural;

pub use natural::natural_key;

use crate::content_map::ContentMap;
use crate::diag::Diagnostic;
use builder::Builder;

/// A folder with what it shows, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavFolder {
    /// Path below the docs folder, with `/` at its end; the docs folder's is empty.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// The page that speaks for it (`index.md`, `README.md`).
    pub index: Option<usize>,
    /// The others.
    pub items: Vec<FolderItem>,
    /// How many pages it shows, its own and those below it included.
    pub count: usize,
    /// The page that is all it shows: lists have that in its place.
    pub only: Option<OnlyPage>,
}

/// The one page of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyPage {
    /// Its number.
    pub page: usize,
    /// What it is called in place of the folder.
    pub title: String,
}

/// What a folder shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderItem {
    /// A page of its own, by its number.
    Page(usize),
    /// A page that the content map put here: of another folder, or under another name.
    Named(usize, String),
    /// A folder.
    Folder(NavFolder),
    /// Something outside the docs: its address and what it is called.
    Link(String, String),
}

/// A page, as far as the tree needs it.
pub struct TreePage<'a> {
    /// Path below the docs folder.
    pub path: &'a str,
    /// Its name.
    pub title: &'a str,
    /// Whether it says its own name (and not its path).
    pub named: bool,
    /// Kept out of the navigation.
    pub hidden: bool,
}

/// Builds the tree of all folders.
pub fn tree(leaves: &[TreePage<'_>], map: &ContentMap) -> (NavFolder, Vec<Diagnostic>) {
    let folders = builder::contents(leaves);
    let mut builder = Builder::new(leaves, map, &folders);
    let root = builder.folder("");
    builder.unknown_names();
    (root, builder.findings)
}

/// The folder of that path in the tree.
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
    /// Whether it shows nothing at all.
    fn is_empty(&self) -> bool {
        self.count == 0 && self.items.is_empty()
    }
}

impl FolderItem {
    /// How many pages it stands for.
    fn count(&self) -> usize {
        match self {
            FolderItem::Page(_) | FolderItem::Named(..) => 1,
            FolderItem::Folder(folder) => folder.count,
            FolderItem::Link(..) => 0,
        }
    }
}
