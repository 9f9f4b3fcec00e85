//! The stem of an English word, by the rows of `english`. `theme/search/stemmer.mjs` makes the
//! same one.

use super::english::{EXCEPTIONS, MENDS, PREFIXES, SPELLINGS, STEPS};
use super::rows::{Regions, VOWELS, change};

/// A word in American spelling.
pub fn american(word: &str) -> String {
    match change(word, &SPELLINGS, &Regions::default()) {
        Some(changed) => changed.word,
        None => word.to_owned(),
    }
}

/// The stem of a word of the letters a to z.
pub fn stem(word: &str) -> String {
    if let Some((_, stem)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == word) {
        return (*stem).to_owned();
    }
    let mut word = with_consonant_y(word);
    let regions = regions(&word);
    for rows in STEPS {
        let Some(changed) = change(&word, rows, &regions) else {
            continue;
        };
        word = changed.word;
        if changed.mends
            && let Some(mended) = change(&word, &MENDS, &regions)
        {
            word = mended.word;
        }
    }
    word.replace('Y', "y")
}

/// Writes a `y` that is a consonant as `Y`: one that starts the word, or stands behind a vowel.
fn with_consonant_y(word: &str) -> String {
    let mut marked = String::with_capacity(word.len());
    let mut is_consonant = true;
    for letter in word.chars() {
        let letter = if letter == 'y' && is_consonant {
            'Y'
        } else {
            letter
        };
        is_consonant = VOWELS.contains(letter);
        marked.push(letter);
    }
    marked
}

fn regions(word: &str) -> Regions {
    let prefix = PREFIXES.iter().find(|prefix| word.starts_with(**prefix));
    let first = prefix.map_or_else(|| region(word, 0), |prefix| prefix.len());
    Regions {
        first,
        second: region(word, first),
    }
}

/// The start of the region behind a place: behind the first consonant that follows a vowel.
fn region(word: &str, from: usize) -> usize {
    let is_vowel = |c: char| VOWELS.contains(c);
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
    use crate::search::english::MENDS;

    #[test]
    fn stems_are_those_of_snowball() {
        let list = include_bytes!("../../tests/vocabulary/snowball.txt.gz");
        let mut text = String::new();
        let mut list = GzDecoder::new(&list[..]);
        list.read_to_string(&mut text).expect("it is text");
        let pairs = text.lines().filter_map(|line| line.split_once('\t'));
        // Forms have no apostrophes.
        let pairs = pairs.filter(|(word, _)| !word.contains('\''));
        let wrong = pairs
            .clone()
            .filter(|(word, expected)| stem(word) != *expected);
        assert_eq!(wrong.collect::<Vec<_>>(), []);
        assert_eq!(pairs.count(), 42_633);
    }

    #[test]
    fn no_row_stands_behind_a_shorter_ending_of_its_own() {
        for rows in STEPS.into_iter().chain([&SPELLINGS[..], &MENDS]) {
            for (at, row) in rows.iter().enumerate() {
                let shorter = rows[..at].iter().find(|before| {
                    row.ending != before.ending && row.ending.ends_with(before.ending)
                });
                assert!(shorter.is_none(), "{row:?} is never reached: {shorter:?}");
            }
        }
    }

    #[test]
    fn any_form_has_a_term() {
        let long = "ingly".repeat(20);
        for word in [
            "", "y", "yy", "s", "ing", "eed", "ly", "bb", "past", "yyying", &long,
        ] {
            assert!(stem(&american(word)).len() <= word.len() + 1, "{word}");
        }
    }
}
