//! Where the words of a text stand.

use std::ops::Range;

use super::bounds::{end, is_sign, start};
use super::dates::month_and_day;

/// Runs of letters and digits, each with whether it is the month or the day of a date; an
/// apostrophe between letters is one of them.
pub fn runs(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut at = 0;
    let mut date = 0..0;
    std::iter::from_fn(move || {
        at = start(text, at)?;
        let is_version = is_version(text, at);
        let start = at + usize::from(is_version);
        at = match text[start..].chars().next().filter(|c| is_sign(*c)) {
            Some(sign) => start + sign.len_utf8(),
            None => end(text, start),
        };
        if date.end <= start && !is_version && text.as_bytes()[start].is_ascii_digit() {
            date = month_and_day(text, start..at);
        }
        Some((start..at, start < date.end && start >= date.start))
    })
}

/// Whether a `v` stands before the number of a version that has a dot.
fn is_version(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    if !matches!(bytes[start], b'v' | b'V') {
        return false;
    }
    let digits = bytes[start + 1..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let behind = &bytes[start + 1 + digits..];
    digits > 0 && behind.first() == Some(&b'.') && behind.get(1).is_some_and(u8::is_ascii_digit)
}
