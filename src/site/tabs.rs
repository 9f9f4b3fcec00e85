//! The header's tabs.

use std::collections::BTreeMap;

use super::name::{is_like_any_other, of_url};
use super::route::is_index;
use super::tree::{Folder, Item, find};
use super::{Site, SitePage};
use crate::address::split;
use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};
use crate::source::Place;

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

/// What the start page's tab is called unless something names it.
const START: &str = "Home";

/// The content map's tabs; without any, the start page with the pages beside it, and the top
/// folders.
pub fn of_header(tree: &Folder, pages: &[SitePage], map: &ContentMap) -> Vec<Tab> {
    if !map.tabs.is_empty() {
        return (0..map.tabs.len())
            .filter_map(|at| given(tree, pages, map, at))
            .collect();
    }
    let has_pages =
        tree.index.is_some() || tree.items.iter().any(|item| matches!(item, Item::Page(_)));
    let start = has_pages.then(|| Tab {
        title: START.to_owned(),
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
    let (own, shows) = match &tab.url {
        Some(url) => (of_url(url), Shows::Link(url.clone())),
        None => shown(tree, pages, tab.path.as_ref()?)?,
    };
    Some(Tab {
        title: tab.title.clone().unwrap_or_else(|| own.to_owned()),
        shows,
        entry: Some(entry),
    })
}

/// What a tab with a path leads to, and what that is called.
fn shown<'s>(tree: &'s Folder, pages: &'s [SitePage], path: &str) -> Option<(&'s str, Shows)> {
    if path.is_empty() {
        return Some((START, Shows::Start));
    }
    if let Some(at) = pages.iter().position(|page| page.path == path) {
        return Some(shown_page(tree, &pages[at], at));
    }
    let folder = find(tree, &format!("{path}/"))?;
    Some((&folder.title, Shows::Folder(folder.path.clone())))
}

/// What a tab with the path of a page leads to; `at` is the page's number. An index page is its
/// folder's. Any other stands for itself.
fn shown_page<'s>(tree: &'s Folder, page: &'s SitePage, at: usize) -> (&'s str, Shows) {
    let title = page.names.title.as_str();
    match split(&page.path).0 {
        "" if tree.index == Some(at) && is_like_any_other(title) => (START, Shows::Start),
        "" if tree.index == Some(at) => (title, Shows::Start),
        folder if !folder.is_empty() && is_index(&page.path) => (
            find(tree, folder).map_or(title, |folder| &folder.title),
            Shows::Folder(folder.to_owned()),
        ),
        _ => (title, Shows::Page(at)),
    }
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
        let (place, help) = title_to_change(tab, map);
        findings.push(Diagnostic::of(Code::DuplicateTab, place, message).help(help));
    }
    findings
}

/// Where a tab has its name from in the content map, and how it gets another.
fn title_to_change(tab: &Tab, map: &ContentMap) -> (Option<Place>, String) {
    match (tab.entry, &tab.shows) {
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
            let help = format!(
                "give one of them a `title` in the content map, as in `[folder.\"{folder}\"]`"
            );
            (place, help)
        }
        (None, _) => (
            None,
            "give one of them a `title` in the content map".to_owned(),
        ),
    }
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

impl Site {
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
}
