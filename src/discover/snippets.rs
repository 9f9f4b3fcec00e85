//! Files that pages include: read on demand, never from outside their roots.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::shown;
use crate::source::Source;

/// A snippet longer than this is refused: it is not documentation.
const LARGEST: u64 = 4 << 20;

/// The folders from which `--8<--` may include files.
#[derive(Debug, Clone, Default)]
pub struct Snippets {
    roots: Vec<PathBuf>,
}

/// Why a snippet cannot be included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// No root has such a file.
    NotThere,
    /// The path is absolute, a URL, or leads out of the roots.
    Outside,
    /// The file is there and cannot be read as text, or is too large.
    Unreadable,
}

impl Snippets {
    /// Snippets below these folders, the first one that has a file winning. One that is not there
    /// may come to be.
    pub fn new(roots: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { roots: roots.into_iter().collect() }
    }

    /// Where a file at `path` is looked for, whether it is there or not.
    pub fn places(&self, path: &str) -> impl Iterator<Item = PathBuf> {
        let roots = if is_outside(path) { &[][..] } else { &self.roots };
        roots.iter().map(move |root| root.join(path))
    }

    /// Reads the file at `path`, which is relative to a root.
    pub fn read(&self, path: &str) -> Result<Source, Refusal> {
        if is_outside(path) {
            return Err(Refusal::Outside);
        }
        let mut refusal = Refusal::NotThere;
        for root in &self.roots {
            match read_below(root, path) {
                Err(Refusal::NotThere) => {}
                Err(other) => refusal = other,
                found => return found,
            }
        }
        Err(refusal)
    }
}

fn is_outside(path: &str) -> bool {
    path.contains("://") || Path::new(path).is_absolute() || path.split('/').any(|part| part == "..")
}

/// Reads a file, following links only as far as they stay below the root.
fn read_below(root: &Path, path: &str) -> Result<Source, Refusal> {
    let full = |path: &Path| path.canonicalize().map_err(|_| Refusal::NotThere);
    let (below, full) = (full(root)?, full(&root.join(path))?);
    if !full.starts_with(&below) {
        return Err(Refusal::Outside);
    }
    let size = full.metadata().map_err(|_| Refusal::Unreadable)?;
    if !size.is_file() || size.len() > LARGEST {
        return Err(Refusal::Unreadable);
    }
    let bytes = std::fs::read(&full).map_err(|_| Refusal::Unreadable)?;
    Ok(Source::from_bytes(shown(root, path), &bytes).0)
}
