//! Lines that outlive the text they were read from.

use crate::body::LineRef;
use std::ops::Range;

/// A line, and where its first byte came from.
#[derive(Clone)]
pub struct OwnedLine {
    /// The line without its end.
    pub text: String,
    /// The number of its source in the page's text.
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

    /// The line as a text takes it.
    pub fn borrowed(&self) -> LineRef<'_> {
        LineRef {
            text: &self.text,
            source: self.source,
            origin: self.origin,
        }
    }

    /// The blanks that it begins with.
    pub fn indent(&self) -> &str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// A byte range of the line as one of its source.
    pub fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let origin = self.origin as usize;
        origin + range.start..origin + range.end
    }
}

/// The lines in a range of the text of the source of that number.
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

/// The lines from the first that is not blank to the last.
pub fn without_blank_ends(lines: &[OwnedLine]) -> &[OwnedLine] {
    let has_text = |line: &OwnedLine| !line.text.trim().is_empty();
    let end = lines.iter().rposition(has_text).map_or(0, |end| end + 1);
    let start = lines.iter().position(has_text).unwrap_or(end);
    &lines[start..end]
}

/// A template's tag that goes over several lines, as one.
pub fn whole_tag<'l>(
    first: &OwnedLine,
    rest: &mut (impl Iterator<Item = &'l OwnedLine> + Clone),
) -> OwnedLine {
    /// A tag has few lines: what has more is a text that never closes it.
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
