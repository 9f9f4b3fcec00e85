//! What the scanner found: containers, by number, and how they are marked in the text.

use crate::body::AttrList;
use crate::source::Place;

/// A paragraph of this character and a number opens the container of that number.
///
/// U+FDD0 to U+FDD4 are noncharacters: Unicode keeps them for a program's own
/// use, and the scanner takes them out of what authors write.
pub const OPEN: char = '\u{FDD0}';
/// A paragraph that starts with it is the title of the container just opened.
pub const TITLE: char = '\u{FDD1}';
/// A paragraph of this character and a number closes the container of that number.
pub const CLOSE: char = '\u{FDD2}';

/// Stands before a sign that would else begin a block: a `:` that is no definition's, a comment
/// with text behind it. It is taken out again when the text is read.
pub const GUARD: char = '\u{FDD3}';

/// A number between two of it stands for a web address that was taken out of a line.
pub const ADDRESS: char = '\u{FDD4}';

/// Whether the scanner has a use of its own for the character.
pub fn is_reserved(c: char) -> bool {
    matches!(c, OPEN | TITLE | CLOSE | GUARD | ADDRESS)
}

/// Whether a text has such a character. The bytes of each begin with one that texts seldom have: to
/// look for that is quick.
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

/// A container and what was written on its first line.
#[derive(Debug, Clone)]
pub struct Container {
    /// Which construct it is.
    pub kind: ContainerKind,
    /// Attributes of `attrs:`, `markdown="1"` elements and `/// html`.
    pub attrs: AttrList,
    /// Where it opens.
    pub place: Place,
}

/// The constructs that hold Markdown.
#[derive(Debug, Clone, PartialEq)]
pub enum ContainerKind {
    /// `!!! type` and `/// type`; the words are the type and its classes.
    Admonition(String),
    /// `??? type` and `/// details`, and whether it is open.
    Details(String, bool),
    /// `=== "label"` and `/// tab`.
    Tab {
        /// It stands right behind another tab and belongs to the same set.
        joins: bool,
        /// It is the one that is open at first.
        selected: bool,
    },
    /// `/// caption` and its numbered kinds.
    Caption {
        /// `Figure`, `Table`, or nothing where captions are not numbered.
        label: Option<&'static str>,
        /// It stands above what it describes.
        above: bool,
    },
    /// `/// define`: paragraphs are terms, list items their definitions.
    Definitions,
    /// `<div markdown="1">` and `/// html | div`: the tag, and whether its
    /// content is inline (`markdown="span"`, or an element that holds no blocks).
    Html(String, bool),
}

/// Types that `/// name` takes for an admonition; any other name is a finding.
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

/// Elements whose content is inline even with `markdown="1"` (Python-Markdown's md_in_html).
pub const SPAN_ELEMENTS: &[&str] = &[
    "address", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "p", "summary",
    "td", "th",
];

/// Elements in which `markdown="1"` means something.
pub const BLOCK_ELEMENTS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// A marker paragraph's meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// The container of that number opens.
    Open(usize),
    /// The container of that number closes.
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
