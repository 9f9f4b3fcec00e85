//! The inverted index of a segment's pages: from each term to its places.

use rustc_hash::FxHashMap;

use super::fields::positions;
use super::postings;
use super::terms::Terms;

/// The postings of the fields that browsers read. Tantivy has them too, but to read them from many
/// small segments takes longer than to gather them.
#[derive(Default)]
pub struct Inversion<'t> {
    terms: Vec<&'t str>,
    /// The number of each there.
    numbers: FxHashMap<&'t str, u32>,
    /// In the order of their places and flags.
    hits: Vec<TermHit>,
}

/// A term at a position of a field of a section.
#[derive(Clone, Default)]
pub struct TermHit {
    /// The term's number.
    pub term: u32,
    /// The page and the section, as in [`Posting`](super::postings::Posting).
    pub place: (u32, u32),
    /// The field's flag.
    pub flag: usize,
    /// The position in the field.
    pub position: u32,
}

impl TermHit {
    /// Returns whether another hit of the term is in the same field of the same section.
    #[inline]
    pub fn is_beside(&self, other: &Self) -> bool {
        self.place == other.place && self.flag == other.flag
    }
}

impl<'t> Inversion<'t> {
    /// Adds a page. The fields are those of its documents, in the order of their flags.
    pub fn page(&mut self, number: u32, page: &'t Terms) {
        for (section, of) in (0..).zip(&page.sections) {
            let place = (number, section);
            let mut add = |flag, range| self.field(place, flag, page.part(range));
            add(postings::BODY, &of.body);
            add(postings::NAME, &of.name);
            add(postings::NAME, &of.names);
            add(postings::CODE, &of.code);
            add(postings::ABOVE, &page.folders);
            if section == 0 {
                add(postings::ABOUT, &page.about);
            } else {
                add(postings::ABOVE, &page.title);
                add(postings::ABOVE, &of.above);
            }
            add(postings::IDENTIFIERS, &of.identifiers);
            if section == 0 {
                add(postings::TAGS, &page.tags);
            }
        }
    }

    fn field(&mut self, place: (u32, u32), flag: usize, text: &'t str) {
        for (name, position) in positions(text) {
            let next = self.terms.len() as u32;
            let term = *self.numbers.entry(name).or_insert(next);
            if term == next {
                self.terms.push(name);
            }
            self.hits.push(TermHit {
                term,
                place,
                flag,
                position,
            });
        }
    }

    /// The terms, and their hits, one term behind the other.
    pub fn sorted(self) -> (Vec<&'t str>, Vec<TermHit>) {
        let Self { terms, hits, .. } = self;
        let mut order: Vec<usize> = (0..terms.len()).collect();
        order.sort_unstable_by_key(|term| terms[*term]);
        // The place of each term's next hit: hits are many, and mostly in order.
        let mut next = vec![0; terms.len()];
        for hit in &hits {
            next[hit.term as usize] += 1;
        }
        let mut end = 0;
        for term in order {
            end += std::mem::replace(&mut next[term], end);
        }
        let mut sorted = vec![TermHit::default(); hits.len()];
        for hit in hits {
            let next = &mut next[hit.term as usize];
            sorted[*next] = hit;
            *next += 1;
        }
        (terms, sorted)
    }
}
