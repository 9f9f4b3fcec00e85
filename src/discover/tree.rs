//! A walk of the docs folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Checkout, Snippets};
use crate::diag::{Code, Diagnostic};
use crate::source::{Place, Source};

/// What lies in the docs folder.
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
    /// What symbolic links lead to, by full paths: it has more than one.
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

/// Why a docs folder cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It is not there, or no folder.
    #[error("there is no docs folder at `{}`\nhelp: name one as in `bf-docs build docs`, or set `site.docs` in content-map.toml", .0.display())]
    NotThere(PathBuf),
    /// It cannot be opened.
    #[error("cannot read the docs folder `{}`: {source}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Reads the docs folder. Hidden files and folders are left out, and so is
/// what `exclude` names: files and folders that are the build's own, should
/// they lie inside (the output folder, the content map); built sites are left out too.
pub fn read(
    docs: &Path,
    exclude: &[PathBuf],
    snippets: Snippets,
) -> Result<(Inventory, Vec<Diagnostic>), Fault> {
    if !docs.is_dir() {
        return Err(Fault::NotThere(docs.to_owned()));
    }
    let root = docs.canonicalize().map_err(|error| Fault::Unreadable {
        path: docs.to_owned(),
        source: error,
    })?;
    std::fs::read_dir(&root).map_err(|error| Fault::Unreadable {
        path: docs.to_owned(),
        source: error,
    })?;
    let exclude: Vec<PathBuf> = exclude
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut walk = Walk {
        docs,
        root: &root,
        found: Vec::new(),
        findings: Vec::new(),
        links: Vec::new(),
        symlinks: Vec::new(),
    };
    walk.run(&exclude);
    let Walk {
        mut found,
        mut findings,
        links,
        symlinks,
        ..
    } = walk;
    // A walk goes folder by folder: `a/b.md` before `a-c.md`.
    found.sort_by(|one, next| one.path.cmp(&next.path));
    let (markdown, files): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|file| is_markdown(&file.path));
    let read: Vec<_> = markdown
        .into_par_iter()
        .map(|file| page(docs, file))
        .collect();
    let mut pages = Vec::with_capacity(read.len());
    for (page, found) in read {
        pages.extend(page);
        findings.extend(found);
    }
    let checkout = Checkout::default();
    Ok((
        Inventory {
            pages,
            files,
            snippets,
            checkout,
            docs: docs.to_owned(),
            links,
            symlinks,
        },
        findings,
    ))
}

/// Reads changed pages anew, where each path in the docs folder is of a file that was there and
/// still is; whether all were. What is copied is read by whoever copies it. `findings` is what was
/// wrong with the files, before and after.
pub fn again(
    inventory: &mut Inventory,
    findings: &mut Vec<Diagnostic>,
    changed: &[PathBuf],
) -> bool {
    let Ok(root) = inventory.docs.canonicalize() else {
        return false;
    };
    // Whoever changes a file tells of one of its paths.
    if !inventory.links.is_empty() {
        return false;
    }
    let mut read = Vec::new();
    for path in changed {
        // What lies elsewhere is no part of the inventory.
        let Ok(path) = path.strip_prefix(&root) else {
            continue;
        };
        let Some(path) = path.to_str() else {
            return false;
        };
        let path = path.replace('\\', "/");
        let full = root.join(&path);
        if !full.symlink_metadata().is_ok_and(|of| of.is_file()) {
            return false;
        }
        let Ok(at) = inventory
            .pages
            .binary_search_by(|page| page.path.cmp(&path))
        else {
            if inventory
                .files
                .binary_search_by(|file| file.path.cmp(&path))
                .is_err()
            {
                return false;
            }
            continue;
        };
        match page(&inventory.docs, AssetFile { path, full }) {
            (Some(page), found) => read.push((at, page, found)),
            // One that vanished in the meantime is no page any more.
            (None, _) => return false,
        }
    }
    for (at, page, found) in read {
        findings.retain(|finding| {
            finding
                .place
                .as_ref()
                .is_none_or(|place| place.path != page.source.path)
        });
        findings.extend(found);
        inventory.pages[at] = page;
    }
    true
}

fn is_markdown(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty() && matches!(end.to_ascii_lowercase().as_str(), "md" | "markdown")
    })
}

/// What every built site has: a folder that has it is none of the docs.
pub const BUILT: &str = ".bf-docs/manifest.json";

struct Walk<'a> {
    docs: &'a Path,
    root: &'a Path,
    found: Vec<AssetFile>,
    findings: Vec<Diagnostic>,
    links: Vec<PathBuf>,
    symlinks: Vec<PathBuf>,
}

impl Walk<'_> {
    fn run(&mut self, exclude: &[PathBuf]) {
        let walk = WalkDir::new(self.root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        let is_hidden = |entry: &walkdir::DirEntry| {
            entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
        };
        let is_excluded = |entry: &walkdir::DirEntry| {
            entry.depth() > 0 && exclude.iter().any(|path| path == entry.path())
        };
        // A site that was built into another folder is no content.
        let is_site = |entry: &walkdir::DirEntry| {
            entry.depth() > 0 && entry.file_type().is_dir() && entry.path().join(BUILT).is_file()
        };
        let is_ours =
            |entry: &walkdir::DirEntry| is_hidden(entry) || is_excluded(entry) || is_site(entry);
        let mut left_out: BTreeSet<PathBuf> = BTreeSet::new();
        let entries =
            walk.filter_entry(|entry| !is_ours(entry) && !self.leads_out(entry, &mut left_out));
        let entries: Vec<_> = entries.collect();
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.file(&entry),
                Ok(_) => {}
                Err(error) => self.trouble(&error),
            }
        }
        for path in left_out {
            let message = "the symbolic link leads out of the docs folder";
            self.find(
                Code::OutsideRoot,
                &path,
                message,
                "copy what it leads to into the docs folder; it is left out of the site",
            );
        }
    }

    /// Whether an entry is a symbolic link to somewhere outside.
    fn leads_out(&mut self, entry: &walkdir::DirEntry, left_out: &mut BTreeSet<PathBuf>) -> bool {
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

    fn file(&mut self, entry: &walkdir::DirEntry) {
        let relative = entry.path().strip_prefix(self.root).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = relative
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        match parts {
            Some(parts) if !parts.iter().any(|part| part.contains('\\')) => {
                self.found.push(AssetFile {
                    path: parts.join("/"),
                    full: entry.path().to_owned(),
                });
            }
            _ => self.find(
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
            self.find(
                Code::SymlinkLoop,
                &path,
                "the symbolic link leads back to a folder above it",
                "take it out; what it leads to is in the site already",
            );
        } else {
            let reason = error
                .io_error()
                .map_or_else(|| error.to_string(), ToString::to_string);
            let help = if path.is_symlink() && !path.exists() {
                "mend the symbolic link, or take it out; it is left out of the site"
            } else {
                "give the user that builds the right to read it; it is left out of the site"
            };
            self.find(
                Code::Unreadable,
                &path,
                format!("cannot be read: {reason}"),
                help,
            );
        }
    }

    fn find(&mut self, code: Code, path: &Path, message: impl Into<String>, help: &str) {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        self.findings.push(
            Diagnostic::new(
                code,
                Place::of_file(shown(self.docs, &relative.to_string_lossy())),
                message,
            )
            .help(help),
        );
    }
}

/// A path that can be opened: that of the folder this runs in is empty.
pub fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}

/// How a file of the docs folder is named in findings.
pub fn shown(docs: &Path, path: &str) -> String {
    let folder = docs.to_string_lossy().replace('\\', "/");
    let folder = folder
        .strip_prefix("./")
        .unwrap_or(&folder)
        .trim_end_matches('/')
        .to_owned();
    if folder.is_empty() || folder == "." {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    }
}

fn page(docs: &Path, file: AssetFile) -> (Option<PageFile>, Vec<Diagnostic>) {
    let name: Arc<str> = shown(docs, &file.path).into();
    let bytes = match std::fs::read(&file.full) {
        Ok(bytes) => bytes,
        Err(error) => {
            let found = Diagnostic::new(
                Code::Unreadable,
                Place::of_file(name),
                format!("cannot be read: {error}"),
            );
            return (
                None,
                vec![found.help("give the user that builds the right to read it; the page is left out of the site")],
            );
        }
    };
    let (source, invalid) = Source::from_bytes(name, &bytes);
    let found = invalid.map(|at| {
        let found = Diagnostic::new(
            Code::InvalidUtf8,
            source.place(at..at + 1),
            "the file is not UTF-8 from here on",
        );
        found.help("save it as UTF-8; what could not be read shows as \u{FFFD}")
    });
    (
        Some(PageFile {
            path: file.path,
            source,
        }),
        found.into_iter().collect(),
    )
}
