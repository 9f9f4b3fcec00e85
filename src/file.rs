//! The identity of a file, apart from how people are shown it.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file. Two of them are the same if folder and path are.
///
/// [`ShownPaths`](crate::diag::ShownPaths) alone decides how people are shown it, as that depends
/// on where a command runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId {
    folder: PathBase,
    path: Arc<str>,
}

/// The folder that a file's path starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum PathBase {
    /// The docs folder.
    Docs,
    /// The folder in which the command runs. It is used for the content map, and for included files
    /// outside the docs folder.
    Here,
}

impl FileId {
    /// A file of the docs folder; its path has `/` between folders.
    pub fn in_docs(path: impl Into<Arc<str>>) -> Self {
        Self {
            folder: PathBase::Docs,
            path: path.into(),
        }
    }

    /// A file outside the docs folder, by its path from the folder in which the command runs. The
    /// content map counts as one: it is read before the docs folder is known.
    pub fn outside(path: impl Into<Arc<str>>) -> Self {
        Self {
            folder: PathBase::Here,
            path: path.into(),
        }
    }

    /// [`outside`](Self::outside) for a path as a command is given it: `./a.toml` is `a.toml`.
    pub fn outside_at(path: &Path) -> Self {
        let path = path.strip_prefix(".").unwrap_or(path);
        Self::outside(path.to_string_lossy().replace('\\', "/"))
    }

    /// The path, relative to the docs folder or the folder in which the command runs.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path from the docs folder; `None` for a file outside it.
    pub fn below_docs(&self) -> Option<&str> {
        match self.folder {
            PathBase::Docs => Some(&self.path),
            PathBase::Here => None,
        }
    }

    /// The name, without its folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}
