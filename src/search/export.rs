//! The index as files for browsers: the same terms, postings, frequencies, norms and
//! positions, in pieces that are fetched one by one.
//!
//! `index.bin` names the pieces; `theme/search/` reads them. A section is its page's
//! number and its own number in the page, so an edit moves no other page's sections.
//! Browsers work out the rest: the field `page`, and the number of sections with a term.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use super::directory::{Directory, ListPieces, json};
use super::expand::{ClassedForm, class};
use super::merged::{MergedTerms, TermInSegment};
use super::names::MARK;
use super::pieces;
use super::positions::{TermPlaces, positions};
use super::search_page::SearchPage;
use super::segment::IndexSegment;
use super::shards::{FOLDER, PieceFiles, seal};
use super::table::table;
use super::terms::WrittenForm;
use super::texts::Deflater;
use super::values::Values;
use crate::cache::Cache;
use crate::output::{Content, Output};

/// The form of these files; `theme/search/shards.mjs` reads no other.
pub const VERSION: u32 = 3;

/// The rough size of a piece in bytes: of words, of positions for phrases, and of written words to
/// complete and mend.
const WORDS: usize = 2_000;
const POSITIONS: usize = 8_000;
const FORMS: usize = 2_000;

/// The files of an index of these pages.
pub fn files(
    pages: &[SearchPage],
    blocks: &[IndexSegment],
    forms: &[WrittenForm],
    cache: &Cache,
) -> Vec<Output> {
    let mut pieces = PieceFiles::default();
    let mut deflater = Deflater::default();
    let terms = MergedTerms::of(blocks);
    let lists = SearchLists::of(&terms, forms, cache);
    let values = Values::of(pages);
    let norms = blocks
        .iter()
        .flat_map(|block| block.postings.norms.iter().copied());
    let table = table(values.facts(pages, norms));
    // Few searches have a phrase: its directory is fetched for those alone.
    let positions = json(&lists.positions.put(&mut pieces, &mut deflater));
    let names = PieceNames {
        pages: pieces.put(table),
        words: lists.words.put(&mut pieces, &mut deflater),
        forms: lists.forms.put(&mut pieces, &mut deflater),
        endings: lists.endings.put(&mut pieces, &mut deflater),
        positions: pieces.put(deflater.deflate(&positions)),
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
}

/// The content of `index.bin`.
fn index(pages: &[SearchPage], terms: &MergedTerms, names: &PieceNames, values: &Values) -> Value {
    serde_json::json!({
        "version": VERSION,
        "sections": pages.iter().map(|page| page.sections.len()).sum::<usize>(),
        "lengths": terms.lengths(),
        "count": pages.len(),
        "pages": names.pages,
        "words": names.words,
        "forms": names.forms,
        "endings": names.endings,
        "positions": names.positions,
        "kinds": values.kinds,
        "statuses": values.statuses,
        "places": values.places,
        "tags": values.tags,
        "boosts": values.boosts,
    })
}

/// The sorted lists that browsers look things up in.
struct SearchLists {
    /// The terms, each with where it is and how often.
    words: ListPieces,
    /// The terms, each with where it stands in each field that keeps that.
    positions: ListPieces,
    /// The words as they are written, each with the class of how many pages have it.
    forms: ListPieces,
    /// The same from their ends: what is mended may differ at its beginning.
    endings: ListPieces,
}

impl SearchLists {
    fn of(terms: &MergedTerms, forms: &[WrittenForm], cache: &Cache) -> Self {
        let forms: Vec<ClassedForm> = forms.iter().map(classed).collect();
        let of_terms = || {
            let words = || list_words(terms, cache);
            let positions = || list_positions(terms, cache);
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

fn list_words(terms: &MergedTerms, cache: &Cache) -> ListPieces {
    let size = |(found, _): (u32, u32)| 4 + found as usize;
    let piece = |(): &mut (), range: Range<usize>| {
        let parts = || parts_of_words(terms, range.clone());
        let write = || {
            let names = terms.terms(range.clone());
            pieces::words(&names, |at, found| {
                for of in terms.in_segments(range.start + at) {
                    found.extend(of.postings.found(of.number, of.base));
                }
            })
        };
        cache.memo_bytes("words", parts, write)
    };
    ListPieces::of(terms.sized(size), WORDS, || (), piece)
}

/// The input of a piece of words.
fn parts_of_words<'t>(terms: &'t MergedTerms<'t>, range: Range<usize>) -> Vec<Cow<'t, [u8]>> {
    let mut parts: Vec<Cow<'t, [u8]>> = Vec::new();
    for term in range {
        parts.push(terms.term(term).as_bytes().into());
        for TermInSegment {
            postings,
            number,
            base,
        } in terms.in_segments(term)
        {
            parts.push(base.to_le_bytes().to_vec().into());
            parts.push(postings.bytes(number)[0].into());
        }
    }
    parts
}

fn list_positions(terms: &MergedTerms, cache: &Cache) -> ListPieces {
    let size = |(_, positions): (u32, u32)| positions as usize * 5 / 4;
    // Names come before all words, and have none.
    let names = terms.count_of_first(|term| term.starts_with(MARK));
    let piece = |places: &mut TermPlaces, range: Range<usize>| {
        let range = range.start + names..range.end + names;
        let parts = || parts_of_positions(terms, range.clone());
        let write = || {
            let words = terms.terms(range.clone());
            positions(places, &words, |at, places| {
                for of in terms.in_segments(range.start + at) {
                    of.postings.stands(of.number, |stand| places.push(stand));
                }
            })
        };
        cache.memo_bytes("positions", parts, write)
    };
    let words = terms.sized(size).skip(names);
    ListPieces::of(words, POSITIONS, TermPlaces::default, piece)
}

/// The input of a piece of positions.
fn parts_of_positions<'t>(
    terms: &'t MergedTerms<'t>,
    range: Range<usize>,
) -> impl Iterator<Item = &'t [u8]> {
    let of_term = |term| {
        let in_segments = terms.in_segments(term);
        let stands = in_segments.map(|of| of.postings.bytes(of.number)[1]);
        std::iter::once(terms.term(term).as_bytes()).chain(stands)
    };
    range.flat_map(of_term)
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
