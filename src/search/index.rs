//! Pages as a Tantivy index.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use tantivy::directory::{Directory, RamDirectory};
use tantivy::{Index, IndexSettings, SegmentReader, TantivyDocument};

use super::fields::{Fields, tokenizers};
use super::sections::{Searched, Section};
use super::terms::{Forms, OfSection, Terms};
use super::texts;
use super::{expand, terms};
use crate::output::{Content, Output};

/// Where the index lies in the built site; nothing there is served or published.
pub const FOLDER: &str = ".bf-docs/search";

/// The name of the file with the pages' files, from the docs folder: a line each.
pub const PAGES: &str = "pages.txt";

/// The name of the one segment. Tantivy draws lots for it: the same site would
/// have other bytes each time.
const SEGMENT: &str = "00000000000000000000000000000000";

/// Bytes that Tantivy makes its table of terms for; it grows. A table larger than the
/// processor's cache is slower.
const MEMORY: usize = 1 << 20;

const WHY: &str = "an index in memory can be written and read";

/// An index in memory: one segment, a document a section.
pub struct Indexed {
    memory: RamDirectory,
    index: Index,
    /// The words as they are written.
    pub forms: Forms,
    /// The files of the pages, a line each.
    pages: String,
}

/// Indexes pages.
pub fn index(pages: &[Searched]) -> Indexed {
    let (schema, fields) = Fields::schema();
    let memory = RamDirectory::create();
    // No field is stored: nothing is worth a thread.
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let builder = Index::builder().schema(schema).tokenizers(tokenizers()).settings(settings);
    let mut writer = builder.single_segment_index_writer(memory.clone(), MEMORY).expect(WHY);
    let (terms, forms) = terms::read(pages);
    let files = pages.iter().flat_map(|page| [page.file.as_str(), "\n"]).collect();
    for (number, (page, terms)) in pages.iter().zip(terms).enumerate() {
        for document in documents(number, page, &terms, fields) {
            writer.add_document(document).expect(WHY);
        }
    }
    Indexed { memory, index: writer.finalize().expect(WHY), forms, pages: files }
}

impl Indexed {
    /// Its one segment; none where there is no document.
    pub fn segment(&self) -> Option<SegmentReader> {
        let segments = self.index.searchable_segments().expect(WHY);
        segments.first().map(|segment| SegmentReader::open(segment).expect(WHY))
    }

    /// Its files, below [`FOLDER`].
    pub fn files(&self) -> Vec<Output> {
        let names: BTreeSet<_> = self.index.directory().list_managed_files().into_iter().collect();
        let segments = self.index.searchable_segment_ids().expect(WHY);
        let drawn = segments.first().map(|segment| segment.uuid_string()).unwrap_or_default();
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for path in names {
            let name = path.to_string_lossy().replace(&drawn, SEGMENT);
            // Not all that it manages has come to be.
            let bytes = self.memory.open_read(&path).ok().and_then(|file| file.read_bytes().ok());
            files.extend(bytes.map(|bytes| (name, bytes.as_slice().to_vec())));
        }
        let meta = self.memory.atomic_read(Path::new("meta.json")).expect(WHY);
        let meta = String::from_utf8_lossy(&meta).replace(&index_name(&drawn), &index_name(SEGMENT));
        files.insert("meta.json".to_owned(), meta.into_bytes());
        files.insert(expand::FILE.to_owned(), expand::write(&self.forms).into_bytes());
        files.insert(PAGES.to_owned(), self.pages.as_bytes().to_vec());
        let output = |(name, bytes)| Output { path: format!("{FOLDER}/{name}"), content: Content::Bytes(bytes) };
        files.into_iter().map(output).collect()
    }
}

/// How `meta.json` writes a segment's name: with hyphens.
fn index_name(uuid: &str) -> String {
    let part = |range: std::ops::Range<usize>| uuid.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

fn documents(number: usize, page: &Searched, terms: &Terms, fields: Fields) -> Vec<TantivyDocument> {
    let shift = texts::shift(page);
    let tags: Vec<String> = page.tags.iter().map(|tag| tag.to_lowercase()).collect();
    let place = page.place.to_lowercase();
    let sections = page.sections.iter().zip(&terms.sections).enumerate();
    let document = |(at, (section, of)): (usize, (&Section, &OfSection))| {
        let mut document = TantivyDocument::default();
        let mut add = |field, range: &Range<usize>| {
            if !range.is_empty() {
                document.add_text(field, terms.part(range));
            }
        };
        add(if at == 0 { fields.title } else { fields.heading }, &of.name);
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
        let filters = [
            (fields.kind, section.kind),
            (fields.status, section.status),
            (fields.place, Some(place.as_str())),
            (fields.opens, section.opens.then_some("yes")),
        ];
        let filters = filters.into_iter().filter_map(|(field, value)| Some((field, value?)));
        for (field, value) in filters.chain(tags.iter().map(|tag| (fields.tag, tag.as_str()))) {
            document.add_text(field, value);
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
