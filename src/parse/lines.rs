//! Single lines, as far as CommonMark's block structure needs to know them.

use crate::body::LineRef;
use std::ops::Range;

/// An open code fence.
#[derive(Debug, Clone, Copy)]
pub struct Fence {
    sign: u8,
    length: usize,
    /// Column of its opening line.
    pub column: usize,
    /// The content column of the list item around it.
    pub list_column: usize,
}

impl Fence {
    /// Reads a line as an opening fence.
    pub fn open(column: usize, list_column: usize, text: &str) -> Option<Self> {
        let sign = *text
            .as_bytes()
            .first()
            .filter(|b| matches!(b, b'`' | b'~'))?;
        let length = text.bytes().take_while(|b| *b == sign).count();
        let info = &text[length..];
        (length >= 3 && !(sign == b'`' && info.contains('`'))).then_some(Self {
            sign,
            length,
            column,
            list_column,
        })
    }

    /// Returns whether a line at that column closes the fence.
    pub fn is_closed_by(&self, column: usize, text: &str) -> bool {
        let length = text.bytes().take_while(|b| *b == self.sign).count();
        length >= self.length && text[length..].trim().is_empty() && column < self.list_column + 4
    }

    /// A line that closes the fence.
    pub fn closing(&self) -> String {
        char::from(self.sign).to_string().repeat(self.length)
    }
}

/// The width of white space in columns; a tab goes to the next multiple of four.
pub fn columns(white: &str) -> usize {
    white.bytes().fold(0, |column, byte| {
        if byte == b'\t' {
            column + 4 - column % 4
        } else {
            column + 1
        }
    })
}

/// A list marker and the blanks after it.
#[derive(Debug, Clone, Copy)]
pub struct ListMarker {
    /// Its width in columns.
    pub columns: usize,
    /// Its length in bytes.
    pub bytes: usize,
}

/// The list marker at the start of a line. `in_paragraph` says that the line could continue a
/// paragraph.
pub fn list_marker(text: &str, in_paragraph: bool) -> Option<ListMarker> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = match *bytes.get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        // A definition has the columns of a list item.
        b':' if digits == 0 && bytes.get(1).is_some_and(|b| matches!(b, b' ' | b'\t')) => 1,
        _ => return None,
    };
    let rest = &text[sign..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let empty = rest.len() == blanks;
    if (blanks == 0 && !empty) || is_rule(text) {
        return None;
    }
    // A list interrupts a paragraph only if it starts at 1 and has content.
    if in_paragraph && (empty || (digits > 0 && text[..digits] != *"1")) {
        return None;
    }
    let width = columns(&format!("{:sign$}{}", "", &rest[..blanks]));
    // The first of five or more blanks belongs to the marker; the others begin indented code.
    let one = ListMarker {
        columns: sign + 1,
        bytes: (sign + 1).min(text.len()),
    };
    Some(if empty || width > sign + 4 {
        one
    } else {
        ListMarker {
            columns: width,
            bytes: sign + blanks,
        }
    })
}

/// Returns whether the line begins a footnote's definition.
pub fn is_footnote(text: &str) -> bool {
    text.starts_with("[^")
        && text
            .find(']')
            .is_some_and(|end| end > 2 && text[end..].starts_with("]:"))
}

/// Returns whether the line is a thematic break.
pub fn is_rule(text: &str) -> bool {
    let mut signs = text.bytes().filter(|b| !b.is_ascii_whitespace());
    let Some(first) = signs.next().filter(|b| matches!(b, b'-' | b'*' | b'_')) else {
        return false;
    };
    let mut count = 1;
    signs.all(|b| {
        count += 1;
        b == first
    }) && count >= 3
}

/// Returns whether the line opens a block, so that it cannot lazily continue a paragraph.
pub fn starts_block(text: &str) -> bool {
    let first = text.as_bytes().first().copied().unwrap_or(b' ');
    match first {
        b'#' | b'>' | b'`' | b'~' | b'<' | b'!' | b'?' | b'=' | b'/' => true,
        b'-' | b'*' | b'+' | b'_' | b'0'..=b'9' => {
            list_marker(text, true).is_some() || is_rule(text)
        }
        _ => false,
    }
}

/// Returns whether no following line can continue this one as a paragraph.
pub fn ends_paragraph(text: &str) -> bool {
    text.starts_with('#') || text.starts_with("```") || text.starts_with("~~~") || is_rule(text)
}

/// The end of raw HTML that continues over blank lines; `None` if the line opens none or ends it.
pub fn raw_html(text: &str) -> Option<&'static str> {
    const RAW: &[(&str, &str)] = &[
        ("<!--", "-->"),
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<pre", "</pre>"),
        ("<textarea", "</textarea>"),
    ];
    let (_, end) = RAW.iter().find(|(start, _)| {
        text.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    })?;
    (!text.contains(end)).then_some(*end)
}

/// The closing tag of the element that opens on line `from`: its line, byte offset and length. The
/// element's content is in `first` of that line, and in the lines after it.
pub fn closing_tag(
    lines: &[LineRef<'_>],
    from: usize,
    first: Range<usize>,
    tag: &str,
) -> Option<(usize, usize, usize)> {
    let mut depth = 1usize;
    let mut fence: Option<Fence> = None;
    for (number, line) in lines.iter().enumerate().skip(from) {
        let within = if number == from {
            first.clone()
        } else {
            0..line.text.len()
        };
        let (text, start) = (&line.text[..within.end], within.start);
        let content = text[start..].trim_start();
        if let Some(open) = fence {
            if open.is_closed_by(0, content) {
                fence = None;
            }
            continue;
        }
        fence = Fence::open(0, 0, content);
        if fence.is_some() {
            continue;
        }
        let mut at = start;
        while let Some(found) = text[at..].find('<') {
            at += found;
            let (closes, length) = tag_at(&text[at..], tag);
            match closes {
                Some(true) => depth -= 1,
                Some(false) => depth += 1,
                None => {}
            }
            if depth == 0 {
                return Some((number, at, length));
            }
            at += length.max(1);
        }
    }
    None
}

/// The last line on which an element of that name closes.
pub fn last_closing_tag(lines: &[LineRef<'_>], tag: &str) -> Option<usize> {
    let closes = |text: &str| {
        text.match_indices("</")
            .any(|(at, _)| tag_at(&text[at..], tag).0.is_some())
    };
    lines.iter().rposition(|line| closes(line.text))
}

/// The tag of that name at the start of `text`: `Some(true)` for a closing and `Some(false)` for an
/// opening tag, and its length.
fn tag_at(text: &str, tag: &str) -> (Option<bool>, usize) {
    let closes = text.starts_with("</");
    let name = &text[if closes { 2 } else { 1 }..];
    let matches = name
        .get(..tag.len())
        .is_some_and(|n| n.eq_ignore_ascii_case(tag))
        && !name[tag.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
    let length = text.find('>').map_or(text.len(), |end| end + 1);
    (matches.then_some(closes), if matches { length } else { 1 })
}

/// The indentation that all lines with text share.
pub fn common_indent(lines: &[LineRef<'_>]) -> usize {
    lines
        .iter()
        .filter(|line| !line.text.trim().is_empty())
        .map(|line| {
            columns(&line.text[..line.text.len() - line.text.trim_start_matches([' ', '\t']).len()])
        })
        .min()
        .unwrap_or(0)
}
