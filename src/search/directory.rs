//! Pieces of a sorted list, and the directory by which browsers find them.

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::shards::{PieceFiles, cut};
use super::texts::Deflater;

/// The most pieces that `index.bin` names itself, and the number in a part of their directory.
const MANY: usize = 96;
const TOGETHER: usize = 48;

/// A piece of a sorted list.
pub struct Piece {
    /// The shortest beginning of its first name that stands behind all names of pieces before it.
    start: String,
    bytes: Vec<u8>,
}

/// All pieces of a sorted list.
pub struct ListPieces(Vec<Piece>);

/// The directory of pieces: the start of each, and their names, one behind the other.
#[derive(Default, Serialize)]
pub struct Directory {
    starts: Vec<String>,
    names: String,
    /// The number of directories between this one and the pieces.
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

    /// Adds them to the files. A long directory is cut into pieces too, so that a browser
    /// fetches only the parts that it needs.
    pub fn put(self, pieces: &mut PieceFiles, deflater: &mut Deflater) -> Directory {
        let mut starts = Vec::with_capacity(self.0.len());
        let mut names = Vec::with_capacity(self.0.len());
        for Piece { start, bytes } in self.0 {
            starts.push(start);
            names.push(pieces.put(bytes));
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
            let name = pieces.put(bytes);
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
