//! Containers whose body is indented: admonitions, details and tabs.

use super::head::{BlockHead, default_title, is_word};
use crate::parse::containers::ContainerKind;

/// `!!! type classes "Title"` and `???`, `???+` likewise.
///
/// A title is in double quotes. The default is the type with a capital, and `""` removes it
/// (Python-Markdown's admonition, PyMdown's details).
pub fn admonition(text: &str) -> Option<BlockHead> {
    let (details, rest) = match text.get(..3)? {
        "!!!" => (false, &text[3..]),
        "???" => (true, &text[3..]),
        _ => return None,
    };
    let (open, rest) = match rest.strip_prefix('+').filter(|_| details) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (words, title) = words_and_title(rest)?;
    if words.is_empty() && !(details && title.is_some()) {
        return None;
    }
    let offset = |title: &str| text.rfind(title).unwrap_or(0);
    let title = match title {
        Some("") => None,
        Some(title) => Some((offset(title), title.to_owned())),
        None => Some(default_title(&words)),
    };
    let kind = if details {
        ContainerKind::Details(words, open)
    } else {
        ContainerKind::Admonition(words)
    };
    Some(BlockHead::new(kind, title))
}

/// `=== "Label"`. `===!` starts a new set, and `===+` is the tab that is shown first.
pub fn tab(text: &str) -> Option<BlockHead> {
    let rest = text.strip_prefix("===")?;
    let signs = &rest[..rest.len() - rest.trim_start_matches(['!', '+']).len()];
    let rest = &rest[signs.len()..];
    let title = rest
        .strip_prefix(' ')?
        .trim()
        .strip_prefix('"')?
        .strip_suffix('"')?;
    let kind = ContainerKind::Tab {
        joins: !signs.contains('!'),
        selected: signs.contains('+'),
    };
    Some(BlockHead::new(
        kind,
        Some((text.rfind(title).unwrap_or(0), title.to_owned())),
    ))
}

/// The words before a title in double quotes, lower case, and the title.
fn words_and_title(rest: &str) -> Option<(String, Option<&str>)> {
    let (words, title) = match rest.find('"') {
        Some(quote) => (
            &rest[..quote],
            Some(
                rest[quote..]
                    .trim_end()
                    .strip_prefix('"')?
                    .strip_suffix('"')?,
            ),
        ),
        None => (rest, None),
    };
    let words: Vec<&str> = words.split_whitespace().collect();
    words
        .iter()
        .all(|word| is_word(word))
        .then(|| (words.join(" ").to_lowercase(), title))
}
