//! Words that mean the same.

use super::language::Language;
use super::stems::term;

/// A word that means the same as another is worth so much of it.
pub const SAME: f32 = 0.5;

/// The terms of the words that mean the same as a term's.
pub fn same_as(known: &str, language: Language) -> Vec<String> {
    let mut same = Vec::new();
    for group in language.rules().synonyms.split('|') {
        let words = group.split(' ');
        let terms: Vec<String> = words.map(|word| term(word, language)).collect();
        if terms.iter().any(|term| term == known) {
            same.extend(terms.into_iter().filter(|term| term != known));
        }
    }
    same.sort();
    same.dedup();
    same
}
