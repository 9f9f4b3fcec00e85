//! Numbers and names as few bytes: an adaptive binary arithmetic coder.
//!
//! Each decision is coded with the probability that its *slot* has learnt, as LZMA and
//! lpaq do; `theme/search/decoder.mjs` reads what this writes, and the slots and shifts
//! are the same there.

/// Slots of a number: of its length in bits, of its first bit, of its second.
pub const NUMBER: usize = 128;

/// Slots of a name: one tree of 256 for what stands before a letter.
pub const NAME: usize = 5 * 256;

/// How fast a slot learns: the more it has seen, the slower.
const SHIFTS: [u8; 24] = [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5];

/// What is being written.
pub struct Coder {
    low: u32,
    high: u32,
    bytes: Vec<u8>,
    /// The probability of a one, in 65,536ths, and how often it was asked.
    slots: Vec<(u16, u8)>,
}

impl Coder {
    /// Nothing yet, with so many slots.
    pub fn new(slots: usize) -> Self {
        Self { low: 0, high: u32::MAX, bytes: Vec::new(), slots: vec![(1 << 15, 0); slots] }
    }

    /// A decision.
    #[inline]
    pub fn bit(&mut self, slot: usize, bit: bool) {
        let (probability, seen) = &mut self.slots[slot];
        let odds = u32::from(*probability >> 4).clamp(1, 4095);
        let shift = SHIFTS[usize::from(*seen)];
        let target = if bit { 65_535 } else { 0 };
        *probability = (i32::from(*probability) + ((target - i32::from(*probability)) >> shift)) as u16;
        *seen = (*seen + 1).min(SHIFTS.len() as u8 - 1);
        self.code(odds, bit);
    }

    #[inline]
    /// A decision, with the probability of a one in 4,096ths.
    fn code(&mut self, odds: u32, bit: bool) {
        let middle = self.low + ((self.high - self.low) >> 12) * odds;
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        self.shift();
    }

    /// Writes what is certain.
    #[inline]
    fn shift(&mut self) {
        while (self.low ^ self.high) >> 24 == 0 {
            self.bytes.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
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
            self.bit(slot + 64 + 2 * length.min(31) + usize::from(bit(length - 1)), bit(length - 2));
        }
        if length > 2 {
            self.bits(length as u32 - 2, (number & ((1 << (length - 2)) - 1)) as u32);
        }
    }

    /// A number of so many bits, of which none is likelier than another.
    pub fn bits(&mut self, count: u32, number: u32) {
        let (count, number) = if count > 12 {
            self.bits(count - 12, number >> 12);
            (12, number & 4095)
        } else {
            (count, number)
        };
        let step = (self.high - self.low) >> count;
        if step < 1 << 12 {
            (0..count).rev().for_each(|at| self.code(2048, number >> at & 1 == 1));
        } else {
            self.low += step * number;
            self.high = self.low + step - 1;
            self.shift();
        }
    }

    /// A name, in the [`NAME`] slots from one on, after what is left of the one before.
    pub fn name(&mut self, slot: usize, before: &str, name: &str) {
        let (before, name) = (before.as_bytes(), name.as_bytes());
        let common = before.iter().zip(name).take_while(|(one, other)| one == other).count();
        self.number(slot + 4 * 256, common as u32);
        let mut last = common.checked_sub(1).map_or(0, |at| name[at]);
        for &letter in name[common..].iter().chain([&0]) {
            let tree = slot + 256 * kind(last);
            let mut node = 1;
            for at in (0..8).rev() {
                let bit = letter >> at & 1 == 1;
                self.bit(tree + node, bit);
                node = node << 1 | usize::from(bit);
            }
            last = letter;
        }
    }

    /// All bytes.
    pub fn finish(mut self) -> Vec<u8> {
        // Whatever is read behind the end lies between the bounds.
        self.bytes.extend(self.high.to_be_bytes());
        while self.bytes.last() == Some(&255) {
            self.bytes.pop();
        }
        self.bytes
    }
}

/// What the letter before says of the next: a start, a vowel, a consonant, or neither.
fn kind(letter: u8) -> usize {
    match letter {
        0 => 0,
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => 1,
        b'a'..=b'z' => 2,
        _ => 3,
    }
}
