//! The inputs of a site outside its docs folder, for a watcher of the disk.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Component, Path, PathBuf, absolute};

use walkdir::WalkDir;

use crate::discover::openable;

/// Files and folders to watch. The path of an entry's folder contains no symbolic link. If an entry
/// itself is a symbolic link, its target is listed, too. Entries need not exist.
#[derive(Debug, Default)]
pub struct WatchedPaths {
    /// The files that configure the project.
    pub settings: BTreeSet<PathBuf>,
    /// The files that pages include, the targets of links around the docs folder, and the symbolic
    /// links in it.
    files: BTreeSet<PathBuf>,
    /// Folders in which every file counts: the theme's.
    folders: BTreeSet<PathBuf>,
    /// The docs folder, and the folders and symbolic links on the way to it and to all others. If
    /// one of them is replaced, everything may have changed.
    pub ways: BTreeSet<PathBuf>,
}

impl WatchedPaths {
    /// Returns whether the site is made from the file at a path.
    pub fn has(&self, path: &Path) -> bool {
        let sets = [&self.settings, &self.files, &self.ways];
        sets.iter().any(|set| set.contains(path))
            || self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// The files that are directly in these folders.
    pub fn files_in(&self, folders: &BTreeSet<PathBuf>) -> impl Iterator<Item = PathBuf> {
        let named = self.settings.iter().chain(&self.files).cloned();
        let below = self.folders.iter().flat_map(WalkDir::new).flatten();
        let below = below
            .filter(|entry| !entry.file_type().is_dir())
            .map(walkdir::DirEntry::into_path);
        named
            .chain(below)
            .filter(|file| file.parent().is_some_and(|folder| folders.contains(folder)))
    }

    /// The folders to watch, each without its subfolders. Some may not exist.
    pub fn watched(&self) -> BTreeSet<PathBuf> {
        let named = [&self.settings, &self.files, &self.folders, &self.ways]
            .into_iter()
            .flatten();
        let above = named.filter_map(|path| Some(path.parent()?.to_owned()));
        let below = self.folders.iter().flat_map(WalkDir::new).flatten();
        let below = below
            .filter(|entry| entry.file_type().is_dir())
            .map(walkdir::DirEntry::into_path);
        above.chain(below).collect()
    }
}

/// The number of symbolic links that are followed in a row: the usual limit of systems.
const LINKS: usize = 40;

/// Collects the paths to watch.
pub struct Finder {
    found: WatchedPaths,
    root: PathBuf,
    /// The targets of paths: many share the same folders.
    known: HashMap<PathBuf, PathBuf>,
}

impl Finder {
    /// Starts with the folder of the project. The way to that folder is not watched.
    pub fn of(root: &Path) -> Self {
        let root = from_here(root);
        Self {
            found: WatchedPaths::default(),
            root: root.canonicalize().unwrap_or(root),
            known: HashMap::new(),
        }
    }

    /// Adds a file that configures the project.
    pub fn setting(&mut self, path: &Path) {
        let forms = self.forms(path);
        self.found.settings.extend(forms);
    }

    /// Adds a file that pages include or link to, or a symbolic link.
    pub fn file(&mut self, path: &Path) {
        let forms = self.forms(path);
        self.found.files.extend(forms);
    }

    /// Adds a folder in which every file counts.
    pub fn folder(&mut self, path: &Path) {
        let [named, full] = self.forms(path);
        self.found.folders.insert(full.clone());
        self.found.ways.extend([named, full]);
    }

    /// Adds the docs folder.
    pub fn docs(&mut self, path: &Path) {
        let forms = self.forms(path);
        self.found.ways.extend(forms);
    }

    /// Returns the collected paths.
    pub fn done(self) -> WatchedPaths {
        self.found
    }

    /// The path itself and its target. Symbolic links on the way are added.
    fn forms(&mut self, path: &Path) -> [PathBuf; 2] {
        self.walk(&from_here(path), 0)
    }

    fn walk(&mut self, path: &Path, links: usize) -> [PathBuf; 2] {
        let (mut named, mut full) = (PathBuf::new(), PathBuf::new());
        for part in path.components() {
            self.found.ways.extend(
                [named, full.clone()]
                    .into_iter()
                    .filter(|way| !self.root.starts_with(way)),
            );
            match part {
                Component::ParentDir => _ = full.pop(),
                part => full.push(part),
            }
            named = full.clone();
            full = self.lead(&named, links);
        }
        [named, full]
    }

    /// The target of a path, link by link. Each link on the way may change.
    fn lead(&mut self, named: &Path, links: usize) -> PathBuf {
        if let Some(known) = self.known.get(named) {
            return known.clone();
        }
        let target = fs::read_link(named).ok().filter(|_| links < LINKS);
        let full = match target.and_then(|target| Some(named.parent()?.join(target))) {
            Some(target) => {
                let [next, full] = self.walk(&target, links + 1);
                self.found.ways.extend((next != full).then_some(next));
                full
            }
            None => named.to_owned(),
        };
        self.known.insert(named.to_owned(), full.clone());
        full
    }
}

/// An absolute path, with its symbolic links.
fn from_here(path: &Path) -> PathBuf {
    absolute(openable(path)).unwrap_or_else(|_| path.to_owned())
}
