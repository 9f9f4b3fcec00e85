//! Indented code that looks like Markdown: its author may have meant a fence, a list or a
//! container.

use super::blocks;
use super::lines::{self, Fence};

/// The construct that indented code begins like; `None` for real code.
pub fn begins_like(code: &str) -> Option<&'static str> {
    let text = code.lines().next()?.trim();
    let is_slash_block = || {
        text.strip_prefix("///")
            .and_then(blocks::slash_block)
            .is_some_and(|block| !block.unknown)
    };
    match text.as_bytes().first()? {
        b'`' | b'~' => is_one_fence(text, code).then_some("a fence"),
        b'!' | b'?' => blocks::admonition(text).map(|_| "an admonition"),
        b'=' => blocks::tab(text).map(|_| "a tab"),
        b'/' => is_slash_block().then_some("a block"),
        _ => is_item(text, code).then_some("a list item"),
    }
}

/// Returns whether code that starts with a fence holds only that one. Several fences are an example
/// of fences.
fn is_one_fence(text: &str, code: &str) -> bool {
    let Some(fence) = Fence::open(0, 0, text) else {
        return false;
    };
    let mut is_open = true;
    for line in code.lines().skip(1).map(str::trim) {
        if is_open {
            is_open = !fence.is_closed_by(0, line);
        } else if Fence::open(0, 0, line).is_some() {
            return false;
        }
    }
    true
}

/// Returns whether code starts with a list item, not with an entry of YAML, a line of a diff or the
/// rest of a comment.
fn is_item(text: &str, code: &str) -> bool {
    let Some(marker) = lines::list_marker(text, true).filter(|_| !text.starts_with(':')) else {
        return false;
    };
    let has_line = |sign: &str| {
        let mut lines = code.lines().map(str::trim_start);
        lines.any(|line| line.starts_with(sign))
    };
    let is_diff = has_line("- ") && has_line("+ ");
    !is_diff && !code.contains("*/") && !is_entry(&text[marker.bytes..])
}

/// Returns whether a text is `key: value`, as in YAML. Sentences begin with a capital or have a
/// blank before their colon.
fn is_entry(text: &str) -> bool {
    let Some((key, value)) = text.split_once(':') else {
        return false;
    };
    let first = key.trim_start_matches(['"', '\'']);
    let is_quoted = first.len() < key.len();
    let is_low = first.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let is_one_word = !key.contains([' ', '`', '*', '[']);
    let is_apart = value.is_empty() || value.starts_with(' ');
    (is_quoted || is_low) && is_one_word && is_apart
}
