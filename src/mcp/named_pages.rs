//! The paths that name pages: their addresses, and their files.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::address::join;
use crate::catalogue::Catalogue;

/// The scheme of the addresses of resources.
pub const SCHEME: &str = "docs:///";

/// The pages of a site, by the paths that name them.
#[derive(Default)]
pub struct NamedPages {
    /// The number of the page at each address and of each twin.
    routes: HashMap<String, usize>,
    /// The numbers of the pages of each file, from the docs folder; its first page first.
    files: HashMap<String, Vec<usize>>,
}

/// A file, and the line in it that a finding or an answer names.
pub struct NamedFile<'n> {
    /// The path.
    pub path: &'n str,
    /// The line, from 1.
    pub line: Option<u64>,
}

impl NamedPages {
    /// The paths of these pages.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut paths = Self::default();
        for (at, page) in catalogue.pages.iter().enumerate() {
            if let Some(twin) = &page.twin {
                paths.routes.insert(twin.clone(), at);
            }
            paths.files.entry(page.file.clone()).or_default().push(at);
        }
        for (at, page) in catalogue.pages.iter().enumerate() {
            paths.routes.insert(bare(&page.route).to_owned(), at);
        }
        for pages in paths.files.values_mut() {
            pages.sort_by_key(|at| catalogue.pages[*at].route.len());
        }
        paths
    }

    /// The page at an address, which may be a whole URL of the site.
    pub fn at_address(&self, catalogue: &Catalogue, address: &str) -> Option<usize> {
        let path = address.split('?').next().unwrap_or_default();
        let below = path.strip_prefix(catalogue.root.trim_end_matches('/'));
        let forms = [Some(path), below, path.strip_prefix(SCHEME)];
        forms.into_iter().flatten().find_map(|form| {
            let form = decoded(form);
            self.routes.get(bare(&form)).copied()
        })
    }

    /// The page at a path of the site, not encoded.
    pub fn at_route(&self, route: &str) -> Option<usize> {
        self.routes.get(bare(route)).copied()
    }

    /// The pages of a file, by its path in the repository.
    pub fn in_repository(&self, catalogue: &Catalogue, path: &str) -> &[usize] {
        let path = join("", path).unwrap_or_default();
        let below = path.strip_prefix(&catalogue.docs);
        below.map_or(&[], |below| self.in_docs(below))
    }

    /// The pages of a file, by its path in the docs folder.
    pub fn in_docs(&self, path: &str) -> &[usize] {
        self.files.get(path).map_or(&[], Vec::as_slice)
    }
}

impl<'n> NamedFile<'n> {
    /// Reads a path that may end with a line: `docs/guide.md:12`.
    pub fn of(name: &'n str) -> Self {
        let whole = Self {
            path: name,
            line: None,
        };
        let Some((path, line)) = name.rsplit_once(':') else {
            return whole;
        };
        match line.parse() {
            Ok(line) => Self {
                path,
                line: Some(line),
            },
            Err(_) => whole,
        }
    }
}

/// A path of the site in the form that is looked up: `/guide/`, `guide` and `guide/index.html` are
/// one.
fn bare(path: &str) -> &str {
    let path = path.trim_matches('/');
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.trim_end_matches('/'),
        _ => path,
    }
}

/// A part of an address without its encoding.
pub fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
