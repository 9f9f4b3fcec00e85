//! A segment's postings, as the browser's files are made of them: without the numbers that pages
//! have in the site. A name is a term that is in headings.

use serde::{Deserialize, Serialize};
use tantivy::SegmentReader;

use super::fields::{IndexFields, WeighedField};
use super::inversion::{Inversion, TermHit};
use super::lists::{Lists, Texts};
use super::names::MARK;
use super::postings::{self, Posting};
use super::terms::Terms;

const WHY: &str = "an index in memory can be read";

/// The terms of a run of pages in order, with their places; pages are counted from the run's first.
#[derive(Default, Serialize, Deserialize)]
pub struct SegmentPostings {
    /// The terms.
    pub terms: Texts,
    /// For each term, the numbers of its postings and of its positions.
    pub counts: Vec<(u32, u32)>,
    /// The number of terms in each field, in the order of [`IndexFields::weighed`].
    pub lengths: Vec<u64>,
    /// The lengths of each page's title and text, as Tantivy keeps them.
    pub norms: Vec<[u8; 2]>,
    /// The postings of each term.
    found: Lists,
    /// For each posting of each term, the number of positions, and the positions.
    stands: Lists,
}

impl SegmentPostings {
    /// The postings of a segment of these pages.
    pub fn of(segment: &SegmentReader, pages: &[Terms]) -> Self {
        let mut inversion = Inversion::default();
        for (number, page) in (0..).zip(pages) {
            inversion.page(number, page);
        }
        let (_, fields) = IndexFields::schema();
        let mut postings = Self {
            lengths: lengths(segment, &fields),
            norms: norms(segment, &fields, pages),
            ..Self::default()
        };
        let (terms, hits) = inversion.sorted();
        for hits in hits.chunk_by(|one, next| one.term == next.term) {
            let term = hits[0].term as usize;
            postings.push(terms[term], hits);
        }
        postings
    }

    /// Adds a term with its hits.
    #[inline]
    fn push(&mut self, term: &str, hits: &[TermHit]) {
        let is_name = term.starts_with(MARK);
        let mut found = 0;
        let mut positions = 0;
        for hits in hits.chunk_by(TermHit::is_beside) {
            let TermHit { place, flag, .. } = hits[0];
            let times = hits.len() as u32;
            let counted = times * postings::FLAGS as u32 + flag as u32;
            self.found.push(place.0);
            self.found.push(place.1);
            self.found.push(counted);
            found += 1;
            // No phrase of names is looked for, and none above a section.
            if flag != postings::ABOVE && !is_name {
                self.stands.push(times);
                for hit in hits {
                    self.stands.push(hit.position);
                }
                positions += times;
            }
        }
        self.terms.push(term);
        self.counts.push((found, positions));
        self.found.end();
        self.stands.end();
    }

    /// A term's postings and positions as bytes, to tell whether they have changed.
    pub fn bytes(&self, term: usize) -> [&[u8]; 2] {
        [self.found.bytes(term), self.stands.bytes(term)]
    }

    /// The postings of a term; `pages` are the numbers of the run's pages.
    pub fn found(&self, term: usize, pages: &[u32]) -> impl Iterator<Item = Posting> {
        let mut numbers = self.found.get(term);
        std::iter::from_fn(move || {
            let page = *pages.get(numbers.next()? as usize)?;
            let section = numbers.next()?;
            let counted = numbers.next()?;
            let flags = postings::FLAGS as u32;
            Some(Posting {
                place: (page, section),
                flag: (counted % flags) as usize,
                times: counted / flags,
            })
        })
    }

    /// Tells the positions of a term, for each posting that keeps them, in order.
    pub fn stands(&self, term: usize, mut tell: impl FnMut(&mut dyn Iterator<Item = u32>)) {
        let mut numbers = self.stands.get(term);
        while let Some(count) = numbers.next() {
            tell(&mut numbers.by_ref().take(count as usize));
        }
    }
}

/// The number of terms in each field.
fn lengths(segment: &SegmentReader, fields: &IndexFields) -> Vec<u64> {
    let length = |WeighedField { field, .. }| {
        let index = segment.inverted_index(field).expect(WHY);
        index.total_num_tokens()
    };
    fields.weighed().into_iter().map(length).collect()
}

/// The lengths of each page's title and text: its first section has both.
fn norms(segment: &SegmentReader, fields: &IndexFields, pages: &[Terms]) -> Vec<[u8; 2]> {
    let reader = |field| segment.get_fieldnorms_reader(field).expect(WHY);
    let titles = reader(fields.title);
    let whole = reader(fields.page);
    let mut norms = Vec::with_capacity(pages.len());
    let mut first = 0;
    for page in pages {
        let title = titles.fieldnorm_id(first);
        norms.push([title, whole.fieldnorm_id(first)]);
        first += page.sections.len() as u32;
    }
    norms
}
