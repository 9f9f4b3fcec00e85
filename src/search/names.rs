//! What a page or a section is called as a whole.
//!
//! A name is one term: `!kep!753!side!doors`. It is found by a query that consists of just its
//! words, as they are written: a stem would make one of *Token* and *Tokenizer*. The number that
//! a title or a file begins with is a name too, alone and with the word before it.

use std::ops::Range;

use super::words::{term, words};

/// What stands before each word of a name: no word has it, and it sorts before all words.
pub const MARK: char = '!';

/// Words of a longest name.
const MOST: usize = 24;

/// Letters of a longest word that says what is numbered: `RFC 2094`, `Proposal 12`.
const LONGEST: usize = 12;

/// Words before a number: `TEAM-ADR-0007`.
const BEFORE: usize = 3;

/// Digits of a shortest number that names what it is, and not its place in a row (`03-setup.md`).
const TELLING: usize = 3;

/// What follows a number of a version that is not yet that version.
const EARLY: [&str; 9] = [
    "a", "alpha", "b", "beta", "dev", "next", "nightly", "pre", "rc",
];

/// A word of a name, and what stands before it.
struct Part<'t> {
    form: &'t str,
    gap: &'t str,
}

impl Part<'_> {
    fn is_number(&self) -> bool {
        is_digits(self.form)
    }

    fn is_of_date(&self) -> bool {
        self.form.starts_with('-')
    }

    fn is_joined(&self) -> bool {
        matches!(self.gap, "-" | "_")
    }
}

/// The names of a heading: all of it, its number, and what stands behind that.
///
/// `words` are its words as they are written, each with its place.
pub fn of_heading(text: &str, words: &[(&str, Range<usize>)]) -> Vec<String> {
    let parts = parts(text, words);
    let mut names: Vec<String> = name(&parts).into_iter().collect();
    if let Some((number, behind)) = number(&parts) {
        names.extend(number);
        // `KEP-753: Side doors`, and not `Python 3 support`.
        if behind
            .first()
            .is_some_and(|part| !part.gap.trim().is_empty())
        {
            names.extend(name(behind));
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
    let words = words(file);
    let forms: Vec<(&str, Range<usize>)> = words
        .iter()
        .map(|word| (word.form.as_str(), word.range.clone()))
        .collect();
    let parts = parts(file, &forms);
    let Some((mut numbers, _)) = number(&parts) else {
        return Vec::new();
    };
    let bare = &numbers[0];
    let is_told = names
        .iter()
        .any(|name| name.ends_with(bare.as_str()) && name.len() > bare.len());
    let is_one = parts[0].form.len() >= TELLING && !bare[1..].contains(MARK);
    if parts[0].is_number() && is_one && !is_told {
        numbers.push(any(&bare[1..]));
    }
    numbers
}

/// The names that a query looks for.
pub struct Sought {
    /// All of its words as one.
    pub whole: String,
    /// Where they are a word and a number, the number of a file that says no word: to be looked
    /// for where no page is called by the whole.
    pub number: Option<String>,
}

/// The names that a query of these words looks for; of too many, none.
pub fn sought(forms: &[String]) -> Option<Sought> {
    let bare: Vec<_> = forms.iter().map(|form| (form.as_str(), 0..0)).collect();
    let parts = parts("", &bare);
    let number = match &parts[..] {
        [word, number] if is_kind(word.form) && number.is_number() => Some(any(&term(number.form))),
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

/// Words with what stands before them; `rfc2094` is two.
fn parts<'t>(text: &'t str, words: &[(&'t str, Range<usize>)]) -> Vec<Part<'t>> {
    let mut parts = Vec::with_capacity(words.len());
    let mut end = 0;
    for (form, range) in words {
        let gap = &text[end..range.start];
        end = range.end;
        let split = form.len() - form.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (word, number) = form.split_at(split);
        if number.len() >= TELLING && is_word(word) {
            parts.extend([
                Part { form: word, gap },
                Part {
                    form: number,
                    gap: "",
                },
            ]);
        } else {
            parts.push(Part { form, gap });
        }
    }
    parts
}

fn name(parts: &[Part]) -> Option<String> {
    let mut name = String::new();
    for part in parts {
        name.push(MARK);
        if part.is_number() {
            name.push_str(&term(part.form));
        } else {
            name.push_str(part.form);
        }
    }
    (1..=MOST).contains(&parts.len()).then_some(name)
}

/// The number that something begins with, as names: alone, then with the words before it; and
/// what stands behind it.
fn number<'p, 't>(parts: &'p [Part<'t>]) -> Option<(Vec<String>, &'p [Part<'t>])> {
    let start = parts.iter().take(BEFORE + 1).position(Part::is_number)?;
    let (before, rest) = parts.split_at(start);
    let is_near = start == 0 || matches!(rest[0].gap, "" | "-" | "_" | " " | " #" | "-#" | "#");
    if !is_near
        || !before.iter().all(|part| is_kind(part.form))
        || !before.iter().skip(1).all(Part::is_joined)
    {
        return None;
    }
    let next = |at: &usize, goes_on: &dyn Fn(&Part) -> bool| rest.get(*at).is_some_and(goes_on);
    let dotted = |part: &Part| part.is_of_date() || part.is_number() && part.gap == ".";
    let end = (1..).find(|at| !next(at, &dotted)).unwrap_or(1);
    let is_early = |part: &Part| {
        part.is_joined()
            && EARLY.contains(&part.form.trim_end_matches(|c: char| c.is_ascii_digit()))
    };
    if next(&end, &is_early) {
        return None;
    }
    // `CVE-2024-1234`, or `0014-2-phases`.
    let longer = (end..)
        .find(|at| !next(at, &|part| part.is_number() && part.gap == "-"))
        .unwrap_or(end);
    let mut names = Vec::new();
    for end in [end, longer]
        .into_iter()
        .take(1 + usize::from(longer > end))
    {
        names.extend(
            (0..=start)
                .rev()
                .filter_map(|from| name(&parts[from..start + end])),
        );
    }
    Some((names, &rest[longer..]))
}

fn is_digits(form: &str) -> bool {
    !form.is_empty() && form.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word(form: &str) -> bool {
    !form.is_empty() && form.chars().all(char::is_alphabetic)
}

/// Whether a word may say what is numbered.
fn is_kind(form: &str) -> bool {
    is_word(form) && form.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &str, expected: &str) {
        let words = words(heading);
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
