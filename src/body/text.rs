//! The text that pulldown-cmark reads, with the origin of each line.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::source::{Place, Source};

/// A text made of lines of one or more sources.
///
/// Includes are expanded and containers dedented before Markdown is parsed, so a byte offset in
/// [`Text::as_str`] differs from the offset in the file. Each line remembers the origin of its
/// first byte.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Text {
    text: String,
    /// The first is the page's own file. It is not stored with the page: a file may make many
    /// pages, and whoever reads a page from the cache has read its file.
    #[serde(with = "but_the_first")]
    sources: Vec<Source>,
    lines: Vec<LineOrigin>,
}

/// Stores all sources but the first, in whose place [`Text::attach`] puts the page's own file.
mod but_the_first {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::source::Source;

    pub fn serialize<S: Serializer>(sources: &[Source], to: S) -> Result<S::Ok, S::Error> {
        sources.get(1..).unwrap_or_default().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Source>, D::Error> {
        Vec::deserialize(from)
    }
}

/// The origin of a line, or of the rest of a line after a rewritten part.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct LineOrigin {
    /// Byte offset in the text.
    start: u32,
    /// Index in the text's sources.
    source: u16,
    /// Byte offset in that source.
    origin: u32,
}

/// A line of the text, as it is passed from one rewriting to the next.
#[derive(Debug, Clone)]
pub struct LineRef<'a> {
    /// The line without its end.
    pub text: &'a str,
    /// The index of its source in the text's sources.
    pub source: u16,
    /// Byte offset of its first byte in that source.
    pub origin: u32,
}

impl Text {
    /// The part of a source that starts at `from`, unchanged.
    pub fn of(source: &Source, from: usize) -> Self {
        Self {
            text: source.text[from..].to_owned(),
            sources: vec![source.clone()],
            lines: vec![LineOrigin {
                start: 0,
                source: 0,
                origin: from as u32,
            }],
        }
    }

    /// An empty text of lines of these sources; [`Text::push`] fills it.
    pub fn of_lines(sources: Vec<Source>) -> Self {
        Self {
            text: String::new(),
            sources,
            lines: Vec::new(),
        }
    }

    /// Puts the page's own file before the sources of a text that was stored.
    pub fn attach(&mut self, own: Source) {
        self.sources.insert(0, own);
    }

    /// Appends another text of the same sources, and returns the byte that it starts at.
    pub fn append(&mut self, other: &Text) -> usize {
        let start = self.text.len();
        let moved = other.lines.iter().map(|line| LineOrigin {
            start: line.start + start as u32,
            ..*line
        });
        self.lines.extend(moved);
        self.text.push_str(&other.text);
        start
    }

    /// An empty text with the same sources; [`Text::push`] fills it.
    pub fn rewritten(&self) -> Self {
        let mut text = String::new();
        text.reserve(self.text.len() + self.text.len() / 8);
        Self {
            text,
            sources: self.sources.clone(),
            lines: Vec::new(),
        }
    }

    /// Replaces some characters by U+FFFD. Both must have three bytes, so that no offset moves.
    pub fn without(mut self, is_taken_out: fn(char) -> bool) -> Self {
        self.text = self.text.replace(is_taken_out, "\u{FFFD}");
        self
    }

    /// The lines, as pulldown-cmark reads them.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The files that the text came from; the first is the page's own.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Adds a source and returns its number; the same file gives the same number.
    pub fn add_source(&mut self, source: Source) -> u16 {
        let known = self.sources.iter().position(|s| s.file == source.file);
        let at = known.unwrap_or(self.sources.len());
        if known.is_none() {
            self.sources.push(source);
        }
        u16::try_from(at).expect("snippets are bounded far below 65,536 files")
    }

    /// Appends a line: `prefix` is new, and the rest is `line`.
    pub fn push(&mut self, prefix: &str, line: &LineRef<'_>) {
        self.text.push_str(prefix);
        self.mark(line.source, line.origin, prefix.len());
        self.text.push_str(line.text);
        self.text.push('\n');
    }

    /// Appends a line of which parts are rewritten: `rewritten` replaces `line`. From each of
    /// `pieces` on (byte offsets in `rewritten` and in `line`), both are the same again.
    pub fn push_rewritten(
        &mut self,
        prefix: &str,
        rewritten: &str,
        pieces: &[(u32, u32)],
        line: &LineRef<'_>,
    ) {
        self.text.push_str(prefix);
        self.mark(line.source, line.origin, prefix.len());
        let start = self.text.len() as u32;
        let piece = |&(at, from): &(u32, u32)| LineOrigin {
            start: start + at,
            source: line.source,
            origin: line.origin + from,
        };
        self.lines.extend(pieces.iter().map(piece));
        self.text.push_str(rewritten);
        self.text.push('\n');
    }

    fn mark(&mut self, source: u16, origin: u32, prefix: usize) {
        let (start, prefix) = (self.text.len() as u32, prefix as u32);
        self.lines.push(LineOrigin {
            start: start - prefix,
            source,
            origin: origin.saturating_sub(prefix),
        });
        // The prefix is longer than the source's text before the line.
        if prefix > origin {
            self.lines.push(LineOrigin {
                start,
                source,
                origin,
            });
        }
    }

    /// The lines, each with its origin.
    pub fn lines(&self) -> impl Iterator<Item = LineRef<'_>> {
        let mut at = 0usize;
        let mut line = 0usize;
        self.text.split_terminator('\n').map(move |text| {
            while self
                .lines
                .get(line + 1)
                .is_some_and(|next| next.start as usize <= at)
            {
                line += 1;
            }
            let from = self.lines.get(line).copied().unwrap_or(LineOrigin {
                start: 0,
                source: 0,
                origin: 0,
            });
            let found = LineRef {
                text,
                source: from.source,
                origin: from.origin + (at as u32 - from.start),
            };
            at += text.len() + 1;
            found
        })
    }

    /// The place in its file of a byte range of the text.
    pub fn place(&self, range: Range<usize>) -> Place {
        let (source, start) = self.origin(range.start);
        let (other, end) = self.origin(range.end);
        let is_whole = std::ptr::eq(source, other) && start <= end;
        source.place(start..if is_whole { end } else { start + range.len() })
    }

    /// The line in its file of a byte of the text, from 1.
    pub fn line(&self, at: usize) -> u32 {
        let (source, at) = self.origin(at);
        source.line(at)
    }

    /// The source of a byte of the text, and the byte's offset there.
    fn origin(&self, at: usize) -> (&Source, usize) {
        let line = self
            .lines
            .partition_point(|line| line.start as usize <= at)
            .saturating_sub(1);
        let line = self.lines.get(line).copied().unwrap_or(LineOrigin {
            start: 0,
            source: 0,
            origin: 0,
        });
        (
            &self.sources[line.source as usize],
            line.origin as usize + at.saturating_sub(line.start as usize),
        )
    }

    /// The place of a byte range of one of the text's sources.
    pub fn source_place(&self, source: u16, range: Range<usize>) -> Place {
        self.sources[source as usize].place(range)
    }
}
