//! The terms that a typed word can mean: itself, what completes it, what mends it.

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::{Searcher, Term};

use super::fields::Fields;
use super::words::{Word, term};

/// What completes or mends a word is worth less than the word.
pub const COMPLETED: f32 = 0.6;
const MENDED: f32 = 0.4;

/// How many terms a word is completed or mended to: those on most pages.
const MOST: usize = 8;

/// Letters of a shortest word that is completed although it is a word, and of one that is not.
const OPEN: usize = 3;
const UNKNOWN: usize = 2;

/// Letters of a shortest word that is mended.
const SHORTEST: usize = 5;

/// How many pages have a word, as the power of two below: few edits change it.
pub fn class(pages: u32) -> u32 {
    pages.max(1).ilog2()
}

/// Terms, each with what it is worth, the best first.
pub fn expand(searcher: &Searcher, fields: &Fields, word: &Word, open: bool) -> Vec<(String, f32)> {
    let letters = word.form.chars().count();
    let is_known = is_known(searcher, fields, word);
    let mut terms: Vec<(String, f32)> = vec![(word.term.clone(), 1.0)];
    if open && letters >= if is_known { OPEN } else { UNKNOWN } {
        let completed = best(starting_with(searcher, fields, &word.form), &word.term);
        terms.extend(completed.into_iter().map(|term| (term, COMPLETED)));
    }
    if terms.len() == 1 && !is_known && letters >= SHORTEST {
        let mended = best(close_to(searcher, fields, &word.form), &word.term);
        terms.extend(mended.into_iter().map(|term| (term, MENDED)));
    }
    terms
}

/// Those on most pages.
fn best(found: BTreeMap<String, u32>, known: &str) -> Vec<String> {
    let mut found: Vec<(String, u32)> = found.into_iter().filter(|(term, _)| term != known).collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.into_iter().take(MOST).map(|(term, _)| term).collect()
}

/// Whether a word is anywhere, whatever its ending.
fn is_known(searcher: &Searcher, fields: &Fields, word: &Word) -> bool {
    let has = |field| searcher.doc_freq(&Term::from_field_text(field, &word.term)).unwrap_or_default() > 0;
    fields.weighed().iter().any(|(field, _)| has(*field))
}

/// The terms of forms that start so, with the class of the commonest form.
fn starting_with(searcher: &Searcher, fields: &Fields, start: &str) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let Ok(index) = segment.inverted_index(fields.forms) else { continue };
        let Ok(mut stream) = index.terms().range().ge(start.as_bytes()).into_stream() else { continue };
        while stream.advance() {
            let Ok(form) = std::str::from_utf8(stream.key()) else { break };
            if !form.starts_with(start) {
                break;
            }
            raise(&mut found, form, stream.value().doc_freq);
        }
    }
    found
}

/// The terms of forms that are one slip away.
fn close_to(searcher: &Searcher, fields: &Fields, form: &str) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    let query = FuzzyTermQuery::new(Term::from_field_text(fields.forms, form), 1, true);
    let Ok(automaton) = query.automaton() else { return found };
    for segment in searcher.segment_readers() {
        let Ok(index) = segment.inverted_index(fields.forms) else { continue };
        let Ok(mut stream) = index.terms().search(&automaton).into_stream() else { continue };
        while stream.advance() {
            if let Ok(form) = std::str::from_utf8(stream.key()) {
                raise(&mut found, form, stream.value().doc_freq);
            }
        }
    }
    found
}

fn raise(found: &mut BTreeMap<String, u32>, form: &str, pages: u32) {
    let known = found.entry(term(form)).or_default();
    *known = class(pages).max(*known);
}
