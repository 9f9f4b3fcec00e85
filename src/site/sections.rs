//! A page's surroundings in the navigation: its section, and the folders above it.

use super::name::is_like_any_other;
use super::tabs::TabContent;
use super::tree::{FolderItem, NavFolder, find};
use super::{Site, SitePage};
use crate::address::split;

impl Site {
    /// Returns whether the start page's tab has an item of the docs folder: a page that is in no
    /// other tab, a link, or on a site with a single tab, a folder.
    pub fn is_beside_start(&self, item: &FolderItem) -> bool {
        match item {
            FolderItem::Page(at) | FolderItem::Named(at, _) => {
                let tab = self.tab_at(self.place_of(*at));
                let is_of_start = |tab: usize| self.tabs[tab].shows == TabContent::Start;
                self.tabs.len() < 2 || tab.is_none_or(is_of_start)
            }
            FolderItem::Folder(_) => self.tabs.len() < 2,
            FolderItem::Link(..) => true,
        }
    }

    /// The folder whose tree is shown beside the page at a path: its tab's, or its top folder. A
    /// page of the docs folder that is a tab has none.
    pub fn section_of(&self, path: &str) -> Option<&NavFolder> {
        let top = || path.split_once('/').map(|(top, _)| format!("{top}/"));
        let folder = match self.tab_at(path).map(|at| &self.tabs[at].shows) {
            Some(TabContent::Folder(folder)) => folder.clone(),
            Some(TabContent::Page(_)) => top()?,
            _ => top().unwrap_or_default(),
        };
        Some(find(&self.tree, &folder).unwrap_or(&self.tree))
    }

    /// The folders from the tree's root (not included) to the one that contains a path.
    pub fn folders_to(&self, path: &str) -> Vec<&NavFolder> {
        let mut chain = Vec::new();
        let mut folder = &self.tree;
        while let Some(next) = folder_towards(folder, path) {
            chain.push(next);
            folder = next;
        }
        chain
    }

    /// The folders above a page whose names are shown, from the top. A folder is not among them if
    /// lists show the page in its place. An index page's own folder is among them only if the
    /// page's title is a generic one.
    pub fn way_to(&self, page: usize) -> Vec<&NavFolder> {
        let title = &self.pages[page].names.title;
        let is_shown = |folder: &&NavFolder| match (folder.index == Some(page), &folder.only) {
            (true, _) => folder.title != *title && is_like_any_other(title),
            (false, Some(only)) => only.page != page,
            (false, None) => true,
        };
        let mut folders = self.folders_to(self.place_of(page));
        folders.retain(is_shown);
        folders
    }

    /// The title of a page where its folder is not shown.
    pub fn name_alone(&self, page: usize) -> &str {
        let SitePage { path, names, .. } = &self.pages[page];
        let (above, stem) = split(path);
        let may_speak = stem == "index" || stem.eq_ignore_ascii_case("readme");
        if !may_speak || above.is_empty() || !is_like_any_other(&names.title) {
            return &names.title;
        }
        match find(&self.tree, above) {
            Some(folder) if folder.index == Some(page) => &folder.title,
            _ => &names.title,
        }
    }
}

/// The direct subfolder that leads to a path.
fn folder_towards<'f>(folder: &'f NavFolder, path: &str) -> Option<&'f NavFolder> {
    folder.items.iter().find_map(|item| match item {
        FolderItem::Folder(inner) if path.starts_with(&inner.path) => Some(inner),
        _ => None,
    })
}
