//! The new page that has the text of an old one, if it is not at the old address.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::html_page::HtmlPage;

/// The number of words that are compared as one.
const RUN: usize = 4;

/// The least share of an old page's runs that its counterpart has.
const ALIKE: f64 = 0.5;

/// A run that is on more pages than this tells nothing.
const MOST_PAGES: usize = 20;

/// The new pages at whose addresses the old site had none.
pub struct Likeness<'p> {
    pages: Vec<(&'p str, &'p HtmlPage)>,
    /// The pages that have a run of words, by their numbers above.
    holders: FxHashMap<u64, Vec<usize>>,
}

impl<'p> Likeness<'p> {
    /// Indexes the words of the new pages.
    pub fn of(
        new: &'p BTreeMap<&'p str, HtmlPage>,
        old: &BTreeMap<String, HtmlPage>,
    ) -> Likeness<'p> {
        let is_free = |path: &str| old.get(path).is_none_or(|page| page.leads_to.is_some());
        let pages = new
            .iter()
            .filter(|(path, page)| page.leads_to.is_none() && is_free(path));
        let pages: Vec<_> = pages.map(|(path, page)| (*path, page)).collect();
        let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (at, (_, page)) in pages.iter().enumerate() {
            for run in runs(page) {
                holders.entry(run).or_default().push(at);
            }
        }
        Likeness { pages, holders }
    }

    /// The new page for each old one that is not at its address any more, by path. If several old
    /// pages are like one new page, it stands for the one that it shares the most with: the others
    /// were lists with excerpts of it.
    pub fn counterparts<'o>(&self, moved: &[(&'o str, &HtmlPage)]) -> BTreeMap<&'o str, &'p str> {
        let likest = |(path, page): &(&'o str, &HtmlPage)| Some((*path, self.likest(path, page)?));
        let found: Vec<_> = moved.par_iter().filter_map(likest).collect();
        let mut most: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, (new, shared)) in &found {
            let known = most.entry(new).or_default();
            *known = (*known).max(*shared);
        }
        let is_most = |new: &str, shared: usize| most.get(new) == Some(&shared);
        let found = found
            .into_iter()
            .filter(|(_, (new, shared))| is_most(new, *shared));
        found.map(|(path, (new, _))| (path, new)).collect()
    }

    /// The path of the page that has the most of an old page's text, and the number of runs that
    /// they share; of equals, the one whose title or file name is the same.
    fn likest(&self, path: &str, old: &HtmlPage) -> Option<(&'p str, usize)> {
        let runs = runs(old);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for run in &runs {
            let holders = self.holders.get(run).filter(|all| all.len() <= MOST_PAGES);
            for at in holders.into_iter().flatten() {
                *shared.entry(*at).or_default() += 1;
            }
        }
        let stem = |path: &str| {
            super::address(path)
                .trim_end_matches('/')
                .rsplit('/')
                .next()
                .map(str::to_owned)
        };
        let rank = |at: &usize, shared: usize| {
            let (new, page) = self.pages[*at];
            (shared, page.title == old.title, stem(new) == stem(path))
        };
        let best = shared
            .iter()
            .max_by_key(|(at, shared)| rank(at, **shared))?;
        let share = *best.1 as f64 / runs.len() as f64;
        (share >= ALIKE).then(|| (self.pages[*best.0].0, *best.1))
    }
}

/// The runs of a page's words, each once. A page of few words is one run.
fn runs(page: &HtmlPage) -> BTreeSet<u64> {
    let words = &page.text.words;
    let hash = |run: &[String]| FxBuildHasher.hash_one(run);
    if words.len() < RUN {
        return [hash(words)].into();
    }
    words.windows(RUN).map(hash).collect()
}
