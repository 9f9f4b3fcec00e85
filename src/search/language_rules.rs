//! The parts of a language's rules.

use super::rows::{LetterClass, StemRow};

/// The rules of a language, by which words become stems.
#[derive(Debug)]
pub struct LanguageRules {
    /// The letters that are vowels.
    pub vowels: &'static str,
    /// The signs of patterns that stand for a class: one of these letters (`true`) or any other
    /// (`false`). `^` is the word's start, `*` any letters, another sign stands for itself.
    pub classes: &'static [LetterClass],
    /// The vowels that may be consonants.
    pub marks: &'static [Mark],
    /// Letters that are written as several: they become one until the stem is made.
    pub joined: &'static [(&'static str, &'static str)],
    /// The signs of a stem that stand for other letters.
    pub plain: &'static [(char, char)],
    /// The fewest letters before the first region.
    pub least: usize,
    /// Endings that are spelled in two ways, before all others.
    pub spellings: &'static [StemRow],
    /// Words whose stems no row makes.
    pub exceptions: &'static [(&'static str, &'static str)],
    /// The first region starts behind these.
    pub prefixes: &'static [&'static str],
    /// The steps, each of which changes a word once at most.
    pub steps: &'static [&'static [StemRow]],
    /// The rows that mend a word behind a row that asks for them, by its number from 1.
    pub mends: &'static [&'static [StemRow]],
    /// The commonest words, the rarest of them first.
    pub stop_words: &'static str,
    /// Groups of words that mean the same, a bar between two groups.
    pub synonyms: &'static str,
}

/// A vowel that is a consonant in some places, and the sign for it there.
#[derive(Debug)]
pub struct Mark {
    /// The letter.
    pub letter: char,
    /// The sign for it as a consonant.
    pub sign: char,
    /// True if it is one between vowels; otherwise it is one at the start and behind a vowel.
    pub between: bool,
}
