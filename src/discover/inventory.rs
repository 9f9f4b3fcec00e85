//! What lies in the docs folder.

use std::path::PathBuf;

use super::paths::shown;
use super::{Checkout, Snippets};
use crate::source::{Place, Source};

/// The pages and other files of a docs folder.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// The Markdown files, by path.
    pub pages: Vec<PageFile>,
    /// All other files, by path.
    pub files: Vec<AssetFile>,
    /// What pages may include.
    pub snippets: Snippets,
    /// The repository around it.
    pub checkout: Checkout,
    /// The docs folder as the command names it.
    pub docs: PathBuf,
    /// The full paths that symbolic links lead to: what lies there has more than one path.
    pub links: Vec<PathBuf>,
    /// The symbolic links themselves, those that lead nowhere too.
    pub symlinks: Vec<PathBuf>,
}

impl Inventory {
    /// A place that means a file of the docs folder as a whole.
    pub fn place(&self, path: &str) -> Place {
        Place::of_file(shown(&self.docs, path))
    }
}

/// A Markdown file.
#[derive(Debug, Clone)]
pub struct PageFile {
    /// Path below the docs folder, `/` between folders.
    pub path: String,
    /// Its text.
    pub source: Source,
}

/// A file that is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Path below the docs folder, `/` between folders.
    pub path: String,
    /// Where it lies.
    pub full: PathBuf,
}
