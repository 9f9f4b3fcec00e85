//! The phrases for a decision that replaces or amends another one.

use super::model::{Relation, StatedRelation};

/// The phrases in lower case, by relation. A partial supersession amends.
const WORDS: [RelationPhrases; 4] = [
    RelationPhrases {
        stated: StatedRelation::inverse(Relation::Supersedes),
        phrases: &[
            "superseded by",
            "superceded by",
            "superseded in favour of",
            "superseded in favor of",
            "replaced by",
            "obsoleted by",
            "obsolete by",
        ],
    },
    RelationPhrases {
        stated: StatedRelation::forward(Relation::Supersedes),
        phrases: &[
            "supersedes",
            "supercedes",
            "superseding",
            "replaces",
            "obsoletes",
        ],
    },
    RelationPhrases {
        stated: StatedRelation::inverse(Relation::Amends),
        phrases: &[
            "superseded in part by",
            "replaced in part by",
            "partially superseded by",
            "partially superceded by",
            "partially replaced by",
            "amended by",
        ],
    },
    RelationPhrases {
        stated: StatedRelation::forward(Relation::Amends),
        phrases: &[
            "partially supersedes",
            "partially supercedes",
            "partially replaces",
            "amends",
        ],
    },
];

/// The phrases that state a relation.
struct RelationPhrases {
    stated: StatedRelation,
    phrases: &'static [&'static str],
}

/// A text in the form of the phrases: lower case, one blank between words, `partially` for
/// `partly`.
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

/// The character in place of a link in the text before a statement.
pub const LINK: char = '\u{fffc}';

/// The longest phrase at the start of a text.
fn leading(text: &str) -> Option<LeadingPhrase> {
    let mut longest: Option<LeadingPhrase> = None;
    for RelationPhrases { stated, phrases } in &WORDS {
        for phrase in *phrases {
            let length = phrase.len();
            let is_longer = longest.as_ref().is_none_or(|known| known.length < length);
            if is_longer && begins_with(text, phrase) {
                longest = Some(LeadingPhrase {
                    stated: *stated,
                    length,
                });
            }
        }
    }
    longest
}

/// A phrase at the start of a text.
struct LeadingPhrase {
    stated: StatedRelation,
    /// The length of the phrase, in bytes.
    length: usize,
}

fn begins_with(text: &str, words: &str) -> bool {
    match text.strip_prefix(words) {
        Some(rest) => rest.is_empty() || rest.starts_with(' '),
        None => false,
    }
}

/// The relation that a field's name states.
pub fn of_name(name: &str) -> Option<StatedRelation> {
    let name = plain(name);
    let phrase = leading(&name)?;
    if phrase.length < name.len() {
        return None;
    }
    Some(phrase.stated)
}

/// The relation of a line that starts with a phrase, such as `Supersedes 0001, 0002 and` before a
/// link.
pub fn of_line(line: &str) -> Option<StatedRelation> {
    let line = plain(line);
    let line = line.strip_prefix("status ").unwrap_or(&line);
    let phrase = leading(line)?;
    let behind = &line[phrase.length..];
    is_glue(behind).then_some(phrase.stated)
}

/// The relation of the last phrase in the text before a link, anywhere in its sentence.
pub fn said_in(before: &str) -> Option<StatedRelation> {
    let before = plain(before);
    let mut last = None;
    let mut end = 0;
    for at in starts_of_words(&before) {
        // `partially superseded by` does not also count as `superseded by`.
        if at < end {
            continue;
        }
        if let Some(phrase) = leading(&before[at..]) {
            end = at + phrase.length;
            last = Some((at, phrase.stated));
        }
    }
    let (at, stated) = last?;
    if before[..at].ends_with("not ") {
        return Some(StatedRelation::forward(Relation::References));
    }
    Some(stated)
}

/// The relation that a link's text starts with: `[Superseded by ADR 0005](...)`.
pub fn opens(text: &str) -> Option<StatedRelation> {
    let phrase = leading(&plain(text))?;
    Some(phrase.stated)
}

/// Returns whether a text ends with a phrase and names of decisions. A decision after it is no
/// constraint.
pub fn ends(before: &str) -> bool {
    let sentence = before.rsplit(". ").next();
    let before = plain(sentence.unwrap_or_default());
    for at in starts_of_words(&before) {
        let rest = &before[at..];
        if let Some(phrase) = leading(rest)
            && is_glue(&rest[phrase.length..])
        {
            return true;
        }
    }
    false
}

fn starts_of_words(text: &str) -> impl Iterator<Item = usize> + '_ {
    let letters = text.char_indices().map(|(at, _)| at);
    letters.filter(|at| *at == 0 || text[..*at].ends_with(' '))
}

/// Returns whether the text between a phrase and a link only names other decisions.
fn is_glue(text: &str) -> bool {
    text.split(' ').all(is_glue_word)
}

fn is_glue_word(word: &str) -> bool {
    match word {
        "and" | "adr" | "adrs" | "decision" | "decisions" | "the" | "both" => true,
        word => {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            is_number || word.chars().all(|c| c == LINK)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUPERSEDES: Option<StatedRelation> = Some(StatedRelation::forward(Relation::Supersedes));
    const IS_SUPERSEDED: Option<StatedRelation> =
        Some(StatedRelation::inverse(Relation::Supersedes));
    const IS_AMENDED: Option<StatedRelation> = Some(StatedRelation::inverse(Relation::Amends));

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
            Some(StatedRelation::forward(Relation::References))
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
