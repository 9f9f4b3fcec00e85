//! What one build leaves for the next: what has not changed is not worked out again.
//!
//! Nothing here changes what is built: each part is kept with all that it was made from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::makers::{self, MadePages};
use crate::body::{Events, Include, Page, Refusal};
use crate::cache::{Cache, Key};
use crate::diag::Diagnostic;
use crate::discover::{Inventory, SourceFile};
use crate::file::FileId;
use crate::parse::Dialect;
use crate::render::Palette;
use crate::site;
use crate::source::Source;
use crate::trace;

/// What a build of one tree leaves, for the same content map.
#[derive(Default)]
pub struct BuildState {
    /// What builds before this run left.
    pub cache: Arc<Cache>,
    files: HashMap<FileId, ParsedFile>,
    /// Where links lead.
    pub links: site::LinkCache,
    /// What pages say of each other.
    pub trace: trace::Memory,
    /// Highlighted code.
    pub palette: Arc<Palette>,
}

/// The pages of a file, and what was wrong in it.
#[derive(Clone)]
struct ParsedFile {
    /// The file's text.
    text: Arc<str>,
    pages: Vec<Arc<Page>>,
    findings: Arc<[Diagnostic]>,
}

impl ParsedFile {
    /// All files that its pages include, as pages name them.
    fn includes(&self) -> impl Iterator<Item = &Include> {
        self.pages.iter().flat_map(|page| &page.includes)
    }
}

impl BuildState {
    /// What builds before this run left, and nothing else.
    pub fn of(cache: Cache) -> Self {
        let cache = Arc::new(cache);
        let (trace, palette) = (
            trace::Memory::of(cache.clone()),
            Palette::of(cache.clone()).into(),
        );
        Self {
            cache,
            trace,
            palette,
            ..Self::default()
        }
    }

    /// Takes over the pages that another one has parsed, of the same tree.
    pub fn take_parsed(&mut self, other: &Self) {
        self.files.clone_from(&other.files);
    }

    /// The files that pages include, as pages name them.
    pub fn includes(&self) -> BTreeSet<&str> {
        let includes = self.files.values().flat_map(ParsedFile::includes);
        includes.map(|include| include.path.as_str()).collect()
    }

    /// The files that pages include, drafts too, as they were read.
    pub fn included(&self) -> Vec<Include> {
        let includes = self.files.values().flat_map(ParsedFile::includes);
        let by_path: BTreeMap<&str, &Include> = includes
            .map(|include| (include.path.as_str(), include))
            .collect();
        by_path.into_values().cloned().collect()
    }

    /// Parses files into pages, by path: those that are as they were with all that they include
    /// make the pages that they made.
    pub fn parse(
        &mut self,
        inventory: &Inventory,
        dialect: &Dialect,
    ) -> (Vec<Arc<Page>>, Vec<Diagnostic>) {
        let parser = Parser {
            cache: &self.cache,
            inventory,
            includes: Includes::of(inventory),
            dialect,
        };
        let files = inventory.sources.par_iter();
        let parsed: Vec<(ParsedFile, bool)> = files
            .map(|file| match self.unchanged(file, &parser.includes) {
                Some(kept) => (kept.clone(), false),
                None => (parser.parse(file), true),
            })
            .collect();
        let pages = parsed.iter().flat_map(|(parsed, _)| &parsed.pages);
        let mut pages: Vec<Arc<Page>> = pages.cloned().collect();
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        let findings = parsed.iter().flat_map(|(parsed, _)| parsed.findings.iter());
        let findings = findings.cloned().collect();
        self.keep(inventory, parsed);
        (pages, findings)
    }

    /// The pages of a file that is as it was.
    fn unchanged(&self, file: &SourceFile, includes: &Includes<'_>) -> Option<&ParsedFile> {
        let text = &file.source.text;
        let kept = self.files.get(&file.source.file)?;
        let is_same = Arc::ptr_eq(&kept.text, text) || kept.text == *text;
        (is_same && includes.are_same(kept.includes())).then_some(kept)
    }

    /// Keeps the pages that are new, and forgets those that are gone.
    fn keep(&mut self, inventory: &Inventory, parsed: Vec<(ParsedFile, bool)>) {
        let ids = || inventory.sources.iter().map(|file| &file.source.file);
        let new = ids().zip(parsed).filter(|(_, (_, is_new))| *is_new);
        self.files
            .extend(new.map(|(id, (parsed, _))| (id.clone(), parsed)));
        if self.files.len() > inventory.sources.len() {
            let there: HashSet<&FileId> = ids().collect();
            self.files.retain(|id, _| there.contains(id));
        }
    }
}

/// Takes the pages of files from what earlier runs left, or parses them.
struct Parser<'p> {
    cache: &'p Arc<Cache>,
    inventory: &'p Inventory,
    includes: Includes<'p>,
    dialect: &'p Dialect,
}

impl Parser<'_> {
    fn parse(&self, file: &SourceFile) -> ParsedFile {
        let MadePages { pages, findings } = self.pages(file);
        ParsedFile {
            text: file.source.text.clone(),
            pages: pages.into_iter().map(Arc::new).collect(),
            findings: findings.into(),
        }
    }

    fn pages(&self, file: &SourceFile) -> MadePages {
        let make = {
            let (file, snippets) = (file.clone(), self.inventory.snippets.clone());
            let dialect = *self.dialect;
            move || makers::pages(&file, &snippets, &dialect)
        };
        if !self.cache.is_on() {
            return make();
        }
        let key = key(file, self.dialect);
        let kept = self.cache.get::<MadePages>(key);
        match kept.filter(|made| self.is_whole(made)) {
            Some(mut made) => {
                for (at, page) in made.pages.iter_mut().enumerate() {
                    page.events = self.events_of(page.key, at, make.clone());
                }
                made
            }
            None => self.cached(key, make()),
        }
    }

    /// Whether what earlier runs left is all there, and made of what is included now.
    fn is_whole(&self, made: &MadePages) -> bool {
        let has_events = |page: &Page| page.key.is_some_and(|key| self.cache.has(events(key)));
        let is_whole =
            |page: &Page| has_events(page) && self.includes.are_same(page.includes.iter());
        made.pages.iter().all(is_whole)
    }

    /// The body of a page, by its number among those of its file, read when it is asked for.
    fn events_of(
        &self,
        key: Option<Key>,
        at: usize,
        make: impl Fn() -> MadePages + Send + Sync + 'static,
    ) -> Events {
        let cache = self.cache.clone();
        Events::lazy(move || {
            let kept = key.and_then(|key| cache.get(events(key)));
            // It may be damaged, although the rest of the page is not.
            kept.unwrap_or_else(|| make().pages[at].events.to_vec())
        })
    }

    /// What was parsed now, left to later runs under the key of its file.
    fn cached(&self, key: Key, mut made: MadePages) -> MadePages {
        for (at, page) in made.pages.iter_mut().enumerate() {
            let own = with_includes(key, at, &page.includes);
            page.key = Some(own);
            self.cache.put(events(own), &*page.events);
        }
        self.cache.put(key, &made);
        made
    }
}

/// Names the body of a page.
fn events(page: Key) -> Key {
    Key::of("events", [page])
}

/// Names what the pages of a file and its findings are made of, but for the files that are
/// included: those stand in them.
fn key(file: &SourceFile, dialect: &Dialect) -> Key {
    let &Dialect {
        math,
        autolink,
        balance,
        slug,
    } = dialect;
    let SourceFile { kind, source } = file;
    let settings = [
        *kind as u8,
        u8::from(math),
        u8::from(autolink),
        u8::from(balance),
        slug as u8,
    ];
    let path = source.file.path().as_bytes();
    Key::of("page", [&settings, path, source.text.as_bytes()])
}

/// Names a page by what its file is made of, its number there, and what it includes.
fn with_includes(key: Key, at: usize, includes: &[Include]) -> Key {
    let texts = includes
        .iter()
        .map(|include| postcard::to_stdvec(include).expect("texts can be written"));
    Key::of(
        "page and includes",
        [key.as_ref().to_vec(), at.to_le_bytes().to_vec()]
            .into_iter()
            .chain(texts),
    )
}

type IncludeResult = Result<Source, Refusal>;

/// What includes are now, each read once.
pub struct Includes<'i> {
    inventory: &'i Inventory,
    read: Mutex<HashMap<String, IncludeResult>>,
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
    pub fn are_same<'f>(&self, mut includes: impl Iterator<Item = &'f Include>) -> bool {
        includes.all(|include| match (self.now(&include.path), &include.found) {
            // Where it was found stands in findings, and in what pages say of each other.
            (Ok(now), Ok(found)) => now.file == found.file && now.text == found.text,
            (now, found) => now.as_ref().err() == found.as_ref().err(),
        })
    }

    fn now(&self, path: &str) -> IncludeResult {
        let mut read = self.read.lock().expect("nobody panics while it is held");
        read.entry(path.to_owned())
            .or_insert_with(|| self.inventory.snippets.read(path))
            .clone()
    }
}
