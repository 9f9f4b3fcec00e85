//! A text file of the docs tree, and places in it.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text file, made ready to parse: UTF-8, `\n` line ends, no byte-order mark.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as findings show it: relative to where the command runs, or
    /// to the docs folder where that is shorter; `/` between folders.
    pub path: Arc<str>,
    /// The normalised text; every byte offset of the program counts in it.
    pub text: Arc<str>,
    line_starts: Arc<OnceLock<Vec<u32>>>,
}

/// A place that a finding can show without the file at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as [`Source::path`].
    pub path: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// How many characters of the line are meant; at least 1.
    pub length: u32,
    /// The line's text, cut to a readable length around the place.
    pub excerpt: String,
    /// Column of the excerpt's first character: 1 unless the line was cut.
    pub excerpt_column: u32,
}

/// Longer lines are cut to this many characters around the place.
const LONGEST_EXCERPT: usize = 160;

impl Source {
    /// Takes a text as it is; it must already be normalised.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), line_starts: Arc::default() }
    }

    /// Normalises what was read from disk. The second value is the byte
    /// offset (in the normalised text) of the first invalid UTF-8 sequence,
    /// each of which has become U+FFFD.
    pub fn from_bytes(path: impl Into<Arc<str>>, bytes: &[u8]) -> (Self, Option<usize>) {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let decoded = String::from_utf8_lossy(bytes);
        let invalid = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
        let text = if decoded.contains('\r') {
            decoded.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            decoded.into_owned()
        };
        let invalid = invalid.map(|at| at - bytes[..at].windows(2).filter(|w| w == b"\r\n").count());
        (Self::new(path, text), invalid)
    }

    /// The place of a byte range; a range over several lines is cut to its first.
    pub fn place(&self, range: Range<usize>) -> Place {
        let at = floor_char(&self.text, range.start);
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start as usize <= at) - 1;
        let start = starts[line] as usize;
        let end = starts.get(line + 1).map_or(self.text.len(), |&next| next as usize - 1);
        let full = self.text[start..end].trim_end_matches('\n');
        let column = self.text[start..at].chars().count();
        let stop = floor_char(&self.text, range.end).clamp(at, (start + full.len()).max(at));
        let length = self.text[at..stop].chars().count().max(1);
        let skip = if full.chars().count() > LONGEST_EXCERPT { column.saturating_sub(LONGEST_EXCERPT / 3) } else { 0 };
        Place {
            path: self.path.clone(),
            line: line as u32 + 1,
            column: column as u32 + 1,
            length: length as u32,
            excerpt: full.chars().skip(skip).take(LONGEST_EXCERPT).collect(),
            excerpt_column: skip as u32 + 1,
        }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0)
                .chain(self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1))
                .collect()
        })
    }
}

/// The nearest character boundary at or before `at`.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
