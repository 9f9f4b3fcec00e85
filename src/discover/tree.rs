//! The docs folder, read into an inventory.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::inventory::{AssetFile, Inventory, SourceFile};
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
/// may be inside the docs folder. `may_be_api` narrows the files that may be API descriptions.
pub fn read(
    docs: &Path,
    exclude: &[PathBuf],
    snippets: Snippets,
    may_be_api: &(dyn Fn(&str) -> bool + Sync),
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
    let files = walk.files.iter().filter(|file| is_copied(file)).cloned();
    let files = files.collect();
    let (sources, findings) = sources(walk.files, may_be_api);
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

/// Returns whether a file is served as it is. An API description is, too.
fn is_copied(file: &AssetFile) -> bool {
    FileKind::of(&file.path) != Some(FileKind::Markdown)
}

/// Reads the files that pages are made of, with the finding about each.
fn sources(
    files: Vec<AssetFile>,
    may_be_api: &(dyn Fn(&str) -> bool + Sync),
) -> (Vec<Option<SourceFile>>, Vec<Option<Diagnostic>>) {
    let read = |file: AssetFile| match FileKind::of(&file.path)? {
        FileKind::Api if !may_be_api(&file.path) => None,
        kind => Some(source_file::read(kind, file)),
    };
    files.into_par_iter().filter_map(read).unzip()
}
