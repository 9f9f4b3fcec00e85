//! What lies in a folder or is put there, before it is known what of it is shown.

use super::TreePage;
use crate::site::name::of_url;

/// What a folder may show. Pages and folders have the name that the content map gives them there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Child {
    Page(usize, Option<String>),
    Folder(String, Option<String>),
    Link(String, String),
}

impl Child {
    /// Whether it is the page (with or without its ending) or folder at a path.
    pub fn is_at(&self, path: &str, leaves: &[TreePage<'_>]) -> bool {
        match self {
            Child::Page(at, _) => {
                leaves[*at].path == path || leaves[*at].path == format!("{path}.md")
            }
            Child::Folder(folder, _) => folder.trim_end_matches('/') == path,
            Child::Link(..) => false,
        }
    }

    /// The same under the name that the content map gives it; a link has its own.
    pub fn named(self, title: Option<String>) -> Self {
        match self {
            Child::Page(at, _) => Child::Page(at, title),
            Child::Folder(path, _) => Child::Folder(path, title),
            link @ Child::Link(..) => link,
        }
    }

    /// A link, which is called as its address unless it has a title.
    pub fn link(url: &str, title: Option<&str>) -> Self {
        let title = title.filter(|title| !title.is_empty()).map(str::to_owned);
        Child::Link(
            url.to_owned(),
            title.unwrap_or_else(|| of_url(url).to_owned()),
        )
    }
}
