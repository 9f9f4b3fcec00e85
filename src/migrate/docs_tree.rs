//! The pages and folders of a docs folder, as MkDocs lists them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::nav_entry::{INDEX, is_page};
use crate::content_map::takes;

/// The folders with pages, each with what is in it.
#[derive(Default)]
pub struct DocsTree {
    /// Folders by path, with `/` at the end; the docs folder is the empty path.
    folders: BTreeMap<String, ListedFolder>,
}

/// The names of a folder's pages and folders.
#[derive(Default)]
struct ListedFolder {
    pages: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl DocsTree {
    /// Lists a docs folder. Names that begin with a dot, and files that cannot be read, are left
    /// out.
    pub fn read(docs: &Path) -> Self {
        let mut tree = Self::default();
        let root = docs.canonicalize().ok();
        // Links are followed, as MkDocs does, unless they lead out of the docs folder.
        let is_inside = |path: &Path| {
            let full = path.canonicalize().ok();
            root.as_ref()
                .is_some_and(|root| full.is_some_and(|full| full.starts_with(root)))
        };
        let is_seen = |entry: &walkdir::DirEntry| {
            let name = entry.file_name().to_string_lossy();
            let is_hidden = entry.depth() > 0 && name.starts_with('.');
            !is_hidden && (!entry.path_is_symlink() || is_inside(entry.path()))
        };
        let walk = walkdir::WalkDir::new(docs).follow_links(true);
        let entries = walk.into_iter().filter_entry(is_seen);
        for entry in entries
            .flatten()
            .filter(|entry| entry.file_type().is_file())
        {
            let path = entry.path().strip_prefix(docs).unwrap_or(entry.path());
            let parts = path.iter().map(|part| part.to_string_lossy());
            let path = parts.collect::<Vec<_>>().join("/");
            // A content map cannot name all that a disk can.
            if is_page(&path) && takes("tree-path", &path) {
                tree.add(&path);
            }
        }
        tree
    }

    fn add(&mut self, path: &str) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut folder = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let contents = self.folders.entry(folder.clone()).or_default();
        contents.pages.insert(name.to_owned());
        while let Some(above) = folder.strip_suffix('/') {
            let (parent, name) = match above.rfind('/') {
                Some(end) => (above[..=end].to_owned(), &above[end + 1..]),
                None => (String::new(), above),
            };
            let contents = self.folders.entry(parent.clone()).or_default();
            contents.folders.insert(name.to_owned());
            folder = parent;
        }
    }

    /// The paths of all folders with pages in or below them.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.keys().map(String::as_str)
    }

    /// Returns whether a path with `/` at its end is a folder with pages.
    pub fn has_folder(&self, path: &str) -> bool {
        self.folders.contains_key(path)
    }

    /// The paths in a folder, in order: its index, its pages, its folders with `/` at the end.
    pub fn children(&self, folder: &str) -> Vec<String> {
        let Some(contents) = self.folders.get(folder) else {
            return Vec::new();
        };
        let index = INDEX.iter().find(|name| contents.pages.contains(**name));
        let index = index.map(|name| format!("{folder}{name}"));
        let pages = contents.pages.iter().map(|name| format!("{folder}{name}"));
        let pages = pages.filter(|path| Some(path) != index.as_ref());
        let folders = contents
            .folders
            .iter()
            .map(|name| format!("{folder}{name}/"));
        index.iter().cloned().chain(pages).chain(folders).collect()
    }

    /// The paths of all pages in or below a folder.
    pub fn pages_below(&self, folder: &str) -> Vec<String> {
        let below = self.folders.range(folder.to_owned()..);
        let below = below.take_while(|(path, _)| path.starts_with(folder));
        below
            .flat_map(|(path, contents)| {
                contents
                    .pages
                    .iter()
                    .map(move |name| format!("{path}{name}"))
            })
            .collect()
    }
}

/// The title that MkDocs gives a folder: `getting-started/` is "Getting started".
pub fn folder_title(path: &str) -> String {
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let title = name.replace(['-', '_'], " ");
    if title.to_lowercase() != title {
        return title;
    }
    let mut chars = title.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
