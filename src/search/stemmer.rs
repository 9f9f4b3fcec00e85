//! The stem of a word, by the rows of its language. `theme/search/stemmer.mjs` makes the same one.

use super::language_rules::LanguageRules;
use super::rows::{Regions, change};

/// A word in the one spelling of several: American, if it is English.
pub fn respelled(word: &str, rules: &LanguageRules) -> String {
    let regions = Regions::default();
    match change(word, rules.spellings, &regions, rules.classes) {
        Some(changed) => changed.word,
        None => word.to_owned(),
    }
}

/// The stem of a word of the letters a to z.
pub fn stem(word: &str, rules: &LanguageRules) -> String {
    let mut exceptions = rules.exceptions.iter();
    if let Some((_, stem)) = exceptions.find(|(exception, _)| *exception == word) {
        return (*stem).to_owned();
    }
    let mut word = joined(&marked(word, rules), rules);
    let regions = regions(&word, rules);
    for rows in rules.steps {
        let Some(changed) = change(&word, rows, &regions, rules.classes) else {
            continue;
        };
        word = changed.word;
        if let Some(list) = usize::from(changed.mends).checked_sub(1)
            && let Some(mended) = change(&word, rules.mends[list], &regions, rules.classes)
        {
            word = mended.word;
        }
    }
    let plain = |letter| {
        let mut plain = rules.plain.iter();
        let sign = plain.find(|(sign, _)| *sign == letter);
        sign.map_or(letter, |(_, plain)| *plain)
    };
    word.chars().map(plain).collect()
}

/// Writes the vowels that are consonants where they stand with their signs.
fn marked(word: &str, rules: &LanguageRules) -> String {
    let is_vowel = |letter: char| rules.vowels.contains(letter);
    let mut marked = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let is_behind_vowel = before.is_some_and(is_vowel);
        let mut marks = rules.marks.iter();
        let mark = marks.find(|mark| {
            mark.letter == letter
                && match mark.between {
                    true => is_behind_vowel && letters.peek().copied().is_some_and(is_vowel),
                    false => is_behind_vowel || before.is_none(),
                }
        });
        let written = mark.map_or(letter, |mark| mark.sign);
        marked.push(written);
        before = Some(written);
    }
    marked
}

/// Writes letters that are written as several as one.
fn joined(word: &str, rules: &LanguageRules) -> String {
    let mut joined = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let mut known = rules.joined.iter();
        match known.find(|(several, _)| rest.starts_with(several)) {
            Some((several, one)) => {
                joined.push_str(one);
                rest = &rest[several.len()..];
            }
            None => {
                joined.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    joined
}

fn regions(word: &str, rules: &LanguageRules) -> Regions {
    let nowhere = Regions {
        first: word.len(),
        second: word.len(),
    };
    if word.len() < rules.least {
        return nowhere;
    }
    let mut prefixes = rules.prefixes.iter();
    let prefix = prefixes.find(|prefix| word.starts_with(**prefix));
    let first = prefix.map_or_else(|| region(word, 0, rules), |prefix| prefix.len());
    Regions {
        first: first.max(rules.least),
        second: region(word, first, rules),
    }
}

/// The start of the region behind a place: behind the first consonant that follows a vowel.
fn region(word: &str, from: usize, rules: &LanguageRules) -> usize {
    let is_vowel = |c: char| rules.vowels.contains(c);
    let behind_vowel = word[from..].find(is_vowel);
    let consonant = behind_vowel.and_then(|at| {
        word[from + at..]
            .find(|c| !is_vowel(c))
            .map(|of| from + at + of)
    });
    consonant.map_or(word.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;
    use crate::search::language::Language;

    /// Checks the stems of Snowball's list of words; forms have no apostrophes.
    #[track_caller]
    fn check(list: &[u8], language: Language, count: usize) {
        let mut text = String::new();
        let mut list = GzDecoder::new(list);
        list.read_to_string(&mut text).expect("it is text");
        let pairs = text.lines().filter_map(|line| line.split_once('\t'));
        let pairs = pairs.filter(|(word, _)| !word.contains('\''));
        let wrong = pairs
            .clone()
            .filter(|(word, expected)| stem(word, language.rules()) != *expected);
        assert_eq!(wrong.collect::<Vec<_>>(), []);
        assert_eq!(pairs.count(), count);
    }

    #[test]
    fn stems_are_those_of_snowball() {
        let english = include_bytes!("../../tests/vocabulary/snowball.txt.gz");
        check(english, Language::English, 42_633);
        let german = include_bytes!("../../tests/vocabulary/german.txt.gz");
        check(german, Language::German, 34_156);
    }

    #[test]
    fn no_row_stands_behind_a_shorter_ending_of_its_own() {
        for language in [Language::English, Language::German] {
            let rules = language.rules();
            let lists = rules
                .steps
                .iter()
                .chain(rules.mends)
                .chain([&rules.spellings]);
            for rows in lists {
                for (at, row) in rows.iter().enumerate() {
                    let shorter = rows[..at].iter().find(|before| {
                        row.ending != before.ending && row.ending.ends_with(before.ending)
                    });
                    assert!(shorter.is_none(), "{row:?} is never reached: {shorter:?}");
                }
            }
        }
    }

    #[test]
    fn any_form_has_a_term() {
        let long = "ingly".repeat(20);
        for word in [
            "", "y", "yy", "s", "ing", "eed", "ly", "bb", "past", "yyying", "ue", "queue", &long,
        ] {
            for language in [Language::English, Language::German] {
                let rules = language.rules();
                let stem = stem(&respelled(word, rules), rules);
                assert!(stem.len() <= word.len() + 1, "{word}");
            }
        }
    }
}
