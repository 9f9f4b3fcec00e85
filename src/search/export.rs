//! The index as files for browsers: the same terms, postings, frequencies, norms and
//! positions, in pieces that are fetched one by one.
//!
//! `index.bin` names the pieces; `theme/search/` reads them. A section is its page's
//! number and its own number in the page, so an edit moves no other page's sections, and a new page
//! moves none ([`numbers`](super::numbers)). Browsers work out the rest: the field `page`, and the
//! number of sections with a term.

use std::ops::Range;

use serde_json::Value;

use super::directory::{Directory, ListPieces, json};
use super::expand::{ClassedForm, class};
use super::merged::{MergedTerms, TermEntry, letter};
use super::names::MARK;
use super::numbers::NumberedPages;
use super::pieces;
use super::positions::{TermPlaces, positions};
use super::segment::IndexSegment;
use super::segment_postings::SegmentPostings;
use super::shards::{FOLDER, PieceFiles, seal};
use super::table::table;
use super::terms::WrittenForm;
use super::texts::Deflater;
use super::values::Values;
use crate::cache::Cache;
use crate::output::{Content, Output};

/// The form of these files; `theme/search/shards.mjs` reads no other.
pub const VERSION: u32 = 4;

/// The rough size of a piece in bytes: of words, of positions for phrases, and of written words to
/// complete and mend.
const WORDS: usize = 700;
const POSITIONS: usize = 4000;
const FORMS: usize = 2_000;

/// The files of an index of these pages.
pub fn files(
    pages: &NumberedPages,
    blocks: &[IndexSegment],
    forms: &[WrittenForm],
    cache: &Cache,
) -> Vec<Output> {
    let mut pieces = PieceFiles::default();
    let mut deflater = Deflater::default();
    let values = Values::of(&pages.pages);
    let folders = values.folders_of(pages);
    let terms = MergedTerms::of(blocks, pages, &folders);
    let source = ListSource {
        terms: &terms,
        blocks,
        folders: &folders,
    };
    let lists = SearchLists::of(&source, forms, cache);
    let norms = blocks
        .iter()
        .flat_map(|block| block.postings.norms.iter().copied());
    let table = table(values.facts(&pages.pages, norms).zip(&pages.numbers));
    // Few searches have a phrase: its directory is fetched for those alone.
    let positions = json(&lists.positions.put(&mut pieces, &mut deflater));
    let names = PieceNames {
        pages: pieces.put(table),
        words: lists.words.put(&mut pieces, &mut deflater),
        forms: lists.forms.put(&mut pieces, &mut deflater),
        endings: lists.endings.put(&mut pieces, &mut deflater),
        positions: pieces.put(deflater.deflate(&positions)),
        // A search without words lists pages in the order of the site.
        order: pieces.put(deflater.deflate(&json(&pages.order))),
    };
    let index = json(&index(pages, &terms, &names, &values));
    let mut files = vec![Output {
        path: format!("{FOLDER}/index.bin"),
        content: Content::Bytes(seal(deflater.deflate(&index))),
    }];
    files.extend(pieces.files());
    files
}

/// The names of pieces that `index.bin` has.
struct PieceNames {
    /// The table of pages.
    pages: String,
    words: Directory,
    forms: Directory,
    endings: Directory,
    /// The file with the directory of positions.
    positions: String,
    /// The file with the pages' places in the site.
    order: String,
}

/// The content of `index.bin`.
fn index(
    numbered: &NumberedPages,
    terms: &MergedTerms,
    names: &PieceNames,
    values: &Values,
) -> Value {
    let pages = &numbered.pages;
    serde_json::json!({
        "version": VERSION,
        "sections": pages.iter().map(|page| page.sections.len()).sum::<usize>(),
        "lengths": terms.lengths(),
        "count": pages.len(),
        "groups": numbered.groups,
        "shift": numbered.shift,
        "order": names.order,
        "pages": names.pages,
        "words": names.words,
        "forms": names.forms,
        "endings": names.endings,
        "positions": names.positions,
        "kinds": values.kinds,
        "statuses": values.statuses,
        "places": values.places,
        "folders": values.places_of_folders(),
        "tags": values.tags,
        "boosts": values.boosts,
    })
}

/// The sorted lists that browsers look things up in.
struct SearchLists {
    /// The terms, each with where it is and how often.
    words: ListPieces,
    /// The terms of each group of pages, each with where it stands in each field that keeps that.
    positions: ListPieces,
    /// The words as they are written, each with the class of how many pages have it.
    forms: ListPieces,
    /// The same from their ends: what is mended may differ at its beginning.
    endings: ListPieces,
}

/// The source of the lists of terms.
struct ListSource<'s> {
    terms: &'s MergedTerms<'s>,
    blocks: &'s [IndexSegment],
    /// The number of each page's folder, by the page's number.
    folders: &'s [u32],
}

impl SearchLists {
    fn of(source: &ListSource, forms: &[WrittenForm], cache: &Cache) -> Self {
        let forms: Vec<ClassedForm> = forms.iter().map(classed).collect();
        let of_terms = || {
            let words = || list_words(source, cache);
            let positions = || list_positions(source, cache);
            rayon::join(words, positions)
        };
        let of_forms = || {
            let forwards = || list_names(&forms, cache);
            let backwards = || list_names(&reversed(&forms), cache);
            rayon::join(forwards, backwards)
        };
        let ((words, positions), (forms, endings)) = rayon::join(of_terms, of_forms);
        Self {
            words,
            positions,
            forms,
            endings,
        }
    }
}

fn classed(written: &WrittenForm) -> ClassedForm {
    ClassedForm {
        form: written.form.clone(),
        class: class(written.pages),
    }
}

fn list_words(source: &ListSource, cache: &Cache) -> ListPieces {
    let ListSource { terms, folders, .. } = source;
    let entries = terms.entries();
    let piece = |(): &mut (), range: Range<usize>| {
        let entries = &entries[range];
        let parts = || parts_of_words(terms, entries);
        let write = || {
            let names: Vec<&str> = entries.iter().map(|entry| &*entry.name).collect();
            pieces::words(&names, folders, |at, found| {
                for of in terms.in_segments(&entries[at]) {
                    found.extend(of.postings.found(of.number, of.numbers));
                }
            })
        };
        cache.memo_bytes("words", parts, write)
    };
    let sized = entries
        .iter()
        .map(|entry| (entry.name.as_ref(), entry.size));
    ListPieces::of(sized, WORDS, || (), piece)
}

/// The input of a piece of words.
fn parts_of_words<'t>(terms: &'t MergedTerms, entries: &'t [TermEntry]) -> Vec<&'t [u8]> {
    let mut parts: Vec<&[u8]> = Vec::new();
    for entry in entries {
        parts.push(entry.name.as_bytes());
        for of in terms.in_segments(entry) {
            parts.push(of.key.as_ref());
            parts.push(of.postings.bytes(of.number)[0]);
        }
    }
    parts
}

/// A term of a group of pages.
struct GroupTerm<'b> {
    /// The group's letter, and the term.
    name: String,
    postings: &'b SegmentPostings,
    /// The term's number there.
    number: usize,
}

fn list_positions(source: &ListSource, cache: &Cache) -> ListPieces {
    let ListSource { terms, blocks, .. } = source;
    let mut entries = Vec::new();
    for (group, block) in terms.group_numbers().zip(*blocks) {
        let postings = &block.postings;
        for (number, term) in postings.terms.iter().enumerate() {
            // Names have no positions.
            if !term.starts_with(MARK) {
                entries.push(GroupTerm {
                    name: format!("{}{term}", letter(group)),
                    postings,
                    number,
                });
            }
        }
    }
    let piece = |places: &mut TermPlaces, range: Range<usize>| {
        let entries = &entries[range];
        let parts = || entries.iter().flat_map(parts_of_positions);
        let write = || {
            let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            positions(places, &names, |at, places| {
                let GroupTerm {
                    postings, number, ..
                } = entries[at];
                postings.stands(number, |stand| places.push(stand));
            })
        };
        cache.memo_bytes("positions", parts, write)
    };
    let sized = entries.iter().map(|entry| {
        let (_, positions) = entry.postings.counts[entry.number];
        (entry.name.as_str(), 2 + positions as usize * 5 / 4)
    });
    ListPieces::of(sized, POSITIONS, TermPlaces::default, piece)
}

/// The input of a piece of positions.
fn parts_of_positions<'t>(entry: &'t GroupTerm) -> [&'t [u8]; 2] {
    [entry.name.as_bytes(), entry.postings.bytes(entry.number)[1]]
}

/// Names in order, each with a number.
fn list_names(names: &[ClassedForm], cache: &Cache) -> ListPieces {
    let sized = names.iter().map(|name| {
        let form = name.form.as_str();
        (form, form.len())
    });
    let piece = |(): &mut (), range: Range<usize>| {
        let names = &names[range];
        let parts = || names.iter().flat_map(name_key);
        cache.memo_bytes("names", parts, || pieces::names(names))
    };
    ListPieces::of(sized, FORMS, || (), piece)
}

fn name_key(name: &ClassedForm) -> [Vec<u8>; 2] {
    let form = name.form.as_bytes().to_vec();
    let class = name.class.to_le_bytes().to_vec();
    [form, class]
}

/// The names, each written backwards, in order.
fn reversed(names: &[ClassedForm]) -> Vec<ClassedForm> {
    let backwards = |name: &ClassedForm| ClassedForm {
        form: name.form.chars().rev().collect(),
        class: name.class,
    };
    let mut reversed: Vec<ClassedForm> = names.iter().map(backwards).collect();
    reversed.sort_unstable();
    reversed
}
