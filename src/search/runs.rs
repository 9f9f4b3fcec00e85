//! The ranges of a text's words.

use std::ops::Range;

use super::bounds::{end, is_sign, start};
use super::dates::month_and_day;

/// Runs of letters and digits, each with `true` if it is the month or the day of a date; an
/// apostrophe between letters counts as a letter.
pub fn runs(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut at = 0;
    let mut date = 0..0;
    std::iter::from_fn(move || {
        at = start(text, at)?;
        let is_version = is_version(text, at);
        let start = at + usize::from(is_version);
        at = match text[start..].chars().next() {
            Some(sign) if is_sign(sign) => start + sign.len_utf8(),
            _ => end(text, start),
        };
        let is_number = !is_version && text.as_bytes()[start].is_ascii_digit();
        if date.end <= start && is_number {
            date = month_and_day(text, start..at);
        }
        let is_of_date = date.contains(&start);
        Some((start..at, is_of_date))
    })
}

/// Returns whether a `v` stands before the number of a version that has a dot.
fn is_version(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    if !matches!(bytes[start], b'v' | b'V') {
        return false;
    }
    let behind_v = &bytes[start + 1..];
    let digits = behind_v
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    match &behind_v[digits..] {
        [b'.', next, ..] => digits > 0 && next.is_ascii_digit(),
        _ => false,
    }
}
