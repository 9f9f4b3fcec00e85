//! Titles of folders in the navigation.

use super::builder::Builder;
use super::{FolderItem, NavFolder, OnlyPage};
use crate::site::name::{is_like_any_other, of_path, readable};

impl Builder<'_> {
    /// A folder's title: from the content map, or else from its index page, unless that title is a
    /// generic one, or else from its path.
    pub fn title(&self, path: &str) -> String {
        if let Some(given) = self.given_title(path) {
            return given;
        }
        let contents = &self.folders[path];
        if let Some(index) = self.index_of(&contents.pages) {
            let leaf = &self.leaves[index];
            if leaf.named && !is_like_any_other(leaf.title) {
                return leaf.title.to_owned();
            }
        }
        let folder = path.trim_end_matches('/');
        match folder.rsplit('/').next() {
            None | Some("") => of_path("index.md"),
            Some(name) => readable(name),
        }
    }

    /// The title that the content map gives a folder.
    fn given_title(&self, path: &str) -> Option<String> {
        if !path.is_empty()
            && let Some(tab) = self.tab_at(path)
            && let Some(title) = &self.map.tabs[tab].title
        {
            return Some(title.clone());
        }
        let folder = path.trim_end_matches('/');
        self.map.folders.get(folder)?.title.clone()
    }

    /// The page that a folder consists of, if it shows only one.
    pub fn only(&self, folder: &NavFolder) -> Option<OnlyPage> {
        if folder.count != 1 || folder.path.is_empty() {
            return None;
        }
        let given = self.given_title(&folder.path);
        let of = |page: usize, title: &str| OnlyPage {
            page,
            title: given.clone().unwrap_or_else(|| title.to_owned()),
        };
        match (&folder.items[..], folder.index) {
            ([], Some(page)) => Some(of(page, &folder.title)),
            // Neither the index page nor the folder is shown.
            ([FolderItem::Page(page)], _) if is_like_any_other(self.leaves[*page].title) => {
                Some(of(*page, &folder.title))
            }
            ([FolderItem::Page(page)], _) => Some(of(*page, self.leaves[*page].title)),
            ([FolderItem::Named(page, title)], _) => Some(of(*page, title)),
            ([FolderItem::Folder(inner)], _) => {
                inner.only.as_ref().map(|only| of(only.page, &only.title))
            }
            _ => None,
        }
    }
}
