//! What folders are called in the navigation.

use super::builder::Builder;
use super::{Folder, Item, Only};
use crate::site::name::{is_like_any_other, of_path, readable};

impl Builder<'_> {
    /// What a folder is called: as the content map says, else as its index page, unless that is
    /// called like any other, else as its path.
    pub fn title(&self, path: &str) -> String {
        let index = self
            .index_of(&self.folders[path].pages)
            .map(|at| &self.leaves[at]);
        let speaks = index.filter(|leaf| leaf.named && !is_like_any_other(leaf.title));
        let own = || {
            let name = path
                .trim_end_matches('/')
                .rsplit('/')
                .next()
                .filter(|name| !name.is_empty());
            name.map_or_else(|| of_path("index.md"), readable)
        };
        self.given_title(path)
            .or_else(|| speaks.map(|leaf| leaf.title.to_owned()))
            .unwrap_or_else(own)
    }

    /// What the content map calls a folder.
    fn given_title(&self, path: &str) -> Option<String> {
        let tab = self
            .tab_at(path)
            .and_then(|at| self.map.tabs[at].title.clone())
            .filter(|_| !path.is_empty());
        let settings = || {
            self.map
                .folders
                .get(path.trim_end_matches('/'))?
                .title
                .clone()
        };
        tab.or_else(settings)
    }

    /// The page that is all a folder shows.
    pub fn only(&self, folder: &Folder) -> Option<Only> {
        if folder.count != 1 || folder.path.is_empty() {
            return None;
        }
        let given = self.given_title(&folder.path);
        let of = |page: usize, title: &str| Only {
            page,
            title: given.clone().unwrap_or_else(|| title.to_owned()),
        };
        match (&folder.items[..], folder.index) {
            ([], Some(page)) => Some(of(page, &folder.title)),
            // The index page is not shown, and not the folder either.
            ([Item::Page(page)], _) if is_like_any_other(self.leaves[*page].title) => {
                Some(of(*page, &folder.title))
            }
            ([Item::Page(page)], _) => Some(of(*page, self.leaves[*page].title)),
            ([Item::Named(page, title)], _) => Some(of(*page, title)),
            ([Item::Folder(inner)], _) => {
                inner.only.as_ref().map(|only| of(only.page, &only.title))
            }
            _ => None,
        }
    }
}
