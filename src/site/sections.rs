//! Tabs, and what a page's surroundings are.

use super::name::of_path;
use super::tree::{Folder, Item};
use super::{Site, SitePage};
use crate::content_map::ContentMap;

/// A tab of the header: a folder, or the start page with the pages beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What it is called.
    pub title: String,
    /// The folder it shows (path with `/` at its end), or nothing for the start page.
    pub folder: Option<String>,
    /// The page it leads to, where it is one page.
    pub page: Option<usize>,
}

/// The content map's tabs; without any, the start page and the top folders.
pub fn tabs(tree: &Folder, pages: &[SitePage], map: &ContentMap) -> Vec<Tab> {
    if !map.tabs.is_empty() {
        return map.tabs.iter().filter_map(|tab| given(tree, pages, &tab.path, tab.title.as_deref())).collect();
    }
    let start = tree.index.map(|at| Tab { title: "Home".to_owned(), folder: None, page: Some(at) });
    let folders = tree.items.iter().filter_map(|item| match item {
        Item::Folder(folder) => {
            Some(Tab { title: folder.title.clone(), folder: Some(folder.path.clone()), page: None })
        }
        Item::Page(_) => None,
    });
    start.into_iter().chain(folders).collect()
}

fn given(tree: &Folder, pages: &[SitePage], path: &str, title: Option<&str>) -> Option<Tab> {
    if let Some(at) = pages.iter().position(|page| page.path == path) {
        let title = title.map_or_else(|| pages[at].names.title.clone(), str::to_owned);
        let folder = super::route::split(path).0;
        // A page in a folder stands for itself, the start page for the pages beside it.
        let folder = (!folder.is_empty()).then(|| folder.to_owned());
        return Some(Tab { title, folder: folder.filter(|_| super::route::is_index(path)), page: Some(at) });
    }
    let folder = find(tree, &format!("{path}/"))?;
    let title = title.map_or_else(|| folder.title.clone(), str::to_owned);
    Some(Tab { title, folder: Some(folder.path.clone()), page: None })
}

/// The folder of that path in the tree.
pub fn find<'t>(tree: &'t Folder, path: &str) -> Option<&'t Folder> {
    if tree.path == path {
        return Some(tree);
    }
    tree.items.iter().find_map(|item| match item {
        Item::Folder(folder) if path.starts_with(&folder.path) => find(folder, path),
        _ => None,
    })
}

impl Site {
    /// The tab that a path below the docs folder belongs to, by number.
    pub fn tab_of(&self, path: &str) -> Option<usize> {
        let fits = |tab: &Tab| match (&tab.folder, tab.page) {
            (Some(folder), _) => path.starts_with(folder.as_str()).then_some(folder.len()),
            (None, Some(at)) if self.pages[at].path == path => Some(path.len()),
            // The start page's tab also has the pages beside it.
            (None, Some(at)) => (!path.contains('/') && !self.pages[at].path.contains('/')).then_some(0),
            (None, None) => None,
        };
        let best = self.tabs.iter().enumerate().filter_map(|(at, tab)| Some((fits(tab)?, at)));
        best.max_by_key(|(length, at)| (*length, usize::MAX - at)).map(|(_, at)| at)
    }

    /// The folder whose tree stands beside a page: its tab's, or its top folder.
    pub fn section_of(&self, path: &str) -> &Folder {
        let tab = self.tab_of(path).and_then(|at| self.tabs[at].folder.as_deref());
        let top = path.split_once('/').map(|(top, _)| format!("{top}/"));
        let folder = tab.map(str::to_owned).or(top).unwrap_or_default();
        find(&self.tree, &folder).unwrap_or(&self.tree)
    }

    /// The folders from the tree's root to the one that holds a path, the root left out.
    pub fn folders_to(&self, path: &str) -> Vec<&Folder> {
        let mut chain = Vec::new();
        let mut folder = &self.tree;
        while let Some(next) = folder.items.iter().find_map(|item| match item {
            Item::Folder(inner) if path.starts_with(&inner.path) => Some(inner),
            _ => None,
        }) {
            chain.push(next);
            folder = next;
        }
        chain
    }

    /// All pages in the order of the navigation.
    pub fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.pages.len());
        let tabs: Vec<&str> = self.tabs.iter().filter_map(|tab| tab.folder.as_deref()).collect();
        order.extend(self.tree.index.filter(|&at| !self.pages[at].hidden));
        let mut items: Vec<&Item> = self.tree.items.iter().collect();
        // Tabs come in the order of the header.
        items.sort_by_key(|item| match item {
            Item::Page(_) => 0,
            Item::Folder(folder) => {
                1 + tabs.iter().position(|tab| tab.starts_with(folder.path.as_str())).unwrap_or(tabs.len())
            }
        });
        for item in items {
            walk(item, &self.pages, &mut order);
        }
        order
    }

    /// A folder's name when it has no page of its own.
    pub fn folder_title(path: &str) -> String {
        of_path(&format!("{path}index.md"))
    }
}

fn walk(item: &Item, pages: &[SitePage], order: &mut Vec<usize>) {
    match item {
        Item::Page(at) => order.push(*at),
        Item::Folder(folder) => {
            order.extend(folder.index.filter(|&at| !pages[at].hidden));
            for item in &folder.items {
                walk(item, pages, order);
            }
        }
    }
}
