//! The navigation files of folders: `.pages` of awesome-pages, `.nav.yml` of awesome-nav.
//!
//! A folder keeps its order in the map, with `"..."` for pages to come. The entries of the docs
//! folder are the tabs.

use std::collections::{BTreeMap, BTreeSet};

use super::config::MkdocsConfig;
use super::docs_tree::{DocsTree, folder_title};
use super::nav_entry::{DEEPEST, NavEntry, NavGoal, entry_text, is_index, is_page, write_tab};
use super::remarks::Remarks;
use super::toml_text::{TomlText, quoted, without_markup};
use crate::content_map::takes;
use crate::yaml::{self, DataNode, DataValue};

/// The plugins with such files, and the files' default names.
const PLUGINS: [(&str, &str); 2] = [("awesome-pages", ".pages"), ("awesome-nav", ".nav.yml")];

/// The keys of a navigation file that are read.
const READ: [&str; 7] = [
    "title",
    "nav",
    "arrange",
    "hide",
    "order",
    "append_unmatched",
    "sort",
];

/// The navigation files of a docs folder.
struct FolderNavs<'c> {
    config: &'c MkdocsConfig,
    tree: DocsTree,
    /// By the path of their folder.
    files: BTreeMap<String, FolderNav>,
    /// The paths that entries name. Patterns stand for the others.
    named: BTreeSet<String>,
    /// The titles that the entries of other folders give.
    titles: BTreeMap<String, String>,
    /// True if a folder's own file wins over those titles.
    own_title_wins: bool,
}

/// A navigation file, as far as it is about its folder.
#[derive(Default)]
struct FolderNav {
    title: Option<String>,
    /// The entries; `None` if the order is that of the names.
    items: Option<Vec<WrittenItem>>,
    is_hidden: bool,
    is_descending: bool,
}

/// An entry of a navigation file.
enum WrittenItem {
    /// A page, a folder or an address, and its title.
    Target(String, Option<String>),
    /// A section, and its entries.
    Section(String, Vec<WrittenItem>),
    /// Everything that no entry names; with a pattern only what it matches.
    Rest(Option<String>),
}

/// Writes the tabs and the folders of a site with such files. Returns false for a site without.
pub fn write(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) -> bool {
    let plugins = config.named("plugins");
    let known = |(plugin, _): &&(&str, &str)| plugins.iter().any(|(name, ..)| name == plugin);
    let Some((plugin, name)) = PLUGINS.iter().find(known) else {
        return false;
    };
    let settings = config.settings("plugins", plugin);
    let name = settings
        .and_then(|settings| settings.text_of("filename"))
        .unwrap_or(name);
    let is_pages = *plugin == "awesome-pages";
    if is_pages && config.get("nav").is_some() {
        return false;
    }
    let mut navs = FolderNavs {
        config,
        tree: DocsTree::read(&config.docs),
        files: BTreeMap::new(),
        named: BTreeSet::new(),
        titles: BTreeMap::new(),
        own_title_wins: is_pages,
    };
    navs.read(name, remarks);
    if navs.files.is_empty() {
        return true;
    }
    navs.write(toml);
    remarks.add_apart(format!(
        "folders that no `{name}` file names have the titles of their index pages, and a folder of \
         one page is shown as that page"
    ));
    true
}

impl FolderNavs<'_> {
    fn read(&mut self, name: &str, remarks: &mut Remarks) {
        let folders: Vec<String> = self.tree.folders().map(str::to_owned).collect();
        for folder in folders {
            let path = format!("{folder}{name}");
            let Ok(text) = std::fs::read_to_string(self.config.docs.join(&path)) else {
                continue;
            };
            let read = yaml::read(&text, u16::MAX);
            match read.root.filter(DataNode::is_map) {
                Some(root) => {
                    let nav = FolderNav::of(&root, &path, remarks);
                    self.note(&folder, nav.items.as_deref().unwrap_or_default());
                    self.files.insert(folder, nav);
                }
                None if text.trim().is_empty() => {}
                None => {
                    remarks.add_apart(format!("`{path}` is no mapping in YAML, and is not read"))
                }
            }
        }
    }

    /// Notes what the entries of a folder name, and what they call other folders.
    fn note(&mut self, folder: &str, items: &[WrittenItem]) {
        for item in items {
            match item {
                WrittenItem::Target(target, title) => {
                    let Some(path) = self.found(folder, target) else {
                        continue;
                    };
                    if let Some(title) = title.as_ref().filter(|_| path.ends_with('/')) {
                        self.titles.insert(path.clone(), title.clone());
                    }
                    self.named.insert(path);
                }
                WrittenItem::Section(_, inner) => self.note(folder, inner),
                WrittenItem::Rest(_) => {}
            }
        }
    }

    /// The page or the folder at a path that an entry of a folder names.
    fn found(&self, folder: &str, target: &str) -> Option<String> {
        let path = crate::address::join(folder, target.trim_start_matches('/'))?;
        let as_folder = format!("{path}/");
        if self.tree.has_folder(&as_folder) {
            return Some(as_folder);
        }
        let is_there = is_page(&path) && self.config.docs.join(&path).is_file();
        is_there.then_some(path)
    }

    fn write(&self, toml: &mut TomlText) {
        if let Some(items) = self.files.get("").and_then(|nav| nav.items.as_deref()) {
            for entry in self.tabs(items) {
                write_tab(&entry, toml);
            }
        }
        for folder in self.tree.folders().filter(|folder| !folder.is_empty()) {
            let nav = self.files.get(folder);
            let title = self.title(folder);
            let items = nav.filter(|nav| nav.items.is_some() || nav.is_descending);
            if title.is_some() || items.is_some() {
                toml.table(&format!(
                    "[folder.{}]",
                    quoted(folder.trim_end_matches('/'))
                ));
                if let Some(title) = title {
                    toml.text("title", title);
                }
                if let Some(nav) = items {
                    self.write_order(folder, nav, toml);
                }
            }
        }
        for (folder, _) in self.files.iter().filter(|(_, nav)| nav.is_hidden) {
            for page in self.tree.pages_below(folder) {
                toml.table(&format!("[page.{}]", quoted(&page)));
                toml.line("hidden = true");
            }
        }
    }

    /// The title that an entry or the folder's own file gives a folder.
    fn title(&self, folder: &str) -> Option<&str> {
        let own = self.files.get(folder).and_then(|nav| nav.title.as_ref());
        let given = self.titles.get(folder);
        let title = if self.own_title_wins {
            own.or(given)
        } else {
            given.or(own)
        };
        title.map(String::as_str)
    }

    /// The entries of the docs folder. A folder stays one: its order is in its own table.
    fn tabs(&self, items: &[WrittenItem]) -> Vec<NavEntry> {
        let mut tabs = Vec::new();
        let mut matched = BTreeSet::new();
        for item in items {
            match item {
                WrittenItem::Section(title, inner) => tabs.push(NavEntry {
                    title: Some(title.clone()),
                    goal: NavGoal::Section(self.entries("", inner, 0)),
                }),
                WrittenItem::Target(target, title) => {
                    let goal = match self.found("", target) {
                        Some(path) => Some(NavGoal::Page(path.trim_end_matches('/').to_owned())),
                        None => link(target, title.as_deref()),
                    };
                    tabs.extend(goal.map(|goal| NavEntry {
                        title: title.clone(),
                        goal,
                    }));
                }
                WrittenItem::Rest(pattern) => {
                    let mut rest = self.rest("", pattern.as_deref());
                    rest.retain(|path| matched.insert(path.clone()));
                    tabs.extend(rest.into_iter().map(|path| NavEntry {
                        title: self.title(&path).map(str::to_owned),
                        goal: NavGoal::Page(path.trim_end_matches('/').to_owned()),
                    }));
                }
            }
        }
        tabs
    }

    fn write_order(&self, folder: &str, nav: &FolderNav, toml: &mut TomlText) {
        let mut lines = Vec::new();
        let below = |path: &str| path.strip_prefix(folder).map(quoted);
        match &nav.items {
            None => {
                let children = self.tree.children(folder);
                let (index, mut others): (Vec<_>, Vec<_>) =
                    children.into_iter().partition(|path| is_index(path));
                others.reverse();
                lines.extend(index.iter().chain(&others).filter_map(|path| below(path)));
                lines.push("\"...\"".to_owned());
            }
            Some(items) => {
                for item in items {
                    lines.extend(self.order_lines(folder, item));
                }
            }
        }
        toml.line("order = [");
        lines
            .iter()
            .for_each(|line| toml.line(&format!("  {line},")));
        toml.line("]");
    }

    /// The lines of an `order` for an entry, without commas at their ends.
    fn order_lines(&self, folder: &str, item: &WrittenItem) -> Vec<String> {
        // A name or a folder of the folder itself is written from the folder.
        let own = |path: &str| {
            path.strip_prefix(folder)
                .filter(|own| !own.is_empty())
                .map(quoted)
        };
        let found = match item {
            WrittenItem::Rest(None) => return vec!["\"...\"".to_owned()],
            WrittenItem::Rest(pattern) => {
                let rest = self.rest(folder, pattern.as_deref());
                return rest.iter().filter_map(|path| own(path)).collect();
            }
            WrittenItem::Target(target, title) => {
                let found = self.found(folder, target);
                found.filter(|path| title.is_none() || path.ends_with('/'))
            }
            WrittenItem::Section(..) => None,
        };
        // The title of a folder is in its own table.
        if let Some(own) = found.as_deref().and_then(own) {
            return vec![own];
        }
        let entries = self.entries(folder, std::slice::from_ref(item), 0);
        entries.iter().map(|entry| entry_text(entry, 1)).collect()
    }

    /// Entries that name each page, as a section has them.
    fn entries(&self, folder: &str, items: &[WrittenItem], depth: usize) -> Vec<NavEntry> {
        let mut entries = Vec::new();
        let mut matched = BTreeSet::new();
        for item in items.iter().take_while(|_| depth < DEEPEST) {
            match item {
                WrittenItem::Section(title, inner) => entries.push(NavEntry {
                    title: Some(title.clone()),
                    goal: NavGoal::Section(self.entries(folder, inner, depth + 1)),
                }),
                WrittenItem::Rest(pattern) => {
                    let mut rest = self.rest(folder, pattern.as_deref());
                    rest.retain(|path| matched.insert(path.clone()));
                    let whole = |path: &String| self.whole(path, None, depth + 1);
                    entries.extend(rest.iter().filter_map(whole));
                }
                WrittenItem::Target(target, title) => {
                    let title = title.as_deref();
                    entries.extend(match self.found(folder, target) {
                        Some(path) => self.whole(&path, title, depth + 1),
                        None => link(target, title).map(|goal| NavEntry {
                            title: title.map(str::to_owned),
                            goal,
                        }),
                    });
                }
            }
        }
        entries
    }

    /// The entry of a page, or of a folder with all its pages; `None` for a folder without any.
    fn whole(&self, path: &str, title: Option<&str>, depth: usize) -> Option<NavEntry> {
        if !path.ends_with('/') {
            return Some(NavEntry {
                title: title.map(str::to_owned),
                goal: NavGoal::Page(path.to_owned()),
            });
        }
        let nav = self.files.get(path);
        if depth >= DEEPEST || nav.is_some_and(|nav| nav.is_hidden) {
            return None;
        }
        let everything = [WrittenItem::Rest(None)];
        let items = nav
            .and_then(|nav| nav.items.as_deref())
            .unwrap_or(&everything);
        let entries = self.entries(path, items, depth);
        // The title at the mention, unless the folder's own file wins.
        let title = match self.own_title_wins {
            true => self.title(path).or(title),
            false => title.or_else(|| self.title(path)),
        };
        let title = title.map(str::to_owned);
        (!entries.is_empty()).then(|| NavEntry {
            title: Some(title.unwrap_or_else(|| folder_title(path))),
            goal: NavGoal::Section(entries),
        })
    }

    /// The paths in a folder that no entry names. A pattern may match below the folder.
    fn rest(&self, folder: &str, pattern: Option<&str>) -> Vec<String> {
        let children = self.tree.children(folder);
        let all = match pattern.and_then(|pattern| pattern.rsplit_once('/')) {
            Some((below, _)) => {
                let below = crate::address::join(folder, below).unwrap_or_default();
                self.tree.children(&format!("{below}/"))
            }
            None => children,
        };
        let pattern = pattern.and_then(|pattern| glob::Pattern::new(pattern).ok());
        let is_hidden = |path: &String| self.files.get(path).is_some_and(|nav| nav.is_hidden);
        let is_meant = |path: &String| {
            let own = path
                .strip_prefix(folder)
                .unwrap_or(path)
                .trim_end_matches('/');
            pattern.as_ref().is_none_or(|pattern| pattern.matches(own))
        };
        let rest = all.into_iter().filter(|path| !self.named.contains(path));
        rest.filter(|path| !is_hidden(path) && is_meant(path))
            .collect()
    }
}

impl FolderNav {
    fn of(root: &DataNode, path: &str, remarks: &mut Remarks) -> Self {
        for entry in root
            .entries()
            .iter()
            .filter(|entry| !READ.contains(&&*entry.key))
        {
            remarks.add_apart(format!(
                "`{}` of `{path}`: it has no counterpart",
                entry.key
            ));
        }
        let is_on = |key: &str| root.get(key).and_then(DataNode::scalar) == Some("true");
        let nav = root.get("nav").or(root.get("arrange"));
        let mut items = nav.map(|nav| items(nav, path, remarks));
        let has_rest = |items: &[WrittenItem]| {
            items
                .iter()
                .any(|item| matches!(item, WrittenItem::Rest(None)))
        };
        // An arrangement is about the order alone.
        let is_open = root.get("nav").is_none() || is_on("append_unmatched");
        if let Some(items) = items.as_mut().filter(|items| is_open && !has_rest(items)) {
            items.push(WrittenItem::Rest(None));
        }
        let sort = root.get("sort");
        let direction = sort.and_then(|sort| sort.text_of("direction"));
        if sort.is_some_and(|sort| {
            sort.entries()
                .iter()
                .any(|entry| &*entry.key != "direction")
        }) {
            remarks.add_apart(format!(
                "`sort` of `{path}`: the order is that of the names"
            ));
        }
        Self {
            title: root.text_of("title").map(without_markup),
            items,
            is_hidden: is_on("hide"),
            is_descending: root.text_of("order").or(direction) == Some("desc"),
        }
    }
}

fn items(nav: &DataNode, path: &str, remarks: &mut Remarks) -> Vec<WrittenItem> {
    let mut items = Vec::new();
    for node in nav.items() {
        if let Some(text) = node.text() {
            items.extend(untitled(text, path, remarks));
            continue;
        }
        if let Some(pattern) = node.text_of("glob") {
            items.push(WrittenItem::Rest(Some(pattern.to_owned())));
            continue;
        }
        for entry in node.entries() {
            let title = without_markup(&entry.key);
            match (&entry.node.value, entry.node.text()) {
                (DataValue::List(_), _) => {
                    items.push(WrittenItem::Section(
                        title,
                        self::items(&entry.node, path, remarks),
                    ));
                }
                (_, Some(target)) => {
                    let title = Some(title).filter(|title| !title.is_empty());
                    items.push(WrittenItem::Target(target.to_owned(), title));
                }
                _ => remarks.add_apart(format!("an entry of `{path}` that is no text")),
            }
        }
    }
    items
}

/// An entry without a title: `...`, `... | *.md`, a pattern, a page or a folder.
fn untitled(text: &str, path: &str, remarks: &mut Remarks) -> Option<WrittenItem> {
    let Some(rest) = text.strip_prefix("...") else {
        let is_pattern = text.contains(['*', '?', '[']);
        return Some(match text {
            "*" => WrittenItem::Rest(None),
            text if is_pattern => WrittenItem::Rest(Some(text.to_owned())),
            text => WrittenItem::Target(text.to_owned(), None),
        });
    };
    let pattern = rest.rsplit('|').next().unwrap_or_default().trim();
    if pattern.starts_with("regex=") {
        remarks.add_apart(format!("`{text}` of `{path}`: name the pages"));
        return None;
    }
    let pattern = pattern.trim_start_matches("glob=");
    Some(WrittenItem::Rest(
        (!pattern.is_empty() && pattern != "flat").then(|| pattern.to_owned()),
    ))
}

/// The goal of an entry that is no page: an address needs a title.
fn link(target: &str, title: Option<&str>) -> Option<NavGoal> {
    title?;
    takes("link", target).then(|| NavGoal::Link(target.to_owned()))
}
