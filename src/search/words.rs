//! What a word is: of a page, and of a query.
//!
//! A word is a run of letters and digits, in lower case and without accents. It is
//! found by its *term*: its stem, in American spelling, or its number without
//! leading zeros. `bf-manage-core` is three words, and a query for it a phrase.

use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
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
    let mut lexicon = Lexicon::default();
    let mut words = Vec::new();
    lexicon.read(text, |lexicon, id, range| {
        let (form, term) = (lexicon.form(id).to_owned(), lexicon.term(lexicon.term_of(id)).to_owned());
        words.push(Word { form, term, range });
    });
    words
}

/// Words by number: what was met once is neither folded nor stemmed again.
#[derive(Default)]
pub struct Lexicon {
    /// By how they are written.
    known: FxHashMap<Box<str>, Option<u32>>,
    /// Each word's form and the number of its term.
    words: Vec<(String, u32)>,
    terms: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Lexicon {
    /// Reads a text: the number and place of each word.
    pub fn read(&mut self, text: &str, mut each: impl FnMut(&Self, u32, Range<usize>)) {
        for range in runs(text) {
            if let Some(id) = self.id(&text[range.clone()]) {
                each(self, id, range);
            }
        }
    }

    /// The word as it is written, in lower case and without accents.
    pub fn form(&self, id: u32) -> &str {
        &self.words[id as usize].0
    }

    /// The number of what the word is found by.
    pub fn term_of(&self, id: u32) -> u32 {
        self.words[id as usize].1
    }

    /// What words are found by.
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
            let term = term(&form);
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

/// Runs of letters and digits; an apostrophe between letters is one of them.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at = start(text, at)?;
        let start = at;
        at = match text[start..].chars().next().filter(|c| is_sign(*c)) {
            Some(sign) => start + sign.len_utf8(),
            None => end(text, start),
        };
        Some(start..at)
    })
}

/// Where the next run starts. Most letters are ASCII and are not looked up.
fn start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = from + bytes[from..].iter().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    if bytes[at].is_ascii() { Some(at) } else { Some(at + text[at..].find(char::is_alphanumeric)?) }
}

/// Where a run ends.
fn end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        // Most end here.
        if bytes.get(at).is_some_and(|byte| byte.is_ascii() && *byte != b'\'') {
            return at;
        }
        let mut rest = text[at..].chars();
        let Some(c) = rest.next() else { return at };
        let joins = matches!(c, '\'' | '\u{2019}') && rest.next().is_some_and(|c| c.is_alphabetic() && !is_sign(c));
        let goes_on = joins || !c.is_ascii() && !is_sign(c) && (c.is_alphanumeric() || is_combining_mark(c));
        if !goes_on {
            return at;
        }
        at += c.len_utf8();
    }
}

/// Whether a sign is a word by itself: those of Chinese and Japanese, which are written
/// without blanks. A word of several is then a phrase.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Lower case, without accents and apostrophes.
fn form(word: &str) -> String {
    let mut form = String::with_capacity(word.len());
    if word.is_ascii() {
        form.extend(word.chars().filter(|c| *c != '\'').map(|c| c.to_ascii_lowercase()));
    } else {
        let lower = word.chars().flat_map(char::to_lowercase).nfkd().flat_map(char::to_lowercase);
        for c in lower.filter(|c| c.is_alphanumeric()) {
            match c {
                'ß' => form.push_str("ss"),
                'ς' => form.push('σ'),
                c => form.push(c),
            }
        }
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
        same("STRASSE ΟΔΟΣ", "Straße οδος");
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
        assert_eq!(forms("x漢字 検"), ["x", "漢", "字", "検"]);
        assert_eq!(words("a  über")[1].range, 3..8);
        assert_eq!(words(&"x".repeat(1000))[0].form.len(), LONGEST);
    }
}
