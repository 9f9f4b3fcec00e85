//! The order that the content map gives a folder: its own pages and folders, and what is put there
//! beside them.

use super::Leaf;
use super::builder::Builder;
use super::child::Child;
use crate::address::split;
use crate::content_map::{ContentMap, Entry};
use crate::diag::{Code, Diagnostic, suggest};
use crate::site::name::is_like_any_other;

/// The `order` of a folder.
pub struct FolderOrder<'a> {
    entries: &'a [Entry],
    /// The keys that lead to it in the content map.
    keys: Vec<String>,
}

impl<'a> FolderOrder<'a> {
    fn new(entries: &'a [Entry], keys: [&str; 3]) -> Self {
        let keys = keys.map(str::to_owned).to_vec();
        Self { entries, keys }
    }
}

/// Why an entry puts nothing into a folder.
struct WrongEntry {
    message: String,
    help: String,
}

impl<'a> Builder<'a> {
    /// The order that the content map gives a folder.
    pub fn order_of(&self, path: &str) -> Option<FolderOrder<'a>> {
        let map: &'a ContentMap = self.map;
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

    /// Puts children in the order that the content map gives; `...` is the rest.
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
            if matches!(entry, Entry::Rest) {
                rest_at = Some(slots.len());
                slots.push(Vec::new());
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

    /// What an entry puts into a folder; `rest` is what has no place there yet.
    fn entry(
        &self,
        folder: &str,
        entry: &Entry,
        rest: &mut [Option<Child>],
    ) -> Result<Option<Child>, WrongEntry> {
        match entry {
            Entry::Rest => Ok(None),
            Entry::Path(path) => self
                .own(folder, &format!("{folder}{path}"), rest)
                .ok_or_else(|| self.not_there(folder, path)),
            Entry::Page(path, title) => match self.own(folder, path, rest) {
                Some(child) => Ok(child.map(|child| child.named(title.clone()))),
                None => self.of_another(path, title.as_deref()).map(Some),
            },
            Entry::Link(url, title) => Ok(Some(Child::link(url, title.as_deref()))),
        }
    }

    /// The finding about an entry, at its place in the content map.
    fn wrong(&self, order: &FolderOrder<'_>, position: usize, wrong: WrongEntry) -> Diagnostic {
        let number = position.to_string();
        let key = match order.entries[position] {
            Entry::Page(..) => "path",
            _ => "",
        };
        let keys = order.keys.iter().map(String::as_str).chain([&*number, key]);
        let keys: Vec<&str> = keys.filter(|key| !key.is_empty()).collect();
        let place = self.map.value_place(&keys);
        Diagnostic::of(Code::UnknownPage, place, wrong.message).help(wrong.help)
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
    fn of_another(&self, path: &str, title: Option<&str>) -> Result<Child, WrongEntry> {
        let given = title.filter(|title| !title.is_empty());
        let titled = |at: usize, own: &str| Child::Page(at, Some(given.unwrap_or(own).to_owned()));
        let page = |path: &str| self.leaves.iter().position(|leaf| leaf.path == path);
        if let Some(at) = page(path).or_else(|| page(&format!("{path}.md"))) {
            return Ok(titled(at, &self.title_elsewhere(at)));
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
        match self.index_of(&contents.pages) {
            Some(at) => Ok(titled(at, &self.title(&folder))),
            None => Err(WrongEntry {
                message: format!("the folder `{path}` has no page of its own"),
                help: format!("name one of its pages, or give it an `{folder}index.md`"),
            }),
        }
    }

    /// What a page is called outside its folder: as the folder, where it speaks for that under the
    /// name of any other.
    fn title_elsewhere(&self, at: usize) -> String {
        let Leaf { path, title, .. } = self.leaves[at];
        let folder = split(path).0;
        if is_like_any_other(title) && self.is_index_of(path, folder) {
            self.title(folder)
        } else {
            title.to_owned()
        }
    }

    /// Why an entry of an `order` is none of the folder's own. What helps is written as entries
    /// are: from the folder.
    fn not_there(&self, folder: &str, name: &str) -> WrongEntry {
        let full = format!("{folder}{name}");
        let is_page = |path: &str| self.leaves.iter().any(|leaf| leaf.path == path);
        if is_page(&full) || self.folders.contains_key(&*format!("{full}/")) {
            let holder = split(&full).0.trim_end_matches('/');
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

    /// What was meant by an entry that names nothing.
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
}
