//! Notations of other tools, and their replacements.

use crate::parse::containers::ADMONITIONS;

/// A notation of other tools.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Notation {
    /// `{{ name }}`.
    Macro,
    /// `{% tag %}`.
    Template,
    /// `::: name` at the start of a line.
    Directive,
    /// `[[page]]`.
    WikiLink,
    /// `{{#include file}}` in code.
    Include,
}

impl Notation {
    /// The help: a replacement for the notation as it is written.
    pub fn help(self, written: &str) -> String {
        let help = match self {
            Self::Macro => "write the text itself, or put this in backticks to show it",
            Self::Template => {
                "write what the tag makes, `--8<-- \"FILE\"` for a file, \
                 or put it in backticks to show it"
            }
            Self::Directive => match admonition(written) {
                Some(line) => {
                    return format!("write `{line}`, and indent what belongs to it by four blanks");
                }
                None => "write what the directive makes, or a link to it",
            },
            Self::Include => "write `--8<-- \"FILE\"`: then the code of that file is shown",
            Self::WikiLink => {
                "write a link, as in `[text](page.md)`, or put this in backticks to show it"
            }
        };
        help.to_owned()
    }
}

/// The admonition for a directive: `:::info[Title]`, `::: tip Title`, `:::{note} Title`.
fn admonition(written: &str) -> Option<String> {
    let inner = written.trim_start_matches([':', ' ', '\t', '{', '.']);
    let (word, rest) = inner.split_at(
        inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len()),
    );
    let word = word.to_ascii_lowercase();
    let title = rest.trim_start_matches('}').trim();
    let title = title
        .strip_prefix('[')
        .and_then(|title| title.strip_suffix(']'))
        .unwrap_or(title);
    let is_title = !title.is_empty() && !title.contains(['{', '}', '=', '"']);
    let title = if is_title {
        format!(" \"{title}\"")
    } else {
        String::new()
    };
    ADMONITIONS
        .contains(&word.as_str())
        .then(|| format!("!!! {word}{title}"))
}
