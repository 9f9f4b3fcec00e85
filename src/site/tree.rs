//! The navigation tree: folders and pages in the order in which they are shown.

use std::collections::{BTreeMap, BTreeSet};

use super::address::split;
use super::name::{is_like_any_other, of_path, readable};
use super::route::is_index;
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
    /// The page that is all it shows: lists have that in its place.
    pub only: Option<Only>,
}

/// The one page of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Only {
    /// Its number.
    pub page: usize,
    /// What it is called in place of the folder.
    pub title: String,
}

/// What a folder shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A page of its own, by its number.
    Page(usize),
    /// A page that the content map put here: of another folder, or under another name.
    Named(usize, String),
    /// A folder.
    Folder(Folder),
    /// Something outside the docs: its address and what it is called.
    Link(String, String),
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
    let mut builder = Builder {
        leaves,
        map,
        folders: &folders,
        findings: Vec::new(),
    };
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
        let mut children: Vec<Child> = contents
            .pages
            .iter()
            .filter(|at| Some(**at) != index)
            .map(|&at| Child::Page(at, None))
            .collect();
        children.extend(
            contents
                .folders
                .iter()
                .map(|path| Child::Folder((*path).to_owned(), None)),
        );
        self.natural(&mut children);
        if let Some((order, keys)) = self.order_of(path) {
            children = self.ordered(path, children, order, &keys);
        }
        let items: Vec<Item> = children
            .into_iter()
            .filter_map(|child| self.item(child))
            .collect();
        let below: usize = items.iter().map(Item::count).sum();
        let shows_index = index.is_some_and(|at| !self.leaves[at].hidden);
        let mut folder = Folder {
            path: path.to_owned(),
            title: self.title(path),
            index,
            items,
            count: below + usize::from(shows_index),
            only: None,
        };
        folder.only = self.only(&folder);
        folder
    }

    /// What a folder is called: as the content map says, else as its index page, unless that is
    /// called like any other, else as its path.
    fn title(&self, path: &str) -> String {
        let index = self
            .index_of(&self.folders[path].pages)
            .map(|at| &self.leaves[at]);
        let speaks = index.filter(|leaf| leaf.named && !is_like_any_other(leaf.title));
        let own = || {
            let name = path
                .trim_end_matches('/')
                .rsplit('/')
                .next()
                .filter(|name| !name.is_empty());
            name.map_or_else(|| of_path("index.md"), readable)
        };
        self.given_title(path)
            .or_else(|| speaks.map(|leaf| leaf.title.to_owned()))
            .unwrap_or_else(own)
    }

    /// What the content map calls a folder.
    fn given_title(&self, path: &str) -> Option<String> {
        let tab = self
            .tab_at(path)
            .and_then(|at| self.map.tabs[at].title.clone())
            .filter(|_| !path.is_empty());
        let settings = || {
            self.map
                .folders
                .get(path.trim_end_matches('/'))?
                .title
                .clone()
        };
        tab.or_else(settings)
    }

    /// The tab of the content map that shows a folder, by number.
    fn tab_at(&self, path: &str) -> Option<usize> {
        let shows = |tab: &crate::content_map::Tab| {
            let Some(tab) = tab.path.as_ref() else {
                return false;
            };
            tab.as_str() == path.trim_end_matches('/') || self.is_index_of(tab, path)
        };
        self.map.tabs.iter().position(shows)
    }

    fn is_index_of(&self, page: &str, folder: &str) -> bool {
        split(page).0 == folder
            && self
                .folders
                .get(folder)
                .and_then(|contents| self.index_of(&contents.pages))
                .is_some_and(|at| self.leaves[at].path == page)
    }

    /// The order that the content map gives a folder, and the keys that lead to it.
    fn order_of(&self, path: &str) -> Option<(&'a [Entry], Vec<String>)> {
        let map: &'a ContentMap = self.map;
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let of_tab = self.tab_at(path).and_then(|at| {
            Some((
                map.tabs[at].order.as_deref()?,
                keys(&["tab", &at.to_string(), "order"]),
            ))
        });
        of_tab.or_else(|| {
            let folder = path.trim_end_matches('/');
            Some((
                map.folders.get(folder)?.order.as_deref()?,
                keys(&["folder", folder, "order"]),
            ))
        })
    }

    /// The page that is all a folder shows.
    fn only(&self, folder: &Folder) -> Option<Only> {
        if folder.count != 1 || folder.path.is_empty() {
            return None;
        }
        let given = self.given_title(&folder.path);
        let of = |page: usize, title: &str| Only {
            page,
            title: given.clone().unwrap_or_else(|| title.to_owned()),
        };
        match (&folder.items[..], folder.index) {
            ([], Some(page)) => Some(of(page, &folder.title)),
            // The index page is not shown, and not the folder either.
            ([Item::Page(page)], _) if is_like_any_other(self.leaves[*page].title) => {
                Some(of(*page, &folder.title))
            }
            ([Item::Page(page)], _) => Some(of(*page, self.leaves[*page].title)),
            ([Item::Named(page, title)], _) => Some(of(*page, title)),
            ([Item::Folder(inner)], _) => {
                inner.only.as_ref().map(|only| of(only.page, &only.title))
            }
            _ => None,
        }
    }

    fn item(&mut self, child: Child) -> Option<Item> {
        match child {
            Child::Page(at, _) if self.leaves[at].hidden => None,
            Child::Page(at, Some(title)) => Some(Item::Named(at, title)),
            Child::Page(at, None) => Some(Item::Page(at)),
            Child::Link(url, title) => Some(Item::Link(url, title)),
            Child::Folder(path, title) => {
                let mut folder = self.folder(&path);
                if let Some(title) = title {
                    folder.only = folder.only.map(|only| Only {
                        title: title.clone(),
                        ..only
                    });
                    folder.title = title;
                }
                (!folder.is_empty()).then_some(Item::Folder(folder))
            }
        }
    }

    fn index_of(&self, pages: &[usize]) -> Option<usize> {
        let find = |wanted: fn(&str) -> bool| {
            pages
                .iter()
                .copied()
                .find(|&at| wanted(self.leaves[at].path))
        };
        find(is_index).or_else(|| find(|path| split(path).1.eq_ignore_ascii_case("readme")))
    }

    /// Pages before folders, numbers by value (`2-x` before `10-x`), then by name.
    fn natural(&self, children: &mut [Child]) {
        children.sort_by_cached_key(|child| match child {
            Child::Page(at, _) => (false, natural_key(split(self.leaves[*at].path).1)),
            Child::Folder(path, _) | Child::Link(path, _) => (true, natural_key(path)),
        });
    }

    /// Puts children in the order that the content map gives; `...` is the rest.
    fn ordered(
        &mut self,
        folder: &str,
        children: Vec<Child>,
        order: &[Entry],
        keys: &[String],
    ) -> Vec<Child> {
        let mut rest: Vec<Option<Child>> = children.into_iter().map(Some).collect();
        let mut slots: Vec<Vec<Child>> = Vec::new();
        let mut rest_at = None;
        for (position, entry) in order.iter().enumerate() {
            let position = position.to_string();
            let place = |last: &str| {
                let keys = keys
                    .iter()
                    .map(String::as_str)
                    .chain([&*position, last])
                    .filter(|key| !key.is_empty());
                self.map.value_place(&keys.collect::<Vec<_>>())
            };
            let found = match entry {
                Entry::Rest => {
                    rest_at = Some(slots.len());
                    slots.push(Vec::new());
                    continue;
                }
                Entry::Path(path) => self
                    .own(folder, &format!("{folder}{path}"), &mut rest)
                    .ok_or_else(|| {
                        let (message, help) = self.not_there(folder, path);
                        Diagnostic::of(Code::UnknownPage, place(""), message).help(help)
                    }),
                Entry::Page(path, title) => match self.own(folder, path, &mut rest) {
                    Some(child) => Ok(child.map(|child| child.named(title.clone()))),
                    None => self.of_another(path, title.as_deref()).map(Some).map_err(
                        |(message, help)| {
                            Diagnostic::of(Code::UnknownPage, place("path"), message).help(help)
                        },
                    ),
                },
                Entry::Link(url, title) => {
                    let title = title.clone().filter(|title| !title.is_empty());
                    Ok(Some(Child::Link(
                        url.clone(),
                        title.unwrap_or_else(|| without_scheme(url)),
                    )))
                }
            };
            match found {
                Ok(child) => slots.push(child.into_iter().collect()),
                Err(finding) => self.findings.push(finding),
            }
        }
        if let Some(at) = rest_at {
            slots[at] = rest.into_iter().flatten().collect();
        }
        slots.into_iter().flatten().collect()
    }

    /// Takes a folder's own page or folder out of those that have no place yet. The index page
    /// needs none, as the folder's name leads to it. `None` where it is none of the folder's own.
    fn own(&self, folder: &str, full: &str, rest: &mut [Option<Child>]) -> Option<Option<Child>> {
        let found = rest.iter_mut().find(|child| {
            child
                .as_ref()
                .is_some_and(|child| child.is_at(full, self.leaves))
        });
        match found {
            Some(found) => Some(found.take()),
            None => self.is_index_of(full, folder).then_some(None),
        }
    }

    /// A page of another folder; of a folder, the page that speaks for it.
    fn of_another(&self, path: &str, title: Option<&str>) -> Result<Child, (String, String)> {
        let title = |own: &str| {
            Some(
                title
                    .filter(|title| !title.is_empty())
                    .unwrap_or(own)
                    .to_owned(),
            )
        };
        let page = |path: &str| self.leaves.iter().position(|leaf| leaf.path == path);
        if let Some(at) = page(path).or_else(|| page(&format!("{path}.md"))) {
            let leaf = &self.leaves[at];
            let folder = split(leaf.path).0;
            let is_like_any_other =
                is_like_any_other(leaf.title) && self.is_index_of(leaf.path, folder);
            return Ok(Child::Page(
                at,
                if is_like_any_other {
                    title(&self.title(folder))
                } else {
                    title(leaf.title)
                },
            ));
        }
        let folder = if path.is_empty() {
            String::new()
        } else {
            format!("{path}/")
        };
        let Some(contents) = self.folders.get(folder.as_str()) else {
            return Err((format!("no page or folder is at `{path}`"), self.near(path)));
        };
        let index = self
            .index_of(&contents.pages)
            .map(|at| Child::Page(at, title(&self.title(&folder))));
        index.ok_or_else(|| {
            let help = format!("name one of its pages, or give it an `{folder}index.md`");
            (format!("the folder `{path}` has no page of its own"), help)
        })
    }

    /// Why an entry of an `order` is none of the folder's own. What helps is written as entries
    /// are: from the folder.
    fn not_there(&self, folder: &str, name: &str) -> (String, String) {
        let full = format!("{folder}{name}");
        let is_page = |path: &str| self.leaves.iter().any(|leaf| leaf.path == path);
        if is_page(&full) || self.folders.contains_key(&*format!("{full}/")) {
            let holder = split(&full).0.trim_end_matches('/');
            let help = format!(
                "name it in the `order` of `[folder.\"{holder}\"]`, or write `{{ path = \"{full}\" }}` to have it here"
            );
            return (format!("`{name}` does not lie right in the folder"), help);
        }
        let help = if is_page(name) && !name.starts_with(folder) {
            format!("write `{{ path = \"{name}\" }}`: it lies in another folder")
        } else {
            self.entry_help(folder, name)
        };
        (format!("no page or folder is at `{name}`"), help)
    }

    fn entry_help(&self, folder: &str, name: &str) -> String {
        let contents = &self.folders[folder];
        let pages = contents
            .pages
            .iter()
            .map(|&at| &self.leaves[at].path[folder.len()..]);
        let entries: Vec<&str> = pages
            .chain(contents.folders.iter().map(|path| &path[folder.len()..]))
            .collect();
        let whole = name
            .strip_prefix(folder)
            .filter(|rest| entries.contains(rest));
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
            let at = at.to_string();
            if let Some(path) = &tab.path {
                self.check(path, map.value_place(&["tab", &at, "path"]));
            }
            let has_folder = tab.path.as_ref().is_some_and(|path| {
                let is_page = self.leaves.iter().any(|leaf| leaf.path == path.as_str());
                !is_page || self.is_index_of(path, split(path).0)
            });
            if tab.order.is_some() && !has_folder {
                let place = map.key_place(&["tab", &at, "order"]);
                let message = "a tab that is one page has no `order`";
                let help = "give the tab a folder as its `path`, or take `order` out";
                self.findings
                    .push(Diagnostic::of(Code::InvalidValue, place, message).help(help));
            }
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
        let message = format!("no page or folder is at `{name}`");
        self.findings
            .push(Diagnostic::of(Code::UnknownPage, place, message).help(self.near(name)));
    }

    /// What was meant by a path that nothing is at.
    fn near(&self, path: &str) -> String {
        let known = self
            .leaves
            .iter()
            .map(|leaf| leaf.path)
            .chain(self.folders.keys().map(|path| path.trim_end_matches('/')));
        suggest(path, known).map_or_else(
            || "mend the path, or take the entry out".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    }
}

impl Folder {
    /// Whether it shows nothing at all.
    fn is_empty(&self) -> bool {
        self.count == 0 && self.items.is_empty()
    }
}

impl Item {
    /// How many pages it stands for.
    fn count(&self) -> usize {
        match self {
            Item::Page(_) | Item::Named(..) => 1,
            Item::Folder(folder) => folder.count,
            Item::Link(..) => 0,
        }
    }
}

/// What a folder may show. Pages and folders have the name that the content map gives them there.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Child {
    Page(usize, Option<String>),
    Folder(String, Option<String>),
    Link(String, String),
}

impl Child {
    fn is_at(&self, path: &str, leaves: &[Leaf<'_>]) -> bool {
        match self {
            Child::Page(at, _) => {
                leaves[*at].path == path || leaves[*at].path == format!("{path}.md")
            }
            Child::Folder(folder, _) => folder.trim_end_matches('/') == path,
            Child::Link(..) => false,
        }
    }

    fn named(self, title: Option<String>) -> Self {
        match self {
            Child::Page(at, _) => Child::Page(at, title),
            Child::Folder(path, _) => Child::Folder(path, title),
            link @ Child::Link(..) => link,
        }
    }
}

/// A web address as a name: `status.example.com`.
fn without_scheme(url: &str) -> String {
    url.split_once("://")
        .map_or(url, |(_, rest)| rest)
        .trim_end_matches('/')
        .to_owned()
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
            key.extend(std::iter::repeat_n(
                '0',
                20_usize.saturating_sub(digits.len()),
            ));
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
