//! Lines that outlive the text they were read from.

use crate::body::LineRef;
use std::ops::Range;

/// A line, and the origin of its first byte.
#[derive(Clone)]
pub struct OwnedLine {
    /// The line without its end.
    pub text: String,
    /// The index of its source in the page's text.
    pub source: u16,
    /// Byte offset in that source.
    pub origin: u32,
}

impl From<&LineRef<'_>> for OwnedLine {
    fn from(line: &LineRef<'_>) -> Self {
        Self {
            text: line.text.to_owned(),
            source: line.source,
            origin: line.origin,
        }
    }
}

impl OwnedLine {
    /// The same line with another text.
    pub fn with_text(&self, text: String) -> Self {
        Self {
            text,
            source: self.source,
            origin: self.origin,
        }
    }

    /// The line, borrowed for a text.
    pub fn borrowed(&self) -> LineRef<'_> {
        LineRef {
            text: &self.text,
            source: self.source,
            origin: self.origin,
        }
    }

    /// The blanks at its beginning.
    pub fn indent(&self) -> &str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// The range in its source of a byte range of the line.
    pub fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let origin = self.origin as usize;
        origin + range.start..origin + range.end
    }
}

/// The lines in a range of a source's text; `source` is the source's index.
pub fn lines_of(text: &str, source: u16, range: Range<usize>) -> Vec<OwnedLine> {
    let mut at = range.start as u32;
    let line = |text: &str| {
        let origin = at;
        at += text.len() as u32 + 1;
        OwnedLine {
            text: text.to_owned(),
            source,
            origin,
        }
    };
    text[range].split_terminator('\n').map(line).collect()
}

/// The lines without the blank ones at both ends.
pub fn without_blank_ends(lines: &[OwnedLine]) -> &[OwnedLine] {
    let has_text = |line: &OwnedLine| !line.text.trim().is_empty();
    let end = lines.iter().rposition(has_text).map_or(0, |end| end + 1);
    let start = lines.iter().position(has_text).unwrap_or(end);
    &lines[start..end]
}

/// Joins a template's tag over several lines into one line.
pub fn whole_tag<'l>(
    first: &OwnedLine,
    rest: &mut (impl Iterator<Item = &'l OwnedLine> + Clone),
) -> OwnedLine {
    /// A tag has few lines: a longer text never closes it.
    const MOST: usize = 20;
    let mut text = first.text.clone();
    let mut ahead = rest.clone();
    for taken in 1..=MOST {
        let Some(line) = ahead.next().filter(|line| !line.text.trim().is_empty()) else {
            break;
        };
        text.push(' ');
        text.push_str(line.text.trim());
        if line.text.contains("%}") {
            rest.nth(taken - 1);
            return first.with_text(text);
        }
    }
    first.clone()
}
