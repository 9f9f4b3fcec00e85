//! The navigation of literate-nav: lists of Markdown in the `SUMMARY.md` of folders.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::config::MkdocsConfig;
use super::docs_tree::{DocsTree, folder_title};
use super::nav_entry::{MOST_ENTRIES, NavEntry, NavGoal, NavWay, is_docs_page, is_index};
use super::remarks::Remarks;
use crate::content_map::takes;

/// The plugin, and the default name of its files.
const PLUGIN: &str = "literate-nav";
const FILE: &str = "SUMMARY.md";

/// The sign before the list, if it is not the last one of the file.
const SIGN: &str = "<!--nav-->";

/// The lists of a docs folder.
pub struct Summaries<'c> {
    config: &'c MkdocsConfig,
    name: &'c str,
    /// True if a folder's index page comes first, unless its list names it.
    begins_with_index: bool,
    tree: DocsTree,
    /// The paths that lists name. Patterns stand for the others.
    named: BTreeSet<String>,
    /// The number of entries that may still be made.
    left: usize,
}

/// An item of a list.
#[derive(Debug, Default)]
struct SummaryItem {
    title: String,
    /// The destination of its link.
    link: Option<String>,
    inner: Vec<SummaryItem>,
}

impl<'c> Summaries<'c> {
    /// The lists of a site that uses the plugin.
    pub fn of(config: &'c MkdocsConfig) -> Option<Self> {
        let plugins = config.named("plugins");
        plugins.iter().find(|(name, ..)| *name == PLUGIN)?;
        let settings = config.settings("plugins", PLUGIN);
        let name = settings.and_then(|settings| settings.text_of("nav_file"));
        let implicit = settings.and_then(|settings| settings.get("implicit_index")?.scalar());
        Some(Self {
            config,
            name: name.unwrap_or(FILE),
            begins_with_index: implicit == Some("true"),
            tree: DocsTree::read(&config.docs),
            named: BTreeSet::new(),
            left: MOST_ENTRIES,
        })
    }

    /// Returns whether the docs folder itself has a list.
    pub fn has_root(&self) -> bool {
        self.config.docs.join(self.name).is_file()
    }

    /// The entries of a folder: those of its list, or else all that is in it.
    pub fn entries(&mut self, folder: &str, way: &NavWay, remarks: &mut Remarks) -> Vec<NavEntry> {
        let path = format!("{folder}{}", self.name);
        let text = std::fs::read_to_string(self.config.docs.join(&path));
        let items = items(&text.unwrap_or_default());
        if items.is_empty() {
            return self.matching(folder, "*", way, remarks);
        }
        self.note(folder, &items);
        let index = self.tree.children(folder).into_iter().next();
        let index = index.filter(|index| self.begins_with_index && is_index(index));
        let first = index.filter(|index| self.named.insert(index.clone()));
        self.named.insert(path.clone());
        let first = first.map(|index| NavEntry {
            title: None,
            goal: NavGoal::Page(index),
        });
        let entries = self.of_items(folder, &items, way, &path, remarks);
        first.into_iter().chain(entries).collect()
    }

    fn note(&mut self, folder: &str, items: &[SummaryItem]) {
        for item in items {
            let link = item
                .link
                .as_deref()
                .and_then(|link| self.found(folder, link));
            self.named.extend(link);
            self.note(folder, &item.inner);
        }
    }

    /// The page or the folder that a link of a folder's list leads to.
    fn found(&self, folder: &str, link: &str) -> Option<String> {
        let path = crate::address::join(folder, link)?;
        let as_folder = format!("{path}/");
        if link.ends_with('/') && self.tree.has_folder(&as_folder) {
            return Some(as_folder);
        }
        let is_there = takes("tree-path", &path) && is_docs_page(&self.config.docs, &path);
        is_there.then_some(path)
    }

    fn of_items(
        &mut self,
        folder: &str,
        items: &[SummaryItem],
        way: &NavWay,
        path: &str,
        remarks: &mut Remarks,
    ) -> Vec<NavEntry> {
        let mut entries = Vec::new();
        for item in items {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            let title = Some(item.title.clone()).filter(|title| !title.is_empty());
            let link = item.link.as_deref();
            if link.is_none() && item.inner.is_empty() {
                if item.title.contains('*') {
                    entries.extend(self.matching(folder, &item.title, way, remarks));
                } else {
                    remarks.add_apart(format!("`{}` of `{path}` leads nowhere", item.title));
                }
                continue;
            }
            let own = link.and_then(|link| self.target(folder, link, title.clone(), way, remarks));
            if link.is_some() && own.is_none() {
                let link = link.unwrap_or_default();
                remarks.add_apart(format!(
                    "`{link}` of `{path}`, which is no page of the docs folder"
                ));
            }
            if item.inner.is_empty() {
                entries.extend(own);
                continue;
            }
            // The page of a section comes first in it, under its own title.
            let first = own.map(|own| NavEntry { title: None, ..own });
            let Some(inner_way) = way.deeper() else {
                remarks.add_apart(format!(
                    "`{}` of `{path}`, which is nested too deep",
                    item.title
                ));
                continue;
            };
            let inner = self.of_items(folder, &item.inner, &inner_way, path, remarks);
            let pages: Vec<NavEntry> = first.into_iter().chain(inner).collect();
            if !pages.is_empty() {
                let goal = NavGoal::Section(pages);
                entries.push(NavEntry { title, goal });
            }
        }
        entries
    }

    /// The entry of a link.
    pub fn target(
        &mut self,
        folder: &str,
        link: &str,
        title: Option<String>,
        way: &NavWay,
        remarks: &mut Remarks,
    ) -> Option<NavEntry> {
        if crate::address::scheme(link).is_some() {
            let goal = takes("link", link).then(|| NavGoal::Link(link.to_owned()))?;
            return Some(NavEntry { title, goal });
        }
        let path = self.found(folder, link)?;
        if !path.ends_with('/') {
            let goal = NavGoal::Page(path);
            return Some(NavEntry { title, goal });
        }
        let way = way.below_folder(&path)?;
        let entries = self.entries(&path, &way, remarks);
        (!entries.is_empty()).then(|| NavEntry {
            title: title.or_else(|| Some(folder_title(&path))),
            goal: NavGoal::Section(entries),
        })
    }

    /// The entries for what a pattern matches and no list names. A `/` at its end means folders.
    fn matching(
        &mut self,
        folder: &str,
        pattern: &str,
        way: &NavWay,
        remarks: &mut Remarks,
    ) -> Vec<NavEntry> {
        let only_folders = pattern.ends_with('/');
        let pattern = pattern.trim_end_matches('/');
        let (below, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        let Some(below) = crate::address::join(folder, below) else {
            return Vec::new();
        };
        let end = if below.is_empty() { "" } else { "/" };
        let Ok(name) = glob::Pattern::new(name) else {
            return Vec::new();
        };
        let children = self.tree.children(&format!("{below}{end}")).into_iter();
        let is_meant = |path: &String| {
            let own = path
                .trim_end_matches('/')
                .rsplit('/')
                .next()
                .unwrap_or_default();
            name.matches(own) && (path.ends_with('/') || !only_folders)
        };
        let mut entries = Vec::new();
        for path in children.filter(is_meant) {
            if !self.named.insert(path.clone()) {
                continue;
            }
            // The list itself is no page of the navigation.
            if path.rsplit('/').next() != Some(self.name) {
                entries.extend(self.target("", &path, None, way, remarks));
            }
        }
        entries
    }
}

/// The items of a file's last list, or of the first one behind the sign.
fn items(text: &str) -> Vec<SummaryItem> {
    let (text, is_behind) = match text.rfind(SIGN) {
        Some(at) => (&text[at + SIGN.len()..], true),
        None => (text, false),
    };
    let mut events = Parser::new(text);
    let mut lists = Vec::new();
    while let Some(event) = events.next() {
        if matches!(event, Event::Start(Tag::List(_))) {
            lists.push(list(&mut events));
        }
    }
    let chosen = if is_behind {
        lists.into_iter().next()
    } else {
        lists.pop()
    };
    chosen.unwrap_or_default()
}

/// The items of a list that has begun.
fn list(events: &mut Parser<'_>) -> Vec<SummaryItem> {
    let mut items: Vec<SummaryItem> = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Item) => items.push(SummaryItem::default()),
            Event::Start(Tag::List(_)) => {
                let inner = list(events);
                if let Some(item) = items.last_mut() {
                    item.inner.extend(inner);
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                if let Some(item) = items.last_mut() {
                    item.link.get_or_insert_with(|| dest_url.into_string());
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(item) = items.last_mut() {
                    item.title.push_str(&text);
                }
            }
            Event::End(TagEnd::List(_)) => break,
            _ => {}
        }
    }
    for item in &mut items {
        item.title = item.title.trim().to_owned();
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_list_or_the_one_behind_the_sign_is_the_navigation() {
        let text = "- not\n\n# Nav\n\n* [A `b`](a.md)\n* C\n    * [D](d/)\n    * *.md\n";
        let read = items(text);
        assert_eq!(read.len(), 2);
        assert_eq!(
            (read[0].title.as_str(), read[0].link.as_deref()),
            ("A b", Some("a.md"))
        );
        assert_eq!(read[1].inner[0].link.as_deref(), Some("d/"));
        assert_eq!(read[1].inner[1].title, "*.md");
        let behind = items("<!--nav-->\n- [X](x.md)\n\nText\n\n- [Y](y.md)\n");
        assert_eq!(behind[0].title, "X");
        assert!(items("No list.\n").is_empty());
    }
}
