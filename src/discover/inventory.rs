//! What lies in the docs folder.

use std::path::PathBuf;

use super::kind::FileKind;
use super::{Checkout, Snippets};
use crate::source::Source;

/// The files of a docs folder.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// The files that pages are made of, by path.
    pub sources: Vec<SourceFile>,
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

/// A file that pages are made of.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// How pages are made of it.
    pub kind: FileKind,
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
