//! How the pieces with words and names are written; `theme/search/pieces.mjs` reads them, with the
//! same slots in the same order.

use super::coder::{Coder, NAME, NUMBER, Slots};
use super::listing::Listing;
use super::postings::{ABOVE, Posting, SectionPosting, of_page};

/// The slots of a term's pages.
struct PageSlots {
    inherits: usize,
    pages: usize,
    gap: usize,
    folders: usize,
    is_listed: usize,
    list: Listing,
}

impl PageSlots {
    fn new(slots: &mut Slots) -> Self {
        Self {
            inherits: slots.take(NUMBER),
            pages: slots.take(NUMBER),
            gap: slots.take(4 * NUMBER),
            folders: slots.take(2 * NUMBER),
            is_listed: slots.take(2),
            list: Listing::new(slots),
        }
    }

    /// Writes where a term is. `sections` is made use of again for each page.
    #[inline]
    fn write(&self, coder: &mut Coder, found: &[Posting], sections: &mut Vec<SectionPosting>) {
        let above = found.iter().filter(|found| found.flag == ABOVE);
        coder.number(self.inherits, above.count() as u32);
        let by_page = || found.chunk_by(|one, next| one.place.0 == next.place.0);
        coder.number(self.pages, by_page().count() as u32);
        let (mut page, mut last, mut had_folders, mut was_plain) = (0, 0, false, false);
        for found in by_page() {
            let step = found[0].place.0 - page;
            coder.number(self.gap + NUMBER * (last as usize).min(3), step);
            (page, last) = (found[0].place.0 + 1, (step + 1).ilog2());
            let in_folders = of_page(found, sections);
            coder.number(self.folders + NUMBER * usize::from(had_folders), in_folders);
            had_folders = in_folders > 0;
            if in_folders > 0 {
                coder.bit(self.is_listed, !sections.is_empty());
            }
            self.list.write(coder, sections, &mut was_plain);
        }
    }
}

/// Terms, each with the sections that have it, in order: pages as gaps, how often the page's
/// folders have it, then the sections that have it beyond that and the page's title, the fields of
/// each, and how often but for code. `read` gives the sections of a term, by its number in the
/// list.
pub fn words(terms: &[&str], mut read: impl FnMut(usize, &mut Vec<Posting>)) -> Vec<u8> {
    let mut slots = Slots::default();
    let count = slots.take(NUMBER);
    let name = slots.take(NAME);
    let pages = PageSlots::new(&mut slots);
    let mut coder = Coder::new(&slots);
    coder.number(count, terms.len() as u32);
    let mut before = "";
    let (mut sections, mut found) = (Vec::new(), Vec::new());
    for (at, term) in terms.iter().enumerate() {
        coder.name(name, before, term);
        before = term;
        found.clear();
        read(at, &mut found);
        pages.write(&mut coder, &found, &mut sections);
    }
    coder.finish()
}

/// Names in order, each with a number.
pub fn names(names: &[(String, u32)]) -> Vec<u8> {
    let mut slots = Slots::default();
    let count = slots.take(NUMBER);
    let name = slots.take(NAME);
    let number = slots.take(NUMBER);
    let mut coder = Coder::new(&slots);
    coder.number(count, names.len() as u32);
    let mut before = "";
    for (text, value) in names {
        coder.name(name, before, text);
        coder.number(number, *value);
        before = text;
    }
    coder.finish()
}
