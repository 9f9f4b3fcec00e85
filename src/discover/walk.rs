//! A walk of the docs folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::inventory::AssetFile;
use crate::diag::{Code, Diagnostic};
use crate::file::FileId;
use crate::output::MANIFEST;
use crate::source::Place;

/// The results of walking a docs folder.
pub struct DocsWalk<'a> {
    /// The folder's full path.
    root: &'a Path,
    /// All files, by path.
    pub files: Vec<AssetFile>,
    /// The findings about files and folders.
    pub findings: Vec<Diagnostic>,
    /// Like [`Inventory::links`](super::Inventory::links).
    pub links: Vec<PathBuf>,
    /// Like [`Inventory::symlinks`](super::Inventory::symlinks).
    pub symlinks: Vec<PathBuf>,
}

impl<'a> DocsWalk<'a> {
    /// Walks a docs folder, given by its full path, without the paths of `exclude`.
    pub fn of(root: &'a Path, exclude: &[PathBuf]) -> Self {
        let mut walk = Self {
            root,
            files: Vec::new(),
            findings: Vec::new(),
            links: Vec::new(),
            symlinks: Vec::new(),
        };
        walk.run(exclude);
        // The walk goes folder by folder, so `a/b.md` came before `a-c.md`.
        walk.files.sort_by(|one, next| one.path.cmp(&next.path));
        walk
    }

    fn run(&mut self, exclude: &[PathBuf]) {
        let walk = WalkDir::new(self.root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        let mut left_out: BTreeSet<PathBuf> = BTreeSet::new();
        let entries = walk.filter_entry(|entry| {
            is_content(entry, exclude) && !self.leads_out(entry, &mut left_out)
        });
        let entries: Vec<_> = entries.collect();
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.file(&entry),
                Ok(_) => {}
                Err(error) => self.trouble(&error),
            }
        }
        for path in left_out {
            self.report(
                Code::OutsideRoot,
                &path,
                "the symbolic link leads out of the docs folder",
                "copy what it leads to into the docs folder; it is left out of the site",
            );
        }
    }

    /// Returns whether an entry is a symbolic link to a place outside.
    fn leads_out(&mut self, entry: &DirEntry, left_out: &mut BTreeSet<PathBuf>) -> bool {
        if !entry.path_is_symlink() {
            return false;
        }
        self.symlinks.push(entry.path().to_owned());
        match entry.path().canonicalize() {
            Ok(target) if target.starts_with(self.root) => {
                self.links.push(target);
                false
            }
            _ => {
                left_out.insert(entry.path().to_owned());
                true
            }
        }
    }

    fn file(&mut self, entry: &DirEntry) {
        let relative = entry.path().strip_prefix(self.root).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = relative
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        match parts {
            Some(parts) if !parts.iter().any(|part| part.contains('\\')) => {
                self.files.push(AssetFile {
                    path: parts.join("/"),
                    full: entry.path().to_owned(),
                });
            }
            _ => self.report(
                Code::Unreadable,
                entry.path(),
                "the file's name is not UTF-8, or holds a backslash",
                "rename it; it is left out of the site",
            ),
        }
    }

    fn trouble(&mut self, error: &walkdir::Error) {
        let path = error.path().unwrap_or(self.root).to_owned();
        if path.is_symlink() {
            self.symlinks.push(path.clone());
        }
        if error.loop_ancestor().is_some() {
            self.report(
                Code::SymlinkLoop,
                &path,
                "the symbolic link leads back to a folder above it",
                "take it out; what it leads to is in the site already",
            );
            return;
        }
        let reason = error
            .io_error()
            .map_or_else(|| error.to_string(), ToString::to_string);
        let help = if path.is_symlink() && !path.exists() {
            "mend the symbolic link, or take it out; it is left out of the site"
        } else {
            "give the user that builds the right to read it; it is left out of the site"
        };
        self.report(
            Code::Unreadable,
            &path,
            format!("cannot be read: {reason}"),
            help,
        );
    }

    fn report(&mut self, code: Code, path: &Path, message: impl Into<String>, help: &str) {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        let place = Place::of_file(FileId::in_docs(relative.to_string_lossy()));
        self.findings
            .push(Diagnostic::new(code, place, message).help(help));
    }
}

/// Returns whether an entry may be content: it is not hidden, does not belong to the build, and is
/// not a site that was built into another folder.
fn is_content(entry: &DirEntry, exclude: &[PathBuf]) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
    let is_excluded = || exclude.iter().any(|path| path == entry.path());
    let is_site = || entry.file_type().is_dir() && entry.path().join(MANIFEST).is_file();
    !(is_hidden || is_excluded() || is_site())
}
