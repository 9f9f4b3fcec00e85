//! Names of a page that its text may not show: its old addresses, the long forms of its
//! abbreviations, and ids that its author chose for headings.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::body::Heading;
use crate::site::{Destination, Site};

/// The addresses that redirect to each page, by its number.
pub struct OldAddresses<'s>(FxHashMap<usize, Vec<&'s str>>);

impl<'s> OldAddresses<'s> {
    /// Reads the redirects of a site.
    pub fn of(site: &'s Site) -> Self {
        let mut by_page: FxHashMap<usize, Vec<&str>> = FxHashMap::default();
        for redirect in &site.redirects {
            if let Destination::Page(number, _) = redirect.to {
                let addresses = by_page.entry(number).or_default();
                addresses.push(redirect.from.as_str());
            }
        }
        Self(by_page)
    }

    fn page(&self, number: usize) -> impl Iterator<Item = &str> {
        self.0.get(&number).into_iter().flatten().copied()
    }
}

/// The names of a page, each once and in a fixed order. `long_forms` are those of its
/// abbreviations.
pub fn other_names(
    number: usize,
    old: &OldAddresses<'_>,
    headings: &[Heading],
    long_forms: &BTreeSet<String>,
) -> Vec<String> {
    let chosen = headings.iter().filter(|heading| is_chosen(heading));
    let ids = chosen.map(|heading| heading.id.as_str());
    let long_forms = long_forms.iter().map(String::as_str);
    let names: BTreeSet<&str> = old.page(number).chain(ids).chain(long_forms).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// Returns whether an id has a word that its heading does not have: an author chose it.
fn is_chosen(heading: &Heading) -> bool {
    let text = heading.text.to_lowercase();
    // A number may only tell two headings of the same text apart.
    let words = heading.id.split(|c: char| !c.is_alphanumeric());
    let mut words = words.filter(|word| word.contains(char::is_alphabetic));
    words.any(|word| !text.contains(&word.to_lowercase()))
}
