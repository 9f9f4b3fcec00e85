//! Which file is meant, apart from how people are shown it.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A file: two of them are the same one where folder and path are.
///
/// How people are shown it depends on where a command runs, and is the matter of
/// [`ShownPaths`](crate::diag::ShownPaths) alone.
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
    /// The folder that the command runs in: of the content map, and of included files that lie
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

    /// A file that is known by its path from where the command runs: one outside the docs folder,
    /// and the content map, which is read before it is known where that folder is.
    pub fn outside(path: impl Into<Arc<str>>) -> Self {
        Self {
            folder: PathBase::Here,
            path: path.into(),
        }
    }

    /// [`outside`](Self::outside) at a path as a command is given it: `./a.toml` is `a.toml`.
    pub fn outside_at(path: &Path) -> Self {
        let path = path.strip_prefix(".").unwrap_or(path);
        Self::outside(path.to_string_lossy().replace('\\', "/"))
    }

    /// The path from its folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path from the docs folder; none where it lies outside.
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
