//! The form that a word has as it is written, and the term that it is found by.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// Bytes of a longest form: what is longer is data, and is cut.
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
        match c {
            'ß' => form.push_str("ss"),
            'ς' => form.push('σ'),
            c => form.push(c),
        }
    }
    form
}

/// What a form is found by.
pub fn term(form: &str) -> String {
    if form.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = form.trim_start_matches('0');
        return if number.is_empty() { "0" } else { number }.to_owned();
    }
    if !form.is_ascii() || form.bytes().any(|byte| byte.is_ascii_digit()) {
        return form.to_owned();
    }
    Stemmer::new(Algorithm::English)
        .stem(&american(form))
        .into_owned()
}

/// Endings that British and American English spell otherwise. `promise` becomes
/// `promize` here and in a query alike, so no harm is done.
const ENDINGS: [(&str, &str); 20] = [
    ("isations", "izations"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("isers", "izers"),
    ("iser", "izer"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ise", "ize"),
    ("ysing", "yzing"),
    ("ysed", "yzed"),
    ("yses", "yzes"),
    ("yse", "yze"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ours", "ors"),
    ("our", "or"),
    ("ogues", "ogs"),
    ("ogue", "og"),
    ("tres", "ters"),
    ("tre", "ter"),
];

fn american(form: &str) -> String {
    for (british, american) in ENDINGS {
        if let Some(stem) = form.strip_suffix(british)
            // `rise`, `hour` and `four` are no such endings.
            && stem.len() >= 3
        {
            return format!("{stem}{american}");
        }
    }
    for (british, american) in [("elled", "eled"), ("elling", "eling")] {
        if let Some(stem) = form.strip_suffix(british)
            // `labelled`, but not `spelled`.
            && stem.contains(['a', 'e', 'i', 'o', 'u'])
        {
            return format!("{stem}{american}");
        }
    }
    form.to_owned()
}
