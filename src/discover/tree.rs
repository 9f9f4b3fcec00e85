//! The docs folder, read into an inventory.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::inventory::Inventory;
use super::kind::FileKind;
use super::source_file;
use super::walk::DocsWalk;
use super::{Checkout, Snippets};
use crate::diag::Diagnostic;
use crate::fault::Helpful;

/// The reason that a docs folder cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It does not exist, or is not a folder.
    #[error("there is no docs folder at `{}`", .0.display())]
    NotThere(PathBuf),
    /// It cannot be opened.
    #[error("cannot read the docs folder `{}`: {source}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::NotThere(_) => Some(
                "name one as in `bf-docs build docs`, or set `site.docs` in content-map.toml"
                    .to_owned(),
            ),
            Self::Unreadable { .. } => None,
        }
    }
}

/// Reads the docs folder, without hidden files and folders, built sites and the paths of `exclude`.
/// The paths of `exclude` belong to the build, such as the output folder and the content map, and
/// may be inside the docs folder.
pub fn read(
    docs: &Path,
    exclude: &[PathBuf],
    snippets: Snippets,
) -> Result<(Inventory, Vec<Diagnostic>), Fault> {
    if !docs.is_dir() {
        return Err(Fault::NotThere(docs.to_owned()));
    }
    let unreadable = |source| Fault::Unreadable {
        path: docs.to_owned(),
        source,
    };
    let root = docs.canonicalize().map_err(unreadable)?;
    std::fs::read_dir(&root).map_err(unreadable)?;
    let exclude: Vec<PathBuf> = exclude
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut walk = DocsWalk::of(&root, &exclude);
    let (mut of_pages, mut files) = (Vec::new(), Vec::new());
    for file in walk.files {
        match FileKind::of(&file.path) {
            Some(kind) => of_pages.push((kind, file)),
            None => files.push(file),
        }
    }
    let read = of_pages.into_par_iter();
    let read = read.map(|(kind, file)| source_file::read(kind, file));
    let (sources, findings): (Vec<_>, Vec<_>) = read.unzip();
    walk.findings.extend(findings.into_iter().flatten());
    let inventory = Inventory {
        sources: sources.into_iter().flatten().collect(),
        files,
        snippets,
        checkout: Checkout::default(),
        docs: docs.to_owned(),
        links: walk.links,
        symlinks: walk.symlinks,
    };
    Ok((inventory, walk.findings))
}
