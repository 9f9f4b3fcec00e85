//! The header's tabs.

use std::collections::BTreeMap;

use super::name::{is_like_any_other, of_url};
use super::route::is_index;
use super::tree::{FolderItem, NavFolder, find};
use super::{Site, SitePage};
use crate::address::split;
use crate::content_map::ContentMap;
use crate::diag::{Code, Diagnostic};
use crate::source::Place;

/// A tab of the header.
#[derive(Debug, Clone)]
pub struct SiteTab {
    /// The text of the tab.
    pub title: String,
    /// The part of the site that it opens.
    pub shows: TabContent,
    /// The tab's number in the content map.
    entry: Option<usize>,
}

impl SiteTab {
    /// The path of the folder that it opens; `None` if it opens something else.
    pub fn folder(&self) -> Option<&str> {
        match &self.shows {
            TabContent::Folder(path) => Some(path),
            TabContent::Start | TabContent::Page(_) | TabContent::Link(_) => None,
        }
    }
}

/// The part of the site that a tab opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TabContent {
    /// The start page, and the pages beside it that are in no other tab.
    Start,
    /// A folder: its path, with `/` at its end.
    Folder(String),
    /// A single page, by its number.
    Page(usize),
    /// An address outside the docs.
    Link(String),
}

/// The start page's tab, if nothing else names it.
const START: &str = "Home";

/// The content map's tabs. The default is a tab for the start page with the pages beside it, and
/// one for each top folder.
pub fn of_header(
    tree: &NavFolder,
    sections: &BTreeMap<usize, String>,
    pages: &[SitePage],
    map: &ContentMap,
) -> Vec<SiteTab> {
    if !map.tabs.is_empty() {
        let entries = 0..map.tabs.len();
        let tabs = entries.filter_map(|at| {
            let section = sections.get(&at).map(String::as_str);
            given(tree, section, pages, map, at)
        });
        return tabs.collect();
    }
    let mut tabs = Vec::new();
    let is_page = |item: &FolderItem| matches!(item, FolderItem::Page(_));
    if tree.index.is_some() || tree.items.iter().any(is_page) {
        tabs.push(SiteTab {
            title: START.to_owned(),
            shows: TabContent::Start,
            entry: None,
        });
    }
    for item in &tree.items {
        if let FolderItem::Folder(folder) = item {
            tabs.push(SiteTab {
                title: folder.title.clone(),
                shows: TabContent::Folder(folder.path.clone()),
                entry: None,
            });
        }
    }
    tabs
}

/// A tab of the content map, by its number there.
fn given(
    tree: &NavFolder,
    section: Option<&str>,
    pages: &[SitePage],
    map: &ContentMap,
    entry: usize,
) -> Option<SiteTab> {
    let tab = &map.tabs[entry];
    let target = match (&tab.url, section) {
        (Some(url), _) => TabTarget {
            title: of_url(url),
            shows: TabContent::Link(url.clone()),
        },
        (None, Some(section)) => shown_folder(find(tree, section)?),
        (None, None) if map.only_pages().is_some() => TabTarget {
            title: START,
            shows: TabContent::Start,
        },
        (None, None) => shown(tree, pages, tab.path.as_ref()?)?,
    };
    let given = tab
        .title
        .as_deref()
        .filter(|title| !title.trim().is_empty());
    let title = given.unwrap_or(target.title);
    Some(SiteTab {
        title: title.to_owned(),
        shows: target.shows,
        entry: Some(entry),
    })
}

/// The content of a tab with a path, with its title.
fn shown<'s>(tree: &'s NavFolder, pages: &'s [SitePage], path: &str) -> Option<TabTarget<'s>> {
    if path.is_empty() {
        return Some(TabTarget {
            title: START,
            shows: TabContent::Start,
        });
    }
    if let Some(at) = pages.iter().position(|page| page.path == path) {
        return Some(shown_page(tree, &pages[at], at));
    }
    Some(shown_folder(find(tree, &format!("{path}/"))?))
}

fn shown_folder(folder: &NavFolder) -> TabTarget<'_> {
    TabTarget {
        title: &folder.title,
        shows: TabContent::Folder(folder.path.clone()),
    }
}

/// A tab's content, and the content's own title.
struct TabTarget<'s> {
    title: &'s str,
    shows: TabContent,
}

/// The content of a tab whose path is a page; `at` is the page's number. An index page opens its
/// folder, and any other page is alone.
fn shown_page<'s>(tree: &'s NavFolder, page: &'s SitePage, at: usize) -> TabTarget<'s> {
    let title = page.names.title.as_str();
    let (folder, _) = split(&page.path);
    if folder.is_empty() && tree.index == Some(at) {
        let is_plain = is_like_any_other(title);
        return TabTarget {
            title: if is_plain { START } else { title },
            shows: TabContent::Start,
        };
    }
    if folder.is_empty() || !is_index(&page.path) {
        return TabTarget {
            title,
            shows: TabContent::Page(at),
        };
    }
    let found = find(tree, folder);
    TabTarget {
        title: found.map_or(title, |found| &found.title),
        shows: TabContent::Folder(folder.to_owned()),
    }
}

/// A finding for each tab that has the same name as an earlier one.
pub fn duplicates(tabs: &[SiteTab], pages: &[SitePage], map: &ContentMap) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, &SiteTab> = BTreeMap::new();
    let mut findings = Vec::new();
    for tab in tabs {
        let name = tab.title.trim().to_lowercase();
        let Some(other) = first.get(&name) else {
            first.insert(name, tab);
            continue;
        };
        let title = tab.title.trim();
        let first = other.in_words(pages);
        let second = tab.in_words(pages);
        let message = format!("two tabs are called `{title}`: {first} and {second}");
        let (place, help) = title_to_change(tab, map);
        let finding = Diagnostic::of(Code::DuplicateTab, place, message);
        findings.push(finding.help(help));
    }
    findings
}

/// The place in the content map that names a tab, and the help to rename it.
fn title_to_change(tab: &SiteTab, map: &ContentMap) -> (Option<Place>, String) {
    match (tab.entry, &tab.shows) {
        (Some(entry), _) => {
            let entry = entry.to_string();
            let keys = ["title", "path", "url", "pages"];
            let place = keys
                .iter()
                .find_map(|key| map.key_place(&["tab", &entry, key]));
            let help = "give one of them another `title`";
            (place, help.to_owned())
        }
        (None, TabContent::Folder(folder)) => {
            let folder = folder.trim_end_matches('/');
            let place = map.key_place(&["folder", folder, "title"]);
            let help = format!(
                "give one of them a `title` in the content map, as in `[folder.\"{folder}\"]`"
            );
            (place, help)
        }
        (None, _) => {
            let help = "give one of them a `title` in the content map";
            (None, help.to_owned())
        }
    }
}

impl SiteTab {
    fn in_words(&self, pages: &[SitePage]) -> String {
        match &self.shows {
            TabContent::Start => "the start page".to_owned(),
            TabContent::Folder(folder) => format!("`{folder}`"),
            TabContent::Page(at) => format!("`{}`", pages[*at].path),
            TabContent::Link(url) => format!("`{url}`"),
        }
    }
}

impl Site {
    /// The tab that a path below the docs folder belongs to, by number.
    pub fn tab_at(&self, path: &str) -> Option<usize> {
        let mut best = None;
        let mut longest = 0;
        for (at, tab) in self.tabs.iter().enumerate() {
            let Some(length) = self.fit(tab, path) else {
                continue;
            };
            if best.is_none() || length > longest {
                best = Some(at);
                longest = length;
            }
        }
        best
    }

    /// The length of the part of a path that a tab covers, in bytes; `None` if it does not have the
    /// path.
    fn fit(&self, tab: &SiteTab, path: &str) -> Option<usize> {
        let (fits, length) = match &tab.shows {
            TabContent::Folder(folder) => (path.starts_with(folder.as_str()), folder.len()),
            TabContent::Page(at) => (self.pages[*at].path == path, path.len()),
            // The start page's tab also has the pages beside it.
            TabContent::Start => (!path.contains('/'), 0),
            TabContent::Link(_) => return None,
        };
        fits.then_some(length)
    }
}
