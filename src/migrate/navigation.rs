//! `nav` becomes tabs and sections.
//!
//! The entries of the first level are tabs, as in Material. A section has the same pages in the
//! same order, wherever they lie.

use super::config::MkdocsConfig;
use super::nav_entry::{DEEPEST, NavEntry, NavGoal, NavWay, is_docs_page, is_page, write_tab};
use super::remarks::Remarks;
use super::summary::Summaries;
use super::toml_text::{TomlText, without_markup};
use crate::content_map::takes;
use crate::yaml::{DataNode, Span};

/// Writes the tabs.
pub fn write(config: &MkdocsConfig, toml: &mut TomlText, remarks: &mut Remarks) {
    let mut summaries = Summaries::of(config);
    let entries = match (config.get("nav"), &mut summaries) {
        (Some(nav), _) => {
            let mut reader = NavReader {
                config,
                summaries,
                remarks,
            };
            reader.entries(nav, 0)
        }
        (None, Some(summaries)) if summaries.has_root() => {
            summaries.entries("", &NavWay::default(), remarks)
        }
        (None, _) => Vec::new(),
    };
    for entry in &entries {
        write_tab(entry, toml);
    }
}

struct NavReader<'c> {
    config: &'c MkdocsConfig,
    /// The lists of folders, if folders may be named.
    summaries: Option<Summaries<'c>>,
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
        self.below_docs(title, target, path, at)
    }

    /// The entry for a path in the docs folder; `target` is the path as it is written.
    fn below_docs(
        &mut self,
        title: Option<String>,
        target: &str,
        path: String,
        at: Span,
    ) -> Option<NavEntry> {
        let file = self.config.docs.join(&path);
        if let Some(summaries) = self.summaries.as_mut().filter(|_| file.is_dir()) {
            let link = format!("{path}/");
            return summaries.target("", &link, title, &NavWay::default(), self.remarks);
        }
        let wrong = match () {
            () if file.is_dir() => " is a folder: name its pages",
            () if !file.is_file() => ", which is no file of the docs folder",
            () if !is_page(&path) => ", which is no page: link to it from one",
            () if !is_docs_page(&self.config.docs, &path) => {
                ", a link that leads out of the docs folder"
            }
            () => {
                let goal = NavGoal::Page(path);
                return Some(NavEntry { title, goal });
            }
        };
        self.remarks.add(at, format!("`{target}` of `nav`{wrong}"));
        None
    }
}
