//! What linking a tree leaves for the next time: after an edit, most links lead where they did.

use std::sync::Arc;

use rayon::prelude::*;

use super::resolve::{Index, Target};
use super::route::{self, Places, Route};
use crate::content_map::ContentMap;
use crate::diag::Diagnostic;
use crate::discover::Inventory;
use crate::parse::Page;

/// What linking one tree leaves, for the same content map.
#[derive(Default)]
pub struct Memory {
    /// The paths of pages, files and drafts that are left out.
    paths: [Vec<String>; 3],
    routes: Vec<Route>,
    places: Places,
    /// Whether all got the routes that they want.
    is_settled: bool,
    pages: Vec<Arc<Page>>,
    resolved: Vec<Resolved>,
}

/// What each of a page's links leads to, and what is wrong with them.
type Resolved = (Arc<[Target]>, Arc<[Diagnostic]>);

impl Memory {
    /// Each page's route, and what is taken: they depend on nothing but paths.
    pub fn routes(
        &mut self,
        inventory: &Inventory,
        drafts: &[String],
        map: &ContentMap,
    ) -> (Vec<Route>, Places, Vec<Diagnostic>) {
        let pages = inventory.pages.iter().map(|file| &file.path);
        let files = inventory.files.iter().map(|file| &file.path);
        let [old_pages, old_files, old_drafts] = &self.paths;
        // What is wrong with a route shows the page's text.
        if self.is_settled && pages.clone().eq(old_pages) && files.clone().eq(old_files) && drafts == old_drafts {
            return (self.routes.clone(), self.places.clone(), Vec::new());
        }
        let (routes, places, findings) = route::assign(inventory, map);
        self.paths = [pages.cloned().collect(), files.cloned().collect(), drafts.to_vec()];
        (self.routes, self.places, self.is_settled) = (routes.clone(), places.clone(), findings.is_empty());
        self.resolved.clear();
        (routes, places, findings)
    }

    /// What the links of each page lead to, of the tree whose routes were asked for last. Links
    /// depend on paths, and on the ids of the pages that they lead to.
    pub fn resolved(
        &mut self,
        inventory: &Inventory,
        parsed: &[Arc<Page>],
        routes: &[Route],
        drafts: &[String],
        map: &ContentMap,
    ) -> Vec<Resolved> {
        let is_new = |at: usize| !Arc::ptr_eq(&self.pages[at], &parsed[at]);
        let stands = self.is_settled
            && self.resolved.len() == parsed.len()
            && (0..parsed.len()).all(|at| !is_new(at) || has_same_ids(&self.pages[at], &parsed[at]));
        let again: Vec<usize> = (0..parsed.len()).filter(|at| !stands || is_new(*at)).collect();
        let pages: Vec<(&str, &Page)> =
            inventory.pages.iter().zip(parsed).map(|(file, page)| (file.path.as_str(), &**page)).collect();
        if !stands {
            self.resolved = vec![(Arc::new([]), Arc::new([])); parsed.len()];
        }
        if !again.is_empty() {
            let index = Index::new(&pages, routes, &inventory.files, drafts, &map.site.allow_hosts);
            let resolve = |&at: &usize| {
                let links = parsed[at].links.iter().map(|link| index.resolve(at, link));
                let (targets, found): (Vec<_>, Vec<_>) = links.unzip();
                (at, (targets.into(), found.into_iter().flatten().collect()))
            };
            for (at, of_page) in again.par_iter().map(resolve).collect::<Vec<_>>() {
                self.resolved[at] = of_page;
            }
        }
        self.pages = parsed.to_vec();
        self.resolved.clone()
    }
}

/// Whether links to a page lead to the same, and slips in them are mended alike.
fn has_same_ids(one: &Page, other: &Page) -> bool {
    let headings = |page: &Page| page.headings.iter().map(|heading| heading.id.clone()).collect::<Vec<_>>();
    one.ids == other.ids && headings(one) == headings(other)
}
