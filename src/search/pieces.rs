//! Writes the pieces with words and names; `theme/search/pieces.mjs` reads them.

use std::collections::BTreeMap;

use super::coder::{Coder, NUMBER};
use super::expand::ClassedForm;
use super::listing::Listing;
use super::postings::{ABOVE, Posting, SectionPosting, of_page};
use super::slots::{NameSlots, WordSlots};

/// Writes the pages of terms.
struct PageWriter<'s> {
    slots: &'s WordSlots,
    list: Listing<'s>,
    /// The number of each page's folder, by the page's number.
    folders: &'s [u32],
}

/// The places of a term, without what pages inherit.
#[derive(Default)]
struct TermPages {
    /// The folders whose titles have it, or those that they are in, and how often.
    folders: BTreeMap<u32, u32>,
    /// The pages with such sections, each with the end of its sections.
    pages: Vec<(u32, usize)>,
    sections: Vec<SectionPosting>,
}

impl TermPages {
    /// Reads the postings of a term; `folders` has each page's folder.
    fn read(&mut self, found: &[Posting], folders: &[u32]) {
        self.folders.clear();
        self.pages.clear();
        self.sections.clear();
        for found in found.chunk_by(|one, next| one.place.0 == next.place.0) {
            let (page, _) = found[0].place;
            let start = self.sections.len();
            let in_folders = of_page(found, &mut self.sections);
            if in_folders > 0 {
                self.folders.insert(folders[page as usize], in_folders);
            }
            if self.sections.len() > start {
                self.pages.push((page, self.sections.len()));
            }
        }
    }
}

impl PageWriter<'_> {
    /// Writes the postings of a term. `term` is a buffer.
    #[inline]
    fn write(&self, coder: &mut Coder, found: &[Posting], term: &mut TermPages) {
        let slots = self.slots;
        let above = found.iter().filter(|found| found.flag == ABOVE);
        coder.number(slots.inherits, above.count() as u32);
        term.read(found, self.folders);
        coder.number(slots.folders, term.folders.len() as u32);
        let mut next = 0;
        for (&folder, &count) in &term.folders {
            coder.number(slots.folder, folder - next);
            coder.number(slots.in_folder, count);
            next = folder + 1;
        }
        coder.number(slots.pages, term.pages.len() as u32);
        let mut next_page = 0;
        let mut size_of_gap = 0;
        let mut start = 0;
        let mut was_plain = false;
        for &(page, end) in &term.pages {
            let gap = page - next_page;
            let slot = slots.gap + NUMBER * (size_of_gap as usize).min(3);
            coder.number(slot, gap);
            next_page = page + 1;
            size_of_gap = (gap + 1).ilog2();
            let sections = &term.sections[start..end];
            self.list.write(coder, sections, &mut was_plain);
            start = end;
        }
    }
}

/// Terms, each with the folders whose titles have it, or those that they are in, and how often;
/// then the sections that have it beyond that and the page's title, in order: pages as gaps, the
/// fields of each section, and how often but for code. `folders` has each page's folder; `read`
/// gives the sections of a term, by its number in the list.
pub fn words(
    terms: &[&str],
    folders: &[u32],
    mut read: impl FnMut(usize, &mut Vec<Posting>),
) -> Vec<u8> {
    let (slots, count) = WordSlots::take();
    let pages = PageWriter {
        slots: &slots,
        list: Listing(&slots),
        folders,
    };
    let mut coder = Coder::new(count);
    coder.number(slots.count, terms.len() as u32);
    let mut before = "";
    let mut pages_of_term = TermPages::default();
    let mut found = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        coder.name(slots.name, before, term);
        before = term;
        found.clear();
        read(at, &mut found);
        pages.write(&mut coder, &found, &mut pages_of_term);
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
