//! What a word is: of a page, and of a query.
//!
//! A word is a run of letters and digits, in lower case and without accents. It is
//! found by its *term*: its stem, in American spelling, or its number without
//! leading zeros. `bf-manage-core` is three words, and a query for it a phrase.

use std::collections::HashMap;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In lower case, without accents.
    pub form: String,
    /// What it is found by.
    pub term: String,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// Bytes of a longest form: what is longer is data, and is cut.
const LONGEST: usize = 64;

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    Reader::default().words(text)
}

/// Reads words; what it has met it knows.
#[derive(Default)]
pub struct Reader {
    terms: HashMap<String, String>,
}

impl Reader {
    /// The words of a text, in order.
    pub fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        for range in runs(text) {
            let form = form(&text[range.clone()]);
            if form.is_empty() {
                continue;
            }
            let term = match self.terms.get(&form) {
                Some(term) => term.clone(),
                None => {
                    let term = term(&form);
                    self.terms.insert(form.clone(), term.clone());
                    term
                }
            };
            words.push(Word { form, term, range });
        }
        words
    }
}

/// Runs of letters and digits; an apostrophe between letters is one of them.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_letter = || text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphabetic);
        let belongs = c.is_alphanumeric()
            || is_combining_mark(c) && start.is_some()
            || matches!(c, '\'' | '\u{2019}') && start.is_some() && next_is_letter();
        match (belongs, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs.extend(start.map(|from| from..text.len()));
    runs
}

/// Lower case, without accents and apostrophes.
fn form(word: &str) -> String {
    let mut form = String::with_capacity(word.len());
    if word.is_ascii() {
        form.extend(word.chars().filter(|c| *c != '\'').map(|c| c.to_ascii_lowercase()));
    } else {
        let lower = word.chars().flat_map(char::to_lowercase).filter(|c| !matches!(c, '\'' | '\u{2019}'));
        form.extend(lower.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
    }
    if form.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|at| form.is_char_boundary(*at)).unwrap_or_default();
        form.truncate(cut);
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
    Stemmer::new(Algorithm::English).stem(&american(form)).into_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let terms = |text: &str| words(text).into_iter().map(|word| word.term).collect::<Vec<_>>();
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
    }

    #[test]
    fn signs_part_words() {
        let forms = |text: &str| words(text).into_iter().map(|word| word.form).collect::<Vec<_>>();
        assert_eq!(
            forms("bf-manage-core, mkdocs.yml: `blue/green`"),
            ["bf", "manage", "core", "mkdocs", "yml", "blue", "green"]
        );
        assert_eq!(forms("response_model(x)"), ["response", "model", "x"]);
        assert_eq!(forms("'quoted' - \u{1F600} !"), ["quoted"]);
        assert_eq!(words("a  über")[1].range, 3..8);
        assert_eq!(words(&"x".repeat(1000))[0].form.len(), LONGEST);
    }
}
