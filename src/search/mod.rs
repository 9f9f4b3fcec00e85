//! The search: one document a section, in one Tantivy index.
//!
//! **Enters:** a [`Site`], its [`Trace`] and the [`ContentMap`]. **Leaves:** the files of a Tantivy
//! index, for the built site's own folder and a [`SiteIndex`] that answers from them; and
//! the same index in small files, from which `theme/search/` answers in a browser.
//! **Invariant:** the same site gives the same files, any text is a query, and a query
//! is read by the same words as a page: only `words`, and the modules that it reads a text with,
//! know them. A browser finds what `bf-docs search` finds.

// Words.
mod bounds;
mod dates;
mod runs;
mod rows;
mod language_rules;
mod language;
mod english;
mod german;
mod stemmer;
mod stems;
mod words;
mod names;
// The pages and sections that are searched.
mod search_page;
mod settings;
mod artifacts;
mod parts;
mod other_names;
mod sections;
mod terms;
mod numbers;
// The index that Tantivy reads.
mod fields;
mod document;
mod postings;
mod lists;
mod inversion;
mod segment_postings;
mod segment;
mod page_list;
mod index;
// The same in files that browsers read.
mod coder;
mod slots;
mod listing;
mod pieces;
mod positions;
mod table;
mod shards;
mod texts;
mod directory;
mod merged;
mod values;
mod export;
mod rules;
// Answers.
mod query;
mod synonyms;
mod expand;
mod evidence;
mod section_table;
mod lookup;
mod asked;
mod proposals;
mod excerpt;
mod fault;
mod read_only_folder;
mod index_files;
mod hit;
mod answer;
mod proof;

pub use answer::SiteIndex;
pub use fault::IndexFault;
pub use hit::SearchHit;
pub use language::Language;
pub use proof::{query_as_json, words_as_json};
pub use rules::rules;
pub use shards::FOLDER;
pub use words::Word;

use rayon::prelude::*;

use crate::cache::{Cache, Key};
use crate::content_map::ContentMap;
use crate::output::Output;
use crate::site::Site;
use crate::trace::Trace;
use index_files::IndexFiles;
use numbers::NumberedPages;
use search_page::SearchPage;
use segment::IndexSegment;
use terms::WrittenForm;

/// Indexes a site: the files of the index, and those that browsers read, below [`FOLDER`].
pub fn index(site: &Site, trace: &Trace, map: &ContentMap, cache: &Cache) -> Vec<Output> {
    let indexed = IndexedSite::of(site, trace, map, cache);
    indexed.outputs(|blocks, forms| export::files(&indexed.pages, blocks, forms, cache))
}

/// Indexes a site in memory, for programs that ask it and not for browsers.
pub fn in_memory(
    site: &Site,
    trace: &Trace,
    map: &ContentMap,
    cache: &Cache,
) -> Result<SiteIndex, IndexFault> {
    let indexed = IndexedSite::of(site, trace, map, cache);
    SiteIndex::of(IndexFiles::of(indexed.outputs(|_, _| Vec::new())))
}

/// The pages of a site that is indexed.
struct IndexedSite<'c> {
    language: Language,
    pages: NumberedPages,
    /// The names of the pages in the cache; empty if nothing is cached.
    keys: Vec<Key>,
    cache: &'c Cache,
}

impl<'c> IndexedSite<'c> {
    fn of(site: &Site, trace: &Trace, map: &ContentMap, cache: &'c Cache) -> Self {
        let language = Language::of(&map.site.language);
        let pages = NumberedPages::of(sections::of(site, trace, map, cache));
        let keys = match cache.is_on() {
            true => {
                let pages = pages.pages.par_iter();
                pages.map(|page| page.key(language)).collect()
            }
            false => Vec::new(),
        };
        Self {
            language,
            pages,
            keys,
            cache,
        }
    }

    /// The files that Tantivy reads, the texts that results show, and those that are `exported`.
    fn outputs<E>(&self, exported: E) -> Vec<Output>
    where
        E: FnOnce(&[IndexSegment], &[WrittenForm]) -> Vec<Output> + Send,
    {
        let indexed = || {
            let blocks = index::blocks(&self.pages, &self.keys, self.language, self.cache);
            let forms = merged::forms(&blocks);
            let mut files = exported(&blocks, &forms);
            files.extend(index::files(&self.pages, blocks, &forms, self.language));
            files
        };
        let (mut files, texts) = rayon::join(indexed, || self.texts());
        files.extend(texts);
        files
    }

    /// The files with the texts that results show.
    fn texts(&self) -> Vec<Output> {
        let numbers = &self.pages.numbers;
        let pages = self.pages.pages.par_iter().enumerate().with_min_len(64);
        let files = |deflater: &mut _, (at, page): (usize, &SearchPage)| {
            let key = || [&self.keys[at]];
            let make = || texts::files(deflater, page);
            texts::outputs(numbers[at], self.cache.memo("texts", key, make))
        };
        pages
            .map_init(texts::Deflater::default, files)
            .flatten_iter()
            .collect()
    }
}
