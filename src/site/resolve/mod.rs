//! Resolves links: from a path in a source file to an address on the site.

mod target;
mod answer;
mod index;
mod ask;
mod web;
mod anchor;
mod readings;
mod repository;
mod broken;

pub use anchor::is_top;
pub use answer::{Resolution, UnsettledLink};
pub use index::Index;
pub use target::{LinkDestination, Tail};

use percent_encoding::percent_decode_str;

use crate::address::scheme;
use crate::body::Link;
use ask::Ask;

impl Index<'_> {
    /// Resolves a link of a page and finds its defect.
    pub fn resolve(&self, from: usize, link: &Link) -> Resolution {
        let (path, page) = &self.pages[from];
        let dest = link.dest.trim();
        let (address, tail) = dest.split_at(dest.find(['?', '#']).unwrap_or(dest.len()));
        let (query, fragment) = tail
            .split_once('#')
            .map_or((tail, None), |(query, rest)| (query, Some(rest)));
        let decoded = percent_decode_str(address).decode_utf8_lossy();
        let ask = Ask {
            index: self,
            at: from,
            from: path,
            page,
            link,
            path: &decoded,
            tail,
            query,
            fragment,
        };
        if let Some(scheme) = scheme(dest) {
            return Resolution {
                finding: ask.web(scheme, dest),
                ..Resolution::clean(LinkDestination::Elsewhere)
            };
        }
        match decoded.strip_prefix('/') {
            Some(rooted) => ask.absolute(rooted),
            None if !decoded.is_empty() => ask.relative(),
            None if fragment.is_some() => ask.page(from),
            None => Resolution::clean(LinkDestination::Elsewhere),
        }
    }
}
