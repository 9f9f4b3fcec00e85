//! `nav` becomes tabs and sections.
//!
//! The entries of the first level are tabs, as in Material. A section has the same pages in the
//! same order, wherever they lie.

use super::config::MkdocsConfig;
use super::remarks::Remarks;
use super::toml_text::{TomlText, quoted, without_markup};
use crate::content_map::takes;
use crate::discover::FileKind;
use crate::yaml::{DataNode, Span};

/// The deepest section in a section.
const DEEPEST: usize = 20;

/// The names of the index page of a folder.
const INDEX: [&str; 2] = ["index.md", "README.md"];

/// An entry of a `nav`.
struct NavEntry {
    title: Option<String>,
    goal: NavGoal,
}

enum NavGoal {
    /// A page, by its path in the docs folder.
    Page(String),
    /// An address.
    Link(String),
    Section(Vec<NavEntry>),
}

/// Writes the tabs.
pub fn write(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    let Some(nav) = config.get("nav") else {
        return;
    };
    let mut reader = NavReader { config, remarks };
    let entries = reader.entries(nav, 0);
    for entry in &entries {
        toml.table("[[tab]]");
        if let Some(title) = &entry.title {
            toml.text("title", title);
        }
        match &entry.goal {
            NavGoal::Page(path) => {
                toml.text("path", path);
                // The tab of an index page would have the other pages of its folder, too.
                if let Some((_, name)) = path
                    .rsplit_once('/')
                    .filter(|(_, name)| INDEX.contains(name))
                {
                    toml.list("order", &[name.to_owned()]);
                }
            }
            NavGoal::Link(url) => toml.text("url", url),
            NavGoal::Section(entries) => {
                toml.line("pages = [");
                write_entries(entries, 1, toml);
                toml.line("]");
            }
        }
    }
}

fn write_entries(entries: &[NavEntry], depth: usize, toml: &mut TomlText) {
    let indent = "  ".repeat(depth);
    for entry in entries {
        let title = entry.title.as_deref().map(quoted);
        let named = title.as_ref().map(|title| format!("title = {title}, "));
        let named = named.unwrap_or_default();
        match &entry.goal {
            NavGoal::Page(path) if title.is_none() => {
                toml.line(&format!("{indent}{},", quoted(path)));
            }
            NavGoal::Page(path) => {
                toml.line(&format!("{indent}{{ {named}path = {} }},", quoted(path)));
            }
            NavGoal::Link(url) => {
                toml.line(&format!("{indent}{{ {named}url = {} }},", quoted(url)));
            }
            NavGoal::Section(entries) => {
                toml.line(&format!("{indent}{{ {named}pages = ["));
                write_entries(entries, depth + 1, toml);
                toml.line(&format!("{indent}] }},"));
            }
        }
    }
}

struct NavReader<'c> {
    config: &'c MkdocsConfig,
    remarks: &'c mut Remarks,
}

impl NavReader<'_> {
    fn entries(&mut self, node: &DataNode, depth: usize) -> Vec<NavEntry> {
        if depth > DEEPEST {
            let text =
                format!("`nav` is nested more than {DEEPEST} levels deep: the rest is left out");
            self.remarks.add(node.span, text);
            return Vec::new();
        }
        let mut entries = Vec::new();
        for item in node.items() {
            match item.text() {
                Some(path) => entries.extend(self.target(None, path, item.span)),
                None if item.is_map() => entries.extend(self.titled(item, depth)),
                None => self
                    .remarks
                    .add(item.span, "an entry of `nav` that is no text"),
            }
        }
        // A section may be a mapping in place of a list.
        if node.is_map() {
            entries.extend(self.titled(node, depth));
        }
        entries
    }

    /// The entries of a mapping from titles to paths or sections.
    fn titled(&mut self, node: &DataNode, depth: usize) -> Vec<NavEntry> {
        let mut entries = Vec::new();
        for entry in node.entries() {
            let title = without_markup(&entry.key);
            match entry.node.text() {
                Some(path) => entries.extend(self.target(Some(title), path, entry.at)),
                None => {
                    let inner = self.entries(&entry.node, depth + 1);
                    if inner.is_empty() {
                        let text = format!("the section `{title}` of `nav`, which has no pages");
                        self.remarks.add(entry.at, text);
                        continue;
                    }
                    entries.push(NavEntry {
                        title: Some(title).filter(|title| !title.is_empty()),
                        goal: NavGoal::Section(inner),
                    });
                }
            }
        }
        entries
    }

    /// The entry for a path or an address.
    fn target(&mut self, title: Option<String>, target: &str, at: Span) -> Option<NavEntry> {
        let title = title.filter(|title| !title.trim().is_empty());
        let below = target.trim_start_matches('/');
        let is_absolute = target.starts_with('/') && is_page(below);
        if is_absolute && self.config.docs.join(below).is_file() {
            return self.target(title, below, at);
        }
        let is_address = crate::address::scheme(target).is_some() || target.starts_with('/');
        if is_address && !takes("link", target) {
            let text = format!("`{target}` of `nav`, which is no address of a page");
            self.remarks.add(at, text);
            return None;
        }
        if is_address {
            return Some(NavEntry {
                title,
                goal: NavGoal::Link(target.to_owned()),
            });
        }
        let Some(path) = crate::address::join("", target) else {
            let text = format!("`{target}` of `nav` leads out of the docs folder");
            self.remarks.add(at, text);
            return None;
        };
        let file = self.config.docs.join(&path);
        if file.is_dir() {
            let text = format!("`{target}` of `nav` is a folder: name its pages");
            self.remarks.add(at, text);
            return None;
        }
        if !file.is_file() {
            let text = format!("`{target}` of `nav`, which is no file of the docs folder");
            self.remarks.add(at, text);
            return None;
        }
        if !is_page(&path) {
            let text = format!("`{target}` of `nav`, which is no page: link to it from one");
            self.remarks.add(at, text);
            return None;
        }
        Some(NavEntry {
            title,
            goal: NavGoal::Page(path),
        })
    }
}

/// Returns whether a page is made of a file.
fn is_page(path: &str) -> bool {
    FileKind::of(path) == Some(FileKind::Markdown)
}
