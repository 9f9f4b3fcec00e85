//! The places of fields in front matter.

use crate::site::SitePage;
use crate::source::Place;

/// The key of a field in the author's spelling.
pub fn key_of<'p>(page: &'p SitePage, field: &str) -> Option<&'p str> {
    let mut keys = page.page.front.fields.keys().map(String::as_str);
    keys.find(|key| key.eq_ignore_ascii_case(field))
}

/// The place of a field's value, or of its key if the value is not found.
pub fn place(page: &SitePage, field: &str, value: &str) -> Place {
    let source = page.page.source();
    let key = key_start(&source.text, field);
    let behind = key + field.len() + 1;
    let rest = source.text.get(behind..).unwrap_or_default();
    match value_start(rest, value) {
        Some(at) => {
            let start = behind + at;
            source.place(start..start + value.len())
        }
        // The value is spelt differently, such as `0004` for 4. The key's line is close enough.
        None => source.place(key..key + field.len()),
    }
}

/// The byte that a field's key starts at; 0 if it is not found. In an API description, the key
/// starts with `x-`.
fn key_start(text: &str, field: &str) -> usize {
    let start = start_of(text, field);
    start
        .or_else(|| start_of(text, &format!("x-{field}")))
        .unwrap_or_default()
}

fn start_of(text: &str, field: &str) -> Option<usize> {
    let opening = format!("\n{field}");
    for (line_feed, opening) in text.match_indices(&opening) {
        let behind = &text[line_feed + opening.len()..];
        let behind = behind.trim_start_matches(' ');
        if behind.starts_with([':', '=']) {
            return Some(line_feed + 1);
        }
    }
    None
}

/// The byte that a value starts at. `story/IPT-1` does not match the start of `story/IPT-10`.
fn value_start(text: &str, value: &str) -> Option<usize> {
    for (at, value) in text.match_indices(value) {
        let before = &text[..at];
        let behind = &text[at + value.len()..];
        let goes_on = before.ends_with(is_inside_value) || behind.starts_with(is_inside_value);
        if !goes_on {
            return Some(at);
        }
    }
    text.find(value)
}

fn is_inside_value(c: char) -> bool {
    match c {
        '-' | '_' | '/' | '.' | '#' => true,
        c => c.is_alphanumeric(),
    }
}
