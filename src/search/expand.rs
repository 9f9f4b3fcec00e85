//! The terms that a typed word can mean: itself, what completes it, what mends it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::words::{Word, term};

/// What completes or mends a word is worth less than the word.
pub const COMPLETED: f32 = 0.6;
const MENDED: f32 = 0.4;

/// How many terms a word is completed or mended to: those on most pages.
const MOST: usize = 8;

/// Letters of a shortest word that is completed although it is a word, and of one that is not.
const OPEN: usize = 3;
const UNKNOWN: usize = 2;

/// The class of a word that is not completed: it is whole, and more letters will say if not.
const WHOLE: u32 = 3;

/// Letters of a shortest word that is mended.
const SHORTEST: usize = 5;

/// How many pages have a word, as the power of two below: few edits change it.
pub fn class(pages: u32) -> u32 {
    pages.max(1).ilog2()
}

/// The name of the file with the words of a site as they are written.
pub const FILE: &str = "forms.txt";

/// That file: a word a line, in order, each behind the class of how many pages have it.
pub fn write(forms: &[(String, u32)]) -> String {
    let mut text = String::new();
    for (form, pages) in forms {
        let _ = writeln!(text, "{} {form}", class(*pages));
    }
    text
}

/// What a typed word can mean.
#[derive(Default)]
pub struct Meaning {
    /// Terms, each with what it is worth; the first is the word's own.
    pub terms: Vec<(String, f32)>,
    /// Whether a page has the word just as it is typed.
    pub is_written: bool,
}

/// The words of a site as they are written: what is typed is completed and mended by them.
pub struct Forms(Vec<(String, u32)>);

impl Forms {
    /// Reads the file; `None` where it is not one.
    pub fn read(text: &str) -> Option<Self> {
        let form = |line: &str| {
            let (class, form) = line.split_once(' ')?;
            Some((form.to_owned(), class.parse().ok()?))
        };
        text.lines().map(form).collect::<Option<_>>().map(Self)
    }

    /// What a word can mean.
    pub fn expand(&self, word: &Word, open: bool, is_known: bool) -> Meaning {
        let letters = word.form.chars().count();
        let mut terms: Vec<(String, f32)> = vec![(word.term.clone(), 1.0)];
        let mut starting = self.starting_with(&word.form).peekable();
        let written = starting
            .peek()
            .filter(|(form, _)| *form == word.form)
            .map(|(_, class)| *class);
        let is_whole = written.is_some_and(|class| class >= WHOLE);
        if open && !is_whole && letters >= if is_known { OPEN } else { UNKNOWN } {
            let completed = best(starting, &word.term);
            terms.extend(completed.into_iter().map(|term| (term, COMPLETED)));
        }
        // `v3` of `v3.11`, which is the number.
        let number = word
            .form
            .strip_prefix('v')
            .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some(number) = number.filter(|number| !is_known && !number.is_empty()) {
            terms.push((term(number), COMPLETED));
        }
        if terms.len() == 1 && !is_known && letters >= SHORTEST {
            // One letter too many, too few, wrong, or two exchanged.
            let is_slip = |form: &&(String, u32)| strsim::osa_distance(&form.0, &word.form) <= 1;
            let is_near = |form: &&(String, u32)| form.0.len().abs_diff(word.form.len()) <= 4;
            let mended = best(self.0.iter().filter(is_near).filter(is_slip), &word.term);
            terms.extend(mended.into_iter().map(|term| (term, MENDED)));
        }
        Meaning {
            terms,
            is_written: written.is_some(),
        }
    }

    fn starting_with<'f>(&'f self, start: &'f str) -> impl Iterator<Item = &'f (String, u32)> {
        let first = self.0.partition_point(|(form, _)| form.as_str() < start);
        self.0[first..]
            .iter()
            .take_while(move |(form, _)| form.starts_with(start))
    }
}

/// The terms of words, those on most pages first.
fn best<'f>(forms: impl Iterator<Item = &'f (String, u32)>, known: &str) -> Vec<String> {
    let mut classes: BTreeMap<String, u32> = BTreeMap::new();
    for (form, class) in forms {
        let most = classes.entry(term(form)).or_default();
        *most = (*class).max(*most);
    }
    classes.remove(known);
    let mut found: Vec<(String, u32)> = classes.into_iter().collect();
    // Terms are in order already.
    found.sort_by_key(|(_, class)| std::cmp::Reverse(*class));
    found.into_iter().take(MOST).map(|(term, _)| term).collect()
}
