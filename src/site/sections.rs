//! Tabs, and what a page's surroundings are.

use std::collections::{BTreeMap, HashSet};

use super::address::split;
use super::name::is_like_any_other;
use super::route::is_index;
use super::tree::{Folder, Item};
use super::{Site, SitePage};
use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};

/// A tab of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What it is called.
    pub title: String,
    /// What it leads to.
    pub shows: Shows,
    /// Which of the content map's tabs it is, by number.
    entry: Option<usize>,
}

/// What a tab leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// The start page, and the pages beside it that are in no other tab.
    Start,
    /// A folder: its path, with `/` at its end.
    Folder(String),
    /// A page alone, by its number.
    Page(usize),
    /// An address outside the docs.
    Link(String),
}

/// The content map's tabs; without any, the start page with the pages beside it, and the top
/// folders.
pub fn tabs(tree: &Folder, pages: &[SitePage], map: &ContentMap) -> Vec<Tab> {
    if !map.tabs.is_empty() {
        return (0..map.tabs.len())
            .filter_map(|at| given(tree, pages, map, at))
            .collect();
    }
    let has_pages =
        tree.index.is_some() || tree.items.iter().any(|item| matches!(item, Item::Page(_)));
    let start = has_pages.then(|| Tab {
        title: "Home".to_owned(),
        shows: Shows::Start,
        entry: None,
    });
    let folders = tree.items.iter().filter_map(|item| match item {
        Item::Folder(folder) => Some(Tab {
            title: folder.title.clone(),
            shows: Shows::Folder(folder.path.clone()),
            entry: None,
        }),
        _ => None,
    });
    start.into_iter().chain(folders).collect()
}

/// A tab of the content map, by its number there.
fn given(tree: &Folder, pages: &[SitePage], map: &ContentMap, entry: usize) -> Option<Tab> {
    let tab = &map.tabs[entry];
    let named = |own: &str, shows| {
        let title = tab.title.clone().unwrap_or_else(|| own.to_owned());
        Some(Tab {
            title,
            shows,
            entry: Some(entry),
        })
    };
    if let Some(url) = &tab.url {
        let name = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        return named(name.trim_end_matches('/'), Shows::Link(url.clone()));
    }
    let path = tab.path.as_ref()?.as_str();
    if path.is_empty() {
        return named("Home", Shows::Start);
    }
    if let Some(at) = pages.iter().position(|page| page.path == path) {
        let title = &pages[at].names.title;
        let folder = split(path).0;
        return match folder {
            "" if tree.index == Some(at) => named(
                if is_like_any_other(title) {
                    "Home"
                } else {
                    title
                },
                Shows::Start,
            ),
            // An index page is its folder's. Any other stands for itself.
            folder if !folder.is_empty() && is_index(path) => named(
                find(tree, folder).map_or(title, |folder| &folder.title),
                Shows::Folder(folder.to_owned()),
            ),
            _ => named(title, Shows::Page(at)),
        };
    }
    let folder = find(tree, &format!("{path}/"))?;
    named(&folder.title, Shows::Folder(folder.path.clone()))
}

/// Tabs that readers cannot tell apart.
pub fn duplicates(tabs: &[Tab], pages: &[SitePage], map: &ContentMap) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, &Tab> = BTreeMap::new();
    let mut findings = Vec::new();
    for tab in tabs {
        let name = tab.title.trim().to_lowercase();
        let Some(other) = first.get(&name) else {
            first.insert(name, tab);
            continue;
        };
        let message = format!(
            "two tabs are called `{}`: {} and {}",
            tab.title.trim(),
            other.in_words(pages),
            tab.in_words(pages)
        );
        let (place, help) = match (tab.entry, &tab.shows) {
            (Some(entry), _) => {
                let entry = entry.to_string();
                let place = ["title", "path", "url"]
                    .iter()
                    .find_map(|key| map.key_place(&["tab", &entry, key]));
                (place, "give one of them another `title`".to_owned())
            }
            (None, Shows::Folder(folder)) => {
                let folder = folder.trim_end_matches('/');
                let place = map.key_place(&["folder", folder, "title"]);
                (
                    place,
                    format!(
                        "give one of them a `title` in the content map, as in `[folder.\"{folder}\"]`"
                    ),
                )
            }
            (None, _) => (
                None,
                "give one of them a `title` in the content map".to_owned(),
            ),
        };
        findings.push(Diagnostic::of(Code::DuplicateTab, place, message).help(help));
    }
    findings
}

impl Tab {
    fn in_words(&self, pages: &[SitePage]) -> String {
        match &self.shows {
            Shows::Start => "the start page".to_owned(),
            Shows::Folder(folder) => format!("`{folder}`"),
            Shows::Page(at) => format!("`{}`", pages[*at].path),
            Shows::Link(url) => format!("`{url}`"),
        }
    }
}

/// The folder of that path in the tree.
pub fn find<'t>(tree: &'t Folder, path: &str) -> Option<&'t Folder> {
    if tree.path == path {
        return Some(tree);
    }
    tree.items.iter().find_map(|item| match item {
        Item::Folder(folder) if path.starts_with(&folder.path) => find(folder, path),
        _ => None,
    })
}

/// The pages that stand in another folder than their own, by number: those that the content map
/// puts there, and that are in no navigation where they lie. A page beside the start page need not
/// be left out there: a tab that has it is enough.
pub fn guests(site: &Site) -> BTreeMap<usize, String> {
    let mut placed = Vec::new();
    let mut at_home = HashSet::new();
    visit(&site.tree, &mut |folder, item| match item {
        Item::Page(at) => _ = at_home.insert(*at),
        Item::Named(at, _) if split(&site.pages[*at].path).0 == folder.path => {
            _ = at_home.insert(*at)
        }
        Item::Named(at, _) => placed.push((*at, folder.path.clone())),
        Item::Folder(inner) => at_home.extend(inner.index),
        Item::Link(..) => {}
    });
    let mut guests = BTreeMap::new();
    let has_choice = site.tabs.len() > 1;
    for (at, folder) in placed
        .into_iter()
        .filter(|(at, _)| site.tree.index != Some(*at))
    {
        let own_tab = site
            .tab_at(&site.pages[at].path)
            .filter(|tab| site.tabs[*tab].shows != Shows::Start);
        let is_settled = at_home.contains(&at) && (!has_choice || own_tab.is_some());
        if !is_settled && (!has_choice || site.tab_at(&folder).is_some()) {
            guests.entry(at).or_insert(folder);
        }
    }
    guests
}

/// Calls for each item of a folder and of those below it, in order.
fn visit<'t>(folder: &'t Folder, call: &mut impl FnMut(&'t Folder, &'t Item)) {
    for item in &folder.items {
        call(folder, item);
        if let Item::Folder(inner) = item {
            visit(inner, call);
        }
    }
}

impl Site {
    /// Where a page stands in the navigation, as a path below the docs folder: its own, or that of
    /// the folder that the content map puts it in.
    pub fn place_of(&self, page: usize) -> &str {
        self.guests.get(&page).unwrap_or(&self.pages[page].path)
    }

    /// The tab that a path below the docs folder belongs to, by number.
    pub fn tab_at(&self, path: &str) -> Option<usize> {
        let fits = |tab: &Tab| match &tab.shows {
            Shows::Folder(folder) => path.starts_with(folder.as_str()).then_some(folder.len()),
            Shows::Page(at) => (self.pages[*at].path == path).then_some(path.len()),
            // The start page's tab also has the pages beside it.
            Shows::Start => (!path.contains('/')).then_some(0),
            Shows::Link(_) => None,
        };
        let best = self
            .tabs
            .iter()
            .enumerate()
            .filter_map(|(at, tab)| Some((fits(tab)?, at)));
        best.max_by_key(|(length, at)| (*length, usize::MAX - at))
            .map(|(_, at)| at)
    }

    /// Whether the start page's tab has an item of the docs folder: a page that is in no other tab,
    /// a link, and where there is no choice of tabs, a folder.
    pub fn is_beside_start(&self, item: &Item) -> bool {
        match item {
            Item::Page(at) | Item::Named(at, _) => {
                let tab = self.tab_at(self.place_of(*at));
                tab.is_none_or(|tab| self.tabs.len() < 2 || self.tabs[tab].shows == Shows::Start)
            }
            Item::Folder(_) => self.tabs.len() < 2,
            Item::Link(..) => true,
        }
    }

    /// The folder whose tree stands beside what lies at a path: its tab's, or its top folder. A
    /// page of the docs folder that is a tab stands alone.
    pub fn section_of(&self, path: &str) -> Option<&Folder> {
        let top = || path.split_once('/').map(|(top, _)| format!("{top}/"));
        let folder = match self.tab_at(path).map(|at| &self.tabs[at].shows) {
            Some(Shows::Folder(folder)) => folder.clone(),
            Some(Shows::Page(_)) => top()?,
            _ => top().unwrap_or_default(),
        };
        Some(find(&self.tree, &folder).unwrap_or(&self.tree))
    }

    /// The folders from the tree's root to the one that holds a path, the root left out.
    pub fn folders_to(&self, path: &str) -> Vec<&Folder> {
        let mut chain = Vec::new();
        let mut folder = &self.tree;
        while let Some(next) = folder.items.iter().find_map(|item| match item {
            Item::Folder(inner) if path.starts_with(&inner.path) => Some(inner),
            _ => None,
        }) {
            chain.push(next);
            folder = next;
        }
        chain
    }

    /// The names of the folders that a page is in, from the top: its own where the page speaks for
    /// it under the name of any other, and none that lists have the page in place of.
    pub fn way_to(&self, page: usize) -> Vec<&Folder> {
        let title = &self.pages[page].names.title;
        let is_shown = |folder: &&Folder| match (folder.index == Some(page), &folder.only) {
            (true, _) => folder.title != *title && is_like_any_other(title),
            (false, Some(only)) => only.page != page,
            (false, None) => true,
        };
        self.folders_to(self.place_of(page))
            .into_iter()
            .filter(is_shown)
            .collect()
    }

    /// What a page is called where nothing shows the folder that it speaks for.
    pub fn name_alone(&self, page: usize) -> &str {
        let SitePage { path, names, .. } = &self.pages[page];
        let (above, stem) = split(path);
        let may_speak =
            !above.is_empty() && (stem == "index" || stem.eq_ignore_ascii_case("readme"));
        let folder = (may_speak && is_like_any_other(&names.title))
            .then(|| find(&self.tree, above))
            .flatten();
        folder
            .filter(|folder| folder.index == Some(page))
            .map_or(&names.title, |folder| &folder.title)
    }

    /// All pages in the order of the navigation.
    pub fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.pages.len());
        order.extend(self.tree.index.filter(|&at| !self.pages[at].hidden));
        let mut items: Vec<&Item> = self.tree.items.iter().collect();
        // Tabs come in the order of the header.
        items.sort_by_key(|item| match item {
            Item::Folder(folder) => 1 + self.tab_within(&folder.path).unwrap_or(self.tabs.len()),
            Item::Page(at) | Item::Named(at, _) => self.own_tab(*at).map_or(0, |tab| 1 + tab),
            Item::Link(..) => 0,
        });
        for item in items {
            self.walk(&self.tree, item, &mut order);
        }
        order
    }

    /// The first tab that shows a folder or one in it.
    fn tab_within(&self, path: &str) -> Option<usize> {
        self.tabs
            .iter()
            .position(|tab| matches!(&tab.shows, Shows::Folder(folder) if folder.starts_with(path)))
    }

    /// The tab that a page of the docs folder is.
    fn own_tab(&self, page: usize) -> Option<usize> {
        self.tabs
            .iter()
            .position(|tab| tab.shows == Shows::Page(page))
    }

    fn walk(&self, folder: &Folder, item: &Item, order: &mut Vec<usize>) {
        match item {
            // A page is passed once: where it stands.
            Item::Page(at) | Item::Named(at, _) => {
                let stands_in = self
                    .guests
                    .get(at)
                    .map_or_else(|| split(&self.pages[*at].path).0, String::as_str);
                order.extend((stands_in == folder.path).then_some(*at));
            }
            Item::Folder(inner) => {
                let shows = |at: &usize| !self.pages[*at].hidden && !self.guests.contains_key(at);
                order.extend(inner.index.filter(shows));
                for item in &inner.items {
                    self.walk(inner, item, order);
                }
            }
            Item::Link(..) => {}
        }
    }
}
