//! The contents of the docs folder.

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
    /// The files that pages may include.
    pub snippets: Snippets,
    /// The repository around the docs folder.
    pub checkout: Checkout,
    /// The docs folder as the command names it.
    pub docs: PathBuf,
    /// The full paths that symbolic links lead to: files there have more than one path.
    pub links: Vec<PathBuf>,
    /// The symbolic links themselves, including broken ones.
    pub symlinks: Vec<PathBuf>,
}

/// A file that pages are made of.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The kind, which decides how pages are made of it.
    pub kind: FileKind,
    /// The text, decoded as UTF-8.
    pub source: Source,
}

/// A file that is copied.
#[derive(Debug, Clone)]
pub struct AssetFile {
    /// Path below the docs folder, `/` between folders.
    pub path: String,
    /// The full path.
    pub full: PathBuf,
}
