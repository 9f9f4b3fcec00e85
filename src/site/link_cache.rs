//! What linking a tree leaves for the next time: after an edit, most links lead where they did.

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

/// What linking one tree leaves, for the same content map.
#[derive(Default)]
pub struct LinkCache {
    /// The paths of pages, files and drafts that are left out.
    paths: [Vec<String>; 3],
    routes: Vec<Route>,
    places: Places,
    /// Whether all got the routes that they want.
    is_settled: bool,
    pages: Vec<Arc<Page>>,
    resolved: Vec<ResolvedLinks>,
    /// What links asked for outside the docs folder, by path in the repository, and what lay there.
    outside: BTreeMap<String, Option<CheckoutEntry>>,
}

/// A tree, as far as its links depend on it.
pub struct LinkScope<'a> {
    /// The files of the tree.
    pub inventory: &'a Inventory,
    /// The pages, by path.
    pub parsed: &'a [Arc<Page>],
    /// Where each page is served.
    pub routes: &'a [Route],
    /// The paths of pages that are left out.
    pub drafts: &'a [String],
    /// The settings.
    pub map: &'a ContentMap,
}

/// What a page's links lead to.
#[derive(Clone, Default)]
pub struct ResolvedLinks {
    /// What each of them leads to.
    pub targets: Arc<[LinkDestination]>,
    /// What is wrong with them.
    pub found: Arc<[Diagnostic]>,
    /// Those that lead nowhere yet.
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
    /// Each page's route, and what is taken: they depend on nothing but paths.
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
        // What is wrong with a route shows the page's text.
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

    /// What links asked for outside the docs folder, by path in the repository, and what lay there.
    pub fn outside(&self) -> &BTreeMap<String, Option<CheckoutEntry>> {
        &self.outside
    }

    /// What the links of each page lead to, in the tree whose routes were asked for last.
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

    /// Whether links of pages that did not change lead where they did. They depend on paths, on the
    /// headings of the pages that they lead to, and on what lies around the docs folder.
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

    /// Whether a page, by its number, was parsed since.
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

/// Whether links to a page lead to the same, and slips in them are mended alike.
fn has_same_anchors(one: &Page, other: &Page) -> bool {
    let names = |page: &Page| -> Vec<[String; 2]> {
        page.headings
            .iter()
            .map(|heading| [heading.id.clone(), heading.slug_text().to_owned()])
            .collect()
    };
    one.ids == other.ids && names(one) == names(other)
}
