//! The kind, status and owner of a page, the same for the page, lists and the search.

use std::borrow::Cow;

use crate::site::SitePage;
use crate::trace::{ArtifactKind, Status, Trace};

/// The facts of a page: those of its document, else those of its front matter.
#[derive(Debug, Clone, Default)]
pub struct PageFacts {
    /// The kind of document.
    pub kind: Option<PageKind>,
    /// The status: `accepted`.
    pub status: Option<Cow<'static, str>>,
    /// The owner's name.
    pub owner: Option<String>,
}

/// A page's kind: an artifact's, or any other that front matter names.
#[derive(Debug, Clone)]
pub struct PageKind {
    /// The name for programs and filters: `system-design`.
    pub name: Cow<'static, str>,
    /// The name for readers: `System Design`.
    pub title: Cow<'static, str>,
}

impl PageKind {
    fn of_artifact(kind: ArtifactKind) -> Self {
        Self {
            name: kind.name().into(),
            title: kind.title().into(),
        }
    }

    fn named(title: String) -> Self {
        let words: Vec<String> = title.split_whitespace().map(str::to_lowercase).collect();
        Self {
            name: words.join("-").into(),
            title: title.into(),
        }
    }
}

impl Trace {
    /// The document that the whole page is.
    pub fn document_of(&self, page: usize) -> Option<usize> {
        let artifacts = self.on_page(page).iter().copied();
        let mut whole = artifacts.filter(|at| self.artifacts[*at].anchor.is_none());
        whole.next()
    }

    /// The facts of a page; `number` is its number in the site.
    pub fn facts_of(&self, number: usize, page: &SitePage) -> PageFacts {
        let front = |name| page.page.front.text(name);
        let Some(at) = self.document_of(number) else {
            return PageFacts {
                kind: front("kind").map(PageKind::named),
                status: front("status").map(Cow::from),
                owner: front("owner"),
            };
        };
        let document = &self.artifacts[at];
        PageFacts {
            kind: Some(PageKind::of_artifact(document.kind)),
            status: document.status.map(Status::name).map(Cow::from),
            owner: document.owner.clone().or_else(|| front("owner")),
        }
    }
}
