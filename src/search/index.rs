//! Pages as a Tantivy index: a segment for each run of neighbouring pages.
//!
//! A segment depends on its own pages alone, so what was indexed before an edit is of use
//! behind it. Weights are the site's: Tantivy counts over all segments.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard};

use rayon::prelude::*;
use serde_json::Value;

use super::expand;
use super::search_page::SearchPage;
use super::segment::{IndexSegment, WHY};
use super::shards::cut;
use super::terms::{TermReader, WrittenForm};
use crate::cache::{Cache, Key};
use crate::output::{Content, Output};

/// The index's folder in the built site; nothing there is served or published.
pub const FOLDER: &str = ".bf-docs/search";

/// The name of the file with the pages' files, from the docs folder: a line each, and an
/// empty one behind each segment.
pub const PAGES: &str = "pages.txt";

/// Pages of a segment, about: few enough that an edit costs little, and many enough that the
/// segments of a large site are no more than [`SEGMENTS`], about.
const TOGETHER: usize = 64;
const SEGMENTS: usize = 16;

/// Indexes pages; `keys` name them for the cache.
pub fn blocks(pages: &[SearchPage], keys: &[Key], cache: &Cache) -> Vec<IndexSegment> {
    let readers = Readers::default();
    let block = |range: Range<usize>| {
        let keys = || keys.get(range.clone()).unwrap_or_default();
        let make = || {
            let pages = &pages[range.clone()];
            readers.lend(|reader| IndexSegment::of(pages, reader))
        };
        cache.memo("pages", keys, make)
    };
    let runs = runs(pages).into_par_iter();
    runs.map(block).collect()
}

/// Idle readers: the words that a reader knows make it faster.
#[derive(Default)]
struct Readers(Mutex<Vec<TermReader>>);

impl Readers {
    fn lend<T>(&self, read: impl FnOnce(&mut TermReader) -> T) -> T {
        let mut reader = self.free().pop().unwrap_or_default();
        let made = read(&mut reader);
        self.free().push(reader);
        made
    }

    fn free(&self) -> MutexGuard<'_, Vec<TermReader>> {
        self.0.lock().expect("nobody panics while it is held")
    }
}

/// Runs of pages. The pages nearby decide the ends of a run, so that a new page moves few ends.
fn runs(pages: &[SearchPage]) -> Vec<Range<usize>> {
    let in_a_segment = (pages.len() / SEGMENTS).next_power_of_two();
    let files = pages.iter().map(|page| (page.file.as_str(), 1));
    let mut runs = cut(files, in_a_segment.max(TOGETHER));
    if runs.is_empty() {
        // A site without pages has an index too.
        runs.push(0..0);
    }
    runs
}

/// The files of an index, below [`FOLDER`].
pub fn files(
    pages: &[SearchPage],
    blocks: Vec<IndexSegment>,
    forms: &[WrittenForm],
) -> Vec<Output> {
    let mut folder = IndexFolder::default();
    folder.put(PAGES, files_of(pages, &blocks));
    folder.put(expand::FILE, expand::write(forms));
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

/// The text of [`PAGES`].
fn files_of(pages: &[SearchPage], blocks: &[IndexSegment]) -> String {
    let mut files = String::new();
    let mut rest = pages;
    for block in blocks {
        let (of_block, behind) = rest.split_at(block.pages as usize);
        rest = behind;
        for page in of_block {
            files.push_str(&page.file);
            files.push('\n');
        }
        files.push('\n');
    }
    files
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
