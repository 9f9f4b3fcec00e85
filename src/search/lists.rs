//! Many texts, and many lists of numbers, in the bytes of one.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Texts, one behind the other: to read many takes no longer than to read one.
#[derive(Default, Serialize, Deserialize)]
pub struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends
            .iter()
            .map(move |&end| &self.text[std::mem::replace(&mut start, end as usize)..end as usize])
    }
}

/// Lists of numbers as bytes, one behind the other: most are not read again. Each number takes the
/// bytes that it needs (LEB128). There are millions, and nearly all take one: crates that write to
/// any writer take several times as long for it.
#[derive(Default, Serialize, Deserialize)]
pub struct Lists {
    bytes: ByteBuf,
    ends: Vec<u32>,
}

impl Lists {
    /// Adds a number to the last list.
    #[inline]
    pub fn push(&mut self, mut number: u32) {
        while number >= 128 {
            self.bytes.push(number as u8 | 128);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Ends the last list.
    pub fn end(&mut self) {
        self.ends.push(self.bytes.len() as u32);
    }

    /// A list as bytes.
    pub fn bytes(&self, at: usize) -> &[u8] {
        let start = at
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.bytes[start..self.ends[at] as usize]
    }

    /// The numbers of a list.
    pub fn get(&self, at: usize) -> impl Iterator<Item = u32> {
        let mut bytes = self.bytes(at).iter();
        std::iter::from_fn(move || {
            let (mut number, mut shift) = (0, 0);
            loop {
                let byte = *bytes.next()?;
                number |= u32::from(byte & 127) << shift;
                if byte < 128 {
                    return Some(number);
                }
                shift += 7;
            }
        })
    }
}
