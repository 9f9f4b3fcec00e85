//! Numbers and names as few bytes: an adaptive binary arithmetic coder.
//!
//! Each decision is coded with the probability that its *slot* has learnt, as LZMA and
//! lpaq do; `theme/search/decoder.mjs` reads what this writes.

/// The letters that a coder expects after consonants.
pub const VOWELS: &str = "aeiouy";

/// Slots of a number: of its length in bits, of its first bit, of its second.
pub const NUMBER: usize = 128;

/// Slots of a name: a tree of 256 for each kind of letter before, and as many for the length that
/// it shares with the name before.
pub const NAME: usize = 5 * 256;

/// The speed at which a slot learns: the more it has seen, the slower.
pub const SHIFTS: [u8; 24] = [
    1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5,
];

/// The history of a decision: the probability of a one in 65,536ths, and the number of times.
#[derive(Clone)]
struct Slot(u16, u8);

impl Slot {
    /// Returns the probability of a one in 4,096ths, then learns the decision.
    #[inline]
    fn odds(&mut self, bit: bool) -> u32 {
        let Self(probability, seen) = self;
        let odds = u32::from(*probability >> 4).max(1);
        let shift = SHIFTS[usize::from(*seen)];
        let target = if bit { 65_535 } else { 0 };
        *probability =
            (i32::from(*probability) + ((target - i32::from(*probability)) >> shift)) as u16;
        *seen = (*seen + 1).min(SHIFTS.len() as u8 - 1);
        odds
    }
}

/// A coder, with the bytes that it has written.
pub struct Coder {
    slots: Vec<Slot>,
    written: CodedBytes,
}

/// Bytes that are certain, and the bounds of those that follow.
struct CodedBytes {
    low: u32,
    high: u32,
    bytes: Vec<u8>,
}

impl CodedBytes {
    /// A decision, with the probability of a one in 4,096ths.
    #[inline]
    fn code(&mut self, odds: u32, bit: bool) {
        let middle = self.low + ((self.high - self.low) >> 12) * odds;
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        self.shift();
    }

    /// Writes the bytes that both bounds share.
    #[inline]
    fn shift(&mut self) {
        while (self.low ^ self.high) >> 24 == 0 {
            self.bytes.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
    }
}

impl Coder {
    /// A coder that has written nothing, with this many slots.
    pub fn new(slots: usize) -> Self {
        let written = CodedBytes {
            low: 0,
            high: u32::MAX,
            bytes: Vec::new(),
        };
        Self {
            slots: vec![Slot(1 << 15, 0); slots],
            written,
        }
    }

    /// A decision.
    #[inline]
    pub fn bit(&mut self, slot: usize, bit: bool) {
        self.written.code(self.slots[slot].odds(bit), bit);
    }

    /// A number, in the [`NUMBER`] slots from one on: Elias' gamma code, its first bits learnt.
    pub fn number(&mut self, slot: usize, number: u32) {
        let number = u64::from(number) + 1;
        let length = number.ilog2() as usize;
        for at in 0..length {
            self.bit(slot + at.min(31), true);
        }
        self.bit(slot + length.min(31), false);
        let bit = |at: usize| number >> at & 1 == 1;
        if length > 0 {
            self.bit(slot + 32 + length.min(31), bit(length - 1));
        }
        if length > 1 {
            self.bit(
                slot + 64 + 2 * length.min(31) + usize::from(bit(length - 1)),
                bit(length - 2),
            );
        }
        if length > 2 {
            self.bits(
                length as u32 - 2,
                (number & ((1 << (length - 2)) - 1)) as u32,
            );
        }
    }

    /// A number of `count` bits, all equally likely.
    pub fn bits(&mut self, count: u32, number: u32) {
        let (count, number) = if count > 12 {
            self.bits(count - 12, number >> 12);
            (12, number & 4095)
        } else {
            (count, number)
        };
        let written = &mut self.written;
        let step = (written.high - written.low) >> count;
        if step < 1 << 12 {
            (0..count)
                .rev()
                .for_each(|at| written.code(2048, number >> at & 1 == 1));
        } else {
            written.low += step * number;
            written.high = written.low + step - 1;
            written.shift();
        }
    }

    /// A name, in the [`NAME`] slots from one on: the length that it shares with the name before,
    /// and the letters behind that.
    pub fn name(&mut self, slot: usize, before: &str, name: &str) {
        let (before, name) = (before.as_bytes(), name.as_bytes());
        let common = before
            .iter()
            .zip(name)
            .take_while(|(one, other)| one == other)
            .count();
        self.number(slot + 4 * 256, common as u32);
        let mut last = common.checked_sub(1).map_or(0, |at| name[at]);
        for &letter in name[common..].iter().chain([&0]) {
            let tree: &mut [Slot; 256] = self.slots[slot + 256 * kind(last)..]
                .first_chunk_mut()
                .expect("a name has five trees");
            let mut node = 1;
            for at in (0..8).rev() {
                let bit = letter >> at & 1 == 1;
                self.written.code(tree[node & 255].odds(bit), bit);
                node = node << 1 | usize::from(bit);
            }
            last = letter;
        }
    }

    /// All bytes.
    pub fn finish(self) -> Vec<u8> {
        let CodedBytes {
            mut bytes, high, ..
        } = self.written;
        // Any bytes that are read behind the end lie between the bounds.
        bytes.extend(high.to_be_bytes());
        while bytes.last() == Some(&255) {
            bytes.pop();
        }
        bytes
    }
}

/// The kind of the letter before, which predicts the next: a start, a vowel, a consonant or
/// another.
fn kind(letter: u8) -> usize {
    match letter {
        0 => 0,
        _ if VOWELS.as_bytes().contains(&letter) => 1,
        b'a'..=b'z' => 2,
        _ => 3,
    }
}
