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
        Some(at) => source.place(behind + at..behind + at + value.len()),
        // The value is written otherwise, as `0004` for 4: the line tells.
        None => source.place(key..key + field.len()),
    }
}

/// The byte that a field's key begins at; 0 where it is not found.
fn key_start(text: &str, field: &str) -> usize {
    let is_key = |at: &usize| {
        text[at + 1 + field.len()..]
            .trim_start_matches(' ')
            .starts_with([':', '='])
    };
    text.match_indices(&format!("\n{field}"))
        .map(|(at, _)| at)
        .find(is_key)
        .map_or(0, |line| line + 1)
}

/// The byte that a value begins at. `story/IPT-1` is not the beginning of `story/IPT-10`.
fn value_start(text: &str, value: &str) -> Option<usize> {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '#');
    let is_whole = |at: &usize| {
        !text[..*at].ends_with(is_inside) && !text[at + value.len()..].starts_with(is_inside)
    };
    text.match_indices(value)
        .map(|(at, _)| at)
        .find(is_whole)
        .or_else(|| text.find(value))
}
