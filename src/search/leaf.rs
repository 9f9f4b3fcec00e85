//! What a segment holds of each term, in the form that the browser's files are made of: without
//! the numbers that pages have in the site.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use tantivy::postings::{BlockSegmentPostings, Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::fields::Fields;
use super::pieces::{self, Found, Stand};
use super::sections::Searched;

const WHY: &str = "an index in memory can be read";

/// The terms of a run of pages, in order, and where they are; pages are counted from the run's
/// first.
#[derive(Default, Serialize, Deserialize)]
pub struct Leaf {
    /// The terms.
    pub terms: Texts,
    /// Of each term, how often it is found in a field of a section, and at how many positions.
    pub counts: Vec<(u32, u32)>,
    /// How many terms each field has in all, in the order of [`Fields::weighed`].
    pub lengths: Vec<u64>,
    /// How long the title and the page of each page are, as Tantivy keeps it.
    pub norms: Vec<[u8; 2]>,
    /// Of each term, where it is.
    found: Lists,
    /// Of each term, where it stands.
    stands: Lists,
}

/// Texts, one behind the other: to read many takes no longer than to read one.
#[derive(Default, Serialize, Deserialize)]
pub struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.text[std::mem::replace(&mut start, end as usize)..end as usize])
    }
}

/// Lists as bytes, one behind the other: most are not read again.
#[derive(Default, Serialize, Deserialize)]
struct Lists {
    bytes: ByteBuf,
    ends: Vec<u32>,
}

impl Lists {
    fn push(&mut self, list: &impl Serialize) {
        let bytes = postcard::to_extend(list, std::mem::take(&mut *self.bytes)).expect("numbers can be written");
        self.ends.push(bytes.len() as u32);
        *self.bytes = bytes;
    }

    fn get(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.bytes[start..self.ends[at] as usize]
    }
}

impl Leaf {
    /// What a segment of these pages holds.
    pub fn of(segment: &SegmentReader, pages: &[Searched]) -> Self {
        let (_, fields) = Fields::schema();
        let places: Vec<(u32, u32)> = pages
            .iter()
            .zip(0..)
            .flat_map(|(page, number)| (0..page.sections.len() as u32).map(move |section| (number, section)))
            .collect();
        let mut reader = Reader::of(segment, &fields, &places);
        let mut leaf = Self::default();
        for (term, infos) in &reader.terms() {
            leaf.terms.push(term);
            let found = reader.found(infos);
            let stands = reader.stands(infos);
            let positions = stands.iter().map(|stand| stand.positions.len() as u32).sum();
            leaf.counts.push((found.len() as u32, positions));
            leaf.found.push(&found);
            leaf.stands.push(&stands);
        }
        let inverted = |field| segment.inverted_index(field).expect(WHY);
        leaf.lengths = fields.weighed().iter().map(|(field, _)| inverted(*field).total_num_tokens()).collect();
        let [title, page] = [fields.title, fields.page].map(|field| segment.get_fieldnorms_reader(field).expect(WHY));
        let firsts = places.iter().zip(0..).filter(|((_, section), _)| *section == 0);
        leaf.norms = firsts.map(|(_, document)| [title.fieldnorm_id(document), page.fieldnorm_id(document)]).collect();
        leaf
    }

    /// Where a term is, and where it stands, as bytes: what differs in them differs.
    pub fn bytes(&self, term: usize) -> [&[u8]; 2] {
        [self.found.get(term), self.stands.get(term)]
    }

    /// Where a term is; the run's first page has the number `base`.
    pub fn found(&self, term: usize, base: u32) -> impl Iterator<Item = Found> {
        let found: Vec<Found> = postcard::from_bytes(self.found.get(term)).expect(WHY);
        found.into_iter().map(move |found| Found { place: (base + found.place.0, found.place.1), ..found })
    }

    /// Where a term stands.
    pub fn stands(&self, term: usize, base: u32) -> impl Iterator<Item = Stand> {
        let stands: Vec<Stand> = postcard::from_bytes(self.stands.get(term)).expect(WHY);
        stands.into_iter().map(move |stand| Stand { place: (base + stand.place.0, stand.place.1), ..stand })
    }
}

/// Reads a segment.
struct Reader<'p> {
    /// Each of the fields whose postings are written, with its flag.
    fields: [(usize, Arc<InvertedIndexReader>); 8],
    /// What is made for one term serves the next.
    blocks: [Option<BlockSegmentPostings>; 8],
    /// The page and the section of each document.
    places: &'p [(u32, u32)],
}

/// The fields that have a term, by number, and where they say so.
type Infos = Vec<(usize, TermInfo)>;

impl<'p> Reader<'p> {
    fn of(segment: &SegmentReader, fields: &Fields, places: &'p [(u32, u32)]) -> Self {
        let written = [
            (pieces::BODY, fields.body),
            (pieces::CODE, fields.code),
            (pieces::ABOVE, fields.above),
            // No section has both.
            (pieces::NAME, fields.title),
            (pieces::NAME, fields.heading),
            (pieces::ABOUT, fields.about),
            (pieces::TAGS, fields.tags),
            (pieces::IDENTIFIERS, fields.identifiers),
        ];
        let fields = written.map(|(flag, field)| (flag, segment.inverted_index(field).expect(WHY)));
        Self { fields, blocks: Default::default(), places }
    }

    /// The terms in order.
    fn terms(&self) -> BTreeMap<String, Infos> {
        let mut terms: BTreeMap<String, Infos> = BTreeMap::new();
        for (at, (_, reader)) in self.fields.iter().enumerate() {
            let mut stream = reader.terms().stream().expect(WHY);
            while stream.advance() {
                let term = std::str::from_utf8(stream.key()).expect("terms are text");
                terms.entry(term.to_owned()).or_default().push((at, stream.value().clone()));
            }
        }
        terms
    }

    /// Where a term is, in order.
    fn found(&mut self, infos: &Infos) -> Vec<Found> {
        let mut found = Vec::new();
        for (at, info) in infos {
            let (flag, reader) = &self.fields[*at];
            let blocks = &mut self.blocks[*at];
            if let Some(blocks) = blocks.as_mut() {
                reader.reset_block_postings_from_terminfo(info, blocks).expect(WHY);
            }
            let postings = blocks.get_or_insert_with(|| {
                reader.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs).expect(WHY)
            });
            while postings.block_len() > 0 {
                let list = postings.docs().iter().zip(postings.freqs());
                let place = |document: u32| self.places[document as usize];
                found.extend(list.map(|(&document, &times)| Found { place: place(document), flag: *flag, times }));
                postings.advance();
            }
        }
        // Each field's are in order.
        found.sort_by_key(|found| (found.place, found.flag));
        found
    }

    /// Where a term stands in each field that keeps that, in order.
    fn stands(&self, infos: &Infos) -> Vec<Stand> {
        let mut stands = Vec::new();
        for (at, info) in infos {
            let (flag, reader) = &self.fields[*at];
            if *flag == pieces::ABOVE {
                continue;
            }
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = reader.read_postings_from_terminfo(info, option).expect(WHY);
            while postings.doc() != TERMINATED {
                let mut positions = Vec::new();
                postings.positions(&mut positions);
                stands.push(Stand { place: self.places[postings.doc() as usize], flag: *flag, positions });
                postings.advance();
            }
        }
        stands.sort_by_key(|stand| (stand.place, stand.flag));
        stands
    }
}
