//! Addresses of pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::content_map::Urls;
use crate::diag::{Code, Diagnostic};
use crate::discover::{Inventory, PageFile};

/// Where a page is served, below the site's root and not percent-encoded:
/// nothing for the start page, `guide/start/`, or `guide/start.html`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(String);

impl Route {
    /// Takes an address below the site's root.
    pub fn new(address: impl Into<String>) -> Self {
        Self(address.into())
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that is served there.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.clone() }
    }

    /// How to get from this page to the site's root: `./`, `../../`.
    pub fn to_root(&self) -> String {
        let depth = self.0.matches('/').count();
        if depth == 0 { "./".to_owned() } else { "../".repeat(depth) }
    }
}

/// A page's folder below the docs folder (with a `/` at its end unless it is
/// the docs folder) and its name without the ending.
pub fn split(path: &str) -> (&str, &str) {
    let at = path.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, name) = path.split_at(at);
    (folder, name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// Whether a page speaks for its folder.
pub fn is_index(path: &str) -> bool {
    split(path).1 == "index"
}

/// Gives each page its route: first come, first served, an `index.md` before
/// a `README.md`; the one that comes too late gets an address of its own.
pub fn assign(inventory: &Inventory, urls: Urls) -> (Vec<Route>, Vec<Diagnostic>) {
    let mut order: Vec<usize> = (0..inventory.pages.len()).collect();
    order.sort_by_key(|&at| {
        let path = &inventory.pages[at].path;
        (!is_index(path), is_readme(path), path.clone())
    });
    let files: BTreeSet<&str> = inventory.files.iter().map(|file| file.path.as_str()).collect();
    let indexes: BTreeSet<&str> =
        inventory.pages.iter().filter(|page| is_index(&page.path)).map(|page| split(&page.path).0).collect();
    let mut taken: HashMap<String, &str> = HashMap::new();
    let mut routes: BTreeMap<usize, Route> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in order {
        let page = &inventory.pages[at];
        let wanted = wanted(&page.path, urls, &indexes);
        let mut route = wanted.clone();
        let mut count = 1;
        while taken.contains_key(&route.file()) || files.contains(route.file().as_str()) {
            count += 1;
            route = numbered(&wanted, count);
        }
        if count > 1 {
            let holder = taken.get(&wanted.file()).copied().unwrap_or(&page.path);
            findings.push(conflict(page, &wanted, holder, &route));
        } else if is_readme(&page.path) && indexes.contains(split(&page.path).0) {
            let folder = split(&page.path).0;
            findings.push(conflict(page, &Route::new(folder), &format!("{folder}index.md"), &route));
        }
        taken.insert(route.file(), &page.path);
        routes.insert(at, route);
    }
    (routes.into_values().collect(), findings)
}

fn is_readme(path: &str) -> bool {
    split(path).1.eq_ignore_ascii_case("readme")
}

fn wanted(path: &str, urls: Urls, indexes: &BTreeSet<&str>) -> Route {
    let (folder, stem) = split(path);
    let speaks = stem == "index" || (is_readme(path) && !indexes.contains(folder));
    Route(match (urls, speaks) {
        (Urls::Folder, true) => folder.to_owned(),
        (Urls::Folder, false) => format!("{folder}{stem}/"),
        (Urls::File, true) => format!("{folder}index.html"),
        (Urls::File, false) => format!("{folder}{stem}.html"),
    })
}

/// `guide/` becomes `guide-2/`, `guide.html` becomes `guide-2.html`.
fn numbered(route: &Route, count: usize) -> Route {
    let address = route.as_str();
    Route(match address.strip_suffix(".html") {
        Some(stem) => format!("{stem}-{count}.html"),
        None => format!("{}-{count}/", if address.is_empty() { "index" } else { address.trim_end_matches('/') }),
    })
}

fn conflict(page: &PageFile, wanted: &Route, holder: &str, route: &Route) -> Diagnostic {
    let message = format!("`{}` is served at `/{}` already", holder, wanted.as_str());
    let help = format!("rename one of the two; this one is served at `/{}`", route.as_str());
    Diagnostic::new(Code::RouteConflict, page.source.place(0..0), message).help(help)
}
