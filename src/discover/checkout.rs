//! The repository around the docs folder: files that pages may link to and that are no part of the
//! site.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::here;

/// Where the docs folder lies in its repository, and where that lies on the disk.
#[derive(Debug, Clone, Default)]
pub struct Checkout {
    /// The full path of the repository's root; none where it is not known.
    root: Option<PathBuf>,
    /// The docs folder's path in it, `/` between folders.
    docs: String,
    /// The full paths of the docs folder: with links followed, and as the command names it.
    paths: Vec<String>,
}

/// What lies at a path of a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckoutEntry {
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl Checkout {
    /// The checkout of a docs folder. Its path in the repository is `named`; without that, its
    /// path below `root`, the folder of the content map.
    pub fn of(root: &Path, docs_folder: &Path, named: Option<&str>) -> Self {
        let full = |path: &Path| here(path).canonicalize().ok();
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
        let as_named = std::path::absolute(here(docs_folder)).ok();
        let paths = [full(docs_folder), as_named].into_iter().flatten();
        let paths = paths.map(|path| path.to_string_lossy().replace('\\', "/"));
        Self {
            root,
            docs,
            paths: paths.collect(),
        }
    }

    /// The docs folder's path in the repository; empty where it is its root, or where that is not
    /// known.
    pub fn docs(&self) -> &str {
        &self.docs
    }

    /// A path from some folder above the docs folder as one from the docs folder: `guide.md` of
    /// `docs/guide.md`, and of `wiki/docs/guide.md` if that is where the docs folder is.
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

    /// Where a path of the repository lies on the disk, whether something is there or not.
    pub fn place(&self, path: &str) -> Option<PathBuf> {
        self.root.as_ref().map(|root| root.join(path))
    }

    /// What lies at a path of the repository. No symbolic link leads out of it, and what git
    /// keeps for itself is none of its files.
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
