//! The segments' terms and written words as one sorted list each.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fields::IndexFields;
use super::segment::IndexSegment;
use super::segment_postings::SegmentPostings;
use super::terms::WrittenForm;

/// The postings of all segments, by term.
pub struct MergedTerms<'b> {
    blocks: &'b [IndexSegment],
    /// The number of the first page of each.
    bases: Vec<u32>,
    /// By the terms, in order.
    parts: Vec<TermPart<'b>>,
    /// The parts of each term.
    terms: Vec<Range<usize>>,
}

/// A term of a segment.
struct TermPart<'b> {
    term: &'b str,
    /// The segment's number.
    block: u32,
    /// The term's number there.
    number: u32,
}

/// A segment's postings of a term.
pub struct TermInSegment<'b> {
    /// The segment's postings.
    pub postings: &'b SegmentPostings,
    /// The term's number there.
    pub number: usize,
    /// The number of the segment's first page.
    pub base: u32,
}

impl<'b> MergedTerms<'b> {
    /// Merges the postings of these segments.
    pub fn of(blocks: &'b [IndexSegment]) -> Self {
        let mut bases = Vec::with_capacity(blocks.len());
        let mut parts = Vec::new();
        let mut base = 0;
        for (block, at) in blocks.iter().zip(0..) {
            bases.push(base);
            base += block.pages;
            let terms = block.postings.terms.iter().zip(0..);
            parts.extend(terms.map(|(term, number)| TermPart {
                term,
                block: at,
                number,
            }));
        }
        let (parts, terms) = joined(parts, |part| part.term);
        Self {
            blocks,
            bases,
            parts,
            terms,
        }
    }

    /// The number of terms that fit, where those that fit come before all others.
    pub fn count_of_first(&self, is_one: impl Fn(&str) -> bool) -> usize {
        self.terms
            .partition_point(|parts| is_one(self.parts[parts.start].term))
    }

    /// A term by its number.
    pub fn term(&self, term: usize) -> &'b str {
        self.parts[self.terms[term].start].term
    }

    /// Terms by their numbers.
    pub fn terms(&self, range: Range<usize>) -> Vec<&'b str> {
        range.map(|term| self.term(term)).collect()
    }

    /// The segments that have a term.
    pub fn in_segments(&self, term: usize) -> impl Iterator<Item = TermInSegment<'b>> {
        let parts = &self.parts[self.terms[term].clone()];
        parts.iter().map(|part| {
            let block = part.block as usize;
            TermInSegment {
                postings: &self.blocks[block].postings,
                number: part.number as usize,
                base: self.bases[block],
            }
        })
    }

    /// The terms, each with its rough size in bytes: `size` gives that of a segment's counts.
    pub fn sized(
        &self,
        size: impl Fn((u32, u32)) -> usize + Clone,
    ) -> impl Iterator<Item = (&'b str, usize)> + Clone {
        (0..self.terms.len()).map(move |term| {
            let name = self.term(term);
            let sizes = self
                .in_segments(term)
                .map(|of| size(of.postings.counts[of.number]));
            (name, name.len() / 2 + sizes.sum::<usize>())
        })
    }

    /// The number of terms in each field, by its name.
    pub fn lengths(&self) -> BTreeMap<String, u64> {
        let (schema, fields) = IndexFields::schema();
        let mut lengths = BTreeMap::new();
        for (at, (field, _)) in fields.weighed().into_iter().enumerate() {
            let of_blocks = self.blocks.iter().map(|block| block.postings.lengths[at]);
            let name = schema.get_field_name(field);
            lengths.insert(name.to_owned(), of_blocks.sum());
        }
        lengths
    }
}

/// The written words of all segments in order, each with the number of pages that have it.
pub fn forms(blocks: &[IndexSegment]) -> Vec<WrittenForm> {
    let forms = blocks.iter().flat_map(IndexSegment::forms);
    let (parts, runs) = joined(forms.collect(), |(form, _)| *form);
    let mut forms = Vec::with_capacity(runs.len());
    for run in runs {
        let of_blocks = &parts[run];
        let (form, _) = of_blocks[0];
        let pages = of_blocks.iter().map(|(_, pages)| pages);
        forms.push(WrittenForm {
            form: form.to_owned(),
            pages: pages.sum(),
        });
    }
    forms
}

/// Parts in the order of their names, those of one name in the order in which they came, and the
/// range of each name.
fn joined<P, N: Ord>(mut parts: Vec<P>, name: impl Fn(&P) -> N) -> (Vec<P>, Vec<Range<usize>>) {
    // The parts of each segment are in order: nothing but runs are joined.
    parts.sort_by_key(&name);
    let mut runs = Vec::new();
    let mut start = 0;
    for run in parts.chunk_by(|one, next| name(one) == name(next)) {
        let end = start + run.len();
        runs.push(start..end);
        start = end;
    }
    (parts, runs)
}
