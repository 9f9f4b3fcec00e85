//! Pages as a Tantivy index: a segment for each run of neighbouring pages.
//!
//! A segment depends on its own pages alone, so what was indexed before an edit is of use
//! behind it. Weights are the site's: Tantivy counts over all segments.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use serde_json::Value;
use tantivy::directory::{Directory, RamDirectory};
use tantivy::{Index, IndexSettings, SegmentReader, TantivyDocument};

use super::fields::{Fields, OPENS, SECTION, tokenizers};
use super::leaf::{Leaf, Texts};
use super::query::Filter;
use super::sections::{Searched, Section};
use super::shards::cut;
use super::terms::{OfSection, Reader, Terms};
use super::{expand, texts};
use crate::cache::{Cache, Key};
use crate::output::{Content, Output};

/// Where the index lies in the built site; nothing there is served or published.
pub const FOLDER: &str = ".bf-docs/search";

/// The name of the file with the pages' files, from the docs folder: a line each, and an
/// empty one behind each segment.
pub const PAGES: &str = "pages.txt";

/// Pages of a segment, about: few enough that an edit costs little, and many enough that the
/// segments of a large site are no more than [`SEGMENTS`], about.
const TOGETHER: usize = 64;
const SEGMENTS: usize = 16;

/// Bytes that Tantivy makes its table of terms for; it grows. A table larger than the
/// processor's cache is slower.
const MEMORY: usize = 1 << 18;

const WHY: &str = "an index in memory can be written and read";

/// The index of a run of pages: a document a section.
#[derive(Serialize, Deserialize)]
pub struct Block {
    /// How many pages.
    pub pages: u32,
    /// What the browser's files are made of.
    pub leaf: Leaf,
    /// The words as they are written, in order, and how many pages have each.
    forms: (Texts, Vec<u32>),
    /// The segment's files, by their endings.
    files: BTreeMap<String, ByteBuf>,
    /// What Tantivy says of the index that the segment is all of.
    meta: String,
}

/// Indexes pages; `keys` name them, where anything is kept.
pub fn blocks(pages: &[Searched], keys: &[Key], cache: &Cache) -> Vec<Block> {
    let readers = Mutex::new(Vec::new());
    let block = |range: Range<usize>| {
        let key = || Key::of("pages", keys.get(range.clone()).unwrap_or_default());
        cache.or_make(key, || {
            // What a reader has read makes it faster.
            let mut reader: Reader = readers
                .lock()
                .expect("nobody panics while it is held")
                .pop()
                .unwrap_or_default();
            let block = Block::of(&pages[range.clone()], &mut reader);
            readers
                .lock()
                .expect("nobody panics while it is held")
                .push(reader);
            block
        })
    };
    runs(pages).into_par_iter().map(block).collect()
}

/// Runs of pages: where one ends depends on the pages nearby, so that a page more moves few ends.
fn runs(pages: &[Searched]) -> Vec<Range<usize>> {
    let together = (pages.len() / SEGMENTS).next_power_of_two().max(TOGETHER);
    let mut runs = cut(pages.iter().map(|page| (page.file.as_str(), 1)), together);
    if runs.is_empty() {
        // A site without pages has an index too.
        runs.push(0..0);
    }
    runs
}

impl Block {
    fn of(pages: &[Searched], reader: &mut Reader) -> Self {
        let (schema, fields) = Fields::schema();
        let memory = RamDirectory::create();
        // No field is stored: nothing is worth a thread.
        let settings = IndexSettings {
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let builder = Index::builder()
            .schema(schema)
            .tokenizers(tokenizers())
            .settings(settings);
        let mut writer = builder
            .single_segment_index_writer(memory.clone(), MEMORY)
            .expect(WHY);
        let (terms, forms) = reader.pages(pages);
        for (number, (page, terms)) in pages.iter().zip(&terms).enumerate() {
            for document in documents(number, page, terms, fields) {
                writer.add_document(document).expect(WHY);
            }
        }
        let index: Index = writer.finalize().expect(WHY);
        // There is one, but for a site without pages.
        let segments = index.searchable_segments().expect(WHY);
        let leaf = segments
            .first()
            .map(|segment| Leaf::of(&SegmentReader::open(segment).expect(WHY), &terms));
        let drawn = segments
            .first()
            .map(|segment| segment.id().uuid_string())
            .unwrap_or_default();
        let mut files = BTreeMap::new();
        for path in index.directory().list_managed_files() {
            // Not all that it manages has come to be.
            if let Some(ending) = path.to_string_lossy().strip_prefix(&format!("{drawn}."))
                && let Ok(bytes) = memory
                    .open_read(&path)
                    .map(|file| file.read_bytes().expect(WHY))
            {
                files.insert(ending.to_owned(), ByteBuf::from(bytes.as_slice()));
            }
        }
        let meta = memory.atomic_read(Path::new("meta.json")).expect(WHY);
        let meta = String::from_utf8_lossy(&meta).into_owned();
        let mut names = Texts::default();
        forms.iter().for_each(|(form, _)| names.push(form));
        let forms = (names, forms.into_iter().map(|(_, pages)| pages).collect());
        Self {
            pages: pages.len() as u32,
            leaf: leaf.unwrap_or_default(),
            forms,
            files,
            meta,
        }
    }

    /// The words as they are written, in order, each with how many pages have it.
    pub fn forms(&self) -> impl Iterator<Item = (&str, u32)> {
        self.forms.0.iter().zip(self.forms.1.iter().copied())
    }
}

/// The files of an index, below [`FOLDER`].
pub fn files(pages: &[Searched], blocks: Vec<Block>, forms: &[(String, u32)]) -> Vec<Output> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut meta = Value::Null;
    let mut names = String::new();
    let mut rest = pages;
    for (number, block) in blocks.into_iter().enumerate() {
        let (of_block, behind) = rest.split_at(block.pages as usize);
        rest = behind;
        of_block
            .iter()
            .for_each(|page| names.extend([page.file.as_str(), "\n"]));
        names.push('\n');
        // Tantivy draws lots for a segment's name: the same site would have other bytes each time.
        let name = format!("{number:032x}");
        let mut own: Value = serde_json::from_str(&block.meta).expect(WHY);
        own["segments"]
            .as_array_mut()
            .into_iter()
            .flatten()
            .for_each(|own| own["segment_id"] = hyphened(&name).into());
        match meta["segments"].as_array_mut() {
            Some(segments) => segments.extend(
                own["segments"]
                    .as_array_mut()
                    .into_iter()
                    .flatten()
                    .map(Value::take),
            ),
            None => meta = own,
        }
        files.extend(
            block
                .files
                .into_iter()
                .map(|(ending, bytes)| (format!("{name}.{ending}"), bytes.into_vec())),
        );
    }
    files.insert("meta.json".to_owned(), meta.to_string().into_bytes());
    files.insert(expand::FILE.to_owned(), expand::write(forms).into_bytes());
    files.insert(PAGES.to_owned(), names.into_bytes());
    let output = |(name, bytes)| Output {
        path: format!("{FOLDER}/{name}"),
        content: Content::Bytes(bytes),
    };
    files.into_iter().map(output).collect()
}

/// How `meta.json` writes a segment's name.
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

fn documents(
    number: usize,
    page: &Searched,
    terms: &Terms,
    fields: Fields,
) -> Vec<TantivyDocument> {
    let shift = texts::shift(page);
    let of_page = page
        .tags
        .iter()
        .map(|tag| (Filter::Tag, tag))
        .chain([(Filter::Place, &page.place)]);
    let of_page: Vec<String> = of_page
        .map(|(filter, value)| filter.term(&value.to_lowercase()))
        .collect();
    let sections = page.sections.iter().zip(&terms.sections).enumerate();
    let document = |(at, (section, of)): (usize, (&Section, &OfSection))| {
        let mut document = TantivyDocument::default();
        let mut add = |field, range: &Range<usize>| {
            if !range.is_empty() {
                document.add_text(field, terms.part(range));
            }
        };
        add(
            if at == 0 {
                fields.title
            } else {
                fields.heading
            },
            &of.name,
        );
        add(fields.body, &of.body);
        add(fields.code, &of.code);
        add(fields.identifiers, &of.identifiers);
        add(fields.above, &terms.folders);
        if at == 0 {
            add(fields.tags, &terms.tags);
            add(fields.about, &terms.about);
            add(fields.page, &terms.page);
        } else {
            add(fields.above, &terms.title);
            add(fields.above, &of.above);
        }
        let own = [
            (Filter::Kind, section.kind),
            (Filter::Status, section.status),
        ];
        let own = own
            .into_iter()
            .filter_map(|(filter, value)| Some(filter.term(value?)));
        let opens = section.opens.then(|| OPENS.to_owned());
        own.chain(opens)
            .chain(of_page.iter().cloned())
            .for_each(|filter| document.add_text(fields.filters, filter));
        for name in terms.part(&of.names).split_terminator(' ') {
            let name = if at == 0 {
                name.to_owned()
            } else {
                format!("{SECTION}{name}")
            };
            document.add_text(fields.filters, name);
        }
        document.add_f64(fields.boost, page.boost);
        document.add_u64(fields.number, number as u64);
        document.add_u64(fields.section, at as u64);
        document.add_u64(fields.chunk, (at >> shift) as u64);
        document.add_u64(fields.line, section.line.into());
        document
    };
    sections.map(document).collect()
}
