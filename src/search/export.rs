//! The index as files for browsers: the same terms, postings, frequencies, norms and
//! positions, in pieces that are fetched one by one.
//!
//! `index.bin` names the pieces; `theme/search/` reads them. A section is its page's
//! number and its own number in the page, so an edit moves no other page's sections.
//! What can be worked out is not there: the field `page`, and how many sections a term
//! is in.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::expand::class;
use super::fields::Fields;
use super::index::Indexed;
use super::pieces::{self, Found, Places};
use super::sections::Searched;
use super::shards::{FOLDER, Shelf, cut, seal};
use super::texts::Deflater;
use crate::output::{Content, Output};

/// The form of these files; `theme/search/shards.mjs` reads no other.
const VERSION: u32 = 2;

/// Bytes of a piece, about: of what is fetched for a word, for a word of a phrase, and
/// to complete or mend one.
const WORDS: usize = 2_000;
const POSITIONS: usize = 8_000;
const FORMS: usize = 2_000;

/// How many pieces `index.bin` names itself, and how many a part of their directory does.
const MANY: usize = 96;
const TOGETHER: usize = 32;

const WHY: &str = "an index in memory can be read";

/// The files of an index of these pages.
pub fn files(pages: &[Searched], indexed: &Indexed) -> Vec<Output> {
    let mut shelf = Shelf::default();
    let mut deflater = Deflater::default();
    let export = indexed.segment().as_ref().map(Export::of);
    let forms: Vec<(String, u32)> = indexed.forms.iter().map(|(form, pages)| (form.clone(), class(*pages))).collect();
    let places: Vec<(u32, u32)> = pages
        .iter()
        .zip(0..)
        .flat_map(|(page, number)| (0..page.sections.len() as u32).map(move |section| (number, section)))
        .collect();
    let ((words, positions), (forms, endings)) = rayon::join(
        || export.as_ref().map(|export| (export.words(&places), export.positions())).unwrap_or_default(),
        || (names(&forms), names(&reversed(&forms))),
    );
    let values = Values::of(pages);
    let norms = |document| export.as_ref().map_or([0, 0], |export| export.norms(document));
    // Few searches have a phrase: its directory is fetched for those alone.
    let positions = json(&positions.put(&mut shelf, &mut deflater));
    let index = serde_json::json!({
        "version": VERSION,
        "sections": places.len(),
        "lengths": export.as_ref().map(|export| export.lengths.clone()).unwrap_or_default(),
        "count": pages.len(),
        "pages": shelf.put(table(pages, &values, norms)),
        "words": words.put(&mut shelf, &mut deflater),
        "forms": forms.put(&mut shelf, &mut deflater),
        "endings": endings.put(&mut shelf, &mut deflater),
        "positions": shelf.put(deflater.deflate(&positions)),
        "kinds": values.kinds,
        "statuses": values.statuses,
        "places": values.places,
        "tags": values.tags,
        "boosts": values.boosts,
    });
    let index = seal(deflater.deflate(&json(&index)));
    let mut files = vec![Output { path: format!("{FOLDER}/index.bin"), content: Content::Bytes(index) }];
    files.extend(shelf.files());
    files
}

/// Pieces of a sorted list: what each starts with, and its bytes.
#[derive(Default)]
struct Pieces(Vec<(String, Vec<u8>)>);

/// Where pieces lie: what each starts with, and their names, one behind the other.
#[derive(Serialize)]
struct Directory {
    starts: Vec<String>,
    names: String,
    /// How many directories lie between this one and the pieces.
    depth: u32,
}

impl Pieces {
    /// Cuts entries, each with its size, and writes the pieces.
    fn of<'e, S>(
        entries: impl Iterator<Item = (&'e str, usize)> + Clone,
        target: usize,
        state: impl Fn() -> S + Sync + Send,
        write: impl Fn(&mut S, Range<usize>) -> Vec<u8> + Sync + Send,
    ) -> Self {
        let names: Vec<&str> = entries.clone().map(|(name, _)| name).collect();
        let start = |at: usize| {
            let before = at.checked_sub(1).map_or("", |before| names[before]);
            shortest(before, names[at]).to_owned()
        };
        let ranges = cut(entries, target);
        let ranges = ranges.into_par_iter().with_min_len(16);
        Self(ranges.map_init(state, |state, range| (start(range.start), write(state, range))).collect())
    }

    /// Puts them on the shelf. Of many, the directory is cut into pieces itself: then
    /// only the parts of it are fetched that name what is looked for.
    fn put(self, shelf: &mut Shelf, deflater: &mut Deflater) -> Directory {
        let (starts, bytes): (Vec<_>, Vec<_>) = self.0.into_iter().unzip();
        let names: Vec<String> = bytes.into_iter().map(|bytes| shelf.put(bytes)).collect();
        if names.len() <= MANY {
            return Directory { starts, names: names.concat(), depth: 0 };
        }
        let mut parts = Directory { starts: Vec::new(), names: String::new(), depth: 1 };
        for range in cut(starts.iter().map(|start| (start.as_str(), 1)), TOGETHER) {
            let part =
                Directory { starts: starts[range.clone()].to_vec(), names: names[range.clone()].concat(), depth: 0 };
            parts.starts.push(starts[range.start].clone());
            parts.names.push_str(&shelf.put(deflater.deflate(&json(&part))));
        }
        parts
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("text and numbers are always JSON")
}

/// The shortest beginning of a name that stands behind the name before it.
fn shortest<'n>(before: &str, name: &'n str) -> &'n str {
    let ends = name.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.map(|end| &name[..end]).find(|start| *start > before).unwrap_or(name)
}

/// What an index holds, ready to be written.
struct Export {
    /// Each of the fields whose postings are written, with its flag.
    fields: Vec<(usize, Arc<InvertedIndexReader>)>,
    /// The terms in order, each with the fields that have it and where they have it.
    terms: Vec<(String, Vec<(usize, TermInfo)>)>,
    /// How many terms each field has in all, by its name.
    lengths: BTreeMap<String, u64>,
    title: FieldNormReader,
    page: FieldNormReader,
}

impl Export {
    fn of(segment: &SegmentReader) -> Self {
        let (schema, fields) = Fields::schema();
        let inverted = |field| segment.inverted_index(field).expect(WHY);
        let written: Vec<_> = [
            (pieces::BODY, fields.body),
            (pieces::CODE, fields.code),
            (pieces::ABOVE, fields.above),
            // No section has both.
            (pieces::NAME, fields.title),
            (pieces::NAME, fields.heading),
            (pieces::ABOUT, fields.about),
            (pieces::TAGS, fields.tags),
            (pieces::IDENTIFIERS, fields.identifiers),
        ]
        .map(|(flag, field)| (flag, inverted(field)))
        .into();
        let mut terms: BTreeMap<String, Vec<(usize, TermInfo)>> = BTreeMap::new();
        for (at, (_, reader)) in written.iter().enumerate() {
            each(reader, |term, info| terms.entry(term.to_owned()).or_default().push((at, info.clone())));
        }
        let length = |field| (schema.get_field_name(field).to_owned(), inverted(field).total_num_tokens());
        Self {
            fields: written,
            terms: terms.into_iter().collect(),
            lengths: fields.weighed().iter().map(|(field, _)| length(*field)).collect(),
            title: segment.get_fieldnorms_reader(fields.title).expect(WHY),
            page: segment.get_fieldnorms_reader(fields.page).expect(WHY),
        }
    }

    /// How long the title and the page of a document are, as Tantivy keeps it.
    fn norms(&self, document: u32) -> [u8; 2] {
        [self.title.fieldnorm_id(document), self.page.fieldnorm_id(document)]
    }

    /// The terms, each with where it is and how often.
    fn words(&self, places: &[(u32, u32)]) -> Pieces {
        let size = |term: &TermInfo| term.postings_range.len() + 2;
        let entries = self.terms.iter().map(|(term, infos)| {
            (term.as_str(), term.len() / 2 + infos.iter().map(|(_, info)| size(info)).sum::<usize>())
        });
        let state = || vec![None; self.fields.len()];
        Pieces::of(entries, WORDS, state, |blocks, range| {
            let (terms, infos): (Vec<&str>, Vec<_>) =
                self.terms[range].iter().map(|(term, infos)| (term.as_str(), infos)).unzip();
            pieces::words(&terms, |term, found| {
                for (at, info) in infos[term] {
                    let (flag, _) = self.fields[*at];
                    let postings = self.postings(*at, info, &mut blocks[*at]);
                    while postings.block_len() > 0 {
                        let list = postings.docs().iter().zip(postings.freqs());
                        let place = |document: u32| places[document as usize];
                        found.extend(list.map(|(&document, &times)| Found { place: place(document), flag, times }));
                        postings.advance();
                    }
                }
                // Each field's are in order.
                found.sort_by_key(|found| (found.place, found.flag));
            })
        })
    }

    /// The postings of a term in a field, in what was made for another one.
    fn postings<'b>(
        &self,
        field: usize,
        info: &TermInfo,
        blocks: &'b mut Option<BlockSegmentPostings>,
    ) -> &'b mut BlockSegmentPostings {
        let reader = &self.fields[field].1;
        if let Some(blocks) = blocks.as_mut() {
            reader.reset_block_postings_from_terminfo(info, blocks).expect(WHY);
        }
        blocks.get_or_insert_with(|| {
            reader.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs).expect(WHY)
        })
    }

    /// The terms, each with where it stands in each field that keeps that.
    fn positions(&self) -> Pieces {
        let with_positions = |infos: &[(usize, TermInfo)]| -> Vec<(usize, TermInfo)> {
            infos.iter().filter(|(at, _)| self.fields[*at].0 != pieces::ABOVE).cloned().collect()
        };
        let terms: Vec<(&str, Vec<(usize, TermInfo)>)> =
            self.terms.iter().map(|(term, infos)| (term.as_str(), with_positions(infos))).collect();
        let entries = terms.iter().map(|(term, infos)| {
            (*term, term.len() / 2 + infos.iter().map(|(_, info)| info.positions_range.len()).sum::<usize>())
        });
        Pieces::of(entries, POSITIONS, Places::default, |places, range| {
            let (terms, infos): (Vec<&str>, Vec<_>) = terms[range].iter().map(|(term, infos)| (*term, infos)).unzip();
            pieces::positions(places, &terms, |term, places| self.places(infos[term], places))
        })
    }

    /// Where a term stands, field by field.
    fn places(&self, infos: &[(usize, TermInfo)], places: &mut Places) {
        let mut of_one = Vec::new();
        for (at, info) in infos {
            let (flag, reader) = &self.fields[*at];
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = reader.read_postings_from_terminfo(info, option).expect(WHY);
            while postings.doc() != TERMINATED {
                postings.positions(&mut of_one);
                places.push(postings.doc(), *flag, &of_one);
                postings.advance();
            }
        }
    }
}

fn each(reader: &InvertedIndexReader, mut act: impl FnMut(&str, &TermInfo)) {
    let mut stream = reader.terms().stream().expect(WHY);
    while stream.advance() {
        act(std::str::from_utf8(stream.key()).expect("terms are text"), stream.value());
    }
}

/// Names in order, each with a number.
fn names(names: &[(String, u32)]) -> Pieces {
    Pieces::of(
        names.iter().map(|(name, _)| (name.as_str(), name.len())),
        FORMS,
        || (),
        |(), range| pieces::names(&names[range]),
    )
}

/// The names from their ends: what is mended may differ at its beginning.
fn reversed(names: &[(String, u32)]) -> Vec<(String, u32)> {
    let mut reversed: Vec<(String, u32)> =
        names.iter().map(|(name, class)| (name.chars().rev().collect(), *class)).collect();
    reversed.sort();
    reversed
}

/// The values that pages are chosen by, each once.
struct Values {
    kinds: Vec<String>,
    statuses: Vec<String>,
    places: Vec<String>,
    tags: Vec<String>,
    boosts: Vec<f64>,
}

impl Values {
    fn of(pages: &[Searched]) -> Self {
        let sections = || pages.iter().flat_map(|page| &page.sections);
        let mut boosts: Vec<f64> = pages.iter().map(|page| page.boost).chain([1.0]).collect();
        boosts.sort_by(f64::total_cmp);
        boosts.dedup();
        Self {
            kinds: once(sections().filter_map(|section| section.kind)),
            statuses: once(sections().filter_map(|section| section.status)),
            places: once(pages.iter().map(|page| page.place.as_str())),
            tags: once(pages.iter().flat_map(|page| page.tags.iter().map(String::as_str))),
            boosts,
        }
    }
}

/// In lower case, as they are asked for.
fn once<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    values.map(str::to_lowercase).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// What is known of each page beside its words.
fn table(pages: &[Searched], values: &Values, norms: impl Fn(u32) -> [u8; 2]) -> Vec<u8> {
    let at = |all: &[String], value: &str| all.binary_search(&value.to_lowercase()).map_or(0, |at| at as u32 + 1);
    let mut document = 0;
    let rows = pages.iter().map(|page| {
        let [title, length] = norms(document);
        document += page.sections.len() as u32;
        let facts = |section: &super::sections::Section| {
            let kind = section.kind.map_or(0, |kind| at(&values.kinds, kind));
            [kind, section.status.map_or(0, |status| at(&values.statuses, status))]
        };
        let mut before = [0, 0];
        let mut changes = Vec::new();
        for (number, section) in page.sections.iter().enumerate() {
            if section.opens || facts(section) != before {
                before = facts(section);
                changes.push((number as u32, before, section.opens));
            }
        }
        pieces::Row {
            title,
            length,
            shift: super::texts::shift(page),
            boost: values.boosts.binary_search_by(|boost| boost.total_cmp(&page.boost)).unwrap_or(0) as u32,
            place: at(&values.places, &page.place),
            tags: page.tags.iter().map(|tag| at(&values.tags, tag)).collect(),
            changes,
        }
    });
    pieces::table(rows)
}
