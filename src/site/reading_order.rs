//! The order in which readers go from page to page.

use std::collections::HashSet;

use super::Site;
use super::tabs::{SiteTab, TabContent};
use super::tree::{FolderItem, NavFolder};
use crate::address::split;

impl Site {
    /// All pages in the order of the navigation.
    pub fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.pages.len());
        let is_first = |at: &usize| !self.pages[*at].hidden && !self.guests.contains_key(at);
        order.extend(self.tree.index.filter(is_first));
        let mut items: Vec<&FolderItem> = self.tree.items.iter().collect();
        // Tabs come in the order of the header.
        items.sort_by_key(|item| match item {
            FolderItem::Folder(folder) => {
                let tab = self.tab_within(&folder.path);
                1 + tab.unwrap_or(self.tabs.len())
            }
            FolderItem::Page(at) | FolderItem::Named(at, _) => match self.own_tab(*at) {
                Some(tab) => 1 + tab,
                None => 0,
            },
            FolderItem::Link(..) => 0,
        });
        for item in items {
            self.walk(&self.tree, item, &mut order);
        }
        // A section may name a page twice.
        let mut seen = HashSet::new();
        order.retain(|at| seen.insert(*at));
        order
    }

    /// The first tab that shows this folder or one below it.
    fn tab_within(&self, path: &str) -> Option<usize> {
        let is_within = |tab: &SiteTab| match &tab.shows {
            TabContent::Folder(folder) => folder.starts_with(path),
            _ => false,
        };
        self.tabs.iter().position(is_within)
    }

    /// The tab that consists of this page of the docs folder.
    fn own_tab(&self, page: usize) -> Option<usize> {
        let mut tabs = self.tabs.iter();
        tabs.position(|tab| tab.shows == TabContent::Page(page))
    }

    /// Appends the pages of a folder's item.
    fn walk(&self, folder: &NavFolder, item: &FolderItem, order: &mut Vec<usize>) {
        match item {
            // A page is visited once, at its place in the navigation.
            FolderItem::Page(at) | FolderItem::Named(at, _) => {
                let stands_in = match self.guests.get(at) {
                    Some(host) => host.as_str(),
                    None => split(&self.pages[*at].path).0,
                };
                if stands_in == folder.path {
                    order.push(*at);
                }
            }
            FolderItem::Folder(inner) => {
                let shows = |at: &usize| !self.pages[*at].hidden && !self.guests.contains_key(at);
                order.extend(inner.index.filter(shows));
                for item in &inner.items {
                    self.walk(inner, item, order);
                }
            }
            FolderItem::Link(..) => {}
        }
    }
}
