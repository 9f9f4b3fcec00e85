//! The words and phrases of a query in Tantivy's terms.

use tantivy::collector::Count;
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::expand::{COMPLETED, Forms, Meaning, MeantTerm, TypedWord};
use super::fields::IndexFields;
use super::query::{Need, QueryPart};
use super::reshaped::Reshaped;
use super::words::Word;

/// A query of Tantivy's.
pub type Asked = Box<dyn tantivy::query::Query>;

/// The score that a word adds where it is written as it is typed. A word that only begins so is
/// worth less than that, whatever its own score; half as much if that is [`HALF`].
pub const TYPED: f32 = 5.0;
pub const HALF: f32 = 10.0;

fn typed(score: f32) -> f32 {
    score + TYPED
}

fn begun(score: f32) -> f32 {
    TYPED * score / (score + HALF)
}

/// The fields that a word may be found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In any field.
    Anywhere,
    /// In the section itself: the words above it only say more about it.
    Own,
}

/// The index, and the words that are written in it.
pub struct Lookup<'l> {
    /// The index.
    pub searcher: &'l Searcher,
    /// The index's fields.
    pub fields: &'l IndexFields,
    /// The words of the site as they are written.
    pub forms: &'l Forms,
}

impl Lookup<'_> {
    /// The terms that the last word of a part can mean; none for a phrase that is not open.
    pub fn meant(&self, part: &QueryPart) -> Meaning {
        match part.words.as_slice() {
            [word] if part.need != Need::Refused => self.expand(word, part.open),
            [.., last] if part.open => self.expand(last, true),
            _ => Meaning::default(),
        }
    }

    fn expand(&self, word: &Word, is_open: bool) -> Meaning {
        self.forms.expand(&TypedWord {
            word,
            is_open,
            is_known: self.is_known(word),
        })
    }

    /// Returns whether the site has a word with any ending.
    fn is_known(&self, word: &Word) -> bool {
        let has = |field| {
            let term = Term::from_field_text(field, &word.term);
            let count = self.searcher.doc_freq(&term);
            count.is_ok_and(|count| count > 0)
        };
        let fields = self.fields.weighed();
        fields.iter().any(|(field, _)| has(*field))
    }

    /// A part: the best of its meanings.
    pub fn part(&self, part: &QueryPart, meant: &Meaning, place: Where) -> Asked {
        match part.words.split_last() {
            Some((_, [])) if part.need != Need::Refused => self.single(meant, place),
            Some((_, before)) if part.open => self.open_phrase(part, before, meant, place),
            _ => self.phrase(&part.words, place),
        }
    }

    /// A word alone: as it is typed, then words that begin so.
    fn single(&self, meant: &Meaning, place: Where) -> Asked {
        let terms = meant.terms.as_slice();
        let (own, begun) = terms.split_at(terms.len().min(1));
        if !meant.is_written || begun.is_empty() {
            return self.word(terms, 1.0, place);
        }
        let whole = self.word(own, 1.0, place);
        let begins = self.word(begun, 1.0, place);
        first(whole, begins)
    }

    /// `bf-manage-c` is being typed: the words so far next to each other, and what the last may
    /// become anywhere.
    fn open_phrase(
        &self,
        part: &QueryPart,
        before: &[Word],
        meant: &Meaning,
        place: Where,
    ) -> Asked {
        let whole = self.phrase(&part.words, place);
        let last = self.word(&meant.terms, COMPLETED, Where::Anywhere);
        let so_far = Box::new(BooleanQuery::new(vec![
            (Occur::Must, self.phrase(before, place)),
            (Occur::Must, last),
        ]));
        let count = self.searcher.search(&whole, &Count);
        if count.is_ok_and(|count| count > 0) {
            first(whole, so_far)
        } else {
            so_far
        }
    }

    /// A word: the best of its meanings.
    fn word(&self, meant: &[MeantTerm], worth: f32, place: Where) -> Asked {
        let any = meant.iter().map(|meant| {
            let worth = meant.worth * worth;
            self.sum(worth, place, |field| self.term(field, &meant.term))
        });
        Box::new(DisjunctionMaxQuery::new(any.collect()))
    }

    /// Words next to each other; one alone is a phrase too.
    fn phrase(&self, words: &[Word], place: Where) -> Asked {
        self.sum(1.0, place, |field| match words {
            [word] => self.term(field, &word.term),
            _ if !self.fields.has_phrases(field) => Box::new(EmptyQuery),
            _ => {
                let terms = words
                    .iter()
                    .map(|word| Term::from_field_text(field, &word.term));
                Box::new(PhraseQuery::new(terms.collect()))
            }
        })
    }

    /// A term in a field.
    pub fn term(&self, field: Field, term: &str) -> Asked {
        let counts = if self.fields.counts(field) {
            IndexRecordOption::WithFreqs
        } else {
            IndexRecordOption::Basic
        };
        Box::new(TermQuery::new(Term::from_field_text(field, term), counts))
    }

    /// The same in each field, as it is weighed.
    fn sum(&self, worth: f32, place: Where, query: impl Fn(Field) -> Asked) -> Asked {
        let mut clauses = Vec::new();
        for (field, weight) in self.fields.weighed() {
            if place == Where::Own && field == self.fields.above {
                continue;
            }
            let boosted = BoostQuery::new(query(field), weight * worth);
            let boosted: Asked = Box::new(boosted);
            clauses.push((Occur::Should, boosted));
        }
        Box::new(BooleanQuery::new(clauses))
    }
}

/// Sections with the word as it was typed, and behind all of them, those with a word that begins
/// so.
fn first(whole: Asked, begins: Asked) -> Asked {
    let whole = Reshaped::new(whole, typed);
    let begins = Reshaped::new(begins, begun);
    let either: Vec<Asked> = vec![Box::new(whole), Box::new(begins)];
    Box::new(DisjunctionMaxQuery::new(either))
}
