//! Pages as a Tantivy index: a segment for each group of pages.
//!
//! A segment depends on its own pages alone, so what was indexed before an edit is of use
//! behind it. Weights are the site's: Tantivy counts over all segments.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard};

use rayon::prelude::*;
use serde_json::Value;

use super::expand;
use super::language::Language;
use super::numbers::NumberedPages;
use super::page_list;
use super::segment::{IndexSegment, WHY};
use super::terms::{TermReader, WrittenForm};
use crate::cache::{Cache, Key};
use crate::output::{Content, Output};

/// The index's folder in the built site; nothing there is served or published.
pub const FOLDER: &str = ".bf-docs/search";

/// The name of the file with the tag of the site's language.
pub const LANGUAGE: &str = "language.txt";

/// Indexes pages; `keys` name them for the cache.
pub fn blocks(
    numbered: &NumberedPages,
    keys: &[Key],
    language: Language,
    cache: &Cache,
) -> Vec<IndexSegment> {
    let pages = &numbered.pages;
    let readers = Readers::of(language);
    let block = |range: Range<usize>| {
        let keys = || keys.get(range.clone()).unwrap_or_default();
        let make = || {
            let pages = &pages[range.clone()];
            readers.lend(|reader| IndexSegment::of(pages, reader))
        };
        cache.memo("pages", keys, make)
    };
    let runs = runs(numbered).into_par_iter();
    runs.map(block).collect()
}

/// Idle readers: the words that a reader knows make it faster.
struct Readers {
    idle: Mutex<Vec<TermReader>>,
    language: Language,
}

impl Readers {
    fn of(language: Language) -> Self {
        Self {
            idle: Mutex::default(),
            language,
        }
    }

    fn lend<T>(&self, read: impl FnOnce(&mut TermReader) -> T) -> T {
        let reader = self.free().pop();
        let mut reader = reader.unwrap_or_else(|| TermReader::new(self.language));
        let made = read(&mut reader);
        self.free().push(reader);
        made
    }

    fn free(&self) -> MutexGuard<'_, Vec<TermReader>> {
        self.idle.lock().expect("nobody panics while it is held")
    }
}

/// The runs of pages of a group.
fn runs(numbered: &NumberedPages) -> Vec<Range<usize>> {
    let same = |one: &u32, next: &u32| numbered.group(*one) == numbered.group(*next);
    let mut runs = Vec::new();
    let mut start = 0;
    for run in numbered.numbers.chunk_by(same) {
        runs.push(start..start + run.len());
        start += run.len();
    }
    if runs.is_empty() {
        // A site without pages has an index too.
        runs.push(0..0);
    }
    runs
}

/// The files of an index, below [`FOLDER`].
pub fn files(
    pages: &NumberedPages,
    blocks: Vec<IndexSegment>,
    forms: &[WrittenForm],
    language: Language,
) -> Vec<Output> {
    let mut folder = IndexFolder::default();
    let lengths = blocks.iter().map(|block| block.pages as usize);
    folder.put(page_list::FILE, page_list::write(pages, lengths));
    folder.put(expand::FILE, expand::write(forms));
    folder.put(LANGUAGE, language.tag().to_owned());
    let mut meta = Value::Null;
    for (number, block) in blocks.into_iter().enumerate() {
        // Tantivy draws lots for a segment's name: the same site would have other bytes each time.
        let name = format!("{number:032x}");
        let own = named(&block.meta, &name);
        add_segments(&mut meta, own);
        for (ending, bytes) in block.files {
            let file = format!("{name}.{ending}");
            folder.0.insert(file, bytes.into_vec());
        }
    }
    folder.put("meta.json", meta.to_string());
    folder.0.into_iter().map(output).collect()
}

/// The files of the index, by name.
#[derive(Default)]
struct IndexFolder(BTreeMap<String, Vec<u8>>);

impl IndexFolder {
    fn put(&mut self, name: &str, text: String) {
        self.0.insert(name.to_owned(), text.into_bytes());
    }
}

fn output((name, bytes): (String, Vec<u8>)) -> Output {
    Output {
        path: format!("{FOLDER}/{name}"),
        content: Content::Bytes(bytes),
    }
}

/// Tantivy's `meta.json` of one segment, with another name for the segment.
fn named(meta: &str, name: &str) -> Value {
    let mut meta: Value = serde_json::from_str(meta).expect(WHY);
    for segment in segments(&mut meta) {
        segment["segment_id"] = hyphened(name).into();
    }
    meta
}

/// Adds the segments of an index to those of another; the first of all is taken as it is.
fn add_segments(meta: &mut Value, mut own: Value) {
    match meta["segments"].as_array_mut() {
        Some(all) => {
            let own = segments(&mut own);
            all.extend(own.map(Value::take));
        }
        None => *meta = own,
    }
}

fn segments(meta: &mut Value) -> impl Iterator<Item = &mut Value> {
    meta["segments"].as_array_mut().into_iter().flatten()
}

/// A segment's name as `meta.json` writes it.
fn hyphened(uuid: &str) -> String {
    let part = |range: Range<usize>| uuid.get(range).unwrap_or_default();
    [
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32),
    ]
    .join("-")
}
