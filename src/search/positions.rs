//! Writes the pieces with the positions of terms; `theme/search/pieces.mjs` reads them.

use super::coder::Coder;
use super::fields::{BLOCK, block};
use super::slots::PositionSlots;

/// The fewest blocks from one position to the next that are written as a number of their own.
pub const FAR: u32 = 15;

/// The positions of a term, for each field of each section that has it.
#[derive(Default)]
pub struct TermPlaces {
    /// The range of each field of each section in the list.
    fields: Vec<(usize, usize)>,
    positions: Vec<u32>,
}

impl TermPlaces {
    /// Adds a field of a section: they come in order.
    pub fn push(&mut self, positions: impl Iterator<Item = u32>) {
        let start = self.positions.len();
        self.positions.extend(positions);
        self.fields.push((start, self.positions.len()));
    }
}

/// Terms, each with its positions: of each field of each section that has it and keeps
/// positions, in the order of [`words`](super::pieces::words), the blocks and the places in them.
/// `read` gives those of a term, by its number in the list; `places` is what it is given to write
/// to.
pub fn positions(
    places: &mut TermPlaces,
    terms: &[&str],
    read: impl Fn(usize, &mut TermPlaces),
) -> Vec<u8> {
    let (slots, count) = PositionSlots::take();
    let mut coder = Coder::new(count);
    coder.number(slots.count, terms.len() as u32);
    let mut before = "";
    for (at, term) in terms.iter().enumerate() {
        coder.name(slots.name, before, term);
        before = term;
        places.fields.clear();
        places.positions.clear();
        read(at, places);
        write(&slots, &mut coder, places);
    }
    coder.finish()
}

#[inline]
fn write(slots: &PositionSlots, coder: &mut Coder, places: &TermPlaces) {
    coder.number(slots.fields, places.fields.len() as u32);
    for &(start, end) in &places.fields {
        let mut last = 0;
        for at in start..end {
            let (block, place) = block(places.positions[at]);
            // Ten bits at once: there are a million positions in a thousand pages.
            let step = (block - last).min(FAR);
            coder.bits(10, step << BLOCK.ilog2() | place);
            if step == FAR {
                coder.number(slots.far, block - last - FAR);
            }
            last = block;
            coder.bit(slots.more + usize::from(at > start), at + 1 < end);
        }
    }
}
