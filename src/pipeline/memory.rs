//! What one build leaves for the next: what has not changed is not worked out again.
//!
//! Nothing here changes what is built: each part is kept with all that it was made from.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::discover::{Inventory, Refusal};
use crate::parse::{self, Dialect, Include, Page};
use crate::render::Palette;
use crate::trace;

/// What a build of one tree leaves, for the same content map.
#[derive(Default)]
pub struct Memory {
    pages: HashMap<String, Parsed>,
    /// What pages say of each other.
    pub said: trace::Memory,
    /// Highlighted code.
    pub palette: Arc<Palette>,
}

/// A page, and what was wrong in it.
#[derive(Clone)]
struct Parsed {
    /// The file's text.
    text: Arc<str>,
    page: Arc<Page>,
    found: Arc<[Diagnostic]>,
}

impl Memory {
    /// The files that pages include, as pages name them.
    pub fn includes(&self) -> BTreeSet<&str> {
        let pages = self.pages.values().flat_map(|parsed| &parsed.page.includes);
        pages.map(|include| include.path.as_str()).collect()
    }

    /// Parses pages: those whose file and whose includes are as they were, are as they were.
    pub fn parse(&mut self, inventory: &Inventory, dialect: &Dialect) -> (Vec<Arc<Page>>, Vec<Diagnostic>) {
        let includes = Includes { inventory, read: Mutex::default() };
        let known = &self.pages;
        let parsed = inventory.pages.par_iter().map(|file| {
            let text = &file.source.text;
            let is_same = |known: &&Parsed| {
                (Arc::ptr_eq(&known.text, text) || known.text == *text) && includes.are_same(&known.page.includes)
            };
            known.get(&file.path).filter(is_same).cloned().unwrap_or_else(|| {
                let (page, found) = parse::page(&file.source, &inventory.snippets, dialect);
                Parsed { text: text.clone(), page: page.into(), found: found.into() }
            })
        });
        let parsed: Vec<Parsed> = parsed.collect();
        let pages = parsed.iter().map(|parsed| parsed.page.clone()).collect();
        let found = parsed.iter().flat_map(|parsed| parsed.found.iter().cloned()).collect();
        self.pages = inventory.pages.iter().map(|file| file.path.clone()).zip(parsed).collect();
        (pages, found)
    }
}

type Read = Result<Arc<str>, Refusal>;

/// What includes are now, each read once.
struct Includes<'i> {
    inventory: &'i Inventory,
    read: Mutex<HashMap<String, Read>>,
}

impl Includes<'_> {
    fn are_same(&self, includes: &[Include]) -> bool {
        includes.iter().all(|include| self.now(&include.path) == include.text)
    }

    fn now(&self, path: &str) -> Read {
        let mut read = self.read.lock().expect("nobody panics while it is held");
        let now = || self.inventory.snippets.read(path).map(|source| source.text);
        read.entry(path.to_owned()).or_insert_with(now).clone()
    }
}
