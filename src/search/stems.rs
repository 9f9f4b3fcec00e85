//! The form that a word has as it is written, and the term that it is found by.

use unicode_normalization::UnicodeNormalization;

use super::language::Language;
use super::stemmer::{respelled, stem};

/// The most bytes of a form: a longer word is data, and is cut.
pub const LONGEST: usize = 64;

/// Lower case, without accents and apostrophes.
pub fn form(word: &str) -> String {
    let mut form = if word.is_ascii() {
        ascii_form(word)
    } else {
        folded_form(word)
    };
    if form.len() > LONGEST {
        form.truncate(form.floor_char_boundary(LONGEST));
    }
    form
}

/// Letters that are written otherwise in a form, though they have no accent.
pub const FOLDS: [(char, &str); 2] = [('ß', "ss"), ('ς', "σ")];

fn ascii_form(word: &str) -> String {
    let mut form = String::with_capacity(word.len());
    let letters = word.chars().filter(|c| *c != '\'');
    form.extend(letters.map(|c| c.to_ascii_lowercase()));
    form
}

fn folded_form(word: &str) -> String {
    let mut form = String::with_capacity(word.len());
    let lower = word
        .chars()
        .flat_map(char::to_lowercase)
        .nfkd()
        .flat_map(char::to_lowercase);
    for c in lower.filter(|c| c.is_alphanumeric()) {
        match FOLDS.iter().find(|(letter, _)| *letter == c) {
            Some((_, folded)) => form.push_str(folded),
            None => form.push(c),
        }
    }
    form
}

/// A number without leading zeros. Returns `None` for a form that is none.
pub fn number(form: &str) -> Option<&str> {
    let is_number = form.bytes().all(|byte| byte.is_ascii_digit());
    let number = form.trim_start_matches('0');
    is_number.then_some(if number.is_empty() { "0" } else { number })
}

/// The term that a form is found by in a language.
pub fn term(form: &str, language: Language) -> String {
    if let Some(number) = number(form) {
        return number.to_owned();
    }
    if !form.is_ascii() || form.bytes().any(|byte| byte.is_ascii_digit()) {
        return form.to_owned();
    }
    let rules = language.rules();
    stem(&respelled(form, rules), rules)
}
