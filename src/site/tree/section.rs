//! Sections that are no folders: the content map names their pages, which lie anywhere.
//!
//! A section has the path of a folder that is not there. So whatever asks for a page's place in the
//! navigation, for the folders above it or for the list of a folder's pages, need not tell the two
//! apart.

use super::NavFolder;
use super::builder::Builder;
use super::child::Child;
use super::order::{FolderOrder, WrongEntry};
use crate::content_map::OrderEntry;

/// The longest name of a section in its path, in characters: file systems take 255 bytes.
const LONGEST: usize = 60;

/// The name of a section that has no letters in its own.
const UNNAMED: &str = "section";

impl Builder<'_> {
    /// A section inside a folder or a section. `keys` lead to its entries in the content map.
    pub fn section(
        &mut self,
        within: &str,
        title: &str,
        entries: &[OrderEntry],
        keys: &[String],
    ) -> NavFolder {
        let path = self.free_path(within, title);
        let order = FolderOrder {
            entries,
            keys: keys.to_vec(),
        };
        let mut items = Vec::new();
        for (position, entry) in entries.iter().enumerate() {
            match self.entry_of_section(&path, &order, position, entry) {
                Ok(child) => items.extend(self.item(child)),
                Err(wrong) => {
                    let finding = self.wrong(&order, position, wrong);
                    self.findings.push(finding);
                }
            }
        }
        NavFolder {
            title: self.name_of_section(title, &items),
            count: items.iter().map(super::FolderItem::count).sum(),
            path,
            index: None,
            items,
            only: None,
        }
    }

    fn entry_of_section(
        &mut self,
        path: &str,
        order: &FolderOrder<'_>,
        position: usize,
        entry: &OrderEntry,
    ) -> Result<Child, WrongEntry> {
        match entry {
            OrderEntry::Path(page) | OrderEntry::Page(page, None) => {
                let child = self.of_another(page, None)?;
                Ok(self.own_name(child))
            }
            OrderEntry::Page(page, title) => self.of_another(page, title.as_deref()),
            OrderEntry::Link(url, title) => Ok(Child::link(url, title.as_deref())),
            OrderEntry::Section(title, entries) => {
                let keys = order.keys_of(position, "pages");
                Ok(Child::Section(self.section(path, title, entries, &keys)))
            }
            OrderEntry::Rest => Err(WrongEntry {
                message: "`...` has no meaning in a section: it is no folder".to_owned(),
                help: "name the pages".to_owned(),
            }),
        }
    }

    /// A page under its own title. An "Overview" stands in a section that says of what.
    fn own_name(&self, child: Child) -> Child {
        match child {
            Child::Page(at, _) => Child::Page(at, Some(self.leaves[at].title.to_owned())),
            other => other,
        }
    }

    /// The title, or that of the first item.
    fn name_of_section(&self, title: &str, items: &[super::FolderItem]) -> String {
        if !title.trim().is_empty() {
            return title.to_owned();
        }
        match items.first() {
            Some(super::FolderItem::Page(at)) => self.leaves[*at].title.to_owned(),
            Some(super::FolderItem::Named(_, title) | super::FolderItem::Link(_, title)) => {
                title.clone()
            }
            Some(super::FolderItem::Folder(inner)) => inner.title.clone(),
            None => String::new(),
        }
    }

    /// A path that neither a folder, a page nor another section has.
    fn free_path(&mut self, within: &str, title: &str) -> String {
        let kept = title.split(|c: char| !c.is_alphanumeric());
        let words: Vec<String> = kept
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let name: String = words.join("-").chars().take(LONGEST).collect();
        let name = if name.is_empty() { UNNAMED } else { &name };
        let numbered = (2..).map(|number| format!("{within}{name}-{number}/"));
        let paths = std::iter::once(format!("{within}{name}/")).chain(numbered);
        let mut free = paths.filter(|path| !self.is_taken(path));
        let path = free.next().expect("numbers do not end");
        self.sections.insert(path.clone());
        path
    }

    fn is_taken(&self, path: &str) -> bool {
        let bare = path.trim_end_matches('/');
        self.folders.contains_key(path)
            || self.sections.contains(path)
            || self.stems.contains(bare)
            || self.places.holder(&format!("{path}index.html")).is_some()
    }
}
