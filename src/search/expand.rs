//! The terms that a typed word can mean: itself, what completes it, what mends it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use super::language::Language;
use super::stems::term;
use super::synonyms::{SAME, same_as};
use super::terms::WrittenForm;
use super::words::Word;

/// A word that completes or mends another is worth less than that.
pub const COMPLETED: f32 = 0.6;
pub const MENDED: f32 = 0.4;

/// The most terms that a word is completed or mended to: those on most pages. A word is completed
/// to no more terms than it has letters: a short one says little, and common words are much to
/// load.
pub const MOST: usize = 8;

/// The fewest letters of a word that is completed: of one that the site has, and of one that it has
/// not.
pub const OPEN: usize = 3;
pub const UNKNOWN: usize = 2;

/// The class of a word that is not completed: it is whole, and more letters will say if not.
pub const WHOLE: u32 = 3;

/// The fewest letters of a word that is mended.
pub const SHORTEST: usize = 5;

/// The most letters that a proposed word is spelled otherwise in, and the fewest letters of a word
/// that another is proposed for.
pub const FURTHEST: usize = 2;
pub const NEAREST: usize = 4;

/// The class of a word: the number of pages with it, as the power of two below. Few edits change
/// it.
pub fn class(pages: u32) -> u32 {
    pages.max(1).ilog2()
}

/// The name of the file with the words of a site as they are written.
pub const FILE: &str = "forms.txt";

/// The text of that file: a word a line, in order, each behind its class.
pub fn write(forms: &[WrittenForm]) -> String {
    let mut text = String::new();
    for WrittenForm { form, pages } in forms {
        let class = class(*pages);
        let _ = writeln!(text, "{class} {form}");
    }
    text
}

/// The terms that a typed word can mean.
#[derive(Default)]
pub struct Meaning {
    /// The word's own term, and those of words that mean the same.
    pub same: Vec<MeantTerm>,
    /// The terms of words that complete or mend it.
    pub others: Vec<MeantTerm>,
    /// True if a page has the word just as it is typed.
    pub is_written: bool,
}

/// A term that a typed word can mean.
pub struct MeantTerm {
    /// The term.
    pub term: String,
    /// The score of a place with it, as a part of the score with the word's own term.
    pub worth: f32,
}

impl Meaning {
    /// All of them.
    pub fn into_terms(self) -> impl Iterator<Item = String> {
        let meant = self.same.into_iter().chain(self.others);
        meant.map(|meant| meant.term)
    }
}

/// Terms that are worth so much each.
fn meant(terms: impl IntoIterator<Item = String>, worth: f32) -> impl Iterator<Item = MeantTerm> {
    let terms = terms.into_iter();
    terms.map(move |term| MeantTerm { term, worth })
}

/// A word of a query.
#[derive(Clone, Copy)]
pub struct TypedWord<'w> {
    /// The word.
    pub word: &'w Word,
    /// True if more letters may follow.
    pub is_open: bool,
    /// True if the site has it with any ending.
    pub is_known: bool,
}

impl TypedWord<'_> {
    /// Returns whether it is completed; `class` is its class, if a page has it as it is typed.
    fn may_go_on(&self, class: Option<u32>) -> bool {
        let is_whole = class.is_some_and(|class| class >= WHOLE);
        let least = if self.is_known { OPEN } else { UNKNOWN };
        self.is_open && !is_whole && self.word.form.chars().count() >= least
    }
}

/// The words of a site as they are written: what is typed is completed and mended by them.
pub struct Forms {
    /// In order.
    forms: Vec<ClassedForm>,
    /// The language of the site.
    pub language: Language,
}

/// A word as it is written.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassedForm {
    /// The word.
    pub form: String,
    /// The class of how many pages have it.
    pub class: u32,
}

impl ClassedForm {
    fn read(line: &str) -> Option<Self> {
        let (class, form) = line.split_once(' ')?;
        Some(Self {
            form: form.to_owned(),
            class: class.parse().ok()?,
        })
    }
}

impl Forms {
    /// Reads the file. Returns `None` if it is damaged.
    pub fn read(text: &str, language: Language) -> Option<Self> {
        let forms: Option<_> = text.lines().map(ClassedForm::read).collect();
        forms.map(|forms| Self { forms, language })
    }

    /// Returns the terms that a typed word can mean.
    pub fn expand(&self, typed: &TypedWord) -> Meaning {
        let TypedWord { word, is_known, .. } = *typed;
        let mut starting = self.starting_with(&word.form);
        let first = starting.next();
        let written = first.filter(|first| first.form == word.form);
        let mut same: Vec<MeantTerm> = meant([word.term.clone()], 1.0).collect();
        same.extend(meant(same_as(&word.term, self.language), SAME));
        let mut others = Vec::new();
        if typed.may_go_on(written.map(|written| written.class)) {
            let longer = first.into_iter().chain(starting);
            let letters = word.form.chars().count();
            let completed = self.best(longer, &word.term, letters.min(MOST));
            others.extend(meant(completed, COMPLETED));
        }
        if !is_known && let Some(number) = version(&word.form) {
            others.extend(meant([term(number, self.language)], COMPLETED));
        }
        if others.is_empty() && !is_known {
            others.extend(meant(self.mended(word), MENDED));
        }
        Meaning {
            same,
            others,
            is_written: written.is_some(),
        }
    }

    /// The terms of words that differ in a slip: one letter is too many, too few or wrong, or two
    /// are exchanged.
    fn mended(&self, word: &Word) -> Vec<String> {
        let typed = word.form.as_str();
        if typed.chars().count() < SHORTEST {
            return Vec::new();
        }
        let is_slip = |known: &&ClassedForm| {
            // Lengths are compared first: the distance is what costs.
            let lengths_differ = known.form.len().abs_diff(typed.len());
            lengths_differ <= 4 && strsim::osa_distance(&known.form, typed) <= 1
        };
        let slips = self.forms.iter().filter(is_slip);
        self.best(slips, &word.term, MOST)
    }

    /// The terms of words, those on most pages first, but for a known one.
    fn best<'f>(
        &self,
        forms: impl Iterator<Item = &'f ClassedForm>,
        known: &str,
        most: usize,
    ) -> Vec<String> {
        let mut classes: BTreeMap<String, u32> = BTreeMap::new();
        for ClassedForm { form, class } in forms {
            let most = classes.entry(term(form, self.language)).or_default();
            *most = (*class).max(*most);
        }
        classes.remove(known);
        let mut found: Vec<(String, u32)> = classes.into_iter().collect();
        // Terms are in order already.
        found.sort_by_key(|(_, class)| Reverse(*class));
        let best = found.into_iter().take(most);
        best.map(|(term, _)| term).collect()
    }

    /// The word of the site that is spelled most like an unknown one: it begins or ends alike, and
    /// up to [`FURTHEST`] letters are too many, too few, wrong or exchanged.
    pub fn nearest(&self, typed: &str) -> Option<&str> {
        let letters: Vec<char> = typed.chars().collect();
        if letters.len() < NEAREST {
            return None;
        }
        let half = letters.len().div_ceil(2);
        let start: String = letters[..half - 1].iter().collect();
        let end: String = letters[half..].iter().collect();
        let near = self.forms.iter().filter_map(|known| {
            let is_alike = (known.form.starts_with(&start) || known.form.ends_with(&end))
                && !known.form.starts_with('-');
            let distance = is_alike.then(|| strsim::osa_distance(&known.form, typed))?;
            (distance <= FURTHEST).then_some((distance, Reverse(known.class), known.form.as_str()))
        });
        near.min().map(|(.., form)| form)
    }

    fn starting_with<'f>(&'f self, start: &'f str) -> impl Iterator<Item = &'f ClassedForm> {
        let first = self
            .forms
            .partition_point(|known| known.form.as_str() < start);
        let behind = self.forms[first..].iter();
        behind.take_while(move |known| known.form.starts_with(start))
    }
}

/// `3` of `v3`, which may begin `v3.11`: that is found by its number.
fn version(form: &str) -> Option<&str> {
    let number = form.strip_prefix('v')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(number)
}
