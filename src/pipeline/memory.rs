//! What one build leaves for the next: what has not changed is not worked out again.
//!
//! Nothing here changes what is built: each part is kept with all that it was made from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::cache::{Cache, Key};
use crate::diag::Diagnostic;
use crate::discover::{Inventory, PageFile, Refusal};
use crate::parse::{self, Dialect, Events, Include, Page};
use crate::render::Palette;
use crate::site;
use crate::source::Source;
use crate::trace;

/// What a build of one tree leaves, for the same content map.
#[derive(Default)]
pub struct Memory {
    /// What builds before this run left.
    pub cache: Arc<Cache>,
    pages: HashMap<String, Parsed>,
    /// Where links lead.
    pub links: site::Memory,
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
    /// What builds before this run left, and nothing else.
    pub fn of(cache: Cache) -> Self {
        let cache = Arc::new(cache);
        let (said, palette) = (
            trace::Memory::of(cache.clone()),
            Palette::of(cache.clone()).into(),
        );
        Self {
            cache,
            said,
            palette,
            ..Self::default()
        }
    }

    /// Takes over the pages that another one has parsed, of the same tree.
    pub fn take_parsed(&mut self, other: &Self) {
        self.pages.clone_from(&other.pages);
    }

    /// The files that pages include, as pages name them.
    pub fn includes(&self) -> BTreeSet<&str> {
        let pages = self.pages.values().flat_map(|parsed| &parsed.page.includes);
        pages.map(|include| include.path.as_str()).collect()
    }

    /// The files that pages include, drafts too, as they were read.
    pub fn included(&self) -> Vec<Include> {
        let pages = self.pages.values().flat_map(|parsed| &parsed.page.includes);
        let by_path: BTreeMap<&str, &Include> = pages
            .map(|include| (include.path.as_str(), include))
            .collect();
        by_path.into_values().cloned().collect()
    }

    /// Parses pages: those whose file and whose includes are as they were, are as they were.
    pub fn parse(
        &mut self,
        inventory: &Inventory,
        dialect: &Dialect,
    ) -> (Vec<Arc<Page>>, Vec<Diagnostic>) {
        let includes = Includes::of(inventory);
        let files = inventory.pages.par_iter();
        let parsed: Vec<(Parsed, bool)> = files
            .map(|file| match self.known(file, &includes) {
                Some(known) => (known.clone(), false),
                None => (self.parse_file(file, inventory, &includes, dialect), true),
            })
            .collect();
        let pages = parsed.iter().map(|(parsed, _)| parsed.page.clone());
        let found = parsed.iter().flat_map(|(parsed, _)| parsed.found.iter());
        let product = (pages.collect(), found.cloned().collect());
        self.keep(inventory, parsed);
        product
    }

    /// A page that is as it was.
    fn known(&self, file: &PageFile, includes: &Includes<'_>) -> Option<&Parsed> {
        let text = &file.source.text;
        let known = self.pages.get(&file.path)?;
        let is_same = Arc::ptr_eq(&known.text, text) || known.text == *text;
        (is_same && includes.are_same(&known.page.includes)).then_some(known)
    }

    fn parse_file(
        &self,
        file: &PageFile,
        inventory: &Inventory,
        includes: &Includes<'_>,
        dialect: &Dialect,
    ) -> Parsed {
        let (page, found) = self.read(&file.source, inventory, includes, dialect);
        Parsed {
            text: file.source.text.clone(),
            page: page.into(),
            found: found.into(),
        }
    }

    /// Keeps the pages that are new, and forgets those that are gone.
    fn keep(&mut self, inventory: &Inventory, parsed: Vec<(Parsed, bool)>) {
        let new = inventory.pages.iter().zip(parsed);
        let new = new.filter(|(_, (_, is_new))| *is_new);
        self.pages
            .extend(new.map(|(file, (parsed, _))| (file.path.clone(), parsed)));
        if self.pages.len() > inventory.pages.len() {
            let paths = inventory.pages.iter().map(|file| file.path.as_str());
            let paths: HashSet<&str> = paths.collect();
            self.pages.retain(|path, _| paths.contains(path.as_str()));
        }
    }

    /// Takes a page from what earlier runs left, or parses it.
    fn read(
        &self,
        source: &Source,
        inventory: &Inventory,
        includes: &Includes<'_>,
        dialect: &Dialect,
    ) -> (Page, Vec<Diagnostic>) {
        let key = self.cache.is_on().then(|| key(source, dialect));
        let kept = key.and_then(|key| self.cache.get::<(Page, Vec<Diagnostic>)>(key));
        let parse = {
            let (source, snippets, dialect) =
                (source.clone(), inventory.snippets.clone(), *dialect);
            move || parse::page(&source, &snippets, &dialect)
        };
        let has_events = |page: &Page| {
            page.key
                .is_some_and(|key| self.cache.has(Key::of("events", [key])))
        };
        let is_whole =
            |(page, _): &(Page, _)| has_events(page) && includes.are_same(&page.includes);
        match kept.filter(is_whole) {
            Some((mut page, found)) => {
                let (cache, key) = (self.cache.clone(), page.key);
                page.events = Events::kept(move || {
                    let kept = key.and_then(|key| cache.get(Key::of("events", [key])));
                    // It may be damaged, although the rest of the page is not.
                    kept.unwrap_or_else(|| parse().0.events.to_vec())
                });
                (page, found)
            }
            None => self.parsed(key, parse()),
        }
    }

    /// What was parsed now, left to later runs under the key of its file.
    fn parsed(
        &self,
        key: Option<Key>,
        (mut page, found): (Page, Vec<Diagnostic>),
    ) -> (Page, Vec<Diagnostic>) {
        let Some(key) = key else { return (page, found) };
        let own = with_includes(key, &page.includes);
        page.key = Some(own);
        self.cache.put(Key::of("events", [own]), &*page.events);
        let parsed = (page, found);
        self.cache.put(key, &parsed);
        parsed
    }
}

/// Names what a page and its findings are made of, but for the files that it includes: those
/// stand in it.
fn key(source: &Source, dialect: &Dialect) -> Key {
    let &Dialect {
        math,
        autolink,
        balance,
        slug,
    } = dialect;
    let dialect = [
        u8::from(math),
        u8::from(autolink),
        u8::from(balance),
        slug as u8,
    ];
    Key::of(
        "page",
        [&dialect, source.path.as_bytes(), source.text.as_bytes()],
    )
}

/// The same with what it includes.
fn with_includes(key: Key, includes: &[Include]) -> Key {
    let texts = includes
        .iter()
        .map(|include| postcard::to_stdvec(include).expect("texts can be written"));
    Key::of(
        "page and includes",
        std::iter::once(key.as_ref().to_vec()).chain(texts),
    )
}

type Found = Result<Source, Refusal>;

/// What includes are now, each read once.
pub struct Includes<'i> {
    inventory: &'i Inventory,
    read: Mutex<HashMap<String, Found>>,
}

impl<'i> Includes<'i> {
    /// None has been read.
    pub fn of(inventory: &'i Inventory) -> Self {
        Self {
            inventory,
            read: Mutex::default(),
        }
    }

    /// Whether all are as they were.
    pub fn are_same(&self, includes: &[Include]) -> bool {
        includes
            .iter()
            .all(|include| match (self.now(&include.path), &include.found) {
                // Where it was found stands in findings, and in what pages say of each other.
                (Ok(now), Ok(found)) => now.path == found.path && now.text == found.text,
                (now, found) => now.as_ref().err() == found.as_ref().err(),
            })
    }

    fn now(&self, path: &str) -> Found {
        let mut read = self.read.lock().expect("nobody panics while it is held");
        read.entry(path.to_owned())
            .or_insert_with(|| self.inventory.snippets.read(path))
            .clone()
    }
}
