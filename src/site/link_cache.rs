//! Resolved links, kept for the next run: after an edit, most links lead to the same destination.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::places::Places;
use super::resolve::{Index, LinkDestination, Resolution, UnsettledLink};
use super::route::{self, Assignment};
use crate::address::Route;
use crate::body::Page;
use crate::content_map::ContentMap;
use crate::diag::Diagnostic;
use crate::discover::{CheckoutEntry, Inventory};

/// The results of linking one tree, valid for the same content map.
#[derive(Default)]
pub struct LinkCache {
    /// The paths of pages, files and drafts that are left out.
    paths: [Vec<String>; 3],
    routes: Vec<Route>,
    places: Places,
    /// True if all pages and files got the routes that they want.
    is_settled: bool,
    pages: Vec<Arc<Page>>,
    resolved: Vec<ResolvedLinks>,
    /// The paths outside the docs folder that links asked for, by path in the repository, and what
    /// each was.
    outside: BTreeMap<String, Option<CheckoutEntry>>,
}

/// The parts of a tree that its links depend on.
pub struct LinkScope<'a> {
    /// The files of the tree.
    pub inventory: &'a Inventory,
    /// The pages, by path.
    pub parsed: &'a [Arc<Page>],
    /// The address of each page.
    pub routes: &'a [Route],
    /// The paths of pages that are left out.
    pub drafts: &'a [String],
    /// The settings.
    pub map: &'a ContentMap,
}

/// The destinations of a page's links.
#[derive(Clone, Default)]
pub struct ResolvedLinks {
    /// The destinations, in the order of the links.
    pub targets: Arc<[LinkDestination]>,
    /// The findings about the links.
    pub found: Arc<[Diagnostic]>,
    /// The links that are broken unless the build makes a page there.
    pub unsettled: Arc<[UnsettledLink]>,
}

impl ResolvedLinks {
    fn of(answers: Vec<Resolution>) -> Self {
        let (mut targets, mut found, mut unsettled) =
            (Vec::with_capacity(answers.len()), Vec::new(), Vec::new());
        for (link, answer) in answers.into_iter().enumerate() {
            targets.push(answer.target);
            found.extend(answer.finding);
            unsettled.extend(
                answer
                    .unsettled
                    .map(|unsettled| UnsettledLink { link, ..unsettled }),
            );
        }
        Self {
            targets: targets.into(),
            found: found.into(),
            unsettled: unsettled.into(),
        }
    }
}

impl LinkCache {
    /// The pages' routes and all taken paths. They depend only on paths.
    pub fn routes(
        &mut self,
        inventory: &Inventory,
        parsed: &[Arc<Page>],
        drafts: &[String],
        map: &ContentMap,
    ) -> Assignment {
        let pages = parsed.iter().map(|page| &*page.path);
        let files = inventory.files.iter().map(|file| &*file.path);
        let [old_pages, old_files, old_drafts] = &self.paths;
        // A finding about a route shows the page's text, so routes with findings are not reused.
        if self.is_settled
            && pages.clone().eq(old_pages)
            && files.clone().eq(old_files)
            && drafts == old_drafts
        {
            return Assignment {
                routes: self.routes.clone(),
                places: self.places.clone(),
                findings: Vec::new(),
            };
        }
        let assigned = route::assign(inventory, parsed, map);
        self.paths = [
            pages.map(str::to_owned).collect(),
            files.map(str::to_owned).collect(),
            drafts.to_vec(),
        ];
        self.routes = assigned.routes.clone();
        self.places = assigned.places.clone();
        self.is_settled = assigned.findings.is_empty();
        self.resolved.clear();
        assigned
    }

    /// The paths outside the docs folder that links asked for, by path in the repository, and what
    /// each was.
    pub fn outside(&self) -> &BTreeMap<String, Option<CheckoutEntry>> {
        &self.outside
    }

    /// The destinations of every page's links. [`LinkCache::routes`] must have been called for the
    /// same tree.
    pub fn resolved(&mut self, scope: &LinkScope<'_>) -> Vec<ResolvedLinks> {
        let stands = self.stands(scope);
        let again: Vec<usize> = (0..scope.parsed.len())
            .filter(|at| !stands || self.is_new(*at, scope.parsed))
            .collect();
        if !stands {
            self.resolved = vec![ResolvedLinks::default(); scope.parsed.len()];
            self.outside.clear();
        }
        if !again.is_empty() {
            self.resolve_again(&again, scope);
        }
        self.pages = scope.parsed.to_vec();
        self.resolved.clone()
    }

    /// Returns whether the links of unchanged pages lead to the same destinations. These depend on
    /// paths, on the headings of the linked pages, and on the files around the docs folder.
    fn stands(&self, scope: &LinkScope<'_>) -> bool {
        let lies_there = |(path, lay): (&String, &Option<CheckoutEntry>)| {
            scope.inventory.checkout.entry(path) == *lay
        };
        let parsed = scope.parsed;
        self.is_settled
            && self.resolved.len() == parsed.len()
            && self.outside.iter().all(lies_there)
            && (0..parsed.len()).all(|at| {
                !self.is_new(at, parsed) || has_same_anchors(&self.pages[at], &parsed[at])
            })
    }

    /// Returns whether a page, by its number, was parsed again.
    fn is_new(&self, at: usize, parsed: &[Arc<Page>]) -> bool {
        !Arc::ptr_eq(&self.pages[at], &parsed[at])
    }

    /// Resolves the links of some pages, by their numbers.
    fn resolve_again(&mut self, again: &[usize], scope: &LinkScope<'_>) {
        let LinkScope {
            inventory, parsed, ..
        } = *scope;
        let pages = parsed.iter().map(|page| (&*page.path, &**page));
        let pages: Vec<(&str, &Page)> = pages.collect();
        let index = Index::new(
            &pages,
            scope.routes,
            &inventory.files,
            scope.drafts,
            scope.map,
            &inventory.checkout,
        );
        let resolve = |&at: &usize| {
            let answers = parsed[at].links.iter().map(|link| index.resolve(at, link));
            (at, ResolvedLinks::of(answers.collect()))
        };
        for (at, of_page) in again.par_iter().map(resolve).collect::<Vec<_>>() {
            self.resolved[at] = of_page;
        }
        self.outside.extend(index.outside());
    }
}

/// Returns whether links to a page resolve alike, with the same suggestions for typos.
fn has_same_anchors(one: &Page, other: &Page) -> bool {
    let names = |page: &Page| -> Vec<[String; 2]> {
        page.headings
            .iter()
            .map(|heading| [heading.id.clone(), heading.slug_text().to_owned()])
            .collect()
    };
    one.ids == other.ids && names(one) == names(other)
}
