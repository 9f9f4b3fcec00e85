//! Words that mean the same wherever software is documented: short forms, and pairs of verbs.

use super::stems::term;

/// A word that means the same as another is worth so much of it.
pub const SAME: f32 = 0.5;

/// Groups of words that mean the same, a bar between two groups. Words that mean the same only in
/// some trades are not here: a search that answers another question is worse than none.
pub const GROUPS: &str = "app application|arg argument|async asynchronous|auth authentication|authz authorization|\
    cert certificate|cmd command|config configuration|db database|deps dependencies|\
    dev development|diff difference|dir directory|doc documentation|env environment|\
    func function|id identifier|img image|impl implementation|info information|\
    init initialize|k8s kubernetes|lang language|lib library|max maximum|mem memory|\
    min minimum|msg message|net network|ns namespace|os platform|param parameter|\
    perf performance|pkg package|prod production|ref reference|regex regexp|repo repository|\
    spec specification|sync synchronize|temp temporary|var variable|delete remove|\
    disable deactivate|enable activate|error failure|login authentication|obsolete deprecated|\
    revert rollback|update upgrade";

/// The terms of the words that mean the same as a term's.
pub fn same_as(known: &str) -> Vec<String> {
    let mut same = Vec::new();
    for group in GROUPS.split('|') {
        let terms: Vec<String> = group.split(' ').map(term).collect();
        if terms.iter().any(|term| term == known) {
            same.extend(terms.into_iter().filter(|term| term != known));
        }
    }
    same.sort();
    same.dedup();
    same
}
