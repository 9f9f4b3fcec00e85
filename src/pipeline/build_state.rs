//! The state that one build leaves for the next, so that only changed parts are computed again.
//!
//! It never changes the result: each part is stored with all its inputs.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::makers::{self, MadePages};
use crate::body::{Events, Include, IncludeBase, Page, Refusal};
use crate::cache::{Cache, Key};
use crate::diag::Diagnostic;
use crate::discover::{FileKind, Inventory, SourceFile};
use crate::file::FileId;
use crate::openapi;
use crate::parse::Dialect;
use crate::render::CodeCache;
use crate::site;
use crate::source::Source;
use crate::trace;

/// The state of builds of one tree, valid for the same content map.
#[derive(Default)]
pub struct BuildState {
    /// The results of earlier runs, on disk.
    pub cache: Arc<Cache>,
    files: HashMap<FileId, ParsedFile>,
    /// The destinations of links.
    pub links: site::LinkCache,
    /// The relations that pages state.
    pub trace: trace::StatementCache,
    /// Highlighted code.
    pub code_cache: Arc<CodeCache>,
}

/// The pages of a file, and the findings about it.
#[derive(Clone)]
struct ParsedFile {
    file: FileId,
    kind: FileKind,
    /// The file's text.
    text: Arc<str>,
    pages: Vec<Arc<Page>>,
    findings: Arc<[Diagnostic]>,
}

impl ParsedFile {
    /// The files that its pages include, by the paths that pages write.
    fn includes(&self) -> impl Iterator<Item = &Include> {
        self.pages.iter().flat_map(|page| &page.includes)
    }

    /// Returns whether the file makes no pages of its own, as it is one of `parts` of others: an
    /// API description with nothing but components.
    fn is_part_of_another(&self, parts: &HashSet<FileId>) -> bool {
        let Some(first) = self.pages.first() else {
            return false;
        };
        first.front.is_set(openapi::ONLY_COMPONENTS) && parts.contains(&first.file)
    }

    /// Returns whether another page introduces the API description that this file is.
    fn is_introduced(&self, introduced: &HashSet<String>) -> bool {
        let is_api = self.kind == FileKind::Api;
        is_api && introduced.contains(self.file.path())
    }
}

/// The files in the docs folder that other files include.
fn parts(parsed: &[(ParsedFile, bool)]) -> HashSet<FileId> {
    let includes = parsed.iter().flat_map(|(parsed, _)| parsed.includes());
    let in_docs = includes.filter(|include| include.base == IncludeBase::Docs);
    let found = in_docs.filter_map(|include| Some(include.found.as_ref().ok()?.file.clone()));
    found.collect()
}

/// The paths of the API descriptions that pages introduce.
fn introduced(parsed: &[(ParsedFile, bool)]) -> HashSet<String> {
    let pages = parsed.iter().flat_map(|(parsed, _)| parsed.pages.first());
    pages.filter_map(|page| page.introduced_file()).collect()
}

impl BuildState {
    /// The state at the start of a run: the results of earlier runs alone.
    pub fn of(cache: Cache) -> Self {
        let cache = Arc::new(cache);
        let (trace, code_cache) = (
            trace::StatementCache::of(cache.clone()),
            CodeCache::of(cache.clone()).into(),
        );
        Self {
            cache,
            trace,
            code_cache,
            ..Self::default()
        }
    }

    /// Copies the parsed pages of another state of the same tree.
    pub fn take_parsed(&mut self, other: &Self) {
        self.files.clone_from(&other.files);
    }

    /// The paths of the snippets that pages include. Other included files are in the docs folder.
    pub fn snippet_paths(&self) -> BTreeSet<&str> {
        let includes = self.files.values().flat_map(ParsedFile::includes);
        let snippets = includes.filter(|include| include.base == IncludeBase::Snippets);
        snippets.map(|include| include.path.as_str()).collect()
    }

    /// The files that pages and drafts include, with their texts.
    pub fn include_texts(&self) -> Vec<Include> {
        let includes = self.files.values().flat_map(ParsedFile::includes);
        let by_path: BTreeMap<_, &Include> = includes
            .map(|include| ((include.base, include.path.as_str()), include))
            .collect();
        by_path.into_values().cloned().collect()
    }

    /// Parses files into pages, sorted by path. A file that is unchanged, with all that it
    /// includes, keeps its pages.
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
        let parts = parts(&parsed);
        let introduced = introduced(&parsed);
        let is_kept = |parsed: &&ParsedFile| {
            !parsed.is_part_of_another(&parts) && !parsed.is_introduced(&introduced)
        };
        let kept = || parsed.iter().map(|(parsed, _)| parsed).filter(is_kept);
        let pages = kept().flat_map(|parsed| &parsed.pages);
        let mut pages: Vec<Arc<Page>> = pages.cloned().collect();
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        let findings = kept().flat_map(|parsed| parsed.findings.iter());
        let findings = findings.cloned().collect();
        self.keep(inventory, parsed);
        (pages, findings)
    }

    /// The pages of an unchanged file.
    fn unchanged(&self, file: &SourceFile, includes: &Includes<'_>) -> Option<&ParsedFile> {
        let text = &file.source.text;
        let kept = self.files.get(&file.source.file)?;
        let is_same = Arc::ptr_eq(&kept.text, text) || kept.text == *text;
        (is_same && includes.are_same(kept.includes())).then_some(kept)
    }

    /// Stores new pages, and drops those of deleted files.
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

/// Takes the pages of files from the cache, or parses them.
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
            file: file.source.file.clone(),
            kind: file.kind,
            text: file.source.text.clone(),
            pages: pages.into_iter().map(Arc::new).collect(),
            findings: findings.into(),
        }
    }

    fn pages(&self, file: &SourceFile) -> MadePages {
        let make = {
            let (file, snippets) = (file.clone(), self.inventory.snippets.clone());
            let dialect = self.dialect.clone();
            move || makers::pages(&file, &snippets, &dialect)
        };
        if !self.cache.is_on() {
            return make();
        }
        let key = key(file, self.dialect);
        let kept = self.cache.get::<MadePages>(key).map(|mut made| {
            for page in &mut made.pages {
                let is_own = page.file == file.source.file;
                let includes = page
                    .includes
                    .iter()
                    .filter_map(|include| include.found.as_ref().ok());
                let own = includes
                    .filter(|_| !is_own)
                    .find(|source| source.file == page.file);
                let own = own.unwrap_or(&file.source).clone();
                page.text.attach(own);
            }
            made
        });
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

    /// Returns whether the cached pages are complete, and made from the current includes.
    fn is_whole(&self, made: &MadePages) -> bool {
        let has_events = |page: &Page| page.key.is_some_and(|key| self.cache.has(events_key(key)));
        let is_whole =
            |page: &Page| has_events(page) && self.includes.are_same(page.includes.iter());
        made.pages.iter().all(is_whole)
    }

    /// The body of a page, by its number among those of its file. It is read on demand.
    fn events_of(
        &self,
        key: Option<Key>,
        at: usize,
        make: impl Fn() -> MadePages + Send + Sync + 'static,
    ) -> Events {
        let cache = self.cache.clone();
        Events::lazy(move || {
            let kept = key.and_then(|key| cache.get(events_key(key)));
            // The body may be damaged although the rest of the page is intact.
            kept.unwrap_or_else(|| make().pages[at].events.to_vec())
        })
    }

    /// Writes parsed pages to the cache, under the key of their file.
    fn cached(&self, key: Key, mut made: MadePages) -> MadePages {
        for (at, page) in made.pages.iter_mut().enumerate() {
            let own = with_includes(key, at, &page.includes);
            page.key = Some(own);
            self.cache.put(events_key(own), &*page.events);
        }
        self.cache.put(key, &made);
        made
    }
}

/// The cache key of a page's body.
fn events_key(page: Key) -> Key {
    Key::of("events", [page])
}

/// The cache key of a file's pages and findings. It covers every input except the included files:
/// each page lists those.
fn key(file: &SourceFile, dialect: &Dialect) -> Key {
    let Dialect {
        math,
        diagrams,
        autolink,
        balance,
        slug,
        #[cfg(feature = "draw")]
        font,
    } = dialect;
    #[cfg(feature = "draw")]
    let font = font.as_ref().map_or(&[][..], |font| font.key.as_ref());
    #[cfg(not(feature = "draw"))]
    let font: &[u8] = &[];
    let SourceFile { kind, source } = file;
    let settings = [
        *kind as u8,
        u8::from(*math),
        u8::from(*diagrams),
        u8::from(*autolink),
        u8::from(*balance),
        *slug as u8,
    ];
    let path = source.file.path().as_bytes();
    Key::of("page", [&settings, font, path, source.text.as_bytes()])
}

/// The cache key of a page: its file's key, its number in the file, and its includes.
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

/// The current versions of included files, each read once.
pub struct Includes<'i> {
    inventory: &'i Inventory,
    read: Mutex<HashMap<(IncludeBase, String), IncludeResult>>,
}

impl<'i> Includes<'i> {
    /// Starts with no file read.
    pub fn of(inventory: &'i Inventory) -> Self {
        Self {
            inventory,
            read: Mutex::default(),
        }
    }

    /// Returns whether all these includes are unchanged.
    pub fn are_same<'f>(&self, mut includes: impl Iterator<Item = &'f Include>) -> bool {
        includes.all(|include| match (self.now(include), &include.found) {
            // The path of an included file appears in findings, and in the relations that pages
            // state.
            (Ok(now), Ok(found)) => now.file == found.file && now.text == found.text,
            (now, found) => now.as_ref().err() == found.as_ref().err(),
        })
    }

    fn now(&self, Include { base, path, .. }: &Include) -> IncludeResult {
        let mut read = self.read.lock().expect("nobody panics while it is held");
        read.entry((*base, path.clone()))
            .or_insert_with(|| self.inventory.snippets.read(*base, path))
            .clone()
    }
}
