//! What a segment holds of each term, in the form that the browser's files are made of: without
//! the numbers that pages have in the site.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use tantivy::SegmentReader;

use super::fields::{Fields, positions};
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
    /// What a segment of these pages holds; `terms` are theirs.
    pub fn of(segment: &SegmentReader, pages: &[Terms]) -> Self {
        let mut inversion = Inversion::default();
        for (number, page) in (0..).zip(pages) {
            inversion.page(number, page);
        }
        let (_, fields) = Fields::schema();
        let inverted = |field| segment.inverted_index(field).expect(WHY);
        let [title, page] = [fields.title, fields.page].map(|field| segment.get_fieldnorms_reader(field).expect(WHY));
        let firsts =
            pages.iter().scan(0, |next, page| Some(std::mem::replace(next, *next + page.sections.len() as u32)));
        let mut leaf = Self {
            lengths: fields.weighed().iter().map(|(field, _)| inverted(*field).total_num_tokens()).collect(),
            norms: firsts.map(|first| [title.fieldnorm_id(first), page.fieldnorm_id(first)]).collect(),
            ..Self::default()
        };
        for (term, entry) in inversion.sorted() {
            leaf.terms.push(term);
            leaf.counts.push((entry.found.len() as u32, entry.positions));
            leaf.found.push(&entry.found);
            leaf.stands.push(&entry.stands);
        }
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

    /// Tells where a term stands, of each field of each section that has it and keeps that, in order.
    pub fn stands(&self, term: usize, mut tell: impl FnMut(&[u32])) {
        let stands: Vec<u32> = postcard::from_bytes(self.stands.get(term)).expect(WHY);
        let mut rest = &stands[..];
        while let [count, behind @ ..] = rest {
            let (positions, next) = behind.split_at(*count as usize);
            tell(positions);
            rest = next;
        }
    }
}

/// Which terms are where: what Tantivy's postings say, of the fields that browsers read. To read
/// them from many small segments takes longer than to gather them.
#[derive(Default)]
struct Inversion<'t> {
    numbers: FxHashMap<&'t str, usize>,
    entries: Vec<Entry>,
}

/// A term.
#[derive(Default)]
struct Entry {
    found: Vec<Found>,
    /// As in [`Leaf`].
    stands: Vec<u32>,
    /// Where the count of the last field stands there.
    count: usize,
    positions: u32,
}

impl<'t> Inversion<'t> {
    /// Adds a page. The fields are those of its documents, in the order of their flags.
    fn page(&mut self, number: u32, page: &'t Terms) {
        for (section, of) in (0..).zip(&page.sections) {
            let place = (number, section);
            self.field(place, pieces::BODY, page.part(&of.body));
            self.field(place, pieces::NAME, page.part(&of.name));
            self.field(place, pieces::CODE, page.part(&of.code));
            self.field(place, pieces::ABOVE, page.part(&page.folders));
            if section == 0 {
                self.field(place, pieces::ABOUT, page.part(&page.about));
            } else {
                self.field(place, pieces::ABOVE, page.part(&page.title));
                self.field(place, pieces::ABOVE, page.part(&of.above));
            }
            self.field(place, pieces::IDENTIFIERS, page.part(&of.identifiers));
            if section == 0 {
                self.field(place, pieces::TAGS, page.part(&page.tags));
            }
        }
    }

    fn field(&mut self, place: (u32, u32), flag: usize, text: &'t str) {
        for (term, position) in positions(text) {
            let next = self.entries.len();
            let number = *self.numbers.entry(term).or_insert(next);
            if number == next {
                self.entries.push(Entry::default());
            }
            let entry = &mut self.entries[number];
            let is_new = entry.found.last().is_none_or(|last| (last.place, last.flag) != (place, flag));
            if is_new {
                entry.found.push(Found { place, flag, times: 0 });
            }
            if let Some(found) = entry.found.last_mut() {
                found.times += 1;
            }
            if flag != pieces::ABOVE {
                if is_new {
                    entry.count = entry.stands.len();
                    entry.stands.push(0);
                }
                entry.stands[entry.count] += 1;
                entry.stands.push(position);
                entry.positions += 1;
            }
        }
    }

    /// The terms in order.
    fn sorted(self) -> Vec<(&'t str, Entry)> {
        let mut terms: Vec<(&str, usize)> = self.numbers.into_iter().collect();
        terms.sort_unstable();
        let mut entries = self.entries;
        terms.into_iter().map(|(term, number)| (term, std::mem::take(&mut entries[number]))).collect()
    }
}
