//! What a word is: of a page, and of a query.
//!
//! A word is a run of letters and digits, in lower case and without accents. It is
//! found by its *term*: its stem, in American spelling, or its number without
//! leading zeros. `bf-manage-core` is three words, and a query for it a phrase.
//!
//! `v1.2.3` is the number: its `v` is no part of a word. The month and the day of a date are
//! words with a sign before them, `-01`, so that no 1.2 is found in 2024-01-02.

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
        let (form, term) = (
            lexicon.form(id).to_owned(),
            lexicon.term(lexicon.term_of(id)).to_owned(),
        );
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

/// Runs of letters and digits, each with whether it is the month or the day of a date; an
/// apostrophe between letters is one of them.
fn runs(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut at = 0;
    let mut date = 0..0;
    std::iter::from_fn(move || {
        at = start(text, at)?;
        let is_version = is_version(text, at);
        let start = at + usize::from(is_version);
        at = match text[start..].chars().next().filter(|c| is_sign(*c)) {
            Some(sign) => start + sign.len_utf8(),
            None => end(text, start),
        };
        if date.end <= start && !is_version && text.as_bytes()[start].is_ascii_digit() {
            date = month_and_day(text, start..at);
        }
        Some((start..at, start < date.end && start >= date.start))
    })
}

/// Whether a `v` stands before the number of a version that has a dot.
fn is_version(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    if !matches!(bytes[start], b'v' | b'V') {
        return false;
    }
    let digits = bytes[start + 1..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let behind = &bytes[start + 1 + digits..];
    digits > 0 && behind.first() == Some(&b'.') && behind.get(1).is_some_and(u8::is_ascii_digit)
}

/// Where the month and the day lie of a date that begins with this number: `2024-01-02`,
/// `2024-01`, `02.01.2024`. Empty where none does.
fn month_and_day(text: &str, first: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let joined = |before: &Range<usize>, signs: &[u8]| {
        let sign = *bytes.get(before.end)?;
        let start = before.end + 1;
        let is_joined = signs.contains(&sign) && bytes.get(start).is_some_and(u8::is_ascii_digit);
        is_joined.then(|| (sign, start..end(text, start)))
    };
    let number = |range: &Range<usize>| text[range.clone()].parse::<u32>().unwrap_or_default();
    let is_year = |range: &Range<usize>| range.len() == 4 && (1900..2100).contains(&number(range));
    let is_day = |range: &Range<usize>| range.len() <= 2 && (1..=31).contains(&number(range));
    let is_month = |range: &Range<usize>| range.len() == 2 && (1..=12).contains(&number(range));
    if is_year(&first) {
        let Some((sign, month)) = joined(&first, b"-/").filter(|(_, month)| is_month(month)) else {
            return 0..0;
        };
        let day = joined(&month, &[sign]).filter(|(_, day)| day.len() == 2 && is_day(day));
        return month.start..day.map_or(month.end, |(_, day)| day.end);
    }
    let second = joined(&first, b"-/.").filter(|(_, second)| is_day(second) && is_day(&first));
    let Some((sign, second)) = second else {
        return 0..0;
    };
    let is_date = joined(&second, &[sign]).is_some_and(|(_, year)| is_year(&year));
    if is_date {
        first.start..second.end
    } else {
        0..0
    }
}

/// Where the next run starts. Most letters are ASCII and are not looked up.
fn start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let at = from
        + bytes[from..]
            .iter()
            .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    if bytes[at].is_ascii() {
        Some(at)
    } else {
        Some(at + text[at..].find(char::is_alphanumeric)?)
    }
}

/// Where a run ends.
fn end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        at += bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        // Most end here.
        if bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii() && *byte != b'\'')
        {
            return at;
        }
        let mut rest = text[at..].chars();
        let Some(c) = rest.next() else { return at };
        let joins = matches!(c, '\'' | '\u{2019}')
            && rest
                .next()
                .is_some_and(|c| c.is_alphabetic() && !is_sign(c));
        let goes_on =
            joins || !c.is_ascii() && !is_sign(c) && (c.is_alphanumeric() || is_combining_mark(c));
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
        form.extend(
            word.chars()
                .filter(|c| *c != '\'')
                .map(|c| c.to_ascii_lowercase()),
        );
    } else {
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
    }
    if form.len() > LONGEST {
        let cut = (0..=LONGEST)
            .rev()
            .find(|at| form.is_char_boundary(*at))
            .unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let terms = |text: &str| {
            words(text)
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
            words(text)
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
            words(text)
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
        assert_eq!(words("a  über")[1].range, 3..8);
        assert_eq!(words("to V1.20")[1].range, 4..5);
        assert_eq!(words(&"x".repeat(1000))[0].form.len(), LONGEST);
    }
}
