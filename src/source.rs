//! A text file of the docs tree, and places in it.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::file::FileId;

/// A text file, made ready to parse: UTF-8, `\n` line ends, no byte-order
/// mark, U+FFFD for NUL (as CommonMark has it).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// The file that it was read from.
    pub file: FileId,
    /// The normalised text; every byte offset of the program counts in it.
    pub text: Arc<str>,
    #[serde(skip)]
    positions: Arc<OnceLock<PositionIndex>>,
}

/// A place that a finding can show without the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file that the place is in.
    pub file: FileId,
    /// The first byte of the marked text and the byte after its last, in the [normalised
    /// text](Source::text).
    pub span: (u32, u32),
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// The number of marked characters of the line; at least 1.
    pub length: u32,
    /// The line's text, cut to a readable length around the place.
    pub excerpt: String,
    /// Column of the excerpt's first character: 1 unless the line was cut.
    pub excerpt_column: u32,
}

/// Longer lines are cut to this many characters around the place.
const LONGEST_EXCERPT: usize = 160;

impl Place {
    /// The place of a file as a whole.
    pub fn of_file(file: FileId) -> Self {
        Self {
            file,
            span: (0, 0),
            line: 1,
            column: 1,
            length: 1,
            excerpt: String::new(),
            excerpt_column: 1,
        }
    }

    /// The byte range of the marked text in the excerpt.
    pub fn in_excerpt(&self) -> Range<usize> {
        let first = self.column.saturating_sub(self.excerpt_column) as usize;
        let byte = |char: usize| {
            let mut chars = self.excerpt.char_indices();
            chars.nth(char).map_or(self.excerpt.len(), |(byte, _)| byte)
        };
        byte(first)..byte(first + self.length as usize)
    }

    /// The marked text, as far as the excerpt has it.
    pub fn marked_text(&self) -> &str {
        &self.excerpt[self.in_excerpt()]
    }
}

impl Source {
    /// Takes a text as it is; it must already be normalised.
    pub fn new(file: FileId, text: impl Into<Arc<str>>) -> Self {
        Self {
            file,
            text: text.into(),
            positions: Arc::default(),
        }
    }

    /// Normalises the bytes of a file. The second value is the byte offset (in the normalised text)
    /// of the first invalid UTF-8 sequence. Each invalid sequence has become U+FFFD.
    pub fn from_bytes(file: FileId, bytes: &[u8]) -> (Self, Option<usize>) {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let decoded = String::from_utf8_lossy(bytes);
        let invalid = std::str::from_utf8(bytes)
            .err()
            .map(|error| error.valid_up_to());
        let mut text = decoded.into_owned();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        if text.contains('\0') {
            text = text.replace('\0', "\u{FFFD}");
        }
        // The text before the offset has grown and shrunk with the normalisation.
        let invalid = invalid.map(|at| {
            let pairs = bytes[..at]
                .windows(2)
                .filter(|pair| pair == b"\r\n")
                .count();
            let zeros = bytes[..at].iter().filter(|byte| **byte == 0).count();
            at - pairs + zeros * ('\u{FFFD}'.len_utf8() - 1)
        });
        (Self::new(file, text), invalid)
    }

    /// The place of a byte range; a range over several lines is cut to its first.
    pub fn place(&self, range: Range<usize>) -> Place {
        let at = floor_char(&self.text, range.start);
        let positions = self.positions();
        let line = self.line(at) as usize - 1;
        let start = positions.line_starts[line] as usize;
        let end = positions
            .line_starts
            .get(line + 1)
            .map_or(self.text.len(), |&next| next as usize - 1);
        let stop = floor_char(&self.text, range.end).clamp(at, end.max(at));
        let column = positions.chars(&self.text, start..at);
        let length = positions.chars(&self.text, at..stop);
        let from = excerpt_start(&self.text[start..end], at - start);
        let skipped = positions.chars(&self.text, start..start + from);
        Place {
            file: self.file.clone(),
            span: (at as u32, stop as u32),
            line: line as u32 + 1,
            column: column as u32 + 1,
            length: length.max(1) as u32,
            excerpt: first_chars(&self.text[start + from..end], LONGEST_EXCERPT).into(),
            excerpt_column: skipped as u32 + 1,
        }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.positions()
            .line_starts
            .partition_point(|&start| start as usize <= at) as u32
    }

    fn positions(&self) -> &PositionIndex {
        self.positions.get_or_init(|| PositionIndex::of(&self.text))
    }
}

/// An index of lines and characters. It spares a walk over the text before a place: a line can have
/// 50 MB, and a finding on every tenth byte.
#[derive(Debug)]
struct PositionIndex {
    line_starts: Vec<u32>,
    /// The number of characters before each multiple of [`STEP`] bytes.
    chars: Vec<u32>,
}

/// Bytes between two counts of characters.
const STEP: usize = 1024;

impl PositionIndex {
    fn of(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let line_starts = std::iter::once(0)
            .chain(ends.map(|at| at as u32 + 1))
            .collect();
        let mut before = 0;
        let chars = text.as_bytes().chunks(STEP).map(|chunk| {
            let mark = before;
            before += count_chars(chunk) as u32;
            mark
        });
        Self {
            line_starts,
            chars: chars.collect(),
        }
    }

    /// The number of characters in a byte range.
    fn chars(&self, text: &str, range: Range<usize>) -> usize {
        if range.len() <= STEP {
            return count_chars(&text.as_bytes()[range]);
        }
        self.chars_before(text, range.end) - self.chars_before(text, range.start)
    }

    fn chars_before(&self, text: &str, at: usize) -> usize {
        let mark = at.saturating_sub(1) / STEP;
        let before = self.chars.get(mark).map_or(0, |&before| before as usize);
        before + count_chars(&text.as_bytes()[mark * STEP..at])
    }
}

/// The number of characters that start in these bytes.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// The byte offset at which the excerpt of a line starts, so that it shows the byte `at`: the
/// line's start, unless the line is too long to be shown whole.
fn excerpt_start(line: &str, at: usize) -> usize {
    if first_chars(line, LONGEST_EXCERPT).len() == line.len() {
        return 0;
    }
    line[..at]
        .char_indices()
        .rev()
        .nth(LONGEST_EXCERPT / 3 - 1)
        .map_or(0, |(byte, _)| byte)
}

/// The first `most` characters of a text, or all of it.
fn first_chars(text: &str, most: usize) -> &str {
    // Most lines have fewer bytes.
    let cut = if text.len() <= most {
        None
    } else {
        text.char_indices().nth(most)
    };
    cut.map_or(text, |(end, _)| &text[..end])
}

/// The nearest character boundary at or before `at`.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
