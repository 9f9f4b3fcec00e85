//! The addresses in a twin: those of other twins, and of the site's other files.

use super::writer::TwinAddresses;
use crate::address::way;
use crate::site::{LinkDestination, Site, Tail};
use crate::trace::Trace;

/// The addresses in a page's twin.
pub struct TwinLinks<'s> {
    /// The site.
    pub site: &'s Site,
    /// Its artifacts and relations.
    pub trace: &'s Trace,
    /// The page's number.
    pub page: usize,
}

impl TwinLinks<'_> {
    /// The address of a path of the site, from the twin.
    pub fn to(&self, path: &str) -> String {
        way(self.site.pages[self.page].route.as_str(), path)
    }

    /// The address of a page's twin; that of the page, if it has none.
    pub fn to_twin(&self, page: usize) -> String {
        match self.site.twin(page) {
            Some(twin) => self.to(&twin),
            None => self.to(self.site.pages[page].route.as_str()),
        }
    }
}

impl TwinAddresses for TwinLinks<'_> {
    fn address(&self, link: u32) -> String {
        let own = &self.site.pages[self.page];
        let link = link as usize;
        match own.targets.get(link) {
            Some(LinkDestination::Page(at, tail))
                if *at == self.page && *tail != Tail::default() =>
            {
                tail.to_string()
            }
            Some(LinkDestination::Page(at, tail)) => format!("{}{tail}", self.to_twin(*at)),
            Some(LinkDestination::File(path, tail)) => format!("{}{tail}", self.to(path)),
            Some(LinkDestination::Made(route, tail)) => {
                format!("{}{tail}", self.to(route.as_str()))
            }
            Some(LinkDestination::Forge(address)) => address.to_string(),
            Some(LinkDestination::Elsewhere) | None => {
                let link = own.page.links.get(link);
                link.map(|link| link.dest.clone()).unwrap_or_default()
            }
        }
    }

    fn remark(&self, link: u32) -> Option<String> {
        let own = &self.site.pages[self.page];
        let Some(LinkDestination::Page(to, _)) = own.targets.get(link as usize) else {
            return None;
        };
        let cited = self.trace.retired_citation(self.page, *to)?;
        Some(cited.status.to_owned())
    }
}
