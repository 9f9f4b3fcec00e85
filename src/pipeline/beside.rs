//! What a site is made of beside the files of its docs folder.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf, absolute};

use walkdir::WalkDir;

/// Files and folders, for whoever watches the disk: no symbolic link is in the path of the folder
/// that one lies in, and where one is a link itself, what it leads to is named too. Some may not
/// be there.
#[derive(Debug, Default)]
pub struct Beside {
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

impl Beside {
    /// Whether the site is made of what lies there.
    pub fn has(&self, path: &Path) -> bool {
        let sets = [&self.settings, &self.files, &self.ways];
        sets.iter().any(|set| set.contains(path)) || self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// The folders that tell of changes, each without those in it; some may not be there.
    pub fn watched(&self) -> BTreeSet<PathBuf> {
        let named = [&self.settings, &self.files, &self.folders, &self.ways].into_iter().flatten();
        let above = named.filter_map(|path| Some(path.parent()?.to_owned()));
        let below = self.folders.iter().flat_map(WalkDir::new).flatten();
        let below = below.filter(|entry| entry.file_type().is_dir()).map(walkdir::DirEntry::into_path);
        above.chain(below).collect()
    }
}

/// Finds what lies beside a docs folder.
pub struct Finder {
    found: Beside,
    root: PathBuf,
    /// Where paths lead: many have the same folders.
    known: HashMap<PathBuf, PathBuf>,
}

impl Finder {
    /// Begins with the folder of the project: its way there is not watched.
    pub fn of(root: &Path) -> Self {
        let root = here(root);
        Self { found: Beside::default(), root: root.canonicalize().unwrap_or(root), known: HashMap::new() }
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
    pub fn done(self) -> Beside {
        self.found
    }

    /// Where a path lies, and where it leads; the ways there are kept.
    fn forms(&mut self, path: &Path) -> [PathBuf; 2] {
        let named = self.walk(&here(path));
        let full = self.full(&named);
        if full != named {
            self.walk(&full);
        }
        [named, full]
    }

    fn walk(&mut self, path: &Path) -> PathBuf {
        let (mut named, mut full) = (PathBuf::new(), PathBuf::new());
        for part in path {
            self.found.ways.extend([named, full.clone()].into_iter().filter(|way| !self.root.starts_with(way)));
            named = full.join(part);
            full = self.full(&named);
        }
        named
    }

    fn full(&mut self, named: &Path) -> PathBuf {
        let lead = || named.canonicalize().unwrap_or_else(|_| named.to_owned());
        self.known.entry(named.to_owned()).or_insert_with(lead).clone()
    }
}

/// A path from where this runs; that of the folder itself is empty.
fn here(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    absolute(path).unwrap_or_else(|_| path.to_owned())
}
