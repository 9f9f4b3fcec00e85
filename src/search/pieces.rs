//! How the pieces of the index are written; `theme/search/pieces.mjs` reads them, with
//! the same slots in the same order.

use super::coder::{Coder, NAME as NAMES, NUMBER};
use super::fields::{BLOCK, block};

/// The flags of the fields whose postings are written.
pub const BODY: usize = 0;
pub const NAME: usize = 1;
pub const CODE: usize = 2;
pub const ABOVE: usize = 3;
pub const ABOUT: usize = 4;
pub const IDENTIFIERS: usize = 5;
pub const TAGS: usize = 6;
/// How many they are.
pub const FLAGS: usize = 7;

/// A term in a field of a section.
pub struct Found {
    /// The number of the section's page, and its own in the page.
    pub place: (u32, u32),
    /// The field's flag.
    pub flag: usize,
    /// How often it is there.
    pub times: u32,
}

/// Gives out slots, one kind of decision behind the other.
struct Slots(usize);

impl Slots {
    fn take(&mut self, count: usize) -> usize {
        self.0 += count;
        self.0 - count
    }
}

/// Terms, each with the sections that have it, in order: pages as gaps, how often the page's
/// folders have it, then the sections that have it beyond that and the page's title, the fields of
/// each, and how often but for code. `read` gives the sections of a term, by its number in the
/// list.
pub fn words(terms: &[&str], mut read: impl FnMut(usize, &mut Vec<Found>)) -> Vec<u8> {
    let mut slots = Slots(0);
    let count = slots.take(NUMBER);
    let name = slots.take(NAMES);
    let inherits = slots.take(NUMBER);
    let pages = slots.take(NUMBER);
    let gap = slots.take(4 * NUMBER);
    let folders = slots.take(2 * NUMBER);
    let is_listed = slots.take(2);
    let list = Listing::new(&mut slots);
    let mut coder = Coder::new(slots.0);
    coder.number(count, terms.len() as u32);
    let mut before = "";
    let (mut sections, mut found) = (Vec::new(), Vec::new());
    for (at, term) in terms.iter().enumerate() {
        coder.name(name, before, term);
        before = term;
        found.clear();
        read(at, &mut found);
        coder.number(
            inherits,
            found.iter().filter(|found| found.flag == ABOVE).count() as u32,
        );
        let by_page = || found.chunk_by(|one, next| one.place.0 == next.place.0);
        coder.number(pages, by_page().count() as u32);
        let (mut page, mut last, mut had_folders, mut was_plain) = (0, 0, false, false);
        for found in by_page() {
            let step = found[0].place.0 - page;
            coder.number(gap + NUMBER * (last as usize).min(3), step);
            (page, last) = (found[0].place.0 + 1, (step + 1).ilog2());
            let in_folders = of_page(found, &mut sections);
            coder.number(folders + NUMBER * usize::from(had_folders), in_folders);
            had_folders = in_folders > 0;
            if in_folders > 0 {
                coder.bit(is_listed, !sections.is_empty());
            }
            list.write(&mut coder, &sections, &mut was_plain);
        }
    }
    coder.finish()
}

/// A section: its number in the page, the fields that have a term, and how often each does.
type Listed = (u32, u32, [u32; FLAGS]);

/// The sections of a page beyond what they inherit, and how often its folders have the term.
fn of_page(found: &[Found], sections: &mut Vec<Listed>) -> u32 {
    let of_first = |flag| {
        found
            .iter()
            .find(|found| found.place.1 == 0 && found.flag == flag)
    };
    let [in_folders, in_title] =
        [ABOVE, NAME].map(|flag| of_first(flag).map_or(0, |found| found.times));
    sections.clear();
    for fields in found.chunk_by(|one, next| one.place.1 == next.place.1) {
        let number = fields[0].place.1;
        let inherited = in_folders + if number > 0 { in_title } else { 0 };
        let mut counts = [0; FLAGS];
        fields
            .iter()
            .for_each(|found| counts[found.flag] = found.times);
        counts[ABOVE] -= inherited.min(counts[ABOVE]);
        let has = (0..FLAGS).fold(0, |has, flag| has | u32::from(counts[flag] > 0) << flag);
        if has > 0 {
            sections.push((number, has, counts));
        }
    }
    in_folders
}

/// Where a section stands: what it has of a word depends on it.
const ANYWHERE: usize = 0;
const TOP: usize = 1;
const BELOW: usize = 2;

/// The slots of a page's sections.
struct Listing {
    first: usize,
    next: usize,
    more: usize,
    plain: usize,
    flags: usize,
    times: usize,
}

impl Listing {
    fn new(slots: &mut Slots) -> Self {
        Self {
            first: slots.take(NUMBER),
            next: slots.take(2 * NUMBER),
            more: slots.take(48),
            plain: slots.take(6),
            flags: slots.take(3 << FLAGS),
            times: slots.take(4 * NUMBER),
        }
    }

    fn write(&self, coder: &mut Coder, sections: &[Listed], was_plain: &mut bool) {
        let mut section = 0;
        // Whether the section before has the word in its heading, or stands below one that has:
        // then the next may stand there too.
        let mut is_named = false;
        for (at, &(number, has, counts)) in sections.iter().enumerate() {
            let next = self.next + NUMBER * usize::from(is_named);
            coder.number(if at == 0 { self.first } else { next }, number - section);
            let place = match number {
                0 => TOP,
                _ if is_named && number == section => BELOW,
                _ => ANYWHERE,
            };
            section = number + 1;
            // Most sections have a word in their text alone.
            let is_plain = has == 1 << BODY;
            coder.bit(self.plain + 2 * place + usize::from(*was_plain), is_plain);
            *was_plain = is_plain;
            if !is_plain {
                let mut node = 1;
                for flag in 0..FLAGS {
                    coder.bit(self.flags + (place << FLAGS) + node, has >> flag & 1 == 1);
                    node = node << 1 | (has >> flag & 1) as usize;
                }
            }
            is_named = has & (1 << NAME | 1 << ABOVE) != 0;
            for flag in (0..FLAGS).filter(|flag| has >> flag & 1 == 1 && *flag != CODE) {
                coder.number(self.times + NUMBER * flag.min(3), counts[flag] - 1);
            }
            let more = self.more + 24 * usize::from(is_named);
            coder.bit(more + (section as usize).min(23), at + 1 < sections.len());
        }
    }
}

/// Blocks from one position to the next that are written out.
const FAR: u32 = 15;

/// Where a term stands, of each field of each section that has it.
#[derive(Default)]
pub struct Places {
    /// Where the positions of each field of each section lie in the list.
    fields: Vec<(usize, usize)>,
    positions: Vec<u32>,
}

impl Places {
    /// Adds a field of a section: they come in order.
    pub fn push(&mut self, positions: impl Iterator<Item = u32>) {
        let start = self.positions.len();
        self.positions.extend(positions);
        self.fields.push((start, self.positions.len()));
    }
}

/// Terms, each with where it stands: of each field of each section that has it and keeps
/// positions, in the order of [`words`], the blocks and the places in them. `read` gives
/// those of a term, by its number in the list; `places` is what it is given to write to.
pub fn positions(
    places: &mut Places,
    terms: &[&str],
    read: impl Fn(usize, &mut Places),
) -> Vec<u8> {
    let mut slots = Slots(0);
    let count = slots.take(NUMBER);
    let name = slots.take(NAMES);
    let fields = slots.take(NUMBER);
    let far = slots.take(NUMBER);
    let more = slots.take(2);
    let mut coder = Coder::new(slots.0);
    coder.number(count, terms.len() as u32);
    let mut before = "";
    for (at, term) in terms.iter().enumerate() {
        coder.name(name, before, term);
        before = term;
        places.fields.clear();
        places.positions.clear();
        read(at, places);
        coder.number(fields, places.fields.len() as u32);
        for &(start, end) in &places.fields {
            let mut last = 0;
            for at in start..end {
                let (block, place) = block(places.positions[at]);
                // Ten bits at once: there are a million positions in a thousand pages.
                let step = (block - last).min(FAR);
                coder.bits(10, step << BLOCK.ilog2() | place);
                if step == FAR {
                    coder.number(far, block - last - FAR);
                }
                last = block;
                coder.bit(more + usize::from(at > start), at + 1 < end);
            }
        }
    }
    coder.finish()
}

/// Names in order, each with a number.
pub fn names(names: &[(String, u32)]) -> Vec<u8> {
    let mut slots = Slots(0);
    let count = slots.take(NUMBER);
    let name = slots.take(NAMES);
    let number = slots.take(NUMBER);
    let mut coder = Coder::new(slots.0);
    coder.number(count, names.len() as u32);
    let mut before = "";
    for (text, value) in names {
        coder.name(name, before, text);
        coder.number(number, *value);
        before = text;
    }
    coder.finish()
}

/// What is known of a page beside its words. Values are numbers of a list, from 1.
pub struct Row {
    /// How long the title is, as Tantivy keeps it.
    pub title: u8,
    /// How long the page is, as Tantivy keeps it.
    pub length: u8,
    /// How many sections a file of its texts holds, as a power of two.
    pub shift: u32,
    /// How much more it counts: from 0.
    pub boost: u32,
    /// The top folder that it is in.
    pub place: u32,
    /// Its tags.
    pub tags: Vec<u32>,
    /// From which section on it is of which kind and status, and whether an artifact
    /// opens there.
    pub changes: Vec<(u32, [u32; 2], bool)>,
}

/// Pages.
pub fn table(rows: impl Iterator<Item = Row>) -> Vec<u8> {
    let mut slots = Slots(0);
    let [
        title,
        length,
        shift,
        boost,
        place,
        tags,
        tag,
        changes,
        step,
        kind,
        status,
    ] = std::array::from_fn(|_| slots.take(NUMBER));
    let same = slots.take(1);
    let opens = slots.take(1);
    let mut coder = Coder::new(slots.0);
    let mut before = 0;
    for row in rows {
        coder.number(title, row.title.into());
        coder.number(length, row.length.into());
        coder.number(shift, row.shift);
        coder.number(boost, row.boost);
        coder.bit(same, row.place == before);
        if row.place != before {
            coder.number(place, row.place);
            before = row.place;
        }
        coder.number(tags, row.tags.len() as u32);
        row.tags
            .iter()
            .for_each(|number| coder.number(tag, *number));
        coder.number(changes, row.changes.len() as u32);
        let mut section = 0;
        for (number, [of_kind, of_status], is_open) in row.changes {
            coder.number(step, number - section);
            coder.number(kind, of_kind);
            coder.number(status, of_status);
            coder.bit(opens, is_open);
            section = number;
        }
    }
    coder.finish()
}
