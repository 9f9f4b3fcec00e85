//! Parsed files become pages of the site: which of them are kept, and what each is there.

use std::sync::Arc;

use rayon::prelude::*;

use super::memory::Resolved;
use super::name;
use super::resolve::{Target, Unsettled};
use super::{Drafts, SitePage};
use crate::address::Route;
use crate::content_map::ContentMap;
use crate::discover::{Inventory, PageFile};
use crate::parse::Page;

/// The tree without what is not published.
pub struct KeptPages {
    /// The files, with the pages that are kept.
    pub inventory: Inventory,
    /// Those pages, in the same order.
    pub parsed: Vec<Arc<Page>>,
    /// The paths of the drafts, which links may still name.
    pub left_out: Vec<String>,
}

/// Takes drafts out where a site leaves them out.
pub fn kept(mut inventory: Inventory, pages: Vec<Arc<Page>>, drafts: Drafts) -> KeptPages {
    let mut left_out = Vec::new();
    let mut parsed = Vec::with_capacity(pages.len());
    let mut files = Vec::with_capacity(pages.len());
    for (file, page) in std::mem::take(&mut inventory.pages).into_iter().zip(pages) {
        if drafts == Drafts::LeaveOut && page.front.is_set("draft") {
            left_out.push(file.path);
        } else {
            files.push(file);
            parsed.push(page);
        }
    }
    inventory.pages = files;
    KeptPages {
        inventory,
        parsed,
        left_out,
    }
}

/// The links that lead nowhere yet, each with the number of its page.
pub fn unsettled(resolved: &[Resolved]) -> Vec<(usize, Unsettled)> {
    let of_pages = resolved.iter().enumerate();
    of_pages
        .flat_map(|(at, of_page)| of_page.unsettled.iter().map(move |link| (at, link.clone())))
        .collect()
}

/// The pages of a site. All that is given is in the order of the files.
pub fn of_site(
    files: Vec<PageFile>,
    parsed: Vec<Arc<Page>>,
    routes: Vec<Route>,
    resolved: Vec<Resolved>,
    map: &ContentMap,
) -> Vec<SitePage> {
    let pages = files.into_par_iter().zip(parsed).zip(routes).zip(resolved);
    pages
        .map(|(((file, page), route), links)| site_page(file.path, page, route, links.targets, map))
        .collect()
}

fn site_page(
    path: String,
    page: Arc<Page>,
    route: Route,
    targets: Arc<[Target]>,
    map: &ContentMap,
) -> SitePage {
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
