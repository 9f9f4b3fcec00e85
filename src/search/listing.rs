//! Writes the sections of a page that have a term, as part of a piece of words;
//! `theme/search/pieces.mjs` reads them.

use super::coder::{Coder, NUMBER};
use super::postings::{ABOVE, BODY, CODE, FLAGS, NAME, SectionPosting};
use super::slots::WordSlots;

/// The place of a section, which predicts the fields that have the word.
pub const ANYWHERE: usize = 0;
pub const TOP: usize = 1;
pub const BELOW: usize = 2;

/// Writes the sections of a page.
pub struct Listing<'s>(pub &'s WordSlots);

impl Listing<'_> {
    /// Writes the sections of a page that have a term. `was_plain` goes from page to page: whether
    /// the last section had it in its text alone.
    pub fn write(&self, coder: &mut Coder, sections: &[SectionPosting], was_plain: &mut bool) {
        let mut section = 0;
        // True if the section before has the word in its heading or in one above it: then the next
        // section may be below that heading too.
        let mut is_named = false;
        for (at, posting) in sections.iter().enumerate() {
            let &SectionPosting { number, has, .. } = posting;
            let slot = if at == 0 {
                self.0.first
            } else {
                self.0.next + NUMBER * usize::from(is_named)
            };
            coder.number(slot, number - section);
            let place = match number {
                0 => TOP,
                _ if is_named && number == section => BELOW,
                _ => ANYWHERE,
            };
            section = number + 1;
            // Most sections have a word in their text alone.
            let is_plain = has == 1 << BODY;
            let slot = self.0.plain + 2 * place + usize::from(*was_plain);
            coder.bit(slot, is_plain);
            *was_plain = is_plain;
            if !is_plain {
                self.fields(coder, place, has);
            }
            is_named = has & (1 << NAME | 1 << ABOVE) != 0;
            self.counts(coder, posting);
            let more = self.0.more + 24 * usize::from(is_named);
            let slot = more + (section as usize).min(23);
            coder.bit(slot, at + 1 < sections.len());
        }
    }

    /// Writes the fields that have the word.
    #[inline]
    fn fields(&self, coder: &mut Coder, place: usize, has: u32) {
        let mut node = 1;
        let flags = self.0.flags + (place << FLAGS);
        for flag in 0..FLAGS {
            let bit = has >> flag & 1;
            coder.bit(flags + node, bit == 1);
            node = node << 1 | bit as usize;
        }
    }

    /// Writes the number of times in each field but code.
    #[inline]
    fn counts(&self, coder: &mut Coder, posting: &SectionPosting) {
        let has = |flag: &usize| posting.has >> flag & 1 == 1 && *flag != CODE;
        for flag in (0..FLAGS).filter(has) {
            let slot = self.0.times + NUMBER * flag.min(3);
            coder.number(slot, posting.counts[flag] - 1);
        }
    }
}
