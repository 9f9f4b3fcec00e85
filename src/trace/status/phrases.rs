//! Words and phrases of statuses, in a form for comparison.

use std::ops::Range;

/// The words of a text: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let length = text[start..]
            .find(|c: char| !(c.is_alphanumeric() || c == '\''))
            .unwrap_or(text.len() - start);
        at = start + length;
        Some(start..at)
    })
}

/// A phrase in lower case, with one blank between words.
pub fn plain(phrase: &str) -> String {
    words(phrase)
        .map(|range| phrase[range].to_lowercase())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns whether a word limits a status to a part of the decision.
pub fn is_partly(word: &str) -> bool {
    ["partially", "partly", "partial", "mostly"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

/// Returns whether a field's value says anything; `N/A`, `none` and `-` do not.
pub fn says_something(value: &str) -> bool {
    let words = plain(value);
    !words.is_empty()
        && !matches!(
            words.as_str(),
            "n a" | "na" | "none" | "nil" | "no" | "nobody" | "nothing" | "not applicable"
        )
        && !words.contains("xxx")
}
