//! One link, and the values that every reading of it needs.

use super::answer::{Resolution, UnsettledLink};
use super::index::Index;
use super::target::LinkDestination;
use crate::address::{join, relative_link, split};
use crate::body::{Link, LinkKind, Page};
use crate::diag::{Code, Diagnostic};
use crate::site::near::bare;

/// A link that is being resolved.
pub struct Ask<'a, 'i> {
    pub index: &'a Index<'i>,
    /// The number of the page that has the link.
    pub at: usize,
    /// The path of that page.
    pub from: &'a str,
    pub page: &'a Page,
    pub link: &'a Link,
    /// The link's path, decoded.
    pub path: &'a str,
    /// The query and the fragment, with their signs.
    pub tail: &'a str,
    /// The query, with its `?`.
    pub query: &'a str,
    pub fragment: Option<&'a str>,
}

impl Ask<'_, '_> {
    pub fn find(&self, code: Code, message: String, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.page.link_place(self.link), message).help(help)
    }

    /// The folder of the page's file, below the docs folder.
    pub fn folder(&self) -> &str {
        split(self.page.file.below_docs().unwrap_or(self.from)).0
    }

    /// The address below the site's root that a browser would resolve the path to.
    pub fn address(&self) -> Option<String> {
        join(split(self.index.routes[self.at].as_str()).0, self.path)
    }

    /// The link to a path, written for this page; `tail` is the query and the fragment.
    pub fn as_written(&self, path: &str, tail: &str) -> String {
        relative_link(self.folder(), path, tail)
    }

    /// Returns whether readers follow the link, in contrast to an image or a frame that the page
    /// shows.
    pub fn is_followed(&self) -> bool {
        matches!(
            self.link.kind,
            LinkKind::Link | LinkKind::Autolink | LinkKind::Download
        )
    }

    pub fn file(&self, path: &str) -> Resolution {
        Resolution::clean(LinkDestination::File(path.to_owned(), self.tail.to_owned()))
    }

    /// An unsettled link: it leads to a page that the build makes at one of these addresses, or
    /// else to the destination `otherwise`.
    pub fn unsettled<const N: usize>(
        &self,
        readings: [Option<&str>; N],
        otherwise: LinkDestination,
        broken: Diagnostic,
    ) -> Resolution {
        if !self.is_followed() {
            return Resolution::wrong(broken);
        }
        let mut readings: Vec<String> = readings
            .into_iter()
            .flatten()
            .map(|reading| bare(reading).to_owned())
            .collect();
        readings.dedup();
        let unsettled = Some(UnsettledLink {
            link: 0,
            readings,
            tail: self.tail.to_owned(),
            broken,
        });
        Resolution {
            unsettled,
            ..Resolution::clean(otherwise)
        }
    }
}
