//! The tags in a piece of HTML, by byte range, as a browser sees them.

use std::ops::Range;

/// The kinds of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// `<name ...>`.
    Start,
    /// `</name>`.
    End,
    /// A tag or comment without an end: it would swallow everything after it.
    Broken,
}

/// A tag in a piece of HTML.
#[derive(Debug, Clone)]
pub struct RawTag {
    /// Its kind: it starts or ends an element, or is broken.
    pub kind: TagKind,
    /// Its name, lower case; empty for a broken comment.
    pub name: String,
    /// Its byte range in the piece.
    pub range: Range<usize>,
}

/// The tags of a piece, in order. Comments that end are skipped.
pub fn tags(html: &str) -> Vec<RawTag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[open + 1..];
        let closes = rest.starts_with('/');
        let named = rest[usize::from(closes)..].starts_with(|c: char| c.is_ascii_alphabetic());
        let kind = if closes { TagKind::End } else { TagKind::Start };
        let end = if named {
            tag_end(html, open + 1)
        } else if rest.starts_with("!--") {
            comment_end(html, open)
        } else if rest.starts_with(['!', '?', '/']) {
            html[open..].find('>').map(|length| open + length + 1)
        } else {
            // `a < b` is text.
            Some(open + 1)
        };
        let name = if named {
            name_at(&rest[usize::from(closes)..])
        } else {
            String::new()
        };
        let Some(end) = end else {
            found.push(RawTag {
                kind: TagKind::Broken,
                name,
                range: open..html.len(),
            });
            return found;
        };
        if named {
            found.push(RawTag {
                kind,
                name,
                range: open..end,
            });
        }
        at = end;
    }
    found
}

fn name_at(text: &str) -> String {
    let end = text
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
        .unwrap_or(text.len());
    text[..end].to_ascii_lowercase()
}

fn comment_end(html: &str, open: usize) -> Option<usize> {
    let inner = open + 4;
    for short in [">", "->"] {
        if html[inner..].starts_with(short) {
            return Some(inner + short.len());
        }
    }
    // One walk looks for both ends: a page can have many comments that use only one of them.
    let ends = |at: &usize| {
        let before = &html[inner..*at];
        before.ends_with("--") || before.ends_with("--!")
    };
    html[inner..]
        .match_indices('>')
        .map(|(at, _)| inner + at)
        .find(ends)
        .map(|at| at + 1)
}

/// The byte after the `>` of the tag whose name starts at `from`. Quotes hide a `>` only if they
/// start a value.
fn tag_end(html: &str, from: usize) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = from;
    let mut before_value = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at + 1),
            b'"' | b'\'' if before_value => at += 1 + html[at + 1..].find(char::from(byte))?,
            _ => {}
        }
        before_value = byte == b'=' || (before_value && byte.is_ascii_whitespace());
        at += 1;
    }
    None
}
