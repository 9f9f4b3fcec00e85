//! The names of pages and sections.
//!
//! A name is one term: `!kep!753!side!doors`. It is found by a query that consists of just its
//! words, as they are written: a stem would make one of *Token* and *Tokenizer*. The number that
//! a title or a file begins with is a name too, alone and with the word before it.

use std::ops::Range;

use super::language::Language;
use super::stems::number;
use super::words::words;

/// The sign before each word of a name: no word has it, and it sorts before all words.
pub const MARK: char = '!';

/// Words of a longest name.
pub const MOST: usize = 24;

/// Letters of a longest word that says what is numbered: `RFC 2094`, `Proposal 12`.
pub const LONGEST: usize = 12;

/// Words before a number: `TEAM-ADR-0007`.
const BEFORE: usize = 3;

/// Digits of a shortest number that names what it is, and not its place in a row (`03-setup.md`).
pub const TELLING: usize = 3;

/// The words behind a number that make it an early version.
const EARLY: [&str; 9] = [
    "a", "alpha", "b", "beta", "dev", "next", "nightly", "pre", "rc",
];

/// A word of a name, and the text before it.
struct NamePart<'t> {
    form: &'t str,
    gap: &'t str,
}

impl NamePart<'_> {
    fn is_number(&self) -> bool {
        is_digits(self.form)
    }

    fn is_of_date(&self) -> bool {
        self.form.starts_with('-')
    }

    fn is_joined(&self) -> bool {
        matches!(self.gap, "-" | "_")
    }

    /// Returns whether it continues a number: `2` of `1.2`, or the month of a date.
    fn goes_on_with_dot(&self) -> bool {
        self.is_of_date() || self.is_number() && self.gap == "."
    }

    fn goes_on_with_hyphen(&self) -> bool {
        self.is_number() && self.gap == "-"
    }

    /// Returns whether it makes a version an early one: `rc1` of `1.2.3-rc1`.
    fn is_early(&self) -> bool {
        let word = self.form.trim_end_matches(|c: char| c.is_ascii_digit());
        self.is_joined() && EARLY.contains(&word)
    }
}

/// The names of a heading: all of it, its number, and the text behind that.
///
/// `words` are its words as they are written, each with its place.
pub fn of_heading(text: &str, words: &[(&str, Range<usize>)]) -> Vec<String> {
    let parts = parts(text, words);
    let mut names: Vec<String> = name(&parts).into_iter().collect();
    if let Some(number) = leading_number(&parts) {
        names.extend(number.names);
        // `KEP-753: Side doors`, and not `Python 3 support`.
        let next = number.behind.first();
        if next.is_some_and(|part| !part.gap.trim().is_empty()) {
            names.extend(name(number.behind));
        }
    }
    names
}

/// The names of a page by its file or folder: its number, and where that has no word with it,
/// what it is with any word; `names` are those that its title gives it.
pub fn of_file(file: &str, names: &[String]) -> Vec<String> {
    if !file.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    // Names have no stems.
    let words = words(file, Language::default());
    let forms: Vec<(&str, Range<usize>)> = words
        .iter()
        .map(|word| (word.form.as_str(), word.range.clone()))
        .collect();
    let parts = parts(file, &forms);
    let Some(leading) = leading_number(&parts) else {
        return Vec::new();
    };
    let mut numbers = leading.names;
    // A number of very many parts is no name.
    let Some(bare) = numbers.first() else {
        return numbers;
    };
    let tells = |name: &String| name.ends_with(bare.as_str()) && name.len() > bare.len();
    let is_told = names.iter().any(tells);
    let first = &parts[0];
    let is_one = first.form.len() >= TELLING && !bare[1..].contains(MARK);
    if first.is_number() && is_one && !is_told {
        numbers.push(any(&bare[1..]));
    }
    numbers
}

/// The names that a query looks for.
pub struct Sought {
    /// All of its words as one.
    pub whole: String,
    /// If they are a word and a number, the number of a file that says no word: it is looked for
    /// if no page has the whole name.
    pub number: Option<String>,
}

/// The names that a query of these words looks for. Returns `None` for too many words.
pub fn sought(forms: &[String]) -> Option<Sought> {
    let bare: Vec<_> = forms.iter().map(|form| (form.as_str(), 0..0)).collect();
    let parts = parts("", &bare);
    let number = match &parts[..] {
        [word, counted] if is_kind(word.form) => number(counted.form).map(any),
        _ => None,
    };
    Some(Sought {
        whole: name(&parts)?,
        number,
    })
}

fn any(number: &str) -> String {
    format!("{MARK}#{number}")
}

/// Words, each with the text before it; `rfc2094` is two.
fn parts<'t>(text: &'t str, words: &[(&'t str, Range<usize>)]) -> Vec<NamePart<'t>> {
    let mut parts = Vec::with_capacity(words.len());
    let mut end = 0;
    for (form, range) in words {
        let gap = &text[end..range.start];
        end = range.end;
        let word = form.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = &form[word.len()..];
        if number.len() >= TELLING && is_word(word) {
            parts.push(NamePart { form: word, gap });
            parts.push(NamePart {
                form: number,
                gap: "",
            });
        } else {
            parts.push(NamePart { form, gap });
        }
    }
    parts
}

fn name(parts: &[NamePart]) -> Option<String> {
    let mut name = String::new();
    for part in parts {
        name.push(MARK);
        name.push_str(number(part.form).unwrap_or(part.form));
    }
    (1..=MOST).contains(&parts.len()).then_some(name)
}

/// The number that something begins with.
struct LeadingNumber<'p, 't> {
    /// The names: the number alone, then with the words before it.
    names: Vec<String>,
    /// The parts behind it.
    behind: &'p [NamePart<'t>],
}

fn leading_number<'p, 't>(parts: &'p [NamePart<'t>]) -> Option<LeadingNumber<'p, 't>> {
    let start = parts
        .iter()
        .take(BEFORE + 1)
        .position(NamePart::is_number)?;
    let (before, rest) = parts.split_at(start);
    if !may_be_numbered(before, &rest[0]) {
        return None;
    }
    let end = end_of(rest, 1, NamePart::goes_on_with_dot);
    if rest.get(end).is_some_and(NamePart::is_early) {
        return None;
    }
    // `CVE-2024-1234`, or `0014-2-phases`.
    let longer = end_of(rest, end, NamePart::goes_on_with_hyphen);
    let mut names = names_to(&parts[..start + end], start);
    if longer > end {
        names.extend(names_to(&parts[..start + longer], start));
    }
    Some(LeadingNumber {
        names,
        behind: &rest[longer..],
    })
}

/// Returns whether words may say what the number behind them counts: `TEAM-ADR-0007`.
fn may_be_numbered(words: &[NamePart], number: &NamePart) -> bool {
    let is_near = matches!(number.gap, "" | "-" | "_" | " " | " #" | "-#" | "#");
    (words.is_empty() || is_near)
        && words.iter().all(|part| is_kind(part.form))
        && words.iter().skip(1).all(NamePart::is_joined)
}

/// The end of the parts from `start` on that go on so.
fn end_of<'t>(
    parts: &[NamePart<'t>],
    start: usize,
    goes_on: impl Fn(&NamePart<'t>) -> bool,
) -> usize {
    let behind = parts[start..].iter();
    let length = behind.take_while(|part| goes_on(part)).count();
    start + length
}

/// The names that end with these parts: from `start` on, then from each word before.
fn names_to(parts: &[NamePart], start: usize) -> Vec<String> {
    (0..=start)
        .rev()
        .filter_map(|from| name(&parts[from..]))
        .collect()
}

fn is_digits(form: &str) -> bool {
    !form.is_empty() && form.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word(form: &str) -> bool {
    !form.is_empty() && form.chars().all(char::is_alphabetic)
}

/// Returns whether a word may say what is numbered.
fn is_kind(form: &str) -> bool {
    is_word(form) && form.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &str, expected: &str) {
        let words = words(heading, Language::default());
        let forms: Vec<_> = words
            .iter()
            .map(|word| (word.form.as_str(), word.range.clone()))
            .collect();
        assert_eq!(of_heading(heading, &forms).join(" "), expected, "{heading}");
    }

    #[test]
    fn a_heading_is_called_by_all_its_words_and_by_its_number() {
        check("Markdown Syntax", "!markdown!syntax");
        check(
            "KEP-753: Side doors",
            "!kep!753!side!doors !753 !kep!753 !side!doors",
        );
        check("RFC 2094 NLL", "!rfc!2094!nll !2094 !rfc!2094");
        check("0014 - Café", "!14!cafe !14 !cafe");
        check("TEAM-ADR-0007", "!team!adr!7 !7 !adr!7 !team!adr!7");
        check(
            "v1.2.3 (2024-01-02)",
            "!1!2!3!2024!-01!-02 !1!2!3 !2024!-01!-02",
        );
        check("1.2.3-rc1", "!1!2!3!rc1");
        check(
            "CVE-2024-1234: x",
            "!cve!2024!1234!x !2024 !cve!2024 !2024!1234 !cve!2024!1234 !x",
        );
        check("2024-01-02 Minutes", "!2024!-01!-02!minutes !2024!-01!-02");
        check("rfc2094", "!rfc!2094 !2094 !rfc!2094");
        check("Intro: 3 ways", "!intro!3!ways");
        check("How to use 3 pumps", "!how!to!use!3!pumps");
        check("S3", "!s3");
        check("?!", "");
        check(&"x ".repeat(25), "");
    }

    #[test]
    fn a_file_is_called_by_its_number() {
        let of = |file: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            of_file(file, &names).join(" ")
        };
        assert_eq!(
            of("0014-plain-events", &["!14!plain!events", "!14"]),
            "!14 !#14"
        );
        assert_eq!(of("753-side-doors", &["!kep!753", "!753"]), "!753");
        assert_eq!(of("03-setup", &[]), "!3");
        assert_eq!(of("adr_7", &[]), "!7 !adr!7");
        assert_eq!(of("2024-01-02-notes", &[]), "!2024!-01!-02");
        assert_eq!(of("setup", &[]), "");
        assert_eq!(of(&"1.".repeat(MOST + 1), &[]), "");
        let sought = |forms: &str| {
            let sought = sought(&forms.split(' ').map(str::to_owned).collect::<Vec<_>>())
                .expect("there are words");
            format!("{} {}", sought.whole, sought.number.unwrap_or_default())
        };
        assert_eq!(sought("kep 0753"), "!kep!753 !#753");
        assert_eq!(sought("kep753"), "!kep!753 !#753");
        assert_eq!(sought("side doors"), "!side!doors ");
    }
}
