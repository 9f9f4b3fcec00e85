//! The navigation files of folders: `.pages` of awesome-pages, `.nav.yml` of awesome-nav.
//!
//! A folder keeps its order in the map, with `"..."` for pages to come. The entries of the docs
//! folder are the tabs.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::config::MkdocsConfig;
use super::docs_tree::{DocsTree, folder_title};
use super::nav_entry::{
    MOST_ENTRIES, NavEntry, NavGoal, NavWay, is_docs_page, is_index, order_text, write_tab,
};
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
    /// The number of entries that may still be made.
    left: Cell<usize>,
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
        left: Cell::new(MOST_ENTRIES),
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
            let Ok(bytes) = std::fs::read(self.config.docs.join(&path)) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes);
            let read = yaml::read(&text, u16::MAX);
            match read.root.filter(DataNode::is_map) {
                Some(root) => {
                    let nav = FolderNav::of(&root, &path, remarks);
                    let items = nav.items.as_deref().unwrap_or_default();
                    self.note(&folder, items, &path, remarks);
                    self.files.insert(folder, nav);
                }
                None if text.trim().is_empty() => {}
                None => {
                    remarks.add_apart(format!("`{path}` is no mapping in YAML, and is not read"))
                }
            }
        }
    }

    /// Notes the paths that the entries of a file name, and their titles for other folders.
    fn note(&mut self, folder: &str, items: &[WrittenItem], file: &str, remarks: &mut Remarks) {
        for item in items {
            match item {
                WrittenItem::Target(target, title) => {
                    let Some(path) = self.found(folder, target) else {
                        if link(target, title.as_deref()).is_none() {
                            let text = format!("`{target}` of `{file}`, which is no page");
                            remarks.add_apart(text);
                        }
                        continue;
                    };
                    if let Some(title) = title.as_ref().filter(|_| path.ends_with('/')) {
                        self.titles.insert(path.clone(), title.clone());
                    }
                    self.named.insert(path);
                }
                WrittenItem::Section(_, inner) => self.note(folder, inner, file, remarks),
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
        let is_there = takes("tree-path", &path) && is_docs_page(&self.config.docs, &path);
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
        let hidden = self.files.iter().filter(|(_, nav)| nav.is_hidden);
        let pages = hidden.flat_map(|(folder, _)| self.tree.pages_below(folder));
        for page in pages.collect::<BTreeSet<_>>() {
            toml.table(&format!("[page.{}]", quoted(&page)));
            toml.line("hidden = true");
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
                WrittenItem::Section(title, inner) => {
                    tabs.extend(section(title, self.entries("", inner, &NavWay::default())));
                }
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
            let own = path.strip_prefix(folder)?;
            let is_own = !own.is_empty() && !own.trim_end_matches('/').contains('/');
            is_own.then(|| quoted(own))
        };
        let order =
            |entries: Vec<NavEntry>| -> Vec<String> { entries.iter().map(order_text).collect() };
        let way = NavWay::default();
        let found = match item {
            WrittenItem::Rest(None) => return vec!["\"...\"".to_owned()],
            WrittenItem::Rest(pattern) => {
                let rest = self.rest(folder, pattern.as_deref());
                let lines = rest.iter().flat_map(|path| match own(path) {
                    Some(own) => vec![own],
                    None => order(self.whole(path, None, &way).into_iter().collect()),
                });
                return lines.collect();
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
        order(self.entries(folder, std::slice::from_ref(item), &way))
    }

    /// Entries that name each page, as a section has them.
    fn entries(&self, folder: &str, items: &[WrittenItem], way: &NavWay) -> Vec<NavEntry> {
        let mut entries = Vec::new();
        let mut matched = BTreeSet::new();
        for item in items.iter().take_while(|_| self.left.get() > 0) {
            match item {
                WrittenItem::Section(title, inner) => {
                    let inner = way.deeper().map(|way| self.entries(folder, inner, &way));
                    entries.extend(section(title, inner.unwrap_or_default()));
                }
                WrittenItem::Rest(pattern) => {
                    let mut rest = self.rest(folder, pattern.as_deref());
                    rest.retain(|path| matched.insert(path.clone()));
                    let whole = |path: &String| self.whole(path, None, way);
                    entries.extend(rest.iter().filter_map(whole));
                }
                WrittenItem::Target(target, title) => {
                    let title = title.as_deref();
                    entries.extend(match self.found(folder, target) {
                        Some(path) => self.whole(&path, title, way),
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

    /// The entry of a page, or of a folder with all its pages; `None` for a folder without any, and
    /// for one that is around already.
    fn whole(&self, path: &str, title: Option<&str>, way: &NavWay) -> Option<NavEntry> {
        self.left.set(self.left.get().saturating_sub(1));
        if !path.ends_with('/') {
            return Some(NavEntry {
                title: title.map(str::to_owned),
                goal: NavGoal::Page(path.to_owned()),
            });
        }
        let nav = self.files.get(path);
        if nav.is_some_and(|nav| nav.is_hidden) {
            return None;
        }
        let way = way.below_folder(path)?;
        let everything = [WrittenItem::Rest(None)];
        let items = nav
            .and_then(|nav| nav.items.as_deref())
            .unwrap_or(&everything);
        let entries = self.entries(path, items, &way);
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
        // The plugins read YAML 1.1.
        let is_yes = |word: &str| matches!(word.to_lowercase().as_str(), "true" | "yes" | "on");
        let is_on = |key: &str| root.get(key).and_then(DataNode::scalar).is_some_and(is_yes);
        let items = Self::items(root, is_on("append_unmatched"), path, remarks);
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
            title: root
                .text_of("title")
                .map(without_markup)
                .filter(|title| !title.is_empty()),
            items,
            is_hidden: is_on("hide"),
            is_descending: root.text_of("order").or(direction) == Some("desc"),
        }
    }
}

impl FolderNav {
    /// The entries of a file, with `...` for the others if it leaves none out.
    fn items(
        root: &DataNode,
        appends: bool,
        path: &str,
        remarks: &mut Remarks,
    ) -> Option<Vec<WrittenItem>> {
        let nav = root.get("nav").or(root.get("arrange"))?;
        if nav.items().is_empty() {
            remarks.add_apart(format!("`nav` of `{path}`, which is no list of entries"));
            return None;
        }
        let mut items = items(nav, path, remarks);
        let is_rest = |item: &WrittenItem| matches!(item, WrittenItem::Rest(None));
        // An arrangement is about the order alone.
        if (appends || root.get("nav").is_none()) && !items.iter().any(is_rest) {
            items.push(WrittenItem::Rest(None));
        }
        Some(items)
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

/// The entry of a section; `None` if it is empty.
fn section(title: &str, entries: Vec<NavEntry>) -> Option<NavEntry> {
    (!entries.is_empty()).then(|| NavEntry {
        title: Some(title.to_owned()),
        goal: NavGoal::Section(entries),
    })
}

/// The goal of an entry that is no page: an address needs a title.
fn link(target: &str, title: Option<&str>) -> Option<NavGoal> {
    title?;
    takes("link", target).then(|| NavGoal::Link(target.to_owned()))
}
