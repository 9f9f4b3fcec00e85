//! How the pieces with the positions of terms are written; `theme/search/pieces.mjs` reads them.

use super::coder::{Coder, NAME, NUMBER, Slots};
use super::fields::{BLOCK, block};

/// Blocks from one position to the next that are written out.
const FAR: u32 = 15;

/// Where a term stands, of each field of each section that has it.
#[derive(Default)]
pub struct TermPlaces {
    /// Where the positions of each field of each section lie in the list.
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

/// The slots of a term's positions.
struct PositionSlots {
    fields: usize,
    far: usize,
    more: usize,
}

/// Terms, each with where it stands: of each field of each section that has it and keeps
/// positions, in the order of [`words`](super::pieces::words), the blocks and the places in them.
/// `read` gives those of a term, by its number in the list; `places` is what it is given to write
/// to.
pub fn positions(
    places: &mut TermPlaces,
    terms: &[&str],
    read: impl Fn(usize, &mut TermPlaces),
) -> Vec<u8> {
    let mut slots = Slots::default();
    let count = slots.take(NUMBER);
    let name = slots.take(NAME);
    let of_term = PositionSlots {
        fields: slots.take(NUMBER),
        far: slots.take(NUMBER),
        more: slots.take(2),
    };
    let mut coder = Coder::new(&slots);
    coder.number(count, terms.len() as u32);
    let mut before = "";
    for (at, term) in terms.iter().enumerate() {
        coder.name(name, before, term);
        before = term;
        places.fields.clear();
        places.positions.clear();
        read(at, places);
        of_term.write(&mut coder, places);
    }
    coder.finish()
}

impl PositionSlots {
    #[inline]
    fn write(&self, coder: &mut Coder, places: &TermPlaces) {
        coder.number(self.fields, places.fields.len() as u32);
        for &(start, end) in &places.fields {
            let mut last = 0;
            for at in start..end {
                let (block, place) = block(places.positions[at]);
                // Ten bits at once: there are a million positions in a thousand pages.
                let step = (block - last).min(FAR);
                coder.bits(10, step << BLOCK.ilog2() | place);
                if step == FAR {
                    coder.number(self.far, block - last - FAR);
                }
                last = block;
                coder.bit(self.more + usize::from(at > start), at + 1 < end);
            }
        }
    }
}
