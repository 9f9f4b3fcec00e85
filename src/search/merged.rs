//! The segments' terms and written words as one sorted list each.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::fields::{IndexFields, WeighedField};
use super::numbers::NumberedPages;
use super::segment::IndexSegment;
use super::segment_postings::SegmentPostings;
use super::terms::WrittenForm;
use crate::cache::Key;

/// The postings of all segments, by term.
pub struct MergedTerms<'b> {
    blocks: Vec<Block<'b>>,
    /// By the terms, in order.
    parts: Vec<TermPart<'b>>,
    /// The parts of each term.
    terms: Vec<Range<usize>>,
    /// The number of groups of pages.
    groups: u32,
}

/// A segment, and the numbers of its pages.
struct Block<'b> {
    segment: &'b IndexSegment,
    numbers: &'b [u32],
    group: u32,
    /// Names the numbers and the folders of its pages for the cache.
    key: Key,
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
pub struct TermInSegment<'m> {
    /// The segment's postings.
    pub postings: &'m SegmentPostings,
    /// The term's number there.
    pub number: usize,
    /// The numbers of the segment's pages.
    pub numbers: &'m [u32],
    /// Names these numbers, and the folders of the pages, for the cache.
    pub key: &'m Key,
}

/// A term in the list that browsers read, or a part of one that is in many pages.
pub struct TermEntry<'b> {
    /// The term; behind a part's, [`PART`] and a letter.
    pub name: Cow<'b, str>,
    /// The rough size in bytes.
    pub size: usize,
    parts: Range<usize>,
}

/// The sign between a term and the letter of its part: it sorts before all signs of terms.
pub const PART: char = '\u{1}';

/// The letter of the first part, and of the first group of pages.
pub const FIRST: char = '!';

/// The rough size in bytes from which a term is written in parts.
const LARGE: usize = 600;

/// The letter of a part or a group.
pub fn letter(number: u32) -> char {
    char::from_u32(u32::from(FIRST) + number).unwrap_or(FIRST)
}

impl<'b> MergedTerms<'b> {
    /// Merges the postings of these segments, which have a group of pages each; `folders` has each
    /// page's folder, by the page's number.
    pub fn of(segments: &'b [IndexSegment], pages: &'b NumberedPages, folders: &[u32]) -> Self {
        let mut blocks: Vec<Block> = Vec::with_capacity(segments.len());
        let mut parts = Vec::new();
        let mut rest = pages.numbers.as_slice();
        for (segment, at) in segments.iter().zip(0..) {
            let (numbers, behind) = rest.split_at(segment.pages as usize);
            rest = behind;
            let named = numbers.iter().flat_map(|number| {
                let folder = folders[*number as usize];
                [number.to_le_bytes(), folder.to_le_bytes()]
            });
            blocks.push(Block {
                segment,
                numbers,
                group: numbers.first().map_or(0, |first| pages.group(*first)),
                key: Key::of("numbers", named),
            });
            let terms = segment.postings.terms.iter().zip(0..);
            parts.extend(terms.map(|(term, number)| TermPart {
                term,
                block: at,
                number,
            }));
        }
        let (parts, terms) = joined(parts, |part| part.term);
        Self {
            blocks,
            parts,
            terms,
            groups: pages.groups,
        }
    }

    /// The terms as they are listed for browsers, in order. A term of many pages has a part for
    /// each so many groups of pages: a new page changes one of them.
    pub fn entries(&self) -> Vec<TermEntry<'b>> {
        let mut entries = Vec::with_capacity(self.terms.len());
        for parts in &self.terms {
            let term = self.parts[parts.start].term;
            let size = self.size(parts.clone());
            if size < LARGE {
                entries.push(TermEntry {
                    name: term.into(),
                    size: term.len() / 2 + size,
                    parts: parts.clone(),
                });
                continue;
            }
            let count = (size / LARGE).next_power_of_two() as u32;
            let together = (self.groups / count).max(1);
            let mut start = parts.start;
            let of = |part: &TermPart| self.blocks[part.block as usize].group / together;
            for run in self.parts[parts.clone()].chunk_by(|one, next| of(one) == of(next)) {
                let parts = start..start + run.len();
                start = parts.end;
                entries.push(TermEntry {
                    name: format!("{term}{PART}{}", letter(of(&run[0]))).into(),
                    size: self.size(parts.clone()),
                    parts,
                });
            }
        }
        entries
    }

    fn size(&self, parts: Range<usize>) -> usize {
        let size = |part: &TermPart| {
            let postings = &self.blocks[part.block as usize].segment.postings;
            4 + postings.counts[part.number as usize].0 as usize
        };
        self.parts[parts].iter().map(size).sum()
    }

    /// The group of each segment.
    pub fn group_numbers(&self) -> impl Iterator<Item = u32> {
        self.blocks.iter().map(|block| block.group)
    }

    /// The segments that have an entry.
    pub fn in_segments(&self, entry: &TermEntry) -> impl Iterator<Item = TermInSegment<'_>> {
        self.parts[entry.parts.clone()].iter().map(|part| {
            let block = &self.blocks[part.block as usize];
            TermInSegment {
                postings: &block.segment.postings,
                number: part.number as usize,
                numbers: block.numbers,
                key: &block.key,
            }
        })
    }

    /// The number of terms in each field, by its name.
    pub fn lengths(&self) -> BTreeMap<String, u64> {
        let (schema, fields) = IndexFields::schema();
        let mut lengths = BTreeMap::new();
        for (at, WeighedField { field, .. }) in fields.weighed().into_iter().enumerate() {
            let blocks = self.blocks.iter();
            let of_blocks = blocks.map(|block| block.segment.postings.lengths[at]);
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
