//! How the pieces with words and names are written; `theme/search/pieces.mjs` reads them, with the
//! same slots in the same order.

use super::coder::{Coder, NAME, NUMBER, Slots};
use super::expand::ClassedForm;
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
        let mut next_page = 0;
        let mut size_of_gap = 0;
        let mut had_folders = false;
        let mut was_plain = false;
        for found in by_page() {
            let page = found[0].place.0;
            let gap = page - next_page;
            let slot = self.gap + NUMBER * (size_of_gap as usize).min(3);
            coder.number(slot, gap);
            next_page = page + 1;
            size_of_gap = (gap + 1).ilog2();
            let in_folders = of_page(found, sections);
            let slot = self.folders + NUMBER * usize::from(had_folders);
            coder.number(slot, in_folders);
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
    let mut sections = Vec::new();
    let mut found = Vec::new();
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
pub fn names(names: &[ClassedForm]) -> Vec<u8> {
    let mut slots = Slots::default();
    let count = slots.take(NUMBER);
    let name = slots.take(NAME);
    let number = slots.take(NUMBER);
    let mut coder = Coder::new(&slots);
    coder.number(count, names.len() as u32);
    let mut before = "";
    for ClassedForm { form, class } in names {
        coder.name(name, before, form);
        coder.number(number, *class);
        before = form;
    }
    coder.finish()
}
