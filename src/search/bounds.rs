//! The start and the end of a run of letters and digits.

use unicode_normalization::char::is_combining_mark;

/// Returns the start of the next run. Most letters are ASCII and are not looked up.
pub fn start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = from
        + bytes[from..]
            .iter()
            .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    if bytes[at].is_ascii() {
        Some(at)
    } else {
        Some(at + text[at..].find(char::is_alphanumeric)?)
    }
}

/// Returns the end of a run.
pub fn end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        at += bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        // Most end here.
        if bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii() && *byte != b'\'')
        {
            return at;
        }
        let mut rest = text[at..].chars();
        let Some(c) = rest.next() else { return at };
        let joins = APOSTROPHES.contains(&c)
            && rest
                .next()
                .is_some_and(|c| c.is_alphabetic() && !is_sign(c));
        let goes_on =
            joins || !c.is_ascii() && !is_sign(c) && (c.is_alphanumeric() || is_combining_mark(c));
        if !goes_on {
            return at;
        }
        at += c.len_utf8();
    }
}

/// Returns whether a sign is a word by itself: Chinese and Japanese signs, which are written
/// without blanks. A word of several is then a phrase.
pub fn is_sign(c: char) -> bool {
    // Most letters come before all of them.
    c >= SIGNS[0].0
        && SIGNS
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
}

/// The signs that are words by themselves, as ranges of their first and last.
pub const SIGNS: [(char, char); 4] = [
    ('\u{3040}', '\u{30ff}'),
    ('\u{3400}', '\u{9fff}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{20000}', '\u{3ffff}'),
];

/// The signs that may stand between two letters of one word.
pub const APOSTROPHES: [char; 2] = ['\'', '\u{2019}'];
