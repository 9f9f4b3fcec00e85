//! The words and phrases of a query, looked up in Tantivy's index.

use tantivy::query::{EnableScoring, PhraseQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::evidence::Evidence;
use super::expand::{COMPLETED, Forms, Meaning, MeantTerm, TypedWord};
use super::fields::{IndexFields, WeighedField};
use super::language::Language;
use super::query::{Need, QueryPart};
use super::section_table::SectionTable;
use super::stems::term;
use super::words::Word;

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

/// A part of a query, looked up.
pub struct LookedUp {
    /// The sections and pages with it.
    pub evidence: Evidence,
    /// The terms that it was looked for by.
    pub terms: Vec<String>,
}

/// The index, and the words that are written in it.
pub struct Lookup<'l> {
    /// The index.
    pub searcher: &'l Searcher,
    /// The index's fields.
    pub fields: &'l IndexFields,
    /// The words of the site as they are written.
    pub forms: &'l Forms,
    /// The sections of the index.
    pub table: &'l SectionTable,
}

impl Lookup<'_> {
    /// The terms that the last word of a part can mean; none for a phrase that is not open.
    fn meant(&self, part: &QueryPart) -> Meaning {
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
            is_known: self.is_known(&word.term),
        })
    }

    /// Returns whether the site has a term.
    pub fn is_known(&self, term: &str) -> bool {
        let has = |field| {
            let term = Term::from_field_text(field, term);
            let count = self.searcher.doc_freq(&term);
            count.is_ok_and(|count| count > 0)
        };
        let mut fields = self.fields.weighed().into_iter();
        fields.any(|weighed| has(weighed.field))
    }

    /// The parts of a query: the best of each one's meanings, and of the word that it makes with
    /// the part before or behind it: `health check` is `healthcheck` too.
    pub fn parts(&self, parts: &[QueryPart]) -> tantivy::Result<Vec<LookedUp>> {
        let mut found = Vec::with_capacity(parts.len());
        for part in parts {
            let meant = self.meant(part);
            let evidence = self.part(part, &meant)?;
            let words = part.words.iter().chain(&part.humps);
            let words = words.map(|word| word.term.clone());
            found.push(LookedUp {
                evidence,
                terms: words.chain(meant.into_terms()).collect(),
            });
        }
        for (at, pair) in parts.windows(2).enumerate() {
            let Some(joined) =
                joined(pair, self.forms.language).filter(|joined| self.is_known(joined))
            else {
                continue;
            };
            let evidence = self.term(&joined)?;
            for one in &mut found[at..at + 2] {
                one.evidence = std::mem::take(&mut one.evidence).or(&evidence, 1.0);
                one.terms.push(joined.clone());
            }
        }
        Ok(found)
    }

    /// A part: the best of its meanings.
    fn part(&self, part: &QueryPart, meant: &Meaning) -> tantivy::Result<Evidence> {
        match part.words.split_last() {
            Some((word, [])) if part.need != Need::Refused => {
                let found = self.single(meant)?;
                if part.humps.is_empty() || self.is_known(&word.term) {
                    return Ok(found);
                }
                Ok(found.or(&self.phrase(&part.humps)?, 1.0))
            }
            Some((_, before)) if part.open => self.open_phrase(part, before, meant),
            _ => self.phrase(&part.words),
        }
    }

    /// A word alone: as it is typed, then words that begin so.
    fn single(&self, meant: &Meaning) -> tantivy::Result<Evidence> {
        let same = self.any(&meant.same)?;
        if meant.others.is_empty() {
            return Ok(same);
        }
        let others = self.any(&meant.others)?;
        Ok(if meant.is_written {
            first(same, others)
        } else {
            same.or(&others, 1.0)
        })
    }

    /// `bf-manage-c` is being typed: the words so far next to each other, and what the last may
    /// become anywhere.
    fn open_phrase(
        &self,
        part: &QueryPart,
        before: &[Word],
        meant: &Meaning,
    ) -> tantivy::Result<Evidence> {
        let last = self.any(&meant.same)?.or(&self.any(&meant.others)?, 1.0);
        let last = self.none().or(&last, COMPLETED);
        let so_far = self.phrase(before)?.and(&last);
        let whole = self.phrase(&part.words)?;
        Ok(if whole.is_anywhere() {
            first(whole, so_far)
        } else {
            so_far
        })
    }

    /// The best of some terms.
    fn any(&self, meant: &[MeantTerm]) -> tantivy::Result<Evidence> {
        let mut any = self.none();
        for MeantTerm { term, worth } in meant {
            any = any.or(&self.term(term)?, *worth);
        }
        Ok(any)
    }

    /// A term, in any field.
    fn term(&self, term: &str) -> tantivy::Result<Evidence> {
        let mut evidence = self.none();
        for weighed in self.fields.weighed() {
            let counts = if self.fields.counts(weighed.field) {
                IndexRecordOption::WithFreqs
            } else {
                IndexRecordOption::Basic
            };
            let term = Term::from_field_text(weighed.field, term);
            self.add(&mut evidence, &weighed, &TermQuery::new(term, counts))?;
        }
        Ok(evidence)
    }

    /// Words next to each other; one alone is a phrase too.
    fn phrase(&self, words: &[Word]) -> tantivy::Result<Evidence> {
        if let [word] = words {
            return self.term(&word.term);
        }
        let mut evidence = self.none();
        let fields = self.fields.weighed().into_iter();
        for weighed in fields.filter(|weighed| self.fields.has_phrases(weighed.field)) {
            let terms = words.iter();
            let terms = terms.map(|word| Term::from_field_text(weighed.field, &word.term));
            let query = PhraseQuery::new(terms.collect());
            self.add(&mut evidence, &weighed, &query)?;
        }
        Ok(evidence)
    }

    fn none(&self) -> Evidence {
        Evidence::none(self.table.sections.len(), self.table.places.len())
    }

    /// Adds the scores of a query in a field.
    fn add(
        &self,
        evidence: &mut Evidence,
        weighed: &WeighedField,
        query: &dyn tantivy::query::Query,
    ) -> tantivy::Result<()> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(self.searcher))?;
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let start = self.table.start(segment);
            weight.for_each(reader, &mut |document, score| {
                let section = start + document as usize;
                let page = self.table.sections[section].page;
                evidence.sections[section] += weighed.of_section * score;
                evidence.pages[page] += weighed.of_page * score;
                evidence.own[section] |= !weighed.is_inherited;
            })?;
        }
        Ok(())
    }

    /// The sections with a term in a field that is not searched for words.
    pub fn having(&self, field: Field, term: &str) -> tantivy::Result<Vec<usize>> {
        let term = Term::from_field_text(field, term);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let scoring = EnableScoring::disabled_from_searcher(self.searcher);
        let weight = tantivy::query::Query::weight(&query, scoring)?;
        let mut sections = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let start = self.table.start(segment);
            weight.for_each_no_score(reader, &mut |documents| {
                let found = documents.iter().map(|document| start + *document as usize);
                sections.extend(found);
            })?;
        }
        Ok(sections)
    }
}

/// The term of two words written as one, if neither is a phrase, refused or asked for.
fn joined(pair: &[QueryPart], language: Language) -> Option<String> {
    let mut form = String::new();
    for part in pair {
        let [word] = part.words.as_slice() else {
            return None;
        };
        if part.need != Need::Wanted {
            return None;
        }
        form.push_str(&word.form);
    }
    Some(term(&form, language))
}

/// Sections with the word as it was typed, and mostly behind them, those with a word that begins
/// so: the scores of sections and of pages are shaped each by itself.
fn first(whole: Evidence, begins: Evidence) -> Evidence {
    whole.shaped(typed).or(&begins.shaped(begun), 1.0)
}
