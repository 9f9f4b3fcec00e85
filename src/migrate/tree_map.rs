//! The smallest useful content map of a tree that has no configuration.

use std::collections::BTreeMap;

use super::toml_text::TomlText;
use crate::content_map::{DocKind, takes};
use crate::discover::RemoteRepository;
use crate::pipeline::Understood;
use crate::site::{Site, TabContent};
use crate::trace::ArtifactKind;

/// A tree to write a content map for.
pub struct FoundTree<'t> {
    /// The tree, as it is read without a content map.
    pub understood: &'t Understood,
    /// The name of its site.
    pub name: &'t str,
    /// The docs folder, relative to the content map.
    pub docs: &'t str,
    /// The repository that it was cloned from.
    pub repository: Option<RemoteRepository>,
}

/// The text of a content map that says what is found, so that it can be changed.
pub fn from_tree(tree: &FoundTree<'_>) -> String {
    let mut toml = TomlText::default();
    let site = &tree.understood.site;
    toml.comment("Made from the docs folder by `bf-docs init`. Every key is optional.");
    toml.table("[site]");
    toml.text("name", tree.name);
    if tree.docs != "docs" {
        toml.text("docs", tree.docs);
    }
    let repository = tree.repository.as_ref();
    if let Some(repository) = repository.filter(|found| takes("web-url", &found.url)) {
        toml.table("[site.repository]");
        toml.text("url", &repository.url);
        if let Some(branch) = &repository.branch {
            toml.text("branch", branch);
        }
    }
    tabs(site, &mut toml);
    kinds(tree.understood, &mut toml);
    toml.into_text()
}

/// Writes the tabs that the site has without a content map.
fn tabs(site: &Site, toml: &mut TomlText) {
    for tab in &site.tabs {
        let path = match &tab.shows {
            TabContent::Start => site.tree.index.map_or("", |at| &site.pages[at].path),
            TabContent::Folder(path) => path.trim_end_matches('/'),
            TabContent::Page(at) => &site.pages[*at].path,
            // Only a content map has links.
            TabContent::Link(_) => continue,
        };
        toml.table("[[tab]]");
        toml.text("title", &tab.title);
        toml.text("path", path);
    }
}

/// Writes a comment on the governed documents: how many of each kind, and in which folder.
fn kinds(understood: &Understood, toml: &mut TomlText) {
    let mut found: BTreeMap<DocKind, Vec<&str>> = BTreeMap::new();
    for artifact in &understood.trace.artifacts {
        let (ArtifactKind::Document(kind), Some(page)) = (artifact.kind, artifact.page) else {
            continue;
        };
        let path = understood.site.pages[page].path.as_str();
        found.entry(kind).or_default().push(path);
    }
    if found.is_empty() {
        return;
    }
    toml.gap();
    toml.comment(
        "Governed documents that were recognised. `[artifact.KIND]` has the keys to change that.",
    );
    for (kind, paths) in found {
        let folder = common_folder(&paths);
        let place = match folder {
            "" => String::new(),
            folder => format!(" in `{folder}`"),
        };
        toml.comment(&format!("- {}: {}{place}", kind.name(), paths.len()));
    }
}

/// The deepest folder that all paths are in, with `/` at its end; empty for the docs folder.
fn common_folder<'p>(paths: &[&'p str]) -> &'p str {
    let folder = |path: &'p str| path.rfind('/').map_or("", |end| &path[..=end]);
    let mut common = paths.first().map_or("", |path| folder(path));
    while !paths.iter().all(|path| path.starts_with(common)) {
        common = folder(common.trim_end_matches('/'));
    }
    common
}
