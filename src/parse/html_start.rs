//! Lines that start with a comment or a void element. For CommonMark they begin a block of raw
//! HTML, which includes the text after and below it; authors mean text.

use super::{blocks, lines};
use crate::body::element::{self, Role};

/// The way in which such a line is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HtmlStart {
    /// The line begins a paragraph.
    Inline,
    /// The first bytes, of this number, are HTML of their own. The rest is read as a line of its
    /// own.
    Apart(usize),
}

/// A run of more such lines than this is left to CommonMark.
const MOST_ABOVE: usize = 32;

/// Reads a line with the lines below it; `None` leaves the line to CommonMark.
pub fn read<'l>(
    text: &str,
    in_paragraph: bool,
    below: impl Iterator<Item = &'l str>,
) -> Option<HtmlStart> {
    let below = below.map(str::trim);
    let (end, has_rule) = comments_and_rules(text);
    let rest = text[end..].trim_start();
    if has_rule {
        behind_rule(rest, end, below)
    } else if end > 0 && rest.is_empty() {
        comment_alone(below)
    } else if end > 0 {
        behind_comment(rest, end)
    } else if in_paragraph {
        None
    } else if is_void_element(text.trim_end()) {
        void_element_alone(text.len(), below)
    } else {
        None
    }
}

/// A rule ends its block if text follows on its line or below.
fn behind_rule<'l>(
    rest: &str,
    end: usize,
    mut below: impl Iterator<Item = &'l str>,
) -> Option<HtmlStart> {
    let has_text = !rest.is_empty() || below.next().is_some_and(|next| !next.is_empty());
    has_text.then_some(HtmlStart::Apart(end))
}

/// Python-Markdown takes a comment for the term of the definition below it.
fn comment_alone<'l>(mut below: impl Iterator<Item = &'l str>) -> Option<HtmlStart> {
    let next = below
        .next()
        .filter(|line| !line.is_empty())
        .or_else(|| below.next())?;
    let is_definition = next.starts_with(": ") || next.starts_with(":\t");
    is_definition.then_some(HtmlStart::Inline)
}

/// A void element joins the text below it but not a block.
fn void_element_alone<'l>(
    length: usize,
    below: impl Iterator<Item = &'l str>,
) -> Option<HtmlStart> {
    let mut below = below
        .take(MOST_ABOVE)
        .skip_while(|line| is_void_element(line));
    let next = below.next()?;
    let is_title = below.next().is_some_and(is_underline);
    match next {
        "" => None,
        _ if next.starts_with('<') => None,
        _ if is_title || next.starts_with('|') || lines::starts_block(next) => {
            Some(HtmlStart::Apart(length))
        }
        _ => Some(HtmlStart::Inline),
    }
}

fn is_void_element(line: &str) -> bool {
    void_tag(line, |name| element::has(name, Role::InlineVoid)) == Some(line.len())
}

fn behind_comment(rest: &str, end: usize) -> Option<HtmlStart> {
    let is_open = || {
        rest.rfind("<!--")
            .is_some_and(|at| !rest[at..].contains("-->"))
    };
    if blocks::opens_html(rest, true) || is_open() {
        return None;
    }
    let is_inline_html = rest.starts_with('<');
    Some(if lines::starts_block(rest) && !is_inline_html {
        HtmlStart::Apart(end)
    } else {
        HtmlStart::Inline
    })
}

/// The byte offset after the comments and rules at the start of a line, and true if one of them is
/// a rule.
fn comments_and_rules(text: &str) -> (usize, bool) {
    let (mut end, mut has_rule) = (0, false);
    loop {
        let rest = &text[end..];
        let blanks = rest.len() - rest.trim_start().len();
        let rest = &rest[blanks..];
        let length = match rest.strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|at| at + 7),
            None => void_tag(rest, |name| name == "hr").inspect(|_| has_rule = true),
        };
        match length {
            Some(length) => end += blanks + length,
            None => return (end, has_rule),
        }
    }
}

/// The length of the tag at the start of a text, if its element is one of `names`.
fn void_tag(text: &str, is_wanted: impl Fn(&str) -> bool) -> Option<usize> {
    let rest = text.strip_prefix('<')?;
    let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !is_wanted(&rest[..name].to_ascii_lowercase())
        || !rest[name..].starts_with([' ', '\t', '/', '>'])
    {
        return None;
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            _ if quote == Some(byte) => quote = None,
            _ => {}
        }
    }
    None
}

/// Returns whether the line makes the text above it a heading.
fn is_underline(line: &str) -> bool {
    let is_all = |sign: u8| line.bytes().all(|byte| byte == sign);
    !line.is_empty() && (is_all(b'=') || is_all(b'-'))
}
