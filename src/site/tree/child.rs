//! The contents of a folder, before the hidden and empty ones are removed.

use super::{NavFolder, TreePage};
use crate::site::name::of_url;

/// A child that a folder may show. Pages and folders carry the name that the content map gives them
/// in this folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Child {
    Page(usize, Option<String>),
    Folder(String, Option<String>),
    Link(String, String),
    /// A section that is no folder.
    Section(NavFolder),
}

impl Child {
    /// Returns whether this is the page (with or without its extension) or folder at a path.
    pub fn is_at(&self, path: &str, leaves: &[TreePage<'_>]) -> bool {
        match self {
            Child::Page(at, _) => {
                leaves[*at].path == path || leaves[*at].path == format!("{path}.md")
            }
            Child::Folder(folder, _) => folder.trim_end_matches('/') == path,
            Child::Link(..) | Child::Section(_) => false,
        }
    }

    /// The same child with a name from the content map; a link keeps its own.
    pub fn named(self, title: Option<String>) -> Self {
        match self {
            Child::Page(at, _) => Child::Page(at, title),
            Child::Folder(path, _) => Child::Folder(path, title),
            other => other,
        }
    }

    /// A link, named by its address unless it has a title.
    pub fn link(url: &str, title: Option<&str>) -> Self {
        let title = title.filter(|title| !title.is_empty()).map(str::to_owned);
        Child::Link(
            url.to_owned(),
            title.unwrap_or_else(|| of_url(url).to_owned()),
        )
    }
}
