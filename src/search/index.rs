//! Sections as the files of a Tantivy index.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use rayon::prelude::*;

use tantivy::directory::{Directory, RamDirectory};
use tantivy::schema::Field;
use tantivy::{Index, TantivyDocument};

use super::fields::Fields;
use super::sections::Section;
use super::words::Lexicon;
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
    let terms: Vec<Terms> =
        sections.par_iter().map_init(Lexicon::default, |lexicon, section| terms(section, fields, lexicon)).collect();
    let pages = pages(sections, &terms, fields);
    for ((section, terms), page) in sections.iter().zip(terms).zip(&pages) {
        writer.add_document(document(section, terms, page, fields)).expect(why);
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

/// How `meta.json` writes a segment's name: with hyphens.
fn index_name(uuid: &str) -> String {
    let part = |range: std::ops::Range<usize>| uuid.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// A section as Tantivy gets it: of each field its terms, with a blank between two.
struct Terms {
    fields: Vec<(Field, String)>,
    /// Its words as they are written, each once.
    forms: String,
}

fn terms(section: &Section, fields: Fields, lexicon: &mut Lexicon) -> Terms {
    let shown = &section.shown;
    let texts = [
        (if section.first { fields.title } else { fields.heading }, shown.heading.as_str()),
        (fields.above, &section.above.join("\n")),
        (fields.body, &shown.text),
        (fields.about, &section.about),
        (fields.code, &section.code),
        (fields.tags, &section.tags.join("\n")),
        (fields.identifiers, &section.identifiers),
    ];
    let mut seen = HashSet::new();
    let mut read = |(field, text): (Field, &str)| {
        let mut terms = String::with_capacity(text.len() + 1);
        lexicon.read(text, |lexicon, id, _| {
            terms.push_str(lexicon.term(id));
            terms.push(' ');
            seen.insert(id);
        });
        (field, terms)
    };
    let fields = texts.into_iter().map(&mut read).collect();
    let mut forms: Vec<&str> = seen.iter().map(|id| lexicon.form(*id)).collect();
    forms.sort_unstable();
    Terms { fields, forms: forms.join(" ") }
}

fn document(section: &Section, terms: Terms, page: &str, fields: Fields) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    for (field, terms) in terms.fields {
        if !terms.is_empty() {
            document.add_text(field, terms);
        }
    }
    document.add_text(fields.forms, terms.forms);
    if !page.is_empty() {
        document.add_text(fields.page, page);
    }
    for tag in &section.tags {
        document.add_text(fields.tag, tag.to_lowercase());
    }
    let shown = &section.shown;
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

/// All terms of each page, for its first section: those of its headings and texts.
fn pages(sections: &[Section], terms: &[Terms], fields: Fields) -> Vec<String> {
    let mut pages = vec![String::new(); sections.len()];
    let mut first = 0;
    for (at, terms) in terms.iter().enumerate() {
        if sections[at].first {
            first = at;
        }
        for (field, terms) in &terms.fields {
            if [fields.title, fields.heading, fields.body, fields.about].contains(field) {
                pages[first].push_str(terms);
            }
        }
    }
    pages
}
