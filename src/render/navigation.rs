//! The navigation around a page, cut so that its size does not grow with the site.

use super::addresses::{From, Made};
use super::trace::{VIEWS, View};
use super::view::{Crumb, LinkTo, NavItem, NavView, TabView};
use crate::site::{Folder, Item, Route, Site};

/// A folder with more entries than this is cut around the page.
const LONGEST: usize = 16;
/// So many entries stay on either side of the page.
const AROUND: usize = 6;

/// Writes the navigation of pages.
pub struct Navigator<'s> {
    /// The site.
    pub site: &'s Site,
    /// The addresses of what is made.
    pub made: &'s Made,
}

impl Navigator<'_> {
    /// What stands around a page at `path` (below the docs folder), itself the
    /// page of that number or one that is made.
    pub fn around(&self, from: &From, path: &str, current: Option<usize>) -> NavView {
        let tab = self.site.tab_of(path);
        let section = self.site.section_of(path);
        let all = tab.map_or(&self.made.all, |at| &self.made.of_tab[at]);
        let all = from.to(all.as_str());
        NavView {
            home: self.home(from),
            tabs: self.tabs(from, tab),
            section: self.section(from, section),
            items: self.items(from, section, path, current, &all),
            all,
            start: self.start(from),
        }
    }

    /// The tabs, and no section: for pages that belong to none.
    pub fn outside(&self, from: &From) -> NavView {
        NavView {
            home: self.home(from),
            tabs: self.tabs(from, None),
            section: None,
            items: Vec::new(),
            all: from.to(self.made.all.as_str()),
            start: self.start(from),
        }
    }

    /// The tabs, with that of traceability lit.
    pub fn traceability(&self, from: &From) -> NavView {
        let mut nav = self.outside(from);
        if let Some(tab) = nav.tabs.last_mut() {
            tab.active = true;
        }
        nav
    }

    /// Where a search can start: what is governed, then the tabs.
    fn start(&self, from: &From) -> Vec<LinkTo> {
        let link = |title: &str, route: &Route| LinkTo { title: title.to_owned(), href: from.to(route.as_str()) };
        let is_tab = |title: &str| self.site.tabs.iter().any(|tab| tab.title == title);
        let views =
            VIEWS.iter().zip(&self.made.trace).filter(|((view, ..), _)| matches!(view, View::Work | View::Decisions));
        let views = views.filter(|((.., title), _)| !is_tab(title));
        let tabs = self.site.tabs.iter().enumerate().filter(|(_, tab)| tab.folder.is_some());
        let tabs = tabs.map(|(at, tab)| link(&tab.title, &self.tab_route(at)));
        let all = [link("All pages", &self.made.all)];
        views.map(|((.., title), route)| link(title, route)).chain(tabs).chain(all).collect()
    }

    fn home(&self, from: &From) -> String {
        from.to(self.made.folder_route("").as_str())
    }

    fn tabs(&self, from: &From, active: Option<usize>) -> Vec<TabView> {
        let tabs = self.site.tabs.iter().enumerate().map(|(at, tab)| TabView {
            title: tab.title.clone(),
            href: from.to(self.tab_route(at).as_str()),
            active: active == Some(at),
        });
        let trace = self.made.trace.first().map(|route| TabView {
            title: VIEWS[0].2.to_owned(),
            href: from.to(route.as_str()),
            active: false,
        });
        tabs.chain(trace).collect()
    }

    /// Where a tab leads.
    pub fn tab_route(&self, at: usize) -> Route {
        let tab = &self.site.tabs[at];
        match (tab.page, &tab.folder) {
            (Some(page), _) => self.site.pages[page].route.clone(),
            (None, Some(folder)) => self.made.folder_route(folder),
            (None, None) => Route::new(""),
        }
    }

    fn section(&self, from: &From, section: &Folder) -> Option<Crumb> {
        let href = from.to(self.made.folder_route(&section.path).as_str());
        Some(Crumb { title: section.title.clone(), href: Some(href) })
    }

    fn items(&self, from: &From, folder: &Folder, path: &str, current: Option<usize>, all: &str) -> Vec<NavItem> {
        // The start page's section is the pages beside it: folders are tabs of their own.
        let shown: Vec<&Item> = folder
            .items
            .iter()
            .filter(|item| !folder.path.is_empty() || self.site.tabs.len() < 2 || matches!(item, Item::Page(_)))
            .collect();
        let here = shown.iter().position(|item| match item {
            Item::Page(at) => Some(*at) == current,
            Item::Folder(inner) => path.starts_with(&inner.path),
        });
        let (from_item, to_item) = window(shown.len(), here);
        let mut items: Vec<NavItem> =
            shown[from_item..to_item].iter().map(|item| self.item(from, item, path, current, all)).collect();
        let cut = shown.len() - items.len();
        if cut > 0 {
            let title = format!("{cut} more in {}", folder.title);
            items.push(NavItem {
                title,
                href: all.to_owned(),
                current: false,
                open: false,
                kind: "more",
                count: None,
                items: Vec::new(),
            });
        }
        items
    }

    fn item(&self, from: &From, item: &Item, path: &str, current: Option<usize>, all: &str) -> NavItem {
        match item {
            Item::Page(at) => self.page(from, *at, current),
            Item::Folder(folder) => {
                let open = path.starts_with(&folder.path);
                NavItem {
                    title: folder.title.clone(),
                    href: from.to(self.made.folder_route(&folder.path).as_str()),
                    current: current.is_some() && folder.index == current,
                    open,
                    kind: "folder",
                    count: (!open).then_some(folder.count),
                    items: if open { self.items(from, folder, path, current, all) } else { Vec::new() },
                }
            }
        }
    }

    fn page(&self, from: &From, at: usize, current: Option<usize>) -> NavItem {
        let page = &self.site.pages[at];
        let href = from.to(page.route.as_str());
        NavItem {
            title: page.names.title.clone(),
            href,
            current: current == Some(at),
            open: false,
            kind: "page",
            count: None,
            items: Vec::new(),
        }
    }

    /// All that a folder holds, uncut: for the list of all pages.
    pub fn whole(&self, from: &From, folder: &Folder) -> Vec<NavItem> {
        let items = folder.items.iter().map(|item| match item {
            Item::Page(at) => self.page(from, *at, None),
            Item::Folder(inner) => NavItem {
                title: inner.title.clone(),
                href: from.to(self.made.folder_route(&inner.path).as_str()),
                current: false,
                open: true,
                kind: "folder",
                count: Some(inner.count),
                items: self.whole(from, inner),
            },
        });
        items.collect()
    }

    /// The way from the tab to what lies at `path`.
    pub fn breadcrumbs(&self, from: &From, path: &str) -> Vec<Crumb> {
        let mut crumbs = Vec::new();
        if let Some(start) = self.site.tree.index.filter(|&at| self.site.pages[at].path != path) {
            crumbs.push(Crumb { title: "Home".to_owned(), href: Some(from.to(self.site.pages[start].route.as_str())) });
        }
        for folder in self.site.folders_to(path) {
            let is_own = folder.index.is_some_and(|at| self.site.pages[at].path == path) || folder.path == path;
            if !is_own {
                crumbs.push(Crumb {
                    title: folder.title.clone(),
                    href: Some(from.to(self.made.folder_route(&folder.path).as_str())),
                });
            }
        }
        crumbs
    }
}

/// The part of a list that is shown: all of it, or what is around the page.
fn window(length: usize, here: Option<usize>) -> (usize, usize) {
    if length <= LONGEST {
        return (0, length);
    }
    let first = here.unwrap_or(0).saturating_sub(AROUND).min(length - (2 * AROUND + 1));
    (first, first + 2 * AROUND + 1)
}
