//! Addresses of pages.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::content_map::{ContentMap, Urls};
use crate::diag::{Code, Diagnostic};
use crate::discover::{Inventory, PageFile};
use crate::source::Place;

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
        if self.0.is_empty() || self.0.ends_with('/') {
            format!("{}index.html", self.0)
        } else {
            self.0.clone()
        }
    }

    /// How to get from this page to the site's root: `./`, `../../`.
    pub fn to_root(&self) -> String {
        let depth = self.0.matches('/').count();
        if depth == 0 {
            "./".to_owned()
        } else {
            "../".repeat(depth)
        }
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

/// The files of the built site and what each comes from. No two have one
/// path, and none lies where another needs a folder.
#[derive(Debug, Clone, Default)]
pub struct Places(Arc<BTreeMap<String, String>>);

impl Places {
    /// The places that bf-docs fills itself, and the files of the tree, which
    /// are copied to where they lie. Files that would lie elsewhere come back.
    fn of_files(inventory: &Inventory, map: &ContentMap) -> (Self, Vec<Diagnostic>) {
        let mut places = Self::default();
        let sitemap = map.site.url.as_ref().map(|_| "sitemap.xml");
        for path in RESERVED.into_iter().chain(sitemap) {
            places.take(path, "bf-docs itself");
        }
        let mut findings = Vec::new();
        for file in &inventory.files {
            match places.holder(&file.path) {
                Some((path, _)) => findings.push(taken_file(inventory.place(&file.path), path)),
                None => places.take(&file.path, &format!("`{}`", file.path)),
            }
        }
        (places, findings)
    }

    /// What stands in the way of a file, if something does: its path, and where it comes from.
    pub fn holder(&self, file: &str) -> Option<(&str, &str)> {
        let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
        let above = folders
            .chain([file])
            .find_map(|path| self.0.get_key_value(path));
        let folder = format!("{file}/");
        let below = || {
            self.0
                .range(folder.clone()..)
                .next()
                .filter(|(path, _)| path.starts_with(&folder))
        };
        above
            .or_else(below)
            .map(|(path, holder)| (path.as_str(), holder.as_str()))
    }

    /// Takes a place; `holder` says for whom, as in "`a.md`".
    pub fn take(&mut self, file: &str, holder: &str) {
        Arc::make_mut(&mut self.0).insert(file.to_owned(), holder.to_owned());
    }
}

/// What a site has whatever its pages are; `sitemap.xml` too, where its address is known.
const RESERVED: [&str; 3] = ["404.html", ".bf-docs/manifest.json", ".gitignore"];

fn taken_file(place: Place, path: &str) -> Diagnostic {
    let found = Diagnostic::new(
        Code::RouteConflict,
        place,
        format!("bf-docs itself writes `{path}`"),
    );
    found.help("rename the file; it is left out of the site")
}

/// Gives each page its route: first come, first served, an `index.md` before
/// a `README.md`; the one that comes too late gets an address of its own.
pub fn assign(inventory: &Inventory, map: &ContentMap) -> (Vec<Route>, Places, Vec<Diagnostic>) {
    let mut order: Vec<usize> = (0..inventory.pages.len()).collect();
    order.sort_by_key(|&at| {
        let path = &inventory.pages[at].path;
        (!is_index(path), is_readme(path), path)
    });
    let indexes: BTreeSet<&str> = inventory
        .pages
        .iter()
        .filter(|page| is_index(&page.path))
        .map(|page| split(&page.path).0)
        .collect();
    let (mut places, mut findings) = Places::of_files(inventory, map);
    let mut routes: BTreeMap<usize, Route> = BTreeMap::new();
    for at in order {
        let page = &inventory.pages[at];
        let wanted = wanted(&page.path, map.site.urls, &indexes);
        let (route, holder) = free(&wanted, &places);
        let folder = split(&page.path).0;
        if let Some((path, holder)) = holder {
            findings.push(conflict(page, &path, &holder, &route));
        } else if is_readme(&page.path) && indexes.contains(folder) {
            findings.push(conflict(
                page,
                &format!("{folder}index.html"),
                &format!("`{folder}index.md`"),
                &route,
            ));
        }
        places.take(&route.file(), &format!("`{}`", page.path));
        routes.insert(at, route);
    }
    (routes.into_values().collect(), places, findings)
}

/// The wanted route or the first numbered one that is free, and what stood in
/// the way of the wanted one.
fn free(wanted: &Route, places: &Places) -> (Route, Option<(String, String)>) {
    let file = wanted.file();
    let Some((path, holder)) = places.holder(&file) else {
        return (wanted.clone(), None);
    };
    let numbered = |count| numbered(wanted, path, count);
    let route = (2..)
        .map(numbered)
        .find(|route| places.holder(&route.file()).is_none());
    (
        route.expect("numbers do not end"),
        Some((path.to_owned(), holder.to_owned())),
    )
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

/// `guide/` becomes `guide-2/`, `guide.html` becomes `guide-2.html`; where a
/// file stands in place of one of its folders, that folder gets the number.
fn numbered(route: &Route, blocked_by: &str, count: usize) -> Route {
    let address = route.as_str();
    if let Some(rest) = address
        .strip_prefix(blocked_by)
        .filter(|rest| rest.starts_with('/'))
    {
        return Route(format!("{blocked_by}-{count}{rest}"));
    }
    Route(match address.strip_suffix(".html") {
        Some(stem) => format!("{stem}-{count}.html"),
        None => format!(
            "{}-{count}/",
            if address.is_empty() {
                "index"
            } else {
                address.trim_end_matches('/')
            }
        ),
    })
}

/// `path` is the file in the way.
fn conflict(page: &PageFile, path: &str, holder: &str, route: &Route) -> Diagnostic {
    let address = path.strip_suffix("index.html").unwrap_or(path);
    let message = format!("{holder} is served at `/{address}` already");
    let help = format!(
        "rename one of the two; this one is served at `/{}`",
        route.as_str()
    );
    Diagnostic::new(Code::RouteConflict, page.source.place(0..0), message).help(help)
}

/// What a path in an address must not hold as it is.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'\\')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Percent-encodes a path below the site's root.
pub fn encode(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, IN_PATH).into()
}
