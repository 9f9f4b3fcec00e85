//! The containers that the scanner finds, and the characters that mark them in the text.

use crate::body::AttrList;
use crate::source::Place;

/// A paragraph of this character and a number opens the container with that number.
///
/// U+FDD0 to U+FDD4 are noncharacters. Unicode reserves them for a program's own use, and the
/// scanner removes them from what authors write.
pub const OPEN: char = '\u{FDD0}';
/// A paragraph that starts with this character is the title of the container that has just opened.
pub const TITLE: char = '\u{FDD1}';
/// A paragraph of this character and a number closes the container with that number.
pub const CLOSE: char = '\u{FDD2}';

/// A guard before a sign that would otherwise begin a block: a `:` that defines nothing, or a
/// comment with text after it. It is removed when the text is read.
pub const GUARD: char = '\u{FDD3}';

/// A number between two of this character replaces a web address in a line.
pub const ADDRESS: char = '\u{FDD4}';

/// Returns whether the scanner uses the character itself.
pub fn is_reserved(c: char) -> bool {
    matches!(c, OPEN | TITLE | CLOSE | GUARD | ADDRESS)
}

/// Returns whether a text has such a character. All of them share a first byte that is rare in
/// texts, so the search is fast.
pub fn has_reserved(text: &str) -> bool {
    const FIRST: u8 = 0xEF;
    memchr::memchr(FIRST, text.as_bytes()).is_some() && text.contains(is_reserved)
}

/// A text without markers and their numbers.
pub fn without_markers(text: &str) -> String {
    let mut parts = text.split(is_reserved);
    let first = parts.next().unwrap_or_default();
    let rest = parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
    std::iter::once(first).chain(rest).collect()
}

/// A container and the content of its first line.
#[derive(Debug, Clone)]
pub struct Container {
    /// The construct, with its own options.
    pub kind: ContainerKind,
    /// Attributes of `attrs:`, of `markdown="1"` elements and of `/// html`.
    pub attrs: AttrList,
    /// The place of its first line.
    pub place: Place,
}

/// The constructs that hold Markdown.
#[derive(Debug, Clone, PartialEq)]
pub enum ContainerKind {
    /// `!!! type` and `/// type`, with the type and its classes.
    Admonition(String),
    /// `??? type` and `/// details`, with their words; true if it is open at first.
    Details(String, bool),
    /// `=== "label"` and `/// tab`.
    Tab {
        /// True if it follows another tab and belongs to the same set.
        joins: bool,
        /// True if it is the tab that is open at first.
        selected: bool,
    },
    /// `/// caption` and its numbered kinds.
    Caption {
        /// `Figure` or `Table`; `None` if the caption has no number.
        label: Option<&'static str>,
        /// True if it is above the block that it describes.
        above: bool,
    },
    /// `/// define`: paragraphs are terms, list items their definitions.
    Definitions,
    /// `<div markdown="1">` and `/// html | div`: the tag, and true if its content is inline
    /// (`markdown="span"`, or an element that holds no blocks).
    Html(String, bool),
}

/// The types of admonitions that `/// name` knows; any other name is a finding.
pub const ADMONITIONS: &[&str] = &[
    "note",
    "abstract",
    "summary",
    "tldr",
    "info",
    "todo",
    "tip",
    "hint",
    "important",
    "success",
    "check",
    "done",
    "question",
    "help",
    "faq",
    "warning",
    "caution",
    "attention",
    "failure",
    "fail",
    "missing",
    "danger",
    "error",
    "bug",
    "example",
    "quote",
    "cite",
    "admonition",
];

/// The meaning of a marker paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// The container with that number opens.
    Open(usize),
    /// The container with that number closes.
    Close(usize),
}

/// Reads the text of a paragraph as a marker.
pub fn marker(text: &str) -> Option<Marker> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let number = || chars.as_str().parse().ok();
    match first {
        OPEN => number().map(Marker::Open),
        CLOSE => number().map(Marker::Close),
        _ => None,
    }
}
