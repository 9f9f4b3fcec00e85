//! The results of the last run: the statements of pages, and their past.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::statements::{self, Statement};
use super::suspects::PastAnswers;
use super::trackers::Trackers;
use crate::body::Page;
use crate::cache::Cache;
use crate::site::SitePage;

/// The results of the last run. An unchanged page is not read again.
#[derive(Default)]
pub struct StatementCache {
    cache: Arc<Cache>,
    pages: HashMap<String, (Arc<Page>, Arc<[Statement]>)>,
    /// The past of parts of pages, for [`super::suspects`].
    pub(crate) past: PastAnswers,
}

impl StatementCache {
    /// Creates a memory with only the cache of earlier runs.
    pub fn of(cache: Arc<Cache>) -> Self {
        Self {
            cache,
            ..Self::default()
        }
    }

    /// The statements of each page, in order.
    pub(super) fn read(
        &mut self,
        pages: &[SitePage],
        trackers: &Trackers,
    ) -> Vec<Arc<[Statement]>> {
        let before = &self.pages;
        let read = pages.par_iter().map(|page| match before.get(&page.path) {
            Some((known, said)) if Arc::ptr_eq(known, &page.page) => said.clone(),
            _ => kept(&page.page, trackers, &self.cache).into(),
        });
        let read: Vec<Arc<[Statement]>> = read.collect();
        for (page, said) in pages.iter().zip(&read) {
            let is_known = self
                .pages
                .get(&page.path)
                .is_some_and(|(known, _)| Arc::ptr_eq(known, &page.page));
            if !is_known {
                self.pages
                    .insert(page.path.clone(), (page.page.clone(), said.clone()));
            }
        }
        if self.pages.len() > pages.len() {
            let paths: HashSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
            self.pages.retain(|path, _| paths.contains(path.as_str()));
        }
        read
    }
}

/// The statements of a page, from the cache if possible.
fn kept(page: &Page, trackers: &Trackers, cache: &Cache) -> Vec<Statement> {
    match page.key {
        Some(key) => {
            let parts = || {
                let [teams, labels] = trackers.names();
                [key.as_ref().to_vec(), teams.into(), labels.into()]
            };
            cache.memo("statements", parts, || statements::of(page, trackers))
        }
        None => statements::of(page, trackers),
    }
}
