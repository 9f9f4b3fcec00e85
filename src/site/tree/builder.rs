//! Builds the tree from the top: the items of a folder, and each folder in it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::child::Child;
use super::natural::natural_key;
use super::{FolderItem, NavFolder, OnlyPage, TreePage};
use crate::address::split;
use crate::content_map::{self, ContentMap};
use crate::diag::Diagnostic;
use crate::site::Places;
use crate::site::route::{is_index, is_readme};

/// The direct contents of a folder.
#[derive(Default)]
pub struct FolderContents<'a> {
    /// The pages, by number.
    pub pages: Vec<usize>,
    /// The paths of the folders, with `/` at their ends.
    pub folders: BTreeSet<&'a str>,
}

/// The direct contents of each folder, by its path.
pub fn contents<'a>(leaves: &[TreePage<'a>]) -> BTreeMap<&'a str, FolderContents<'a>> {
    let mut folders = BTreeMap::from([("", FolderContents::default())]);
    for (at, leaf) in leaves.iter().enumerate() {
        let (folder, _) = split(leaf.path);
        folders.entry(folder).or_default().pages.push(at);
        let mut child = folder;
        while !child.is_empty() {
            let (parent, _) = split(child.trim_end_matches('/'));
            let contents = folders.entry(parent).or_default();
            contents.folders.insert(child);
            child = parent;
        }
    }
    folders
}

impl FolderContents<'_> {
    /// Its pages and folders, without its index page.
    fn children(&self, index: Option<usize>) -> Vec<Child> {
        let mut children = Vec::new();
        for at in &self.pages {
            if Some(*at) != index {
                children.push(Child::Page(*at, None));
            }
        }
        for path in &self.folders {
            let path = (*path).to_owned();
            children.push(Child::Folder(path, None));
        }
        children
    }
}

/// Builds the tree of a site, and collects the findings about the content map.
pub struct Builder<'a> {
    pub leaves: &'a [TreePage<'a>],
    pub map: &'a ContentMap,
    pub folders: &'a BTreeMap<&'a str, FolderContents<'a>>,
    pub findings: Vec<Diagnostic>,
    /// The paths of the sections that are no folders.
    pub sections: BTreeSet<String>,
    /// The files of the built site.
    pub places: &'a Places,
    /// The pages by their paths.
    pub by_path: HashMap<&'a str, usize>,
    /// The paths of the pages without their endings.
    pub stems: HashSet<&'a str>,
}

impl<'a> Builder<'a> {
    pub fn new(
        leaves: &'a [TreePage<'a>],
        map: &'a ContentMap,
        folders: &'a BTreeMap<&'a str, FolderContents<'a>>,
        places: &'a Places,
    ) -> Self {
        let numbered = leaves.iter().enumerate().rev();
        let stem = |leaf: &TreePage<'a>| {
            leaf.path
                .rsplit_once('.')
                .map_or(leaf.path, |(stem, _)| stem)
        };
        Self {
            by_path: numbered.map(|(at, leaf)| (leaf.path, at)).collect(),
            stems: leaves.iter().map(stem).collect(),
            leaves,
            map,
            folders,
            places,
            findings: Vec::new(),
            sections: BTreeSet::new(),
        }
    }

    /// The folder at a path. The recursion is as deep as the paths, and file systems limit their
    /// depth far below what overflows the stack.
    pub fn folder(&mut self, path: &str) -> NavFolder {
        let contents = &self.folders[path];
        let index = self.index_of(&contents.pages);
        let mut children = contents.children(index);
        self.natural(&mut children);
        if let Some(order) = self.order_of(path) {
            children = self.ordered(path, children, &order);
        }
        let items = children.into_iter();
        let items: Vec<FolderItem> = items.filter_map(|child| self.item(child)).collect();
        let below: usize = items.iter().map(FolderItem::count).sum();
        let shows_index = index.is_some_and(|at| !self.leaves[at].hidden);
        let mut folder = NavFolder {
            path: path.to_owned(),
            title: self.title(path),
            index,
            items,
            count: below + usize::from(shows_index),
            only: None,
        };
        folder.only = self.only(&folder);
        folder
    }

    /// The item for a child; `None` for a hidden page or an empty folder.
    pub fn item(&mut self, child: Child) -> Option<FolderItem> {
        match child {
            Child::Page(at, _) if self.leaves[at].hidden => None,
            Child::Page(at, Some(title)) => Some(FolderItem::Named(at, title)),
            Child::Page(at, None) => Some(FolderItem::Page(at)),
            Child::Link(url, title) => Some(FolderItem::Link(url, title)),
            Child::Section(section) => (!section.is_empty()).then_some(FolderItem::Folder(section)),
            Child::Folder(path, title) => {
                let mut folder = self.folder(&path);
                if let Some(title) = title {
                    folder.only = folder.only.map(|only| OnlyPage {
                        title: title.clone(),
                        ..only
                    });
                    folder.title = title;
                }
                (!folder.is_empty()).then_some(FolderItem::Folder(folder))
            }
        }
    }

    /// Sorts pages before folders, numbers by value (`2-x` before `10-x`), then by name. Pages of
    /// one file are in its order, whether or not they have a folder of their own.
    fn natural(&self, children: &mut [Child]) {
        children.sort_by_cached_key(|child| match child {
            Child::Page(at, _) => {
                let TreePage { path, number, .. } = self.leaves[*at];
                let (_, stem) = split(path);
                (number > 0, number, natural_key(stem))
            }
            Child::Folder(path, _) => {
                let number = self.number_of(path);
                (true, number, natural_key(path))
            }
            Child::Link(path, _) => (true, 0, natural_key(path)),
            Child::Section(section) => (true, 0, natural_key(&section.path)),
        });
    }

    /// The number of a folder's index page among the pages of its file.
    fn number_of(&self, folder: &str) -> u32 {
        let contents = self.folders.get(folder);
        let index = contents.and_then(|contents| self.index_of(&contents.pages));
        index.map_or(0, |at| self.leaves[at].number)
    }

    /// The index page among these pages of a folder.
    pub fn index_of(&self, pages: &[usize]) -> Option<usize> {
        let find = |wanted: fn(&str) -> bool| {
            let mut pages = pages.iter().copied();
            pages.find(|&at| wanted(self.leaves[at].path))
        };
        find(is_index).or_else(|| find(is_readme))
    }

    /// The tab of the content map that shows a folder, by number.
    pub fn tab_at(&self, path: &str) -> Option<usize> {
        let shows = |tab: &content_map::TabSettings| {
            let Some(tab) = tab.path.as_ref() else {
                return false;
            };
            tab.as_str() == path.trim_end_matches('/') || self.is_index_of(tab, path)
        };
        self.map.tabs.iter().position(shows)
    }

    /// Returns whether a page is the index of a folder.
    pub fn is_index_of(&self, page: &str, folder: &str) -> bool {
        let (own_folder, _) = split(page);
        if own_folder != folder {
            return false;
        }
        let Some(contents) = self.folders.get(folder) else {
            return false;
        };
        let index = self.index_of(&contents.pages);
        index.is_some_and(|at| self.leaves[at].path == page)
    }
}
