//! A run of neighbouring pages as a segment of a Tantivy index.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use tantivy::directory::{Directory, RamDirectory};
use tantivy::{Index, IndexSettings, SegmentReader};

use super::document::documents;
use super::fields::{IndexFields, tokenizers};
use super::lists::Texts;
use super::search_page::SearchPage;
use super::segment_postings::SegmentPostings;
use super::terms::{TermReader, Terms, WrittenForm};

/// Bytes that Tantivy makes its table of terms for; it grows. A table larger than the
/// processor's cache is slower.
const MEMORY: usize = 1 << 18;

/// The reason that Tantivy cannot fail here.
pub const WHY: &str = "an index in memory can be written and read";

/// The index of a run of pages: a document a section.
#[derive(Serialize, Deserialize)]
pub struct IndexSegment {
    /// The number of pages.
    pub pages: u32,
    /// The source of the files for browsers.
    pub postings: SegmentPostings,
    /// The written words in order, with the number of pages that have each.
    forms: FormColumns,
    /// The segment's files, by the endings of their names.
    pub files: BTreeMap<String, ByteBuf>,
    /// Tantivy's `meta.json` for an index of this segment alone.
    pub meta: String,
}

/// Written words, and the number of pages with each.
#[derive(Default, Serialize, Deserialize)]
struct FormColumns {
    names: Texts,
    pages: Vec<u32>,
}

impl IndexSegment {
    /// Indexes pages.
    pub fn of(pages: &[SearchPage], reader: &mut TermReader) -> Self {
        let (terms, forms) = reader.pages(pages);
        let memory = RamDirectory::create();
        let index = write(pages, &terms, &memory);
        // A site without pages has none.
        let segments = index.searchable_segments().expect(WHY);
        let (postings, drawn) = match segments.first() {
            Some(segment) => {
                let reader = SegmentReader::open(segment).expect(WHY);
                let postings = SegmentPostings::of(&reader, &terms);
                (postings, segment.id().uuid_string())
            }
            None => (SegmentPostings::default(), String::new()),
        };
        let meta = Path::new("meta.json");
        let meta = memory.atomic_read(meta).expect(WHY);
        Self {
            pages: pages.len() as u32,
            postings,
            forms: FormColumns::of(forms),
            files: files(&index, &memory, &drawn),
            meta: String::from_utf8_lossy(&meta).into_owned(),
        }
    }

    /// The written words in order, each with the number of pages that have it.
    pub fn forms(&self) -> impl Iterator<Item = (&str, u32)> {
        let FormColumns { names, pages } = &self.forms;
        names.iter().zip(pages.iter().copied())
    }
}

/// Writes pages with these terms as an index in memory.
fn write(pages: &[SearchPage], terms: &[Terms], memory: &RamDirectory) -> Index {
    let (schema, fields) = IndexFields::schema();
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
    let read = pages.iter().zip(terms);
    for (number, (page, terms)) in read.enumerate() {
        for document in documents(number, page, terms, fields) {
            writer.add_document(document).expect(WHY);
        }
    }
    writer.finalize().expect(WHY)
}

/// The files of the segment with the name that Tantivy drew, by their endings.
fn files(index: &Index, memory: &RamDirectory, drawn: &str) -> BTreeMap<String, ByteBuf> {
    let start = format!("{drawn}.");
    let mut files = BTreeMap::new();
    for path in index.directory().list_managed_files() {
        // Tantivy also lists files that it has not written.
        if let Some(ending) = path.to_string_lossy().strip_prefix(&start)
            && let Ok(file) = memory.open_read(&path)
        {
            let bytes = file.read_bytes().expect(WHY);
            files.insert(ending.to_owned(), ByteBuf::from(bytes.as_slice()));
        }
    }
    files
}

impl FormColumns {
    fn of(forms: Vec<WrittenForm>) -> Self {
        let mut columns = Self::default();
        for WrittenForm { form, pages } in forms {
            columns.names.push(&form);
            columns.pages.push(pages);
        }
        columns
    }
}
