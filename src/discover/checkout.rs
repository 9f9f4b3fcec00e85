//! The repository around the docs folder. Pages may link to its files, which are not part of the
//! site.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::openable;

/// The docs folder's path in its repository, and the repository's on the disk.
#[derive(Debug, Clone, Default)]
pub struct Checkout {
    /// The full path of the repository's root; `None` if it is not known.
    root: Option<PathBuf>,
    /// The docs folder's path in the repository, with `/` between folders.
    docs: String,
    /// The full paths of the docs folder: with symbolic links resolved, and as the command names
    /// it.
    paths: Vec<String>,
}

/// The kind of an entry of the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckoutEntry {
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl Checkout {
    /// The checkout of a docs folder. `named` is its path in the repository. The default is its
    /// path below `root`, the folder of the content map.
    pub fn of(root: &Path, docs_folder: &Path, named: Option<&str>) -> Self {
        let full = |path: &Path| openable(path).canonicalize().ok();
        let parts = |path: &str| {
            let parts = path
                .split('/')
                .filter(|part| !part.is_empty() && *part != ".");
            parts.map(str::to_owned).collect::<Vec<_>>().join("/")
        };
        let found = full(docs_folder).and_then(|docs| match named.map(parts) {
            Some(named) => docs.ends_with(&named).then(|| {
                let above = docs.ancestors().nth(Path::new(&named).components().count());
                (above.map(Path::to_owned), named)
            }),
            None => {
                let root = full(root)?;
                let below = docs.strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
                Some((Some(root), below))
            }
        });
        let (root, docs) = found.unwrap_or_default();
        let as_named = std::path::absolute(openable(docs_folder)).ok();
        let paths = [full(docs_folder), as_named].into_iter().flatten();
        let paths = paths.map(|path| path.to_string_lossy().replace('\\', "/"));
        Self {
            root,
            docs,
            paths: paths.collect(),
        }
    }

    /// The docs folder's path in the repository; empty if it is the repository's root, or if the
    /// path is not known.
    pub fn docs(&self) -> &str {
        &self.docs
    }

    /// Turns a path from a folder above the docs folder into one from the docs folder:
    /// `docs/guide.md` becomes `guide.md`, and so does `wiki/docs/guide.md` if the docs folder is
    /// at `wiki/docs`.
    pub fn below_docs<'p>(&self, path: &'p str) -> Option<&'p str> {
        let is_docs = |folder: &str, full: &String| {
            let above = full.strip_suffix(folder);
            above.is_some_and(|above| above.ends_with('/'))
        };
        let leads_here = |at: &usize| {
            let mut paths = self.paths.iter();
            paths.any(|full| is_docs(&path[..*at], full))
        };
        let slashes = path.match_indices('/').map(|(at, _)| at);
        let folder = slashes.rev().find(leads_here)?;
        Some(&path[folder + 1..])
    }

    /// The place of a path of the repository on the disk, whether or not something is there.
    pub fn place(&self, path: &str) -> Option<PathBuf> {
        self.root.as_ref().map(|root| root.join(path))
    }

    /// The kind of the entry at a path of the repository. It follows no symbolic link out of the
    /// repository, and ignores git's own files.
    pub fn entry(&self, path: &str) -> Option<CheckoutEntry> {
        let root = self.root.as_ref()?;
        let full = root.join(path).canonicalize().ok()?;
        let below = full
            .strip_prefix(root)
            .ok()
            .filter(|below| !below.starts_with(".git"))?;
        let kind = root.join(below).metadata().ok()?;
        if kind.is_dir() {
            Some(CheckoutEntry::Folder)
        } else {
            kind.is_file().then_some(CheckoutEntry::File)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_from_a_folder_above_leads_below_the_docs_folder() {
        let checkout = Checkout {
            paths: ["/home/team/wiki/docs", "/home/team/handbook"]
                .map(str::to_owned)
                .to_vec(),
            ..Checkout::default()
        };
        for (path, below) in [
            ("docs/a.md", Some("a.md")),
            ("wiki/docs/a/b.md", Some("a/b.md")),
            ("docs/docs/a.md", Some("docs/a.md")),
            ("handbook/a.md", Some("a.md")),
            ("docsa.md", None),
            ("ocs/a.md", None),
            ("other/docs/a.md", None),
            ("a.md", None),
            ("/docs/a.md", None),
        ] {
            assert_eq!(checkout.below_docs(path), below, "{path}");
        }
        assert_eq!(Checkout::default().below_docs("docs/a.md"), None);
    }
}
