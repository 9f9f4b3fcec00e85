//! Writes the pieces with words and names; `theme/search/pieces.mjs` reads them.

use super::coder::{Coder, NUMBER};
use super::expand::ClassedForm;
use super::listing::Listing;
use super::postings::{ABOVE, Posting, SectionPosting, of_page};
use super::slots::{NameSlots, WordSlots};

/// Writes the pages of terms.
struct PageWriter<'s> {
    slots: &'s WordSlots,
    list: Listing<'s>,
}

impl PageWriter<'_> {
    /// Writes the postings of a term. `sections` is a buffer.
    #[inline]
    fn write(&self, coder: &mut Coder, found: &[Posting], sections: &mut Vec<SectionPosting>) {
        let slots = self.slots;
        let above = found.iter().filter(|found| found.flag == ABOVE);
        coder.number(slots.inherits, above.count() as u32);
        let by_page = || found.chunk_by(|one, next| one.place.0 == next.place.0);
        coder.number(slots.pages, by_page().count() as u32);
        let mut next_page = 0;
        let mut size_of_gap = 0;
        let mut had_folders = false;
        let mut was_plain = false;
        for found in by_page() {
            let page = found[0].place.0;
            let gap = page - next_page;
            let slot = slots.gap + NUMBER * (size_of_gap as usize).min(3);
            coder.number(slot, gap);
            next_page = page + 1;
            size_of_gap = (gap + 1).ilog2();
            let in_folders = of_page(found, sections);
            let slot = slots.folders + NUMBER * usize::from(had_folders);
            coder.number(slot, in_folders);
            had_folders = in_folders > 0;
            if in_folders > 0 {
                coder.bit(slots.is_listed, !sections.is_empty());
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
    let (slots, count) = WordSlots::take();
    let pages = PageWriter {
        slots: &slots,
        list: Listing(&slots),
    };
    let mut coder = Coder::new(count);
    coder.number(slots.count, terms.len() as u32);
    let mut before = "";
    let mut sections = Vec::new();
    let mut found = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        coder.name(slots.name, before, term);
        before = term;
        found.clear();
        read(at, &mut found);
        pages.write(&mut coder, &found, &mut sections);
    }
    coder.finish()
}

/// Names in order, each with a number.
pub fn names(names: &[ClassedForm]) -> Vec<u8> {
    let (slots, count) = NameSlots::take();
    let mut coder = Coder::new(count);
    coder.number(slots.count, names.len() as u32);
    let mut before = "";
    for ClassedForm { form, class } in names {
        coder.name(slots.name, before, form);
        coder.number(slots.number, *class);
        before = form;
    }
    coder.finish()
}
