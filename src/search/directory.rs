//! Pieces of a sorted list, and the directory by which browsers find them.

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::shards::{Shelf, cut};
use super::texts::Deflater;

/// How many pieces `index.bin` names itself, and how many a part of their directory does.
const MANY: usize = 96;
const TOGETHER: usize = 32;

/// A piece of a sorted list.
pub struct Piece {
    /// The shortest beginning of its first name that stands behind all names of pieces before it.
    start: String,
    bytes: Vec<u8>,
}

/// All pieces of a sorted list.
pub struct ListPieces(Vec<Piece>);

/// Where pieces lie: what each starts with, and their names, one behind the other.
#[derive(Default, Serialize)]
pub struct Directory {
    starts: Vec<String>,
    names: String,
    /// How many directories lie between this one and the pieces.
    depth: u32,
}

impl ListPieces {
    /// Cuts entries, each with its size, and writes the pieces.
    pub fn of<'e, S>(
        entries: impl Iterator<Item = (&'e str, usize)> + Clone,
        target: usize,
        state: impl Fn() -> S + Sync + Send,
        write: impl Fn(&mut S, Range<usize>) -> Vec<u8> + Sync + Send,
    ) -> Self {
        let names: Vec<&str> = entries.clone().map(|(name, _)| name).collect();
        let start = |at: usize| {
            let before = if at == 0 { "" } else { names[at - 1] };
            shortest(before, names[at]).to_owned()
        };
        let ranges = cut(entries, target);
        let ranges = ranges.into_par_iter().with_min_len(16);
        let pieces = ranges.map_init(state, |state, range| Piece {
            start: start(range.start),
            bytes: write(state, range),
        });
        Self(pieces.collect())
    }

    /// Puts them on the shelf. Of many, the directory is cut into pieces itself: then
    /// only the parts of it are fetched that name what is looked for.
    pub fn put(self, shelf: &mut Shelf, deflater: &mut Deflater) -> Directory {
        let mut starts = Vec::with_capacity(self.0.len());
        let mut names = Vec::with_capacity(self.0.len());
        for Piece { start, bytes } in self.0 {
            starts.push(start);
            names.push(shelf.put(bytes));
        }
        if names.len() <= MANY {
            return Directory {
                starts,
                names: names.concat(),
                depth: 0,
            };
        }
        let mut parts = Directory {
            depth: 1,
            ..Directory::default()
        };
        let entries = starts.iter().map(|start| (start.as_str(), 1));
        for range in cut(entries, TOGETHER) {
            let first = starts[range.start].clone();
            let part = Directory {
                starts: starts[range.clone()].to_vec(),
                names: names[range].concat(),
                depth: 0,
            };
            let bytes = deflater.deflate(&json(&part));
            let name = shelf.put(bytes);
            parts.starts.push(first);
            parts.names.push_str(&name);
        }
        parts
    }
}

/// A value as the bytes of its JSON.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("text and numbers are always JSON")
}

/// The shortest beginning of a name that stands behind the name before it.
fn shortest<'n>(before: &str, name: &'n str) -> &'n str {
    for (at, letter) in name.char_indices() {
        let start = &name[..at + letter.len_utf8()];
        if start > before {
            return start;
        }
    }
    name
}
