//! The words that say that a decision replaces or amends another one.

use super::model::Relation;

/// A relation, and whether it is said of the other end: `superseded by` is *supersedes* of the
/// other.
pub type Said = (Relation, bool);

/// The words, in lower case, and what they say. What is done in part amends.
const WORDS: [(&str, Said); 22] = [
    ("superseded by", (Relation::Supersedes, true)),
    ("superceded by", (Relation::Supersedes, true)),
    ("superseded in favour of", (Relation::Supersedes, true)),
    ("superseded in favor of", (Relation::Supersedes, true)),
    ("supersedes", (Relation::Supersedes, false)),
    ("supercedes", (Relation::Supersedes, false)),
    ("superseding", (Relation::Supersedes, false)),
    ("replaced by", (Relation::Supersedes, true)),
    ("replaces", (Relation::Supersedes, false)),
    ("obsoleted by", (Relation::Supersedes, true)),
    ("obsolete by", (Relation::Supersedes, true)),
    ("obsoletes", (Relation::Supersedes, false)),
    ("superseded in part by", (Relation::Amends, true)),
    ("replaced in part by", (Relation::Amends, true)),
    ("partially superseded by", (Relation::Amends, true)),
    ("partially superceded by", (Relation::Amends, true)),
    ("partially supersedes", (Relation::Amends, false)),
    ("partially supercedes", (Relation::Amends, false)),
    ("partially replaced by", (Relation::Amends, true)),
    ("partially replaces", (Relation::Amends, false)),
    ("amended by", (Relation::Amends, true)),
    ("amends", (Relation::Amends, false)),
];

/// A text as the words are compared: in lower case, blanks between words, `partly` as `partially`.
fn plain(text: &str) -> String {
    let words = text
        .split(|c: char| !(c.is_alphanumeric() || c == LINK))
        .filter(|word| !word.is_empty());
    let words = words.map(|word| match word.to_lowercase().as_str() {
        "partly" | "mostly" => "partially".to_owned(),
        word => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Stands for a link in what is said before another one.
pub const LINK: char = '\u{fffc}';

/// The longest words that a text begins with, and how long they are.
fn leading(text: &str) -> Option<(Said, usize)> {
    let starts = |words: &str| {
        text.strip_prefix(words)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let found = WORDS.iter().filter(|(words, _)| starts(words));
    found
        .max_by_key(|(words, _)| words.len())
        .map(|(words, said)| (*said, words.len()))
}

/// What a field's name says.
pub fn of_name(name: &str) -> Option<Said> {
    let name = plain(name);
    leading(&name)
        .filter(|(_, length)| *length == name.len())
        .map(|(said, _)| said)
}

/// What a line says that begins with the words: `Supersedes 0001, 0002 and` before a link.
pub fn of_line(line: &str) -> Option<Said> {
    let line = plain(line);
    let line = line.strip_prefix("status ").unwrap_or(&line);
    let (said, length) = leading(line)?;
    is_glue(&line[length..]).then_some(said)
}

/// What is said last before a decision is named, wherever that stands in a sentence.
pub fn said_in(before: &str) -> Option<Said> {
    let before = plain(before);
    let starts = before
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || before[..*at].ends_with(' '));
    let (mut last, mut end) = (None, 0);
    for at in starts {
        // `partially superseded by` is one, not also `superseded by`.
        if let Some((said, length)) = leading(&before[at..]).filter(|_| at >= end) {
            (last, end) = (Some((at, said)), at + length);
        }
    }
    let (at, said) = last?;
    Some(if before[..at].ends_with("not ") {
        (Relation::References, false)
    } else {
        said
    })
}

/// What a link's text says of where it leads: `[Superseded by ADR 0005](...)`.
pub fn opens(text: &str) -> Option<Said> {
    leading(&plain(text)).map(|(said, _)| said)
}

/// Whether a text ends in such words: what is named behind it is no constraint.
pub fn ends(before: &str) -> bool {
    let before = plain(before.rsplit(". ").next().unwrap_or_default());
    let starts = before
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || before[..*at].ends_with(' '));
    starts
        .filter_map(|at| Some((at, leading(&before[at..])?)))
        .any(|(at, (_, length))| is_glue(&before[at + length..]))
}

/// Whether nothing but other decisions stands between the words and a link.
fn is_glue(text: &str) -> bool {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_link = |word: &str| word.chars().all(|c| c == LINK);
    text.split(' ').all(|word| {
        is_number(word)
            || is_link(word)
            || matches!(
                word,
                "and" | "adr" | "adrs" | "decision" | "decisions" | "the" | "both"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUPERSEDES: Option<Said> = Some((Relation::Supersedes, false));
    const IS_SUPERSEDED: Option<Said> = Some((Relation::Supersedes, true));
    const IS_AMENDED: Option<Said> = Some((Relation::Amends, true));

    #[test]
    fn a_line_begins_with_the_words_and_names_decisions() {
        assert_eq!(of_line("Supersedes "), SUPERSEDES);
        assert_eq!(of_line("**Supercedes**: \u{fffc}, ADR 3 and "), SUPERSEDES);
        assert_eq!(of_line("Status: Superseded (by "), IS_SUPERSEDED);
        assert_eq!(of_line("Partly superseded by "), IS_AMENDED);
        for line in [
            "It supersedes ",
            "Supersedes the old way of ",
            "Not superseded by ",
            "supersedesx ",
            "",
        ] {
            assert_eq!(of_line(line), None, "{line}");
        }
    }

    #[test]
    fn in_a_sentence_the_last_words_count() {
        assert_eq!(said_in("Accepted, partially superseded by "), IS_AMENDED);
        assert_eq!(said_in("Amends \u{fffc}, supersedes "), SUPERSEDES);
        assert_eq!(said_in("Superseded\nby "), IS_SUPERSEDED);
        assert_eq!(
            said_in("Not superseded by "),
            Some((Relation::References, false))
        );
        assert_eq!(said_in("See "), None);
        assert!(
            ends("The broker supersedes ") && !ends("It supersedes a queue that is described in ")
        );
        assert_eq!(opens("Superseded by ADR 5"), IS_SUPERSEDED);
        assert_eq!(of_name("superseded-by"), IS_SUPERSEDED);
        assert_eq!(of_name("Supersedes all"), None);
    }
}
