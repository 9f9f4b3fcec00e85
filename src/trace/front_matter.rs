//! Where the fields of front matter are written.

use crate::site::SitePage;
use crate::source::Place;

/// The key of a field, as its author wrote it.
pub fn key_of<'p>(page: &'p SitePage, field: &str) -> Option<&'p str> {
    let mut keys = page.page.front.fields.keys().map(String::as_str);
    keys.find(|key| key.eq_ignore_ascii_case(field))
}

/// Where a field's value is written, as well as its text tells.
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
        // The value is written otherwise, as `0004` for 4: the line tells.
        None => source.place(key..key + field.len()),
    }
}

/// The byte that a field's key begins at; 0 where it is not found.
fn key_start(text: &str, field: &str) -> usize {
    let opening = format!("\n{field}");
    for (line_feed, opening) in text.match_indices(&opening) {
        let behind = &text[line_feed + opening.len()..];
        let behind = behind.trim_start_matches(' ');
        if behind.starts_with([':', '=']) {
            return line_feed + 1;
        }
    }
    0
}

/// The byte that a value begins at. `story/IPT-1` is not the beginning of `story/IPT-10`.
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
