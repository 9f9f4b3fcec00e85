//! Files that pages include: read on demand, never from outside their roots.

use std::path::{Component, Path, PathBuf};

use super::openable;
use crate::body::{IncludeBase, Refusal};
use crate::file::FileId;
use crate::source::Source;

/// A longer snippet is refused: it is not documentation.
const LARGEST: u64 = 4 << 20;

/// The folders from which `--8<--` may include files.
#[derive(Debug, Clone, Default)]
pub struct Snippets {
    docs: PathBuf,
    roots: Vec<PathBuf>,
}

impl Snippets {
    /// Snippets for the pages of a docs folder. They are looked up in these folders, in order. A
    /// folder need not exist yet.
    pub fn new(docs: &Path, roots: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            docs: normalized(docs),
            roots: roots.into_iter().collect(),
        }
    }

    /// The places where a file at `path` is looked up, whether or not it exists.
    pub fn places(&self, path: &str) -> impl Iterator<Item = PathBuf> {
        self.roots
            .iter()
            .filter_map(move |root| self.place(root, path))
    }

    /// Reads the file at `path`, which is relative to a root. The path may contain `..` as long as
    /// it stays below one of the roots.
    pub fn read(&self, base: IncludeBase, path: &str) -> Result<Source, Refusal> {
        match base {
            IncludeBase::Snippets => self.read_snippet(path),
            IncludeBase::Docs => self.of_docs().read_snippet(path),
        }
    }

    /// The same with the docs folder as its only root.
    fn of_docs(&self) -> Self {
        let is_known = !self.docs.as_os_str().is_empty();
        Self {
            docs: self.docs.clone(),
            roots: is_known.then(|| self.docs.clone()).into_iter().collect(),
        }
    }

    fn read_snippet(&self, path: &str) -> Result<Source, Refusal> {
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

    /// The paths to pass to [`read`](Self::read) for a path that a file names: the path itself, and
    /// the path relative to that file.
    pub fn paths_from(&self, file: &FileId, path: &str) -> Vec<String> {
        let file = match file.below_docs() {
            Some(path) => self.docs.join(path),
            None => normalized(Path::new(file.path())),
        };
        let folder = file.parent().unwrap_or(Path::new(""));
        let below = |root: &PathBuf| folder.strip_prefix(normalized(root)).ok().map(slashed);
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

    /// The place that a path leads to from a root; `None` if it is below no root.
    fn place(&self, root: &Path, path: &str) -> Option<PathBuf> {
        if is_elsewhere(path) {
            return None;
        }
        let place = normalized(&root.join(path));
        let is_below = |root: &PathBuf| {
            place
                .strip_prefix(normalized(root))
                .is_ok_and(|rest| !rest.components().any(|part| part == Component::ParentDir))
        };
        self.roots.iter().any(is_below).then_some(place)
    }

    /// Reads a file. Symbolic links must stay below the roots.
    fn read_at(&self, place: &Path) -> Result<Source, Refusal> {
        let full = place.canonicalize().map_err(|_| Refusal::NotThere)?;
        let is_below = |root: &PathBuf| {
            openable(root)
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

    /// The identity of the file at a place.
    fn file(&self, place: &Path) -> FileId {
        let below = place.strip_prefix(&self.docs).ok();
        let is_below = |path: &&Path| path.is_relative() && !path.starts_with("..");
        match below.filter(is_below) {
            Some(path) => FileId::in_docs(slashed(path)),
            None => FileId::outside(slashed(place)),
        }
    }
}

/// Returns whether a path cannot be relative to a root.
fn is_elsewhere(path: &str) -> bool {
    path.contains("://") || Path::new(path).is_absolute()
}

/// Removes `.` from a path, and each `..` that follows a folder.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(
                    normalized.components().next_back(),
                    Some(Component::Normal(_))
                ) =>
            {
                normalized.pop();
            }
            part => normalized.push(part),
        }
    }
    normalized
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
