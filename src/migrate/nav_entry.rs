//! Entries of the navigation, as a content map has them.

use std::path::Path;

use super::toml_text::{TomlText, quoted};
use crate::discover::FileKind;

/// The most entries of a navigation: folders that name each other often would have no end.
pub const MOST_ENTRIES: usize = 20_000;

/// The deepest section in a section.
pub const DEEPEST: usize = 20;

/// The names of the index page of a folder.
pub const INDEX: [&str; 2] = ["index.md", "README.md"];

/// An entry of the navigation.
pub struct NavEntry {
    /// Its title; `None` for that of the page.
    pub title: Option<String>,
    /// The place that it leads to.
    pub goal: NavGoal,
}

/// The place that an entry leads to.
pub enum NavGoal {
    /// A page, or as a tab a folder, by its path in the docs folder.
    Page(String),
    /// An address.
    Link(String),
    /// The entries of a section.
    Section(Vec<NavEntry>),
}

/// The sections and folders around an entry. None is too deep, and no folder is in itself.
#[derive(Default, Clone)]
pub struct NavWay {
    depth: usize,
    folders: Vec<String>,
}

impl NavWay {
    /// The way into a section; `None` if it would be too deep.
    pub fn deeper(&self) -> Option<Self> {
        let depth = self.depth + 1;
        (depth <= DEEPEST).then(|| Self {
            depth,
            folders: self.folders.clone(),
        })
    }

    /// The way into a folder; `None` if it is around already, or too deep.
    pub fn below_folder(&self, path: &str) -> Option<Self> {
        let mut way = self.deeper()?;
        let is_new = !way.folders.iter().any(|known| known == path);
        way.folders.push(path.to_owned());
        is_new.then_some(way)
    }
}

/// Writes an entry of the first level.
pub fn write_tab(entry: &NavEntry, toml: &mut TomlText) {
    toml.table("[[tab]]");
    if let Some(title) = &entry.title {
        toml.text("title", title);
    }
    match &entry.goal {
        NavGoal::Page(path) => {
            toml.text("path", path);
            // The tab of an index page would have the other pages of its folder, too.
            if let Some((_, name)) = path.rsplit_once('/').filter(|_| is_index(path)) {
                toml.list("order", &[name.to_owned()]);
            }
        }
        NavGoal::Link(url) => toml.text("url", url),
        NavGoal::Section(entries) => {
            toml.line("pages = [");
            for entry in entries {
                toml.line(&format!("  {},", entry_text(entry, 1)));
            }
            toml.line("]");
        }
    }
}

/// An entry of a folder's `order`, where a bare path would start at the folder.
pub fn order_text(entry: &NavEntry) -> String {
    match &entry.goal {
        NavGoal::Page(path) if entry.title.is_none() => format!("{{ path = {} }}", quoted(path)),
        _ => entry_text(entry, 1),
    }
}

/// An entry of a list, with its inner entries on further lines.
pub fn entry_text(entry: &NavEntry, depth: usize) -> String {
    let title = entry.title.as_deref().map(quoted);
    let named = title.as_ref().map(|title| format!("title = {title}, "));
    let named = named.unwrap_or_default();
    match &entry.goal {
        NavGoal::Page(path) if title.is_none() => quoted(path),
        NavGoal::Page(path) => format!("{{ {named}path = {} }}", quoted(path)),
        NavGoal::Link(url) => format!("{{ {named}url = {} }}", quoted(url)),
        NavGoal::Section(entries) => {
            let indent = "  ".repeat(depth);
            let mut text = format!("{{ {named}pages = [\n");
            for entry in entries {
                text += &format!("{indent}  {},\n", entry_text(entry, depth + 1));
            }
            text + &indent + "] }"
        }
    }
}

/// Returns whether a file is the index page of its folder.
pub fn is_index(path: &str) -> bool {
    INDEX.contains(&path.rsplit('/').next().unwrap_or(path))
}

/// Returns whether a page is made of a file.
pub fn is_page(path: &str) -> bool {
    FileKind::of(path) == Some(FileKind::Markdown)
}

/// Returns whether a page of the docs folder has a path: not one that a link leads out to.
pub fn is_docs_page(docs: &Path, path: &str) -> bool {
    let full = docs.join(path);
    let is_inside = || {
        Some(
            full.canonicalize()
                .ok()?
                .starts_with(docs.canonicalize().ok()?),
        )
    };
    is_page(path) && full.is_file() && is_inside() == Some(true)
}
