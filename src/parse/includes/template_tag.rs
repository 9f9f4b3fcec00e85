//! `{% include "path" %}` and `{% include-markdown "path" start="..." end="..." %}`.

use super::{Directive, IncludedPart, behind_signs};
use crate::parse::lines;

/// Reads the include that starts at that byte of a line.
pub fn read(line: &str, start: usize) -> Option<Directive> {
    let rest = behind_signs(line, start)?;
    let end = rest.find("%}")?;
    let tag = rest[..end]
        .trim_start_matches('-')
        .trim_end_matches('-')
        .trim();
    let (word, rest) = tag.split_once([' ', '\t'])?;
    if !matches!(word, "include" | "include-markdown") {
        return None;
    }
    let (path, options) = quoted(rest.trim_start())?;
    let part = part(options)?;
    let is_one_file = !path.is_empty() && !path.contains(['*', '?', '{']);
    is_one_file.then(|| Directive {
        range: start..start + 2 + end + 2,
        path: path.to_owned(),
        part,
        is_certain: !is_indented_code(&line[..start]),
        is_near: true,
    })
}

/// Reads the options after a path; `None` if one of them asks for more than an include, such as
/// moving headings or leaving files out.
fn part(mut rest: &str) -> Option<IncludedPart> {
    const WORDS: [&str; 3] = ["ignore missing", "with context", "without context"];
    const WITHOUT_EFFECT: [&str; 7] = [
        "comments",
        "dedent",
        "encoding",
        "preserve-includer-indent",
        "recursive",
        "rewrite-relative-urls",
        "trailing-newlines",
    ];
    let (mut from, mut to) = (None, None);
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some(IncludedPart::Between(from, to));
        }
        if let Some(behind) = WORDS.iter().find_map(|words| rest.strip_prefix(words)) {
            rest = behind;
            continue;
        }
        let (name, value) = rest.split_once('=')?;
        let (value, behind) = quoted(value).unwrap_or_else(|| first_word(value));
        match name {
            "start" => from = Some(value.to_owned()),
            "end" => to = Some(value.to_owned()),
            _ if WITHOUT_EFFECT.contains(&name) => {}
            _ => return None,
        }
        rest = behind;
    }
}

/// A text in quotes, and the text after it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '"' | '\''))?;
    text[1..].split_once(quote)
}

/// A text up to its first blank, and the rest.
fn first_word(text: &str) -> (&str, &str) {
    text.split_at(text.find(' ').unwrap_or(text.len()))
}

/// Returns whether the text before a tag makes the tag indented code, which may show it as an
/// example.
fn is_indented_code(before: &str) -> bool {
    before.trim().is_empty() && lines::columns(before) >= 4
}
