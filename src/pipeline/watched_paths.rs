//! What a site is made of beside the files of its docs folder.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Component, Path, PathBuf, absolute};

use walkdir::WalkDir;

use crate::discover::here;

/// Files and folders, for whoever watches the disk: no symbolic link is in the path of the folder
/// that one lies in, and where one is a link itself, what it leads to is named too. Some may not
/// be there.
#[derive(Debug, Default)]
pub struct WatchedPaths {
    /// The files that say what the project is.
    pub settings: BTreeSet<PathBuf>,
    /// Those that pages include.
    files: BTreeSet<PathBuf>,
    /// Folders of which each file counts: the theme's.
    folders: BTreeSet<PathBuf>,
    /// The docs folder, and what lies on the way to it and to all of these. Where another takes
    /// its place, everything may be another.
    pub ways: BTreeSet<PathBuf>,
}

impl WatchedPaths {
    /// Whether the site is made of what lies there.
    pub fn has(&self, path: &Path) -> bool {
        let sets = [&self.settings, &self.files, &self.ways];
        sets.iter().any(|set| set.contains(path))
            || self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// The files that lie in these folders themselves.
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

    /// The folders that tell of changes, each without those in it; some may not be there.
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

/// Links behind each other that are followed: as many as systems follow.
const LINKS: usize = 40;

/// Finds what lies beside a docs folder.
pub struct Finder {
    found: WatchedPaths,
    root: PathBuf,
    /// Where paths lead: many have the same folders.
    known: HashMap<PathBuf, PathBuf>,
}

impl Finder {
    /// Begins with the folder of the project: its way there is not watched.
    pub fn of(root: &Path) -> Self {
        let root = from_here(root);
        Self {
            found: WatchedPaths::default(),
            root: root.canonicalize().unwrap_or(root),
            known: HashMap::new(),
        }
    }

    /// A file that says what the project is.
    pub fn setting(&mut self, path: &Path) {
        let forms = self.forms(path);
        self.found.settings.extend(forms);
    }

    /// A file that pages include.
    pub fn file(&mut self, path: &Path) {
        let forms = self.forms(path);
        self.found.files.extend(forms);
    }

    /// A folder of which each file counts.
    pub fn folder(&mut self, path: &Path) {
        let [named, full] = self.forms(path);
        self.found.folders.insert(full.clone());
        self.found.ways.extend([named, full]);
    }

    /// The docs folder.
    pub fn docs(&mut self, path: &Path) {
        let forms = self.forms(path);
        self.found.ways.extend(forms);
    }

    /// All that was found.
    pub fn done(self) -> WatchedPaths {
        self.found
    }

    /// Where a path lies, and where it leads; the ways there are kept.
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

    /// Where a path leads, link by link: each of them may come to lead elsewhere.
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

/// A path from where this runs, links and all.
fn from_here(path: &Path) -> PathBuf {
    absolute(here(path)).unwrap_or_else(|_| path.to_owned())
}
