//! `--8<--` includes, as PyMdown's Snippets writes them.
//!
//! The forms are `--8<-- "file"`, `"file:section"`, `"file:4:6"`, the block form between two bare
//! `--8<--` lines, and `;--8<--` for the literal text. They work inside code fences too, and
//! included lines get the indentation of their line. Includes of [other tools](super::includes) are
//! expanded as those tools do.

mod lines;
mod marks;
mod selection;
mod refusals;
mod expansion;
mod other_tools;

use super::Findings;
use super::includes;
use crate::body::{Include, Text};
use crate::discover::Snippets;

use expansion::Expansion;
use lines::OwnedLine;
use marks::MARK;

/// Expands every include; without any, the text comes back unchanged.
pub fn expand(text: Text, snippets: &Snippets, findings: &mut Findings) -> (Text, Vec<Include>) {
    if !text.as_str().contains(MARK) && !includes::may_have_one(text.as_str()) {
        return (text, Vec::new());
    }
    let lines: Vec<OwnedLine> = text.lines().map(|line| OwnedLine::from(&line)).collect();
    let mut expansion = Expansion::new(&text, snippets, findings);
    expansion.lines(&lines, "");
    (expansion.out, expansion.includes)
}
