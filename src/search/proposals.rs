//! Queries that find something, in the place of one that finds nothing.

use super::lookup::Lookup;
use super::query::{Need, Query};
use super::words::Word;

/// The queries nearest to one, without its signs and filters: of words of the site, each in the
/// place of one that is spelled like it, then of its own words. Not all of them find something.
pub fn nearest(lookup: &Lookup, query: &Query) -> Vec<String> {
    let parts = query.parts.iter();
    let words: Vec<&Word> = parts
        .filter(|part| part.need != Need::Refused)
        .flat_map(|part| &part.words)
        .collect();
    // The sign of a month or a day would refuse it.
    let typed: Vec<&str> = words.iter().map(|word| bare(word)).collect();
    let known = words.iter().filter_map(|word| {
        if lookup.is_known(&word.term) {
            Some(bare(word))
        } else {
            lookup.forms.nearest(&word.form)
        }
    });
    let known: Vec<&str> = known.collect();
    let mut proposals = vec![known.join(" "), typed.join(" ")];
    proposals.dedup();
    proposals.retain(|proposal| !proposal.is_empty());
    proposals
}

fn bare(word: &Word) -> &str {
    word.form.trim_start_matches('-')
}
