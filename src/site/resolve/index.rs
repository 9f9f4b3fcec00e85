//! The targets of links: pages, files and the repository around them.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use crate::address::Route;
use crate::body::Page;
use crate::content_map::ContentMap;
use crate::discover::{AssetFile, Checkout, CheckoutEntry};
use crate::site::anchors::Anchors;
use crate::site::near::Near;

/// Everything that a link can lead to.
pub struct Index<'a> {
    /// The pages, by path.
    pub pages: &'a [(&'a str, &'a Page)],
    pub routes: &'a [Route],
    /// The files, by path.
    files: &'a [AssetFile],
    /// The anchors of each page, computed when a link first asks for them.
    anchors: Vec<OnceLock<Anchors<'a>>>,
    near: OnceLock<Near<'a>>,
    /// The paths of pages that are not published.
    pub drafts: &'a [String],
    pub map: &'a ContentMap,
    pub checkout: &'a Checkout,
    /// The paths outside the docs folder that links asked for, and what each is.
    outside: Mutex<BTreeMap<String, Option<CheckoutEntry>>>,
}

impl<'a> Index<'a> {
    /// Indexes pages by path and route, and files by path. Pages and files must be sorted by path.
    pub fn new(
        pages: &'a [(&'a str, &'a Page)],
        routes: &'a [Route],
        files: &'a [AssetFile],
        drafts: &'a [String],
        map: &'a ContentMap,
        checkout: &'a Checkout,
    ) -> Self {
        let anchors = pages.iter().map(|_| OnceLock::new()).collect();
        let outside = Mutex::default();
        Self {
            pages,
            routes,
            files,
            anchors,
            near: OnceLock::new(),
            drafts,
            map,
            checkout,
            outside,
        }
    }

    /// The paths outside the docs folder that links asked for, and what each is.
    pub fn outside(self) -> BTreeMap<String, Option<CheckoutEntry>> {
        self.outside
            .into_inner()
            .expect("nobody panics while it is held")
    }

    pub fn near(&self) -> &Near<'a> {
        self.near
            .get_or_init(|| Near::of(self.pages, self.routes, self.files))
    }

    /// The anchors of a page, by its number.
    pub fn anchors(&self, at: usize) -> &Anchors<'a> {
        self.anchors[at].get_or_init(|| Anchors::of(self.pages[at].1))
    }

    /// The page at a path.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.pages
            .binary_search_by(|(known, _)| (*known).cmp(path))
            .ok()
    }

    pub fn is_file(&self, path: &str) -> bool {
        self.files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .is_ok()
    }

    /// Returns whether a page or file of the tree has this path.
    pub fn holds(&self, path: &str) -> bool {
        self.page_at(path).is_some() || self.is_file(path)
    }

    /// The page served at an address in the form of [`bare`](crate::site::near::bare).
    pub fn page_served_at(&self, bare: &str) -> Option<usize> {
        self.near().by_route.get(bare).copied()
    }

    /// The index page of a folder.
    pub fn folder_page(&self, folder: &str) -> Option<usize> {
        let with = |name: &str| {
            if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            }
        };
        ["index.md", "README.md"]
            .iter()
            .find_map(|name| self.page_at(&with(name)))
    }

    /// The kind of the repository's entry at a path.
    pub fn entry(&self, path: &str) -> Option<CheckoutEntry> {
        let mut outside = self.outside.lock().expect("nobody panics while it is held");
        *outside
            .entry(path.to_owned())
            .or_insert_with(|| self.checkout.entry(path))
    }
}
