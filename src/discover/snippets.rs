//! Files that pages include: read on demand, never from outside their roots.

use std::path::{Component, Path, PathBuf};

use super::here;
use crate::body::Refusal;
use crate::file::FileId;
use crate::source::Source;

/// A snippet longer than this is refused: it is not documentation.
const LARGEST: u64 = 4 << 20;

/// The folders from which `--8<--` may include files.
#[derive(Debug, Clone, Default)]
pub struct Snippets {
    docs: PathBuf,
    roots: Vec<PathBuf>,
}

impl Snippets {
    /// Snippets of the pages of a docs folder: below these folders, the first one that has a file
    /// winning. One that is not there may come to be.
    pub fn new(docs: &Path, roots: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            docs: plain(docs),
            roots: roots.into_iter().collect(),
        }
    }

    /// Where a file at `path` is looked for, whether it is there or not.
    pub fn places(&self, path: &str) -> impl Iterator<Item = PathBuf> {
        self.roots
            .iter()
            .filter_map(move |root| self.place(root, path))
    }

    /// Reads the file at `path`, which is relative to a root. It may climb as long as it stays
    /// below one of the roots.
    pub fn read(&self, path: &str) -> Result<Source, Refusal> {
        let mut refusal = if self.roots.is_empty() {
            Refusal::NotThere
        } else {
            Refusal::Outside
        };
        let mut is_refused = false;
        for root in &self.roots {
            let found = match self.place(root, path) {
                Some(place) => self.read_at(&place),
                None => Err(Refusal::Outside),
            };
            match found {
                Err(Refusal::NotThere) if is_refused => {}
                Err(other) => {
                    is_refused |= other != Refusal::NotThere;
                    refusal = other;
                }
                found => return found,
            }
        }
        Err(refusal)
    }

    /// What [`read`](Self::read) takes for a path that a file names: as it stands, and beside
    /// that file.
    pub fn paths_from(&self, file: &FileId, path: &str) -> Vec<String> {
        let file = match file.below_docs() {
            Some(path) => self.docs.join(path),
            None => plain(Path::new(file.path())),
        };
        let folder = file.parent().unwrap_or(Path::new(""));
        let below = |root: &PathBuf| folder.strip_prefix(plain(root)).ok().map(slashed);
        let beside = self
            .roots
            .iter()
            .find_map(below)
            .filter(|folder| !folder.is_empty());
        let beside = beside
            .filter(|_| !is_elsewhere(path))
            .map(|folder| format!("{folder}/{path}"));
        std::iter::once(path.to_owned()).chain(beside).collect()
    }

    /// Where a path leads from a root; `None` where that is below no root.
    fn place(&self, root: &Path, path: &str) -> Option<PathBuf> {
        if is_elsewhere(path) {
            return None;
        }
        let place = plain(&root.join(path));
        let is_below = |root: &PathBuf| {
            place
                .strip_prefix(plain(root))
                .is_ok_and(|rest| !rest.components().any(|part| part == Component::ParentDir))
        };
        self.roots.iter().any(is_below).then_some(place)
    }

    /// Reads a file, following links only as far as they stay below the roots.
    fn read_at(&self, place: &Path) -> Result<Source, Refusal> {
        let full = place.canonicalize().map_err(|_| Refusal::NotThere)?;
        let is_below = |root: &PathBuf| {
            here(root)
                .canonicalize()
                .is_ok_and(|root| full.starts_with(root))
        };
        if !self.roots.iter().any(is_below) {
            return Err(Refusal::Outside);
        }
        let size = full.metadata().map_err(|_| Refusal::Unreadable)?;
        if !size.is_file() || size.len() > LARGEST {
            return Err(Refusal::Unreadable);
        }
        let bytes = std::fs::read(&full).map_err(|_| Refusal::Unreadable)?;
        Ok(Source::from_bytes(self.file(place), &bytes).0)
    }

    /// The file at a place.
    fn file(&self, place: &Path) -> FileId {
        let below = place.strip_prefix(&self.docs).ok();
        let is_below = |path: &&Path| path.is_relative() && !path.starts_with("..");
        match below.filter(is_below) {
            Some(path) => FileId::in_docs(slashed(path)),
            None => FileId::outside(slashed(place)),
        }
    }
}

/// Whether a path is no path from a root at all.
fn is_elsewhere(path: &str) -> bool {
    path.contains("://") || Path::new(path).is_absolute()
}

/// A path without `.` and, as far as folders stand before them, `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
