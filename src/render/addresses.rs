//! Addresses from one page to another, ready for HTML.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{Display, Formatter};
use std::rc::Rc;

use super::html::HtmlWriter;
use super::views::View;
use crate::address::{Route, encode, way};
use crate::content_map::{ContentMap, DocKind, SiteUrl, Urls};
use crate::parse::slug;
use crate::site::{FolderItem, MadePage, NavFolder, Places, Site, SiteTab, TabContent};
use crate::trace::Trace;

/// The start of the addresses on a page.
pub enum LinkBase {
    /// On a page: addresses are relative, so that the site works anywhere.
    Page(Route),
    /// On the 404 page, which is shown at any address: addresses start at the base.
    Anywhere(String),
}

impl LinkBase {
    /// The address of a file or page below the site's root.
    pub fn to(&self, path: &str) -> String {
        match self {
            LinkBase::Page(route) => way(route.as_str(), path),
            LinkBase::Anywhere(base) => format!("{base}{}", encode(path)),
        }
    }
}

/// Addresses from one page to the site's pages. Each is computed once, because a page of
/// traceability has thousands of links to a few hundred pages.
pub struct Ways {
    from: LinkBase,
    pages: RefCell<HashMap<usize, Rc<str>>>,
}

impl Ways {
    /// The addresses from a page, none of them computed yet.
    pub fn new(from: LinkBase) -> Self {
        Self {
            from,
            pages: RefCell::default(),
        }
    }

    /// The address of a page by its number in the site, escaped for an attribute.
    pub fn to_page(&self, site: &Site, page: usize) -> Rc<str> {
        let mut pages = self.pages.borrow_mut();
        let way = pages.entry(page).or_insert_with(|| {
            let mut way = HtmlWriter::default();
            way.attribute_text(&self.from.to(site.pages[page].route.as_str()));
            way.as_str().into()
        });
        Rc::clone(way)
    }
}

impl std::ops::Deref for Ways {
    type Target = LinkBase;

    fn deref(&self) -> &LinkBase {
        &self.from
    }
}

/// The address of an artifact from a page, escaped for an attribute.
pub struct Href<'r> {
    /// The address of the page.
    pub way: Rc<str>,
    /// `#heading`, or empty.
    pub anchor: &'r str,
}

impl Display for Href<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.way)?;
        formatter.write_str(self.anchor)
    }
}

/// The routes of generated pages: folders without a page, tags, the list of all pages.
#[derive(Debug)]
pub struct GeneratedRoutes {
    urls: Urls,
    /// The routes by folder path, including folders whose page an author wrote.
    folders: HashMap<String, Route>,
    /// The folders that get a generated page.
    pub sections: Vec<String>,
    /// The list of all pages.
    pub all: Route,
    /// The list of a tab's pages, by the tab's number.
    pub of_tab: Vec<Route>,
    /// The list of all tags.
    pub tags: Route,
    /// A tag's page, by the tag's number.
    pub of_tag: Vec<Route>,
    /// True if the start page has to be generated.
    pub start: bool,
    /// The pages of traceability that have documents to list.
    pub trace: BTreeMap<View, Route>,
    /// The page of each challenge's chain, by the challenge's number.
    pub chains: BTreeMap<usize, Route>,
    /// The file of all artifacts and relations.
    pub export: Option<String>,
    /// The search page; none if the site has no search.
    pub search: Option<Route>,
}

/// The longest name that a title gives a file, in characters: file systems take 255 bytes.
const LONGEST: usize = 60;

/// The routes of the lists of tabs' pages; `all` is the route of the list of all pages.
fn tab_lists(site: &Site, all: &Route, free: &mut impl FnMut(String) -> Route) -> Vec<Route> {
    let list = |tab: &SiteTab| match tab.shows {
        TabContent::Start | TabContent::Folder(_) => {
            let slug = slug(&tab.title);
            let end = slug
                .char_indices()
                .nth(LONGEST)
                .map_or(slug.len(), |(end, _)| end);
            let name = if slug.is_empty() { "tab" } else { &slug[..end] };
            free(format!("site-map/{name}"))
        }
        // Fewer than two pages need no list.
        TabContent::Page(_) | TabContent::Link(_) => all.clone(),
    };
    site.tabs.iter().map(list).collect()
}

/// The routes of the pages of chains, by the number of their challenge.
fn chains(trace: &Trace, free: &mut impl FnMut(String) -> Route) -> BTreeMap<usize, Route> {
    let route = |at: usize| {
        let id = trace.artifacts[at].id.trim_start_matches("challenge/");
        (at, free(format!("traceability/chains/{}", slug(id))))
    };
    trace.documents(DocKind::Challenge).map(route).collect()
}

impl GeneratedRoutes {
    /// Chooses addresses that no other page has.
    pub fn new(site: &Site, trace: &Trace, map: &ContentMap) -> Self {
        let urls = map.site.urls;
        let mut places = site.places.clone();
        let mut made = Self {
            urls,
            folders: HashMap::new(),
            sections: Vec::new(),
            all: Route::new(""),
            of_tab: Vec::new(),
            tags: Route::new(""),
            of_tag: Vec::new(),
            start: false,
            trace: BTreeMap::new(),
            chains: BTreeMap::new(),
            export: None,
            search: None,
        };
        made.start = places.holder("index.html").is_none();
        made.folder(&site.tree, site, &mut places);
        let mut free = |stem: String| free(&stem, urls, &mut places);
        made.all = free("site-map".to_owned());
        made.of_tab = tab_lists(site, &made.all, &mut free);
        if trace.is_governed() {
            let shown = View::ALL.into_iter().filter(|view| view.is_shown(trace));
            made.trace = shown.map(|view| (view, free(view.stem()))).collect();
            made.chains = chains(trace, &mut free);
            made.export = Some("traceability/trace.json".to_owned());
        }
        made.search = map.site.search.then(|| free("search".to_owned()));
        made.tags = free("tags".to_owned());
        made.of_tag = site
            .tags
            .iter()
            .map(|tag| free(format!("tags/{}", tag.slug)))
            .collect();
        made
    }

    /// The generated pages and files, as link targets.
    pub fn pages(&self, site: &Site) -> Vec<MadePage> {
        let start = self.start.then_some("");
        let folders = self.sections.iter().map(String::as_str).chain(start);
        let tags = (!site.tags.is_empty())
            .then_some(&self.tags)
            .into_iter()
            .chain(&self.of_tag);
        let lists = std::iter::once(&self.all)
            .chain(&self.of_tab)
            .chain(&self.search)
            .chain(tags);
        let chain = self
            .trace
            .values()
            .chain(self.chains.values())
            .cloned()
            .chain(self.export.iter().map(Route::new));
        let others = lists.cloned().chain(chain).map(MadePage::Other);
        folders
            .map(|path| MadePage::Folder(self.folder_route(path)))
            .chain(others)
            .collect()
    }

    fn folder(&mut self, folder: &NavFolder, site: &Site, places: &mut Places) {
        let name = folder.path.trim_end_matches('/');
        let wanted = match self.urls {
            Urls::Folder => Route::new(folder.path.clone()),
            Urls::File => Route::new(format!("{}index.html", folder.path)),
        };
        let route = match folder.index {
            Some(at) => site.pages[at].route.clone(),
            // `guide.md` beside `guide/` is the folder's page.
            None if places.holder(&wanted.file()).is_some() => wanted,
            None => {
                places.take(&wanted.file(), MADE);
                if !name.is_empty() {
                    self.sections.push(folder.path.clone());
                }
                wanted
            }
        };
        self.folders.insert(folder.path.clone(), route);
        for item in &folder.items {
            if let FolderItem::Folder(inner) = item {
                self.folder(inner, site, places);
            }
        }
    }

    /// The route of a folder's page.
    pub fn folder_route(&self, path: &str) -> Route {
        self.folders
            .get(path)
            .cloned()
            .unwrap_or_else(|| Route::new(path))
    }
}

/// The holder of the routes of generated pages.
const MADE: &str = "bf-docs itself";

fn free(stem: &str, urls: Urls, places: &mut Places) -> Route {
    let mut count = 1;
    loop {
        let stem = if count == 1 {
            stem.to_owned()
        } else {
            format!("{stem}-{count}")
        };
        let route = match urls {
            Urls::Folder => Route::new(format!("{stem}/")),
            Urls::File => Route::new(format!("{stem}.html")),
        };
        if places.holder(&route.file()).is_none() {
            places.take(&route.file(), MADE);
            return route;
        }
        count += 1;
    }
}

/// The full address of a route; none if the content map does not give the site's address.
pub fn canonical(map: &ContentMap, route: &Route) -> Option<String> {
    let root = map.site.url.as_ref().map(SiteUrl::as_str)?;
    Some(format!("{root}{}", encode(route.as_str())))
}
