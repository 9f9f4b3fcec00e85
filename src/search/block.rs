//! A run of neighbouring pages as a segment of a Tantivy index.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use tantivy::directory::{Directory, RamDirectory};
use tantivy::{Index, IndexSettings, SegmentReader};

use super::document::documents;
use super::fields::{Fields, tokenizers};
use super::leaf::Leaf;
use super::lists::Texts;
use super::searched::Searched;
use super::terms::{TermReader, Terms, WrittenForm};

/// Bytes that Tantivy makes its table of terms for; it grows. A table larger than the
/// processor's cache is slower.
const MEMORY: usize = 1 << 18;

/// Why Tantivy has no trouble here.
pub const WHY: &str = "an index in memory can be written and read";

/// The index of a run of pages: a document a section.
#[derive(Serialize, Deserialize)]
pub struct Block {
    /// How many pages.
    pub pages: u32,
    /// What the browser's files are made of.
    pub leaf: Leaf,
    /// The words as they are written, in order, and how many pages have each.
    forms: FormColumns,
    /// The segment's files, by the endings of their names.
    pub files: BTreeMap<String, ByteBuf>,
    /// What Tantivy says of the index that the segment is all of.
    pub meta: String,
}

/// Words as they are written, and how many pages have each.
#[derive(Default, Serialize, Deserialize)]
struct FormColumns {
    names: Texts,
    pages: Vec<u32>,
}

impl Block {
    /// Indexes pages.
    pub fn of(pages: &[Searched], reader: &mut TermReader) -> Self {
        let (terms, forms) = reader.pages(pages);
        let memory = RamDirectory::create();
        let index = write(pages, &terms, &memory);
        // There is one, but for a site without pages.
        let segments = index.searchable_segments().expect(WHY);
        let (leaf, drawn) = match segments.first() {
            Some(segment) => {
                let reader = SegmentReader::open(segment).expect(WHY);
                let leaf = Leaf::of(&reader, &terms);
                (leaf, segment.id().uuid_string())
            }
            None => (Leaf::default(), String::new()),
        };
        let meta = Path::new("meta.json");
        let meta = memory.atomic_read(meta).expect(WHY);
        Self {
            pages: pages.len() as u32,
            leaf,
            forms: FormColumns::of(forms),
            files: files(&index, &memory, &drawn),
            meta: String::from_utf8_lossy(&meta).into_owned(),
        }
    }

    /// The words as they are written, in order, each with how many pages have it.
    pub fn forms(&self) -> impl Iterator<Item = (&str, u32)> {
        let FormColumns { names, pages } = &self.forms;
        names.iter().zip(pages.iter().copied())
    }
}

/// Writes pages with these terms as an index in memory.
fn write(pages: &[Searched], terms: &[Terms], memory: &RamDirectory) -> Index {
    let (schema, fields) = Fields::schema();
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

/// The files of the segment that Tantivy has named so, by the endings of their names.
fn files(index: &Index, memory: &RamDirectory, drawn: &str) -> BTreeMap<String, ByteBuf> {
    let start = format!("{drawn}.");
    let mut files = BTreeMap::new();
    for path in index.directory().list_managed_files() {
        // Not all that it manages has come to be.
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
