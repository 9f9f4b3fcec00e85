//! The words of pages and queries.
//!
//! A word is a run of letters and digits, in lower case and without accents. It is
//! found by its *term*: its stem (of an English one in American spelling), or its number without
//! leading zeros. `bf-manage-core` is three words, and a query for it a phrase.
//!
//! `v1.2.3` is the number: its `v` is no part of a word. The month and the day of a date are
//! words with a sign before them, `-01`, so that no 1.2 is found in 2024-01-02.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::language::Language;
use super::runs::runs;
use super::stems::{form, term};

/// A word of a text.
#[derive(Debug, Clone)]
pub struct Word {
    /// In lower case, without accents.
    pub form: String,
    /// The term that it is found by.
    pub term: String,
    /// The place in the text, in bytes.
    pub range: Range<usize>,
}

/// The words of a text, in order.
pub fn words(text: &str, language: Language) -> Vec<Word> {
    let mut lexicon = Lexicon::new(language);
    let mut words = Vec::new();
    lexicon.read(text, |lexicon, id, range| {
        let number = lexicon.term_of(id);
        words.push(Word {
            form: lexicon.form(id).to_owned(),
            term: lexicon.term(number).to_owned(),
            range,
        });
    });
    words
}

/// Words by number: each is folded and stemmed once.
pub struct Lexicon {
    language: Language,
    /// By how they are written.
    known: FxHashMap<Box<str>, Option<u32>>,
    /// Each word's form and the number of its term.
    words: Vec<(String, u32)>,
    terms: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Lexicon {
    /// No words yet, of a language.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            known: FxHashMap::default(),
            words: Vec::new(),
            terms: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }

    /// Reads a text: the number and place of each word.
    pub fn read(&mut self, text: &str, mut each: impl FnMut(&Self, u32, Range<usize>)) {
        for (range, is_of_date) in runs(text) {
            let written = &text[range.clone()];
            let id = if is_of_date {
                self.id(&format!("-{written}"))
            } else {
                self.id(written)
            };
            if let Some(id) = id {
                each(self, id, range);
            }
        }
    }

    /// The word as it is written, in lower case and without accents.
    pub fn form(&self, id: u32) -> &str {
        &self.words[id as usize].0
    }

    /// The number of a word's term.
    pub fn term_of(&self, id: u32) -> u32 {
        self.words[id as usize].1
    }

    /// A term by its number.
    pub fn term(&self, number: u32) -> &str {
        &self.terms[number as usize]
    }

    fn id(&mut self, written: &str) -> Option<u32> {
        if let Some(id) = self.known.get(written) {
            return *id;
        }
        let form = form(written);
        let id = if form.is_empty() {
            None
        } else if *form == *written {
            let term = term(&form, self.language);
            let next = self.terms.len() as u32;
            let number = *self.numbers.entry(term).or_insert_with_key(|term| {
                self.terms.push(term.clone());
                next
            });
            self.words.push((form, number));
            Some(self.words.len() as u32 - 1)
        } else {
            self.id(&form)
        };
        self.known.insert(written.into(), id);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::stems::LONGEST;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let terms = |text: &str| {
            words(text, Language::English)
                .into_iter()
                .map(|word| word.term)
                .collect::<Vec<_>>()
        };
        assert_eq!(terms(one), terms(other));
    }

    #[test]
    fn spellings_inflections_accents_and_zeros_are_one() {
        same("authorisation", "authorization");
        same("Behaviours", "behavior");
        same("labelled", "labeling");
        same("charging", "charge");
        same("Café naïve", "cafe naive");
        same("cafe\u{301}", "café");
        same("0014", "14");
        same("don’t", "don't");
        same("HTTP", "http");
        same("v1.2.3, V3.11", "1.2.3 3.11");
        same("STRASSE ΟΔΟΣ", "Straße οδος");
    }

    #[test]
    fn months_and_days_are_no_numbers() {
        let terms = |text: &str| {
            words(text, Language::English)
                .into_iter()
                .map(|word| word.term)
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (text, expected) in [
            ("2024-01-02, 2024-01", "2024 -01 -02 2024 -01"),
            (
                "2024/11/30/notes 02.01.2024",
                "2024 -11 -30 note -02 -01 2024",
            ),
            (
                "1.2.3 10.0.0.1 CVE-2024-1234 2024-25",
                "1 2 3 10 0 0 1 cve 2024 1234 2024 25",
            ),
            (
                "2024-01-02T10 2024-1-2 2024.1.2 1.2.20245",
                "2024 -01 02t10 2024 1 2 2024 1 2 1 2 20245",
            ),
            ("v2 v2. v2.x rev1.2 ADR-0014", "v2 v2 v2 x rev1 2 adr 14"),
            ("2024-", "2024"),
        ] {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    #[test]
    fn signs_part_words() {
        let forms = |text: &str| {
            words(text, Language::English)
                .into_iter()
                .map(|word| word.form)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            forms("bf-manage-core, mkdocs.yml: `blue/green`"),
            ["bf", "manage", "core", "mkdocs", "yml", "blue", "green"]
        );
        assert_eq!(forms("response_model(x)"), ["response", "model", "x"]);
        assert_eq!(forms("'quoted' - \u{1F600} !"), ["quoted"]);
        assert_eq!(forms("x漢字 検"), ["x", "漢", "字", "検"]);
        assert_eq!(words("a  über", Language::English)[1].range, 3..8);
        assert_eq!(words("to V1.20", Language::English)[1].range, 4..5);
        assert_eq!(
            words(&"x".repeat(1000), Language::English)[0].form.len(),
            LONGEST
        );
    }
}
