//! The navigation tree: folders and pages in the order in which they are shown.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{of_path, readable};
use super::route::{is_index, split};
use crate::content_map::{ContentMap, Entry};
use crate::diag::{Code, Diagnostic, suggest};

/// A folder with what it shows, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// Path below the docs folder, with `/` at its end; the docs folder's is empty.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// The page that speaks for it (`index.md`, `README.md`).
    pub index: Option<usize>,
    /// The others.
    pub items: Vec<Item>,
    /// How many pages it shows, its own and those below it included.
    pub count: usize,
}

/// What a folder shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A page, by its number.
    Page(usize),
    /// A folder.
    Folder(Folder),
}

/// A page, as far as the tree needs it.
pub struct Leaf<'a> {
    /// Path below the docs folder.
    pub path: &'a str,
    /// Its name.
    pub title: &'a str,
    /// Whether it says its own name (and not its path).
    pub named: bool,
    /// Kept out of the navigation.
    pub hidden: bool,
}

/// Builds the tree of all folders.
pub fn tree(leaves: &[Leaf<'_>], map: &ContentMap) -> (Folder, Vec<Diagnostic>) {
    let mut folders: BTreeMap<&str, Contents> = BTreeMap::from([("", Contents::default())]);
    for (at, leaf) in leaves.iter().enumerate() {
        let (folder, _) = split(leaf.path);
        folders.entry(folder).or_default().pages.push(at);
        let mut child = folder;
        while !child.is_empty() {
            let parent = split(child.trim_end_matches('/')).0;
            folders.entry(parent).or_default().folders.insert(child);
            child = parent;
        }
    }
    let mut builder = Builder { leaves, map, folders: &folders, findings: Vec::new() };
    let root = builder.folder("");
    builder.unknown_names();
    (root, builder.findings)
}

#[derive(Default)]
struct Contents<'a> {
    pages: Vec<usize>,
    folders: BTreeSet<&'a str>,
}

struct Builder<'a> {
    leaves: &'a [Leaf<'a>],
    map: &'a ContentMap,
    folders: &'a BTreeMap<&'a str, Contents<'a>>,
    findings: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    /// Depth is the paths' depth, which file systems bound far below the stack.
    fn folder(&mut self, path: &str) -> Folder {
        let contents = &self.folders[path];
        let index = self.index_of(&contents.pages);
        let settings = self.map.folders.get(path.trim_end_matches('/'));
        let tab = self.map.tabs.iter().find(|tab| !path.is_empty() && tab.path.as_str() == path.trim_end_matches('/'));
        let title = tab
            .and_then(|tab| tab.title.clone())
            .or_else(|| settings.and_then(|settings| settings.title.clone()))
            .or_else(|| index.map(|at| &self.leaves[at]).filter(|leaf| leaf.named).map(|leaf| leaf.title.to_owned()))
            .unwrap_or_else(|| {
                path.trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .filter(|n| !n.is_empty())
                    .map_or_else(|| of_path("index.md"), readable)
            });
        let order = tab
            .and_then(|tab| tab.order.as_deref())
            .or_else(|| settings.and_then(|settings| settings.order.as_deref()));
        let mut children: Vec<Child> = contents
            .pages
            .iter()
            .map(|&at| Child::Page(at))
            .filter(|child| *child != Child::Page(index.unwrap_or(usize::MAX)))
            .collect();
        children.extend(contents.folders.iter().map(|path| Child::Folder((*path).to_owned())));
        self.natural(&mut children);
        if let Some(order) = order {
            children = self.ordered(path, children, order, index);
        }
        let items: Vec<Item> = children.into_iter().filter_map(|child| self.item(child)).collect();
        let below: usize = items
            .iter()
            .map(|item| match item {
                Item::Page(_) => 1,
                Item::Folder(folder) => folder.count,
            })
            .sum();
        let shows_index = index.is_some_and(|at| !self.leaves[at].hidden);
        Folder { path: path.to_owned(), title, index, items, count: below + usize::from(shows_index) }
    }

    fn item(&mut self, child: Child) -> Option<Item> {
        match child {
            Child::Page(at) => (!self.leaves[at].hidden).then_some(Item::Page(at)),
            Child::Folder(path) => {
                let folder = self.folder(&path);
                (folder.count > 0).then_some(Item::Folder(folder))
            }
        }
    }

    fn index_of(&self, pages: &[usize]) -> Option<usize> {
        let find = |wanted: fn(&str) -> bool| pages.iter().copied().find(|&at| wanted(self.leaves[at].path));
        find(is_index).or_else(|| find(|path| split(path).1.eq_ignore_ascii_case("readme")))
    }

    /// Pages before folders, numbers by value (`2-x` before `10-x`), then by name.
    fn natural(&self, children: &mut [Child]) {
        children.sort_by_cached_key(|child| match child {
            Child::Page(at) => (false, natural_key(split(self.leaves[*at].path).1)),
            Child::Folder(path) => (true, natural_key(path)),
        });
    }

    /// Puts children in the order that the content map gives; `...` is the rest.
    fn ordered(&mut self, folder: &str, children: Vec<Child>, order: &[Entry], index: Option<usize>) -> Vec<Child> {
        let mut rest: Vec<Option<Child>> = children.into_iter().map(Some).collect();
        let mut slots: Vec<Vec<Child>> = Vec::new();
        let mut rest_at = None;
        for (position, entry) in order.iter().enumerate() {
            match entry {
                Entry::Rest => {
                    rest_at = Some(slots.len());
                    slots.push(Vec::new());
                }
                Entry::Path(path) => {
                    let full = format!("{folder}{path}");
                    let is_index = index.is_some_and(|at| self.leaves[at].path == full);
                    let found = rest
                        .iter_mut()
                        .find(|child| child.as_ref().is_some_and(|child| child.is_at(&full, self.leaves)));
                    match found {
                        Some(found) => slots.push(found.take().into_iter().collect()),
                        None if is_index => {}
                        None => self.unknown_entry(folder, position, path, &full),
                    }
                }
            }
        }
        if let Some(at) = rest_at {
            slots[at] = rest.into_iter().flatten().collect();
        }
        slots.into_iter().flatten().collect()
    }

    /// An entry of an `order` that is none of the folder's own. What helps is
    /// written as entries are: from the folder.
    fn unknown_entry(&mut self, folder: &str, position: usize, name: &str, full: &str) {
        let path = folder.trim_end_matches('/');
        let position = position.to_string();
        let tab = self.map.tabs.iter().position(|tab| tab.path.as_str() == path && tab.order.is_some());
        let place = match tab {
            Some(tab) => self.map.value_place(&["tab", &tab.to_string(), "order", &position]),
            None => self.map.value_place(&["folder", path, "order", &position]),
        };
        let deeper =
            self.leaves.iter().any(|leaf| leaf.path == full) || self.folders.contains_key(&*format!("{full}/"));
        let (message, help) = if deeper {
            let holder = split(full).0.trim_end_matches('/');
            let help = format!("name it in the `order` of `[folder.\"{holder}\"]`");
            (format!("`{name}` does not lie right in the folder"), help)
        } else {
            (format!("no page or folder is at `{name}`"), self.entry_help(folder, name))
        };
        self.findings.push(Diagnostic::of(Code::UnknownPage, place, message).help(help));
    }

    fn entry_help(&self, folder: &str, name: &str) -> String {
        let contents = &self.folders[folder];
        let pages = contents.pages.iter().map(|&at| &self.leaves[at].path[folder.len()..]);
        let entries: Vec<&str> = pages.chain(contents.folders.iter().map(|path| &path[folder.len()..])).collect();
        let whole = name.strip_prefix(folder).filter(|rest| entries.contains(rest));
        match whole.or_else(|| suggest(name, entries.iter().copied())) {
            Some(near) => format!("did you mean `{near}`?"),
            None if folder.is_empty() => "mend the path, or take the entry out".to_owned(),
            None => format!("mend the path, which starts at `{folder}`, or take the entry out"),
        }
    }

    /// Tabs, folders and pages of the map that are not in the tree.
    fn unknown_names(&mut self) {
        let map = self.map;
        for (at, tab) in map.tabs.iter().enumerate() {
            self.check(&tab.path, map.value_place(&["tab", &at.to_string(), "path"]));
        }
        for path in map.folders.keys() {
            if !self.folders.contains_key(format!("{path}/").as_str()) && !path.is_empty() {
                self.unknown(map.key_place(&["folder", path]), path);
            }
        }
        for path in map.pages.keys() {
            if !self.leaves.iter().any(|leaf| leaf.path == path.as_str()) {
                self.unknown(map.key_place(&["page", path]), path);
            }
        }
    }

    fn check(&mut self, path: &str, place: Option<crate::source::Place>) {
        let known = path.is_empty()
            || self.folders.contains_key(format!("{path}/").as_str())
            || self.leaves.iter().any(|leaf| leaf.path == path);
        if !known {
            self.unknown(place, path);
        }
    }

    fn unknown(&mut self, place: Option<crate::source::Place>, name: &str) {
        let known =
            self.leaves.iter().map(|leaf| leaf.path).chain(self.folders.keys().map(|path| path.trim_end_matches('/')));
        let help = suggest(name, known).map_or_else(
            || "mend the path, or take the entry out".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("no page or folder is at `{name}`");
        self.findings.push(Diagnostic::of(Code::UnknownPage, place, message).help(help));
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Child {
    Page(usize),
    Folder(String),
}

impl Child {
    fn is_at(&self, path: &str, leaves: &[Leaf<'_>]) -> bool {
        match self {
            Child::Page(at) => leaves[*at].path == path || leaves[*at].path == format!("{path}.md"),
            Child::Folder(folder) => folder.trim_end_matches('/') == path,
        }
    }
}

/// Text with its numbers padded, so that they sort by value.
pub fn natural_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.extend(std::iter::repeat_n('0', 20_usize.saturating_sub(digits.len())));
            key.push_str(&digits);
            digits.clear();
        }
        match c.is_ascii() {
            true => key.push(c.to_ascii_lowercase()),
            false => key.extend(c.to_lowercase()),
        }
    }
    key
}
