//! The folder of a site that some generator built.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use super::html_page::HtmlPage;
use crate::fault::Helpful;

/// The most files of a site, and the most bytes of a page.
const MOST_FILES: usize = 200_000;
const MOST_BYTES: u64 = 20_000_000;

/// The reason why there is nothing to compare with.
#[derive(Debug, Error)]
pub enum Fault {
    /// A file or folder cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// The folder has no pages.
    #[error("`{}` has no HTML files", .0.display())]
    NoPages(PathBuf),
    /// The folder is no site.
    #[error("`{}` has more than {MOST_FILES} files", .0.display())]
    TooMany(PathBuf),
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        let help = "name the folder that the old generator built, such as `site` or `public`";
        Some(help.to_owned())
    }
}

/// A site that some generator built.
#[derive(Debug)]
pub struct OldSite {
    /// Its pages, by path: `guide/index.html`.
    pub(super) pages: BTreeMap<String, HtmlPage>,
    /// The paths of its other files.
    pub(super) files: Vec<String>,
    /// Its folder, as the command names it.
    pub(super) folder: String,
}

impl OldSite {
    /// Reads a folder.
    ///
    /// # Errors
    /// The folder or a page cannot be read, or there is no page.
    pub fn read(folder: &Path) -> Result<Self, Fault> {
        let (pages, files): (Vec<_>, Vec<_>) =
            paths(folder)?.into_iter().partition(|path| is_page(path));
        let read = |path: String| {
            let file = folder.join(&path);
            let unreadable = |source| Fault::Unreadable {
                path: file.clone(),
                source,
            };
            let size = std::fs::metadata(&file).map_err(unreadable)?.len();
            if size > MOST_BYTES {
                return Ok((path, HtmlPage::default()));
            }
            let bytes = std::fs::read(&file).map_err(unreadable)?;
            Ok((path, HtmlPage::read(&String::from_utf8_lossy(&bytes))))
        };
        let pages: BTreeMap<String, HtmlPage> =
            pages.into_par_iter().map(read).collect::<Result<_, _>>()?;
        if pages.is_empty() {
            return Err(Fault::NoPages(folder.to_owned()));
        }
        let shown = folder.strip_prefix(".").unwrap_or(folder);
        Ok(Self {
            pages,
            files,
            folder: shown.to_string_lossy().replace('\\', "/"),
        })
    }
}

impl OldSite {
    /// Its pages with a text of their own, each with its path: a redirect has none.
    pub(super) fn texts(&self) -> Vec<(&str, &HtmlPage)> {
        let pages = self
            .pages
            .iter()
            .filter(|(_, page)| page.leads_to.is_none());
        pages.map(|(path, page)| (path.as_str(), page)).collect()
    }
}

/// The paths of all files, with `/` between folders. Symbolic links are not followed, and names
/// that begin with a dot are left out: nobody serves them.
fn paths(folder: &Path) -> Result<Vec<String>, Fault> {
    let mut paths = Vec::new();
    let is_served = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter();
    for entry in entries.filter_entry(is_served) {
        let entry = entry.map_err(|error| Fault::Unreadable {
            path: error.path().unwrap_or(folder).to_owned(),
            source: error
                .into_io_error()
                .unwrap_or(std::io::ErrorKind::InvalidInput.into()),
        })?;
        if paths.len() == MOST_FILES {
            return Err(Fault::TooMany(folder.to_owned()));
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if entry.file_type().is_file() {
            let parts = path.iter().map(|part| part.to_string_lossy());
            paths.push(parts.collect::<Vec<_>>().join("/"));
        }
    }
    Ok(paths)
}

/// Returns whether a file is a page. The page for addresses that do not exist has none of its own.
fn is_page(path: &str) -> bool {
    (path.ends_with(".html") || path.ends_with(".htm")) && path != "404.html"
}
