//! Words are changed by rows: an ending, and what takes its place. `theme/search/rows.mjs` reads
//! the same rows.

use serde::{Serialize, Serializer};

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct StemRow {
    /// The end of a word.
    pub ending: &'static str,
    put: &'static str,
    region: Region,
    when: &'static [&'static str],
    unless: &'static [&'static str],
    /// The number of the rows that mend the word afterwards, from 1; 0 for none.
    mends: u8,
}

/// The part of a word that has to hold the ending.
#[derive(Debug, Clone, Copy)]
pub enum Region {
    /// All of it.
    Word,
    /// The part behind the first consonant that follows a vowel.
    First,
    /// The same of that part.
    Second,
    /// The first region, which the ending fills: nothing else is in it.
    AllOfFirst,
}

/// Puts letters in the place of an ending.
pub const fn row(ending: &'static str, put: &'static str) -> StemRow {
    StemRow {
        ending,
        put,
        region: Region::Word,
        when: &[],
        unless: &[],
        mends: 0,
    }
}

/// The same for an ending in the first region.
pub const fn first(ending: &'static str, put: &'static str) -> StemRow {
    row(ending, put).within(Region::First)
}

/// The same for an ending in the second region.
pub const fn second(ending: &'static str, put: &'static str) -> StemRow {
    row(ending, put).within(Region::Second)
}

impl StemRow {
    /// Only within a region.
    pub const fn within(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// Only if the letters before the ending end with one of these patterns.
    pub const fn when(mut self, patterns: &'static [&'static str]) -> Self {
        self.when = patterns;
        self
    }

    /// Only if the letters before the ending end with none of these patterns.
    pub const fn unless(mut self, patterns: &'static [&'static str]) -> Self {
        self.unless = patterns;
        self
    }

    /// The word is mended afterwards, by the rows of this number, from 1.
    pub const fn mending(mut self, rows: u8) -> Self {
        self.mends = rows;
        self
    }

    /// Returns whether it changes a word that has its ending.
    fn holds(&self, base: &str, regions: &Regions, classes: &[LetterClass]) -> bool {
        let is_within = match self.region {
            Region::Word => true,
            Region::First => base.len() >= regions.first,
            Region::Second => base.len() >= regions.second,
            Region::AllOfFirst => base.len() == regions.first,
        };
        let is_one = |patterns: &[&str]| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| ends_with(base, pattern, classes))
        };
        is_within && (self.when.is_empty() || is_one(self.when)) && !is_one(self.unless)
    }
}

/// For browsers: a list of its fields, up to the last that is not empty.
impl Serialize for StemRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            ending,
            put,
            region,
            when,
            unless,
            mends,
        } = *self;
        let region = region as u8;
        match () {
            () if mends > 0 => (ending, put, region, when, unless, mends).serialize(serializer),
            () if !unless.is_empty() => (ending, put, region, when, unless).serialize(serializer),
            () if !when.is_empty() => (ending, put, region, when).serialize(serializer),
            () if region > 0 => (ending, put, region).serialize(serializer),
            () => (ending, put).serialize(serializer),
        }
    }
}

/// The starts of a word's regions, in bytes.
#[derive(Default)]
pub struct Regions {
    /// The start of the first region.
    pub first: usize,
    /// The start of the second region.
    pub second: usize,
}

/// A word that has been changed.
pub struct Changed {
    /// The new word.
    pub word: String,
    /// The number of the rows that mend it, from 1; 0 for none.
    pub mends: u8,
}

/// Changes a word by the first row that holds among those of its longest ending. Rows are in the
/// order of their endings: none stands behind a shorter one that it ends with.
pub fn change(
    word: &str,
    rows: &[StemRow],
    regions: &Regions,
    classes: &[LetterClass],
) -> Option<Changed> {
    let longest = rows.iter().find(|row| word.ends_with(row.ending))?.ending;
    let base = word.strip_suffix(longest)?;
    let mut same = rows.iter().filter(|row| row.ending == longest);
    let row = same.find(|row| row.holds(base, regions, classes))?;
    Some(Changed {
        word: format!("{base}{}", row.put),
        mends: row.mends,
    })
}

/// A sign of patterns that stands for one of these letters (`true`) or any other (`false`).
pub type LetterClass = (char, bool, &'static str);

/// Returns whether letters end with a pattern.
fn ends_with(letters: &str, pattern: &str, classes: &[LetterClass]) -> bool {
    let mut signs = pattern.chars();
    let Some(sign) = signs.next_back() else {
        return true;
    };
    let before = signs.as_str();
    let mut rest = letters.chars();
    match sign {
        '^' => letters.is_empty(),
        '*' => (0..=letters.len()).any(|end| ends_with(&letters[..end], before, classes)),
        _ => {
            let letter = rest.next_back();
            letter.is_some_and(|letter| is_of(sign, letter, classes))
                && ends_with(rest.as_str(), before, classes)
        }
    }
}

fn is_of(sign: char, letter: char, classes: &[LetterClass]) -> bool {
    match classes.iter().find(|(class, ..)| *class == sign) {
        Some((_, is_one, letters)) => letters.contains(letter) == *is_one,
        None => letter == sign,
    }
}
