//! One link, and what every reading of it needs.

use super::answer::{Resolution, UnsettledLink};
use super::index::Index;
use super::target::LinkDestination;
use crate::address::{join, relative_link, split};
use crate::body::{Link, LinkKind, Page};
use crate::diag::{Code, Diagnostic};
use crate::site::near::bare;

/// One link being resolved.
pub struct Ask<'a, 'i> {
    pub index: &'a Index<'i>,
    /// The number of the page that it stands on.
    pub at: usize,
    /// That page's path.
    pub from: &'a str,
    pub page: &'a Page,
    pub link: &'a Link,
    /// Its path, decoded.
    pub path: &'a str,
    /// What stands behind the path: the query and the fragment, with their signs.
    pub tail: &'a str,
    /// The query, with its `?`.
    pub query: &'a str,
    pub fragment: Option<&'a str>,
}

impl Ask<'_, '_> {
    pub fn find(&self, code: Code, message: String, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.page.link_place(self.link), message).help(help)
    }

    /// The page's folder below the docs folder.
    pub fn folder(&self) -> &str {
        split(self.from).0
    }

    /// The address below the site's root that a browser makes of the path.
    pub fn address(&self) -> Option<String> {
        join(split(self.index.routes[self.at].as_str()).0, self.path)
    }

    /// How a link to a path is written on this page; `tail` is what stands behind the path.
    pub fn as_written(&self, path: &str, tail: &str) -> String {
        relative_link(self.folder(), path, tail)
    }

    /// Whether readers follow it, rather than that the page shows it.
    pub fn is_followed(&self) -> bool {
        matches!(self.link.kind, LinkKind::Link | LinkKind::Autolink)
    }

    pub fn file(&self, path: &str) -> Resolution {
        Resolution::clean(LinkDestination::File(path.to_owned(), self.tail.to_owned()))
    }

    /// Nothing in the tree, unless the build makes a page at one of these; `otherwise` it leads
    /// elsewhere.
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
