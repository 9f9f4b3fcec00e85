//! Names for headings and files.

use std::collections::HashSet;

/// The ids that are taken.
#[derive(Default)]
pub struct TakenIds(HashSet<String>);

impl TakenIds {
    /// Takes an id, with a number if it is taken.
    pub fn take(&mut self, wanted: &str) -> String {
        let numbered = (2..).map(|count| format!("{wanted}-{count}"));
        let mut wanted = std::iter::once(wanted.to_owned()).chain(numbered);
        let free = wanted
            .find(|id| !self.0.contains(id))
            .expect("numbers do not end");
        self.0.insert(free.clone());
        free
    }
}

/// A text with one `-` for each run of other characters than these, and none at its ends.
pub fn dashed(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let parts = text.split(|c: char| !is_kept(c));
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
