//! The navigation around a page. Long lists are cut, so its size does not grow with the site.

use super::addresses::{GeneratedRoutes, LinkBase};
use super::view::{Crumb, LinkTo, NavItem, NavView, TabView};
use super::views::View;
use crate::address::Route;
use crate::site::{FolderItem, NavFolder, Site, TabContent, find_folder};

/// The most entries that a folder shows; a longer list is cut around the page.
const LONGEST: usize = 16;
/// The number of entries that a cut list keeps on either side of the page.
const AROUND: usize = 6;

/// The crumb of the start page.
const HOME: &str = "Home";

/// Writes the navigation of pages.
pub struct Navigator<'s> {
    /// The site.
    pub site: &'s Site,
    /// The addresses of the generated pages.
    pub made: &'s GeneratedRoutes,
}

impl Navigator<'_> {
    /// The navigation around a page. `path` is its place in the navigation, below the docs folder;
    /// `current` is its number, or none for a generated page.
    pub fn around(&self, from: &LinkBase, path: &str, current: Option<usize>) -> NavView {
        let tab = self.site.tab_at(path);
        let section = self.site.section_of(path);
        let all = tab.map_or(&self.made.all, |at| &self.made.of_tab[at]);
        let all = from.to(all.as_str());
        NavView {
            home: self.home(from),
            tabs: self.tabs(from, tab),
            section: section.map(|section| self.section(from, section)),
            items: section.map_or_else(Vec::new, |section| {
                self.items(from, section, path, current, &all)
            }),
            all,
            start: self.start(from),
        }
    }

    /// The tabs without a section, for pages that belong to none.
    pub fn outside(&self, from: &LinkBase) -> NavView {
        NavView {
            home: self.home(from),
            tabs: self.tabs(from, None),
            section: None,
            items: Vec::new(),
            all: from.to(self.made.all.as_str()),
            start: self.start(from),
        }
    }

    /// The tabs, with the tab of traceability active.
    pub fn traceability(&self, from: &LinkBase) -> NavView {
        let mut nav = self.outside(from);
        if let Some(tab) = nav.tabs.last_mut() {
            tab.active = true;
        }
        nav
    }

    /// The links in an empty search box: the pages of governed documents, then the tabs.
    fn start(&self, from: &LinkBase) -> Vec<LinkTo> {
        let link = |title: &str, route: &Route| LinkTo {
            title: title.to_owned(),
            href: from.to(route.as_str()),
        };
        let is_tab = |title: &str| self.site.tabs.iter().any(|tab| tab.title == title);
        let views = self.made.trace.iter().filter(|(view, _)| {
            matches!(view, View::Work | View::Decisions) && !is_tab(view.title())
        });
        let tabs = self
            .site
            .tabs
            .iter()
            .enumerate()
            .filter(|(_, tab)| tab.shows != TabContent::Start);
        let tabs = tabs.map(|(at, tab)| LinkTo {
            title: tab.title.clone(),
            href: self.tab_href(from, at),
        });
        let all = [link("All pages", &self.made.all)];
        views
            .map(|(view, route)| link(view.title(), route))
            .chain(tabs)
            .chain(all)
            .collect()
    }

    fn home(&self, from: &LinkBase) -> String {
        from.to(self.made.folder_route("").as_str())
    }

    fn tabs(&self, from: &LinkBase, active: Option<usize>) -> Vec<TabView> {
        let tabs = self.site.tabs.iter().enumerate().map(|(at, tab)| TabView {
            title: tab.title.clone(),
            href: self.tab_href(from, at),
            active: active == Some(at),
            external: matches!(tab.shows, TabContent::Link(_)),
        });
        let trace = self.made.trace.get(&View::Overview).map(|route| TabView {
            title: View::Overview.title().to_owned(),
            href: from.to(route.as_str()),
            active: false,
            external: false,
        });
        tabs.chain(trace).collect()
    }

    /// The address of a tab.
    pub fn tab_href(&self, from: &LinkBase, at: usize) -> String {
        let page = |at: usize| from.to(self.site.pages[at].route.as_str());
        match &self.site.tabs[at].shows {
            TabContent::Link(url) => url.clone(),
            TabContent::Page(at) => page(*at),
            TabContent::Start => self.home(from),
            TabContent::Folder(folder) => {
                let only =
                    find_folder(&self.site.tree, folder).and_then(|folder| folder.only.as_ref());
                only.map_or_else(
                    || from.to(self.made.folder_route(folder).as_str()),
                    |only| page(only.page),
                )
            }
        }
    }

    fn section(&self, from: &LinkBase, section: &NavFolder) -> Crumb {
        Crumb {
            title: section.title.clone(),
            href: Some(self.folder_href(from, section)),
        }
    }

    /// The address behind a folder's name: its page, or the only page in it.
    pub fn folder_href(&self, from: &LinkBase, folder: &NavFolder) -> String {
        match &folder.only {
            Some(only) => from.to(self.site.pages[only.page].route.as_str()),
            None => from.to(self.made.folder_route(&folder.path).as_str()),
        }
    }

    fn items(
        &self,
        from: &LinkBase,
        folder: &NavFolder,
        path: &str,
        current: Option<usize>,
        all: &str,
    ) -> Vec<NavItem> {
        // The section of the start page has only the pages beside it: folders are tabs.
        let is_shown =
            |item: &&FolderItem| !folder.path.is_empty() || self.site.is_beside_start(item);
        let shown: Vec<&FolderItem> = folder.items.iter().filter(is_shown).collect();
        let here = shown.iter().position(|item| match item {
            FolderItem::Page(at) | FolderItem::Named(at, _) => Some(*at) == current,
            FolderItem::Folder(inner) => path.starts_with(&inner.path),
            FolderItem::Link(..) => false,
        });
        let (from_item, to_item) = window(shown.len(), here);
        let mut items: Vec<NavItem> = shown[from_item..to_item]
            .iter()
            .map(|item| self.item(from, item, path, current, all))
            .collect();
        // No number: it would change on each of these pages when one is added.
        if items.len() < shown.len() {
            let title = format!("More in {}", folder.title);
            items.push(line("more", title, all.to_owned()));
        }
        items
    }

    fn item(
        &self,
        from: &LinkBase,
        item: &FolderItem,
        path: &str,
        current: Option<usize>,
        all: &str,
    ) -> NavItem {
        match item {
            FolderItem::Folder(folder) if folder.only.is_none() => {
                let open = path.starts_with(&folder.path);
                NavItem {
                    current: current.is_some() && folder.index == current,
                    open,
                    items: if open {
                        self.items(from, folder, path, current, all)
                    } else {
                        Vec::new()
                    },
                    ..line(
                        "folder",
                        folder.title.clone(),
                        self.folder_href(from, folder),
                    )
                }
            }
            item => self.leaf(from, item, current),
        }
    }

    /// An item without items below it. A folder with only one page is shown as that page.
    fn leaf(&self, from: &LinkBase, item: &FolderItem, current: Option<usize>) -> NavItem {
        let page = |at: usize, title: &str| NavItem {
            current: current == Some(at),
            ..line(
                "page",
                title.to_owned(),
                from.to(self.site.pages[at].route.as_str()),
            )
        };
        match item {
            FolderItem::Page(at) => page(*at, &self.site.pages[*at].names.title),
            FolderItem::Named(at, title) => page(*at, title),
            FolderItem::Link(url, title) => line("link", title.clone(), url.clone()),
            FolderItem::Folder(folder) => match &folder.only {
                Some(only) => page(only.page, &only.title),
                None => line(
                    "folder",
                    folder.title.clone(),
                    self.folder_href(from, folder),
                ),
            },
        }
    }

    /// All items of a folder, uncut, for the list of all pages.
    pub fn whole(&self, from: &LinkBase, folder: &NavFolder) -> Vec<NavItem> {
        let items = folder.items.iter().map(|item| match item {
            FolderItem::Folder(inner) if inner.only.is_none() => NavItem {
                open: true,
                items: self.whole(from, inner),
                ..line("folder", inner.title.clone(), self.folder_href(from, inner))
            },
            item => self.leaf(from, item, None),
        });
        items.collect()
    }

    /// The folders from the start page to a page. A folder whose page is this page is not a link.
    pub fn breadcrumbs(&self, from: &LinkBase, page: usize) -> Vec<Crumb> {
        let is_start = self.site.tree.index == Some(page);
        let way = self.site.way_to(page);
        // A section may be called like the start page's crumb.
        let is_named = way.first().is_some_and(|folder| folder.title == HOME);
        let home = (!is_start && !is_named)
            .then(|| self.home_crumb(from))
            .flatten();
        let folders = way.into_iter().map(|folder| {
            let href = (folder.index != Some(page)).then(|| self.folder_href(from, folder));
            Crumb {
                title: folder.title.clone(),
                href,
            }
        });
        home.into_iter().chain(folders).collect()
    }

    /// The folders from the start page to the folder at a path.
    pub fn breadcrumbs_of_folder(&self, from: &LinkBase, path: &str) -> Vec<Crumb> {
        let above = self
            .site
            .folders_to(path)
            .into_iter()
            .filter(|folder| folder.path != path);
        let above = above.map(|folder| self.section(from, folder));
        self.home_crumb(from).into_iter().chain(above).collect()
    }

    fn home_crumb(&self, from: &LinkBase) -> Option<Crumb> {
        let start = self.site.tree.index?;
        Some(Crumb {
            title: HOME.to_owned(),
            href: Some(from.to(self.site.pages[start].route.as_str())),
        })
    }
}

/// A line of the tree without lines below it.
fn line(kind: &'static str, title: String, href: String) -> NavItem {
    NavItem {
        title,
        href,
        current: false,
        open: false,
        kind,
        items: Vec::new(),
    }
}

/// The range of a list that is shown: all of it, or the entries around the page.
fn window(length: usize, here: Option<usize>) -> (usize, usize) {
    if length <= LONGEST {
        return (0, length);
    }
    let first = here
        .unwrap_or(0)
        .saturating_sub(AROUND)
        .min(length - (2 * AROUND + 1));
    (first, first + 2 * AROUND + 1)
}
