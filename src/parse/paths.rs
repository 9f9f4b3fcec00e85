//! File paths with blanks in links, as Python-Markdown reads them.

use std::ops::Range;

/// Paths and titles longer than this (in bytes) are not read: a line can have megabytes.
const LONGEST: usize = 1024;

/// The range of a file's path with blanks in the text after a link's `(`. The link must end after
/// the path or after a title. A path may have parentheses in pairs.
pub fn with_blanks(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches(' ').len();
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate().skip(start).take(LONGEST) {
        let may_be_title = || text[..at].ends_with(' ') && is_file(&text[start..at]);
        match byte {
            b'(' if may_be_title() && title_ends(&text[at..], b')') => {
                return file(text, start..at);
            }
            b'(' => depth += 1,
            b')' if depth == 0 => return file(text, start..at),
            b')' => depth -= 1,
            b'"' | b'\'' if may_be_title() && title_ends(&text[at..], byte) => {
                return file(text, start..at);
            }
            b'<' | b'>' | b'[' | b']' | b'"' | b'`' => return None,
            _ => {}
        }
    }
    None
}

/// Returns whether the title that starts here ends with that sign, and the link after it.
fn title_ends(text: &str, sign: u8) -> bool {
    let mut bytes = text.bytes().enumerate().take(LONGEST).skip(1);
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' {
            bytes.next();
        } else if byte == sign {
            return text[at + 1..].trim_start_matches(' ').starts_with(')');
        }
    }
    false
}

/// The path in that range without the blanks around it.
fn file(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let path = text[range.clone()].trim_end_matches(' ');
    (path.contains(' ') && is_file(path)).then_some(range.start..range.start + path.len())
}

/// Returns whether a path ends like a file's name.
fn is_file(path: &str) -> bool {
    let path = path
        .split(['#', '?'])
        .next()
        .unwrap_or_default()
        .trim_end_matches(' ');
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    (1..=5).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric())
}
