//! Sections as the files of a Tantivy index.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tantivy::directory::{Directory, RamDirectory};
use tantivy::schema::Field;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, TantivyDocument};

use super::fields::Fields;
use super::sections::Section;
use super::words::{Reader, Word};
use crate::output::{Content, Output};

/// Where the index lies in the built site; nothing there is served or published.
pub const FOLDER: &str = ".bf-docs/search";

/// The name of the one segment. Tantivy draws lots for it: the same site would
/// have other bytes each time.
const SEGMENT: &str = "00000000000000000000000000000000";

/// Bytes that Tantivy may hold before it writes.
const MEMORY: usize = 256 << 20;

/// The files of an index of these sections.
pub fn files(sections: &[Section]) -> Vec<Output> {
    let (schema, fields) = Fields::schema();
    let memory = RamDirectory::create();
    let why = "an index in memory can be written";
    let mut writer = Index::builder().schema(schema).single_segment_index_writer(memory.clone(), MEMORY).expect(why);
    let mut reader = Reader::default();
    for section in sections {
        writer.add_document(document(section, fields, &mut reader)).expect(why);
    }
    let index = writer.finalize().expect(why);
    let names: BTreeSet<_> = index.directory().list_managed_files().into_iter().collect();
    let segments = index.searchable_segment_ids().expect(why);
    let drawn = segments.first().map(|segment| segment.uuid_string()).unwrap_or_default();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for path in names {
        let name = path.to_string_lossy().replace(&drawn, SEGMENT);
        // Not all that it manages has come to be.
        let bytes = memory.open_read(&path).ok().and_then(|file| file.read_bytes().ok());
        files.extend(bytes.map(|bytes| (name, bytes.as_slice().to_vec())));
    }
    let meta = memory.atomic_read(Path::new("meta.json")).expect(why);
    let meta = String::from_utf8_lossy(&meta).replace(&index_name(&drawn), &index_name(SEGMENT));
    files.insert("meta.json".to_owned(), meta.into_bytes());
    let output = |(name, bytes)| Output { path: format!("{FOLDER}/{name}"), content: Content::Bytes(bytes) };
    files.into_iter().map(output).collect()
}

/// How `meta.json` writes a segment's name.
fn index_name(uuid: &str) -> String {
    [
        &uuid[..8.min(uuid.len())],
        uuid.get(8..12).unwrap_or_default(),
        uuid.get(12..16).unwrap_or_default(),
        uuid.get(16..20).unwrap_or_default(),
        uuid.get(20..).unwrap_or_default(),
    ]
    .join("-")
}

fn document(section: &Section, fields: Fields, reader: &mut Reader) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    let mut forms = BTreeSet::new();
    let mut add = |document: &mut TantivyDocument, field: Field, text: &str| {
        let words = reader.words(text);
        forms.extend(words.iter().map(|word| word.form.clone()));
        if !words.is_empty() {
            document.add_pre_tokenized_text(field, tokens(words, |word| word.term));
        }
    };
    let shown = &section.shown;
    let is_first = !shown.route.contains('#');
    add(&mut document, if is_first { fields.title } else { fields.heading }, &shown.heading);
    add(&mut document, fields.above, &section.above.join(" | "));
    add(&mut document, fields.body, &format!("{}\n{}", shown.text, section.about));
    add(&mut document, fields.code, &section.code);
    add(&mut document, fields.page, &section.page);
    add(&mut document, fields.tags, &section.tags.join(" | "));
    add(&mut document, fields.identifiers, &section.identifiers);
    for form in forms {
        document.add_pre_tokenized_text(
            fields.forms,
            tokens(vec![Word { term: String::new(), form, range: 0..0 }], |word| word.form),
        );
    }
    for tag in &section.tags {
        document.add_text(fields.tag, tag.to_lowercase());
    }
    for (field, value) in [
        (fields.kind, shown.kind.as_deref()),
        (fields.status, shown.status.as_deref()),
        (fields.place, Some(section.place.as_str())),
    ] {
        if let Some(value) = value {
            document.add_text(field, value.to_lowercase());
        }
    }
    document.add_f64(fields.boost, section.boost);
    document.add_text(fields.shown, serde_json::to_string(shown).expect("text and numbers are always JSON"));
    document
}

fn tokens(words: Vec<Word>, text: impl Fn(Word) -> String) -> PreTokenizedString {
    let token = |(position, word): (usize, Word)| {
        let (offset_from, offset_to) = (word.range.start, word.range.end);
        Token { offset_from, offset_to, position, text: text(word), position_length: 1 }
    };
    PreTokenizedString { text: String::new(), tokens: words.into_iter().enumerate().map(token).collect() }
}
