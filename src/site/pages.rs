//! Turns parsed files into pages of the site, and leaves out drafts.

use std::sync::Arc;

use rayon::prelude::*;

use super::link_cache::ResolvedLinks;
use super::name;
use super::resolve::{LinkDestination, UnsettledLink};
use super::{Drafts, SitePage};
use crate::address::Route;
use crate::body::Page;
use crate::content_map::ContentMap;

/// The published pages of a tree.
pub struct KeptPages {
    /// The pages that are kept, by path.
    pub parsed: Vec<Arc<Page>>,
    /// The paths of the drafts: links may still name them.
    pub left_out: Vec<String>,
}

/// Removes drafts from a site that leaves them out.
pub fn kept(pages: Vec<Arc<Page>>, drafts: Drafts) -> KeptPages {
    let is_left_out = |page: &Arc<Page>| drafts == Drafts::LeaveOut && page.front.is_set("draft");
    let (left_out, parsed): (Vec<_>, Vec<_>) = pages.into_iter().partition(is_left_out);
    let left_out = left_out.iter().map(|page| page.path.to_string());
    KeptPages {
        left_out: left_out.collect(),
        parsed,
    }
}

/// The unsettled links, each with the number of its page.
pub fn unsettled(resolved: &[ResolvedLinks]) -> Vec<(usize, UnsettledLink)> {
    let of_pages = resolved.iter().enumerate();
    of_pages
        .flat_map(|(at, of_page)| of_page.unsettled.iter().map(move |link| (at, link.clone())))
        .collect()
}

/// The pages of a site. All parameters are in the order of the pages.
pub fn of_site(
    parsed: Vec<Arc<Page>>,
    routes: Vec<Route>,
    resolved: Vec<ResolvedLinks>,
    map: &ContentMap,
) -> Vec<SitePage> {
    let pages = parsed.into_par_iter().zip(routes).zip(resolved);
    pages
        .map(|((page, route), links)| site_page(page, route, links.targets, map))
        .collect()
}

fn site_page(
    page: Arc<Page>,
    route: Route,
    targets: Arc<[LinkDestination]>,
    map: &ContentMap,
) -> SitePage {
    let path = page.path.to_string();
    let settings = map.pages.get(path.as_str());
    let names = name::names(
        &page,
        &path,
        settings.and_then(|settings| settings.title.as_deref()),
    );
    let description = name::description(&page);
    let hidden = settings.is_some_and(|settings| settings.hidden) || page.front.is_set("hidden");
    let draft = page.front.is_set("draft");
    SitePage {
        path,
        page,
        route,
        names,
        description,
        targets,
        hidden,
        draft,
    }
}
