//! The order that the content map gives a folder: its own pages and folders, and others added to
//! them.

use super::TreePage;
use super::builder::Builder;
use super::child::Child;
use crate::address::split;
use crate::content_map::{ContentMap, OrderEntry};
use crate::diag::{Code, Diagnostic, suggest};
use crate::site::name::is_like_any_other;

/// The `order` of a folder.
pub struct FolderOrder<'a> {
    pub entries: &'a [OrderEntry],
    /// The keys of the content map that lead to the order.
    pub keys: Vec<String>,
}

impl<'a> FolderOrder<'a> {
    fn new(entries: &'a [OrderEntry], keys: [&str; 3]) -> Self {
        let keys = keys.map(str::to_owned).to_vec();
        Self { entries, keys }
    }

    /// The keys that lead to a key of an entry, or to the entry if that is empty.
    pub fn keys_of(&self, position: usize, key: &str) -> Vec<String> {
        let mut keys = self.keys.clone();
        keys.push(position.to_string());
        keys.push(key.to_owned());
        keys.retain(|key| !key.is_empty());
        keys
    }
}

/// The reason that an entry adds nothing to a folder.
pub struct WrongEntry {
    pub message: String,
    pub help: String,
}

impl<'a> Builder<'a> {
    /// The order that the content map gives a folder.
    pub fn order_of(&self, path: &str) -> Option<FolderOrder<'a>> {
        let map: &'a ContentMap = self.map;
        if let Some(pages) = map.only_pages().filter(|_| path.is_empty()) {
            return Some(FolderOrder::new(pages, ["tab", "0", "pages"]));
        }
        let of_tab = self.tab_at(path).and_then(|at| {
            let entries = map.tabs[at].order.as_deref()?;
            let tab = at.to_string();
            Some(FolderOrder::new(entries, ["tab", &tab, "order"]))
        });
        of_tab.or_else(|| {
            let folder = path.trim_end_matches('/');
            let entries = map.folders.get(folder)?.order.as_deref()?;
            Some(FolderOrder::new(entries, ["folder", folder, "order"]))
        })
    }

    /// Sorts children in the order that the content map gives; `...` is the rest.
    pub fn ordered(
        &mut self,
        folder: &str,
        children: Vec<Child>,
        order: &FolderOrder<'_>,
    ) -> Vec<Child> {
        let mut rest: Vec<Option<Child>> = children.into_iter().map(Some).collect();
        let mut slots: Vec<Vec<Child>> = Vec::new();
        let mut rest_at = None;
        for (position, entry) in order.entries.iter().enumerate() {
            if matches!(entry, OrderEntry::Rest) {
                rest_at = Some(slots.len());
                slots.push(Vec::new());
                continue;
            }
            if let OrderEntry::Section(title, pages) = entry {
                let keys = order.keys_of(position, "pages");
                let section = self.section(folder, title, pages, &keys);
                slots.push(vec![Child::Section(section)]);
                continue;
            }
            match self.entry(folder, entry, &mut rest) {
                Ok(child) => slots.push(child.into_iter().collect()),
                Err(wrong) => {
                    let finding = self.wrong(order, position, wrong);
                    self.findings.push(finding);
                }
            }
        }
        if let Some(at) = rest_at {
            slots[at] = rest.into_iter().flatten().collect();
        }
        slots.into_iter().flatten().collect()
    }

    /// The child that an entry adds to a folder; `rest` are the children that have no place yet.
    fn entry(
        &self,
        folder: &str,
        entry: &OrderEntry,
        rest: &mut [Option<Child>],
    ) -> Result<Option<Child>, WrongEntry> {
        match entry {
            OrderEntry::Rest | OrderEntry::Section(..) => Ok(None),
            OrderEntry::Path(path) => {
                let full = format!("{folder}{path}");
                match self.own(folder, &full, rest) {
                    Some(own) => Ok(own),
                    // From the docs folder, every page has its path.
                    None if folder.is_empty() && path.contains('/') => {
                        self.of_another(path, None).map(Some)
                    }
                    None => Err(self.not_there(folder, path)),
                }
            }
            OrderEntry::Page(path, title) => match self.own(folder, path, rest) {
                Some(child) => {
                    let child = child.map(|child| child.named(title.clone()));
                    Ok(child)
                }
                None => self.of_another(path, title.as_deref()).map(Some),
            },
            OrderEntry::Link(url, title) => {
                let link = Child::link(url, title.as_deref());
                Ok(Some(link))
            }
        }
    }

    /// The finding about an entry, at its place in the content map.
    pub fn wrong(&self, order: &FolderOrder<'_>, position: usize, wrong: WrongEntry) -> Diagnostic {
        let key = match order.entries[position] {
            OrderEntry::Page(..) => "path",
            _ => "",
        };
        let keys = order.keys_of(position, key);
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let place = self.map.value_place(&keys);
        Diagnostic::of(Code::UnknownPage, place, wrong.message).help(wrong.help)
    }

    /// Takes a folder's own page or folder from those that have no place yet. The index page needs
    /// no place, because the folder's name leads to it. `None` if the path is not one of the
    /// folder's own.
    fn own(&self, folder: &str, full: &str, rest: &mut [Option<Child>]) -> Option<Option<Child>> {
        let is_meant = |child: &Option<Child>| match child {
            Some(child) => child.is_at(full, self.leaves),
            None => false,
        };
        if let Some(at) = rest.iter().position(is_meant) {
            return Some(rest[at].take());
        }
        self.is_index_of(full, folder).then_some(None)
    }

    /// A page of another folder; for a folder, its index page.
    pub fn of_another(&self, path: &str, title: Option<&str>) -> Result<Child, WrongEntry> {
        let titled = |at: usize, own: String| {
            let title = match title {
                None | Some("") => own,
                Some(given) => given.to_owned(),
            };
            Child::Page(at, Some(title))
        };
        let page = |path: &str| self.by_path.get(path).copied();
        if let Some(at) = page(path).or_else(|| page(&format!("{path}.md"))) {
            let own = self.title_elsewhere(at);
            return Ok(titled(at, own));
        }
        let folder = if path.is_empty() {
            String::new()
        } else {
            format!("{path}/")
        };
        let Some(contents) = self.folders.get(folder.as_str()) else {
            return Err(WrongEntry {
                message: format!("no page or folder is at `{path}`"),
                help: self.near(path),
            });
        };
        let Some(index) = self.index_of(&contents.pages) else {
            return Err(WrongEntry {
                message: format!("the folder `{path}` has no page of its own"),
                help: format!("name one of its pages, or give it an `{folder}index.md`"),
            });
        };
        let own = self.title(&folder);
        Ok(titled(index, own))
    }

    /// The title of a page outside its folder. An index page with a generic title has its folder's
    /// title.
    fn title_elsewhere(&self, at: usize) -> String {
        let TreePage { path, title, .. } = self.leaves[at];
        let folder = split(path).0;
        if is_like_any_other(title) && self.is_index_of(path, folder) {
            self.title(folder)
        } else {
            title.to_owned()
        }
    }

    /// The reason that an entry of an `order` is not one of the folder's own. Paths in the help are
    /// relative to the folder, as in entries.
    fn not_there(&self, folder: &str, name: &str) -> WrongEntry {
        let full = format!("{folder}{name}");
        let is_page = |path: &str| self.leaves.iter().any(|leaf| leaf.path == path);
        let as_folder = format!("{full}/");
        if is_page(&full) || self.folders.contains_key(as_folder.as_str()) {
            let (holder, _) = split(&full);
            let holder = holder.trim_end_matches('/');
            let help = format!(
                "name it in the `order` of `[folder.\"{holder}\"]`, or write \
                 `{{ path = \"{full}\" }}` to have it here"
            );
            let message = format!("`{name}` does not lie right in the folder");
            return WrongEntry { message, help };
        }
        let help = if is_page(name) && !name.starts_with(folder) {
            format!("write `{{ path = \"{name}\" }}`: it lies in another folder")
        } else {
            self.entry_help(folder, name)
        };
        let message = format!("no page or folder is at `{name}`");
        WrongEntry { message, help }
    }

    /// The help for an entry that names nothing.
    fn entry_help(&self, folder: &str, name: &str) -> String {
        let contents = &self.folders[folder];
        let mut entries = Vec::new();
        for at in &contents.pages {
            let path = self.leaves[*at].path;
            entries.push(&path[folder.len()..]);
        }
        for path in &contents.folders {
            entries.push(&path[folder.len()..]);
        }
        let near = match name.strip_prefix(folder) {
            Some(rest) if entries.contains(&rest) => Some(rest),
            _ => suggest(name, entries),
        };
        match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if folder.is_empty() => "mend the path, or take the entry out".to_owned(),
            None => format!("mend the path, which starts at `{folder}`, or take the entry out"),
        }
    }
}
