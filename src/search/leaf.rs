//! What a segment holds of each term, in the form that the browser's files are made of: without
//! the numbers that pages have in the site. A name is a term that is in headings.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use tantivy::SegmentReader;

use super::fields::{Fields, positions};
use super::names::MARK;
use super::pieces::{self, Found};
use super::terms::Terms;

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
    /// Of each term and each field of each section that has it, how many positions, and those.
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
        self.ends
            .iter()
            .map(move |&end| &self.text[std::mem::replace(&mut start, end as usize)..end as usize])
    }
}

/// Lists of numbers as bytes, one behind the other: most are not read again. Each number takes the
/// bytes that it needs (LEB128). There are millions, and nearly all take one: crates that write to
/// any writer take several times as long for it.
#[derive(Default, Serialize, Deserialize)]
struct Lists {
    bytes: ByteBuf,
    ends: Vec<u32>,
}

impl Lists {
    /// Adds a number to the last list.
    fn push(&mut self, mut number: u32) {
        while number >= 128 {
            self.bytes.push(number as u8 | 128);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Ends the last list.
    fn end(&mut self) {
        self.ends.push(self.bytes.len() as u32);
    }

    fn bytes(&self, at: usize) -> &[u8] {
        let start = at
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.bytes[start..self.ends[at] as usize]
    }

    /// The numbers of a list.
    fn get(&self, at: usize) -> impl Iterator<Item = u32> {
        let mut bytes = self.bytes(at).iter();
        std::iter::from_fn(move || {
            let (mut number, mut shift) = (0, 0);
            loop {
                let byte = *bytes.next()?;
                number |= u32::from(byte & 127) << shift;
                if byte < 128 {
                    return Some(number);
                }
                shift += 7;
            }
        })
    }
}

impl Leaf {
    /// What a segment of these pages holds; `terms` are theirs.
    pub fn of(segment: &SegmentReader, pages: &[Terms]) -> Self {
        let mut inversion = Inversion::default();
        for (number, page) in (0..).zip(pages) {
            inversion.page(number, page);
        }
        let (_, fields) = Fields::schema();
        let inverted = |field| segment.inverted_index(field).expect(WHY);
        let [title, page] = [fields.title, fields.page]
            .map(|field| segment.get_fieldnorms_reader(field).expect(WHY));
        let firsts = pages.iter().scan(0, |next, page| {
            Some(std::mem::replace(next, *next + page.sections.len() as u32))
        });
        let mut leaf = Self {
            lengths: fields
                .weighed()
                .iter()
                .map(|(field, _)| inverted(*field).total_num_tokens())
                .collect(),
            norms: firsts
                .map(|first| [title.fieldnorm_id(first), page.fieldnorm_id(first)])
                .collect(),
            ..Self::default()
        };
        let (terms, hits) = inversion.sorted();
        for hits in hits.chunk_by(|one, next| one.term == next.term) {
            let (mut found, mut positions) = (0, 0);
            for hits in hits.chunk_by(|one, next| (one.place, one.flag) == (next.place, next.flag))
            {
                let Hit { place, flag, .. } = hits[0];
                let times = hits.len() as u32;
                let counted = times * pieces::FLAGS as u32 + flag as u32;
                [place.0, place.1, counted]
                    .into_iter()
                    .for_each(|number| leaf.found.push(number));
                found += 1;
                // Nobody looks for a phrase of names, or above a section.
                if flag != pieces::ABOVE && !terms[hits[0].term as usize].starts_with(MARK) {
                    leaf.stands.push(times);
                    hits.iter().for_each(|hit| leaf.stands.push(hit.position));
                    positions += times;
                }
            }
            leaf.terms.push(terms[hits[0].term as usize]);
            leaf.counts.push((found, positions));
            leaf.found.end();
            leaf.stands.end();
        }
        leaf
    }

    /// Where a term is, and where it stands, as bytes: what differs in them differs.
    pub fn bytes(&self, term: usize) -> [&[u8]; 2] {
        [self.found.bytes(term), self.stands.bytes(term)]
    }

    /// Where a term is; the run's first page has the number `base`.
    pub fn found(&self, term: usize, base: u32) -> impl Iterator<Item = Found> {
        let mut numbers = self.found.get(term);
        std::iter::from_fn(move || {
            let place = (base + numbers.next()?, numbers.next()?);
            let counted = numbers.next()?;
            let flags = pieces::FLAGS as u32;
            Some(Found {
                place,
                flag: (counted % flags) as usize,
                times: counted / flags,
            })
        })
    }

    /// Tells where a term stands, of each field of each section that has it and keeps that, in
    /// order.
    pub fn stands(&self, term: usize, mut tell: impl FnMut(&mut dyn Iterator<Item = u32>)) {
        let mut numbers = self.stands.get(term);
        while let Some(count) = numbers.next() {
            tell(&mut numbers.by_ref().take(count as usize));
        }
    }
}

/// Which terms are where: what Tantivy's postings say, of the fields that browsers read. To read
/// them from many small segments takes longer than to gather them.
#[derive(Default)]
struct Inversion<'t> {
    terms: Vec<&'t str>,
    /// The number of each there.
    numbers: FxHashMap<&'t str, u32>,
    /// In the order of their places and flags.
    hits: Vec<Hit>,
}

/// A term at a position of a field of a section.
#[derive(Clone, Default)]
struct Hit {
    term: u32,
    /// As in [`Found`].
    place: (u32, u32),
    flag: usize,
    position: u32,
}

impl<'t> Inversion<'t> {
    /// Adds a page. The fields are those of its documents, in the order of their flags.
    fn page(&mut self, number: u32, page: &'t Terms) {
        for (section, of) in (0..).zip(&page.sections) {
            let place = (number, section);
            let mut add = |flag, range| self.field(place, flag, page.part(range));
            add(pieces::BODY, &of.body);
            add(pieces::NAME, &of.name);
            add(pieces::NAME, &of.names);
            add(pieces::CODE, &of.code);
            add(pieces::ABOVE, &page.folders);
            if section == 0 {
                add(pieces::ABOUT, &page.about);
            } else {
                add(pieces::ABOVE, &page.title);
                add(pieces::ABOVE, &of.above);
            }
            add(pieces::IDENTIFIERS, &of.identifiers);
            if section == 0 {
                add(pieces::TAGS, &page.tags);
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
            self.hits.push(Hit {
                term,
                place,
                flag,
                position,
            });
        }
    }

    /// The terms, and all that is where, one term behind the other.
    fn sorted(self) -> (Vec<&'t str>, Vec<Hit>) {
        let Self { terms, hits, .. } = self;
        let mut order: Vec<usize> = (0..terms.len()).collect();
        order.sort_unstable_by_key(|term| terms[*term]);
        // Where the next one of each term belongs: they are many, and mostly in order.
        let mut next = vec![0; terms.len()];
        hits.iter().for_each(|hit| next[hit.term as usize] += 1);
        let mut end = 0;
        for term in order {
            end += std::mem::replace(&mut next[term], end);
        }
        let mut sorted = vec![Hit::default(); hits.len()];
        for hit in hits {
            let next = &mut next[hit.term as usize];
            sorted[*next] = hit;
            *next += 1;
        }
        (terms, sorted)
    }
}
