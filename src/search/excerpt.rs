//! The part of a section's text that shows why it was found.

use std::collections::HashSet;
use std::ops::Range;

use super::words::{Word, words};

/// Characters of an excerpt, about.
const LENGTH: usize = 200;

/// A part of a text, as it stands there, and what of it is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, in one line; `…` where it goes on.
    pub text: String,
    /// What was looked for, in bytes of the text.
    pub marks: Vec<Range<usize>>,
}

/// The part of a text with most of the terms.
pub fn excerpt(text: &str, terms: &HashSet<String>) -> Excerpt {
    let words = words(text);
    let hits: Vec<&Range<usize>> =
        words.iter().filter(|word| terms.contains(&word.term)).map(|word| &word.range).collect();
    let reach = |first: usize| hits[first..].iter().take_while(|hit| hit.end <= hits[first].start + LENGTH).count();
    // Of two that show as much, the first.
    let best = (0..hits.len()).max_by_key(|first| (reach(*first), usize::MAX - first));
    let focus = best.map_or(0, |first| hits[first].start);
    let (start, end) = if text.len() <= LENGTH + LENGTH / 4 { (0, text.len()) } else { window(text, &words, focus) };
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let marks = hits.iter().filter(|hit| hit.start >= start && hit.end <= end);
    let marks = marks.map(|hit| hit.start - start + before.len()..hit.end - start + before.len()).collect();
    Excerpt { text: format!("{before}{}{after}", text[start..end].replace('\n', " ")), marks }
}

/// About [`LENGTH`] bytes around a focus, from a word's start to a word's end where there is one.
fn window(text: &str, words: &[Word], focus: usize) -> (usize, usize) {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let starts = words.iter().map(|word| word.range.start);
    let lead = starts.filter(|at| *at <= focus && at + LENGTH / 4 >= focus).min().unwrap_or(focus);
    let start = if focus < LENGTH / 2 { 0 } else { boundary(lead) };
    let ends = words.iter().map(|word| word.range.end);
    let end =
        ends.filter(|end| *end > start && *end <= start + LENGTH).max().unwrap_or_else(|| boundary(start + LENGTH));
    if text.len() <= end + LENGTH / 4 { (start, text.len()) } else { (start, end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, terms: &[&str], expected: &str) {
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        let Excerpt { mut text, marks } = excerpt(text, &terms);
        for mark in marks.into_iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        assert_eq!(text, expected);
    }

    #[test]
    fn an_excerpt_is_verbatim_and_marks_what_was_looked_for() {
        check("A queue.\nQueues é.", &["queue"], "A [queue]. [Queues] é.");
        check("", &["queue"], "");
        let long = format!("{}the queue waits {}", "word ".repeat(100), "word ".repeat(100));
        let terms = HashSet::from(["queue".to_owned()]);
        let found = excerpt(&long, &terms);
        assert!(found.text.starts_with("…word ") && found.text.ends_with("word…"), "{}", found.text);
        assert_eq!(&found.text[found.marks[0].clone()], "queue");
        assert!(found.text.len() < LENGTH * 2);
        let late = format!("{}queue ends it.", "pad filler ".repeat(23));
        assert_eq!(excerpt(&late, &terms).marks.len(), 1);
        for blob in ["\u{1F600} ".repeat(3000), "q".repeat(300) + &" word".repeat(9000), "漢".repeat(9000)] {
            assert!(excerpt(&blob, &terms).text.len() < LENGTH * 2);
        }
    }
}
