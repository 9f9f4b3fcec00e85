//! Gives each page an address of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::places::{Places, named};
use crate::address::{Route, split};
use crate::body::Page;
use crate::content_map::{ContentMap, Urls};
use crate::diag::{Code, Diagnostic};
use crate::discover::Inventory;

/// Returns whether a page is the index of its folder.
pub fn is_index(path: &str) -> bool {
    split(path).1 == "index"
}

/// The addresses of a tree's pages.
pub struct Assignment {
    /// The routes, in the order of the pages.
    pub routes: Vec<Route>,
    /// The paths that pages and files take.
    pub places: Places,
    /// A finding for each page or file whose path was taken.
    pub findings: Vec<Diagnostic>,
}

/// Gives each page its route. The first page gets an address that several want, and an `index.md`
/// comes before a `README.md`. A later one gets a numbered address.
pub fn assign(inventory: &Inventory, pages: &[Arc<Page>], map: &ContentMap) -> Assignment {
    let mut indexes = BTreeSet::new();
    for page in pages {
        if is_index(&page.path) {
            let (folder, _) = split(&page.path);
            indexes.insert(folder);
        }
    }
    let (mut places, mut findings) = Places::of_files(inventory, map);
    let mut routes: BTreeMap<usize, Route> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for at in in_order_of_claims(pages) {
        let page = &pages[at];
        let wanted = wanted(&page.path, map.site.urls, &indexes);
        let (route, blocker) = free(&wanted, &places, map.site.twins);
        let folder = split(&page.path).0;
        if let Some((path, holder)) = blocker {
            // Two files of one name may make many pages that conflict.
            if told.insert(page.file.path()) {
                findings.push(conflict(page, &path, &holder, &route));
            }
        } else if is_readme(&page.path) && indexes.contains(folder) {
            let path = format!("{folder}index.html");
            let holder = format!("`{folder}index.md`");
            findings.push(conflict(page, &path, &holder, &route));
        }
        let holder = named(&page.path);
        places.take(&route.file(), &holder);
        if map.site.twins {
            places.take(&route.twin(), &holder);
        }
        routes.insert(at, route);
    }
    Assignment {
        routes: routes.into_values().collect(),
        places,
        findings,
    }
}

/// The pages, by number, in the order in which they claim a route: those that authors wrote before
/// those of API descriptions, and index pages first.
fn in_order_of_claims(pages: &[Arc<Page>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_key(|&at| {
        let page = &pages[at];
        let path = &page.path;
        let is_made = page.file.below_docs() != Some(&**path);
        (is_made, !is_index(path), is_readme(path), path)
    });
    order
}

/// The wanted route or the first numbered one that is free, and what blocked the wanted one. With
/// twins, the path of the page's Markdown has to be free as well.
fn free(wanted: &Route, places: &Places, twins: bool) -> (Route, Option<(String, String)>) {
    let blocked = |route: &Route| {
        let of_file = places.holder(&route.file());
        of_file.or_else(|| places.holder(&route.twin()).filter(|_| twins))
    };
    let Some((path, holder)) = blocked(wanted) else {
        return (wanted.clone(), None);
    };
    let mut numbered = (2..).map(|count| numbered(wanted, path, count));
    let route = numbered
        .find(|route| blocked(route).is_none())
        .expect("numbers do not end");
    let taken_by = (path.to_owned(), holder.to_owned());
    (route, Some(taken_by))
}

pub fn is_readme(path: &str) -> bool {
    split(path).1.eq_ignore_ascii_case("readme")
}

fn wanted(path: &str, urls: Urls, indexes: &BTreeSet<&str>) -> Route {
    let (folder, stem) = split(path);
    let speaks = stem == "index" || (is_readme(path) && !indexes.contains(folder));
    Route::new(match (urls, speaks) {
        (Urls::Folder, true) => folder.to_owned(),
        (Urls::Folder, false) => format!("{folder}{stem}/"),
        (Urls::File, true) => format!("{folder}index.html"),
        (Urls::File, false) => format!("{folder}{stem}.html"),
    })
}

/// A numbered route: `guide/` becomes `guide-2/`, `guide.html` becomes `guide-2.html`. If a file
/// blocks one of its folders, that folder gets the number.
fn numbered(route: &Route, blocked_by: &str, count: usize) -> Route {
    let address = route.as_str();
    if let Some(rest) = address.strip_prefix(blocked_by)
        && rest.starts_with('/')
    {
        return Route::new(format!("{blocked_by}-{count}{rest}"));
    }
    if let Some(stem) = address.strip_suffix(".html") {
        return Route::new(format!("{stem}-{count}.html"));
    }
    let folder = if address.is_empty() {
        "index"
    } else {
        address.trim_end_matches('/')
    };
    Route::new(format!("{folder}-{count}/"))
}

/// The finding about a blocked route; `path` is the blocking file.
fn conflict(page: &Page, path: &str, holder: &str, route: &Route) -> Diagnostic {
    let address = path.strip_suffix("index.html").unwrap_or(path);
    let message = format!("{holder} is served at `/{address}` already");
    let own_address = route.as_str();
    let help = format!("rename one of the two; this one is served at `/{own_address}`");
    let place = page.source().place(0..0);
    Diagnostic::new(Code::RouteConflict, place, message).help(help)
}
