//! A sorted list, cut into files that browsers fetch one by one.
//!
//! A file's name is the fingerprint of its bytes, and only the names nearby decide the cuts: an
//! edit changes the files that hold what it changed.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::output::{Content, Output, fingerprint};

/// The folder of the files, from the site's root.
pub const FOLDER: &str = "assets/bf-search";

/// Entries of a sorted list with about `target` bytes each: never across a name whose
/// hash ends it, and what is larger stands alone.
pub fn cut<'e>(
    entries: impl Iterator<Item = (&'e str, usize)> + Clone,
    target: usize,
) -> Vec<Range<usize>> {
    let mut count = 0;
    let mut total = 0;
    for (_, size) in entries.clone() {
        count += 1;
        total += size;
    }
    let in_a_shard = target * count / total.max(1);
    let every = in_a_shard.max(1).next_power_of_two() as u32;
    let mut shards: Vec<Range<usize>> = Vec::new();
    let mut held = 0;
    let mut alone = false;
    for (at, (name, size)) in entries.enumerate() {
        let is_end = held >= target / 3 && checksum(name.as_bytes()) & (every - 1) == 0;
        let ends = alone || is_end || held >= target * 2 || size >= target;
        match shards.last_mut() {
            Some(shard) if !ends => shard.end = at + 1,
            _ => {
                shards.push(at..at + 1);
                held = 0;
            }
        }
        held += size;
        alone = size >= target;
    }
    shards
}

/// Files by the fingerprints of their bytes.
#[derive(Default)]
pub struct PieceFiles(BTreeMap<String, Vec<u8>>);

impl PieceFiles {
    /// Puts bytes there, and gives their name.
    pub fn put(&mut self, bytes: Vec<u8>) -> String {
        let mut sealed = seal(bytes.clone());
        // A reader stops before what is put behind.
        let mut longer = bytes;
        let mut name = fingerprint(&sealed);
        while self.0.get(&name).is_some_and(|other| *other != sealed) {
            longer.push(0);
            sealed = seal(longer.clone());
            name = fingerprint(&sealed);
        }
        self.0.insert(name.clone(), sealed);
        name
    }

    /// The files.
    pub fn files(self) -> impl Iterator<Item = Output> {
        let file = |(name, bytes)| Output {
            path: format!("{FOLDER}/{name}.bin"),
            content: Content::Bytes(bytes),
        };
        self.0.into_iter().map(file)
    }
}

/// Adds a checksum to bytes, so that a file that was cut short is noticed.
pub fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend(checksum(&bytes).to_be_bytes());
    bytes
}

/// The bytes that were sealed. Returns `None` if they were cut short.
pub fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (bytes, sum) = sealed.split_last_chunk::<4>()?;
    (checksum(bytes).to_be_bytes() == *sum).then_some(bytes)
}

/// FNV-1a, 32 bits.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_name_moves_no_cut_far_from_it() {
        let names: Vec<String> = (0..5_000).map(|at| format!("name-{at:05}")).collect();
        let shards = |names: &[String]| -> Vec<Vec<String>> {
            let sizes = names.iter().map(|name| {
                (
                    name.as_str(),
                    if name.ends_with("999") { 9_000 } else { 40 },
                )
            });
            cut(sizes, 2_000)
                .into_iter()
                .map(|range| names[range].to_vec())
                .collect()
        };
        let before = shards(&names);
        assert_eq!(before.concat(), names);
        assert!(
            before
                .iter()
                .all(|shard| shard.len() == 1 || shard.len() * 40 <= 4_040),
            "none is much larger"
        );
        for at in (0..5_000).step_by(97) {
            let mut names = names.clone();
            names.insert(at, format!("name-{at:05}-new"));
            let after = shards(&names);
            let same = after.iter().filter(|shard| before.contains(shard)).count();
            assert!(after.len() - same <= 3, "{at}: {same} of {}", after.len());
        }
    }

    #[test]
    fn what_was_cut_short_is_known() {
        let sealed = seal(b"words".to_vec());
        assert_eq!(unseal(&sealed), Some(&b"words"[..]));
        assert!((0..sealed.len()).all(|end| unseal(&sealed[..end]).is_none()));
    }

    #[test]
    fn files_of_one_fingerprint_have_two_names() {
        let mut pieces = PieceFiles::default();
        let name = pieces.put(b"words".to_vec());
        assert_eq!(pieces.put(b"words".to_vec()), name);
        pieces
            .0
            .insert(fingerprint(&seal(b"other".to_vec())), Vec::new());
        assert_ne!(
            pieces.put(b"other".to_vec()),
            fingerprint(&seal(b"other".to_vec()))
        );
    }
}
