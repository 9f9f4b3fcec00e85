//! The part of a section's text that shows why it was found.

use std::collections::HashSet;
use std::ops::Range;

use super::language::Language;
use super::words::{Word, words};

/// The rough length of an excerpt, in UTF-16 units.
pub const LENGTH: usize = 200;

/// A part of a text, and its marks.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The text, in one line; `…` where it goes on.
    pub text: String,
    /// The words of the query, in bytes of the text.
    pub marks: Vec<Range<usize>>,
}

/// The sign between the cells of a row.
pub const CELL: &str = " · ";

/// The terms that are looked for in a text.
pub struct Wanted<'t> {
    /// The terms.
    pub terms: &'t HashSet<String>,
    /// The language of the text.
    pub language: Language,
}

impl Wanted<'_> {
    fn words(&self, text: &str) -> Vec<Word> {
        words(text, self.language)
    }
}

/// The part of a text with most of the terms, or the line of the code, if the text has none of
/// them. Of a table it is the row.
pub fn excerpt(text: &str, code: &str, wanted: &Wanted) -> Excerpt {
    let shown = row(text, wanted).unwrap_or(text);
    let of_text = part(&shown.replace('\t', CELL), wanted);
    if !of_text.marks.is_empty() || code.is_empty() {
        return of_text;
    }
    let of_code = part(line(code, wanted), wanted);
    if of_code.marks.is_empty() && !text.is_empty() {
        of_text
    } else {
        of_code
    }
}

/// The line of a text with most of the terms, if it is a row of a table; the first one, if several
/// have as many.
fn row<'t>(text: &'t str, wanted: &Wanted) -> Option<&'t str> {
    if !text.contains('\t') {
        return None;
    }
    let mut best = None;
    let mut most = 0;
    for line in text.lines() {
        let words = wanted.words(line).into_iter();
        let found = words.map(|word| word.term).collect::<HashSet<String>>();
        let found = found.intersection(wanted.terms).count();
        if found > most {
            best = Some(line);
            most = found;
        }
    }
    best.filter(|line| line.contains('\t'))
}

/// The places of the words that are terms.
fn hits<'w>(words: &'w [Word], wanted: &Wanted) -> Vec<&'w Range<usize>> {
    let hits = words
        .iter()
        .filter(|word| wanted.terms.contains(&word.term));
    hits.map(|word| &word.range).collect()
}

/// The line of code with most words that are terms; the first one, if several have as many.
fn line<'c>(code: &'c str, wanted: &Wanted) -> &'c str {
    let mut best = "";
    let mut most = 0;
    for line in code.lines().map(str::trim) {
        let words = wanted.words(line).into_iter();
        let hits = words
            .filter(|word| wanted.terms.contains(&word.term))
            .count();
        if best.is_empty() || hits > most {
            best = line;
            most = hits;
        }
    }
    best
}

/// The part of a text with most of the terms.
fn part(text: &str, wanted: &Wanted) -> Excerpt {
    let words = wanted.words(text);
    let widths = Widths::of(text);
    let hits = hits(&words, wanted);
    let is_short = widths.all() <= LENGTH + LENGTH / 4;
    let Range { start, end } = if is_short {
        0..text.len()
    } else {
        let focus = focus(&widths, &hits);
        window(&widths, &words, focus)
    };
    let before = if start > 0 { "…" } else { "" };
    let after = if end < text.len() { "…" } else { "" };
    let part = text[start..end].replace('\n', " ");
    let mut marks = Vec::new();
    for hit in hits {
        if hit.start >= start && hit.end <= end {
            let at = hit.start - start + before.len();
            marks.push(at..at + hit.len());
        }
    }
    Excerpt {
        text: format!("{before}{part}{after}"),
        marks,
    }
}

/// The start of the hit with most other hits in reach; the first one, if several have as many.
fn focus(widths: &Widths, hits: &[&Range<usize>]) -> usize {
    let reach = |first: usize| {
        let hits = &hits[first..];
        let end = widths.at(hits[0].start) + LENGTH;
        let within = hits.iter().take_while(|hit| widths.at(hit.end) <= end);
        within.count()
    };
    let mut best = hits.first().map_or(0, |hit| hit.start);
    let mut furthest = 0;
    for (first, hit) in hits.iter().enumerate() {
        let reach = reach(first);
        if reach > furthest {
            furthest = reach;
            best = hit.start;
        }
    }
    best
}

/// About [`LENGTH`] signs around a focus, from a word's start to a word's end where there is one.
fn window(widths: &Widths, words: &[Word], focus: usize) -> Range<usize> {
    let at = |byte: usize| widths.at(byte);
    let start = if at(focus) < LENGTH / 2 {
        0
    } else {
        let mut starts = words.iter().map(|word| word.range.start);
        let is_near = |start: &usize| *start <= focus && at(*start) + LENGTH / 4 >= at(focus);
        starts.find(is_near).unwrap_or(focus)
    };
    let longest = at(start) + LENGTH;
    let ends = words.iter().map(|word| word.range.end);
    let end = ends
        .filter(|end| *end > start && at(*end) <= longest)
        .max()
        .unwrap_or_else(|| widths.byte(longest));
    if widths.all() <= at(end) + LENGTH / 4 {
        start..widths.0.len() - 1
    } else {
        start..end
    }
}

/// The width of a text up to each of its bytes in UTF-16, the units of browsers: both cut the
/// same excerpt.
struct Widths(Vec<u32>);

impl Widths {
    fn of(text: &str) -> Self {
        let mut widths = Vec::with_capacity(text.len() + 1);
        let mut width = 0;
        for letter in text.chars() {
            widths.extend(std::iter::repeat_n(width, letter.len_utf8()));
            width += letter.len_utf16() as u32;
        }
        widths.push(width);
        Self(widths)
    }

    fn at(&self, byte: usize) -> usize {
        self.0[byte] as usize
    }

    fn all(&self) -> usize {
        self.at(self.0.len() - 1)
    }

    /// The first letter at a width or behind it.
    fn byte(&self, width: usize) -> usize {
        self.0
            .partition_point(|at| (*at as usize) < width)
            .min(self.0.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(terms: &HashSet<String>) -> Wanted<'_> {
        Wanted {
            terms,
            language: Language::English,
        }
    }

    #[track_caller]
    fn check(text: &str, terms: &[&str], expected: &str) {
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        let Excerpt { mut text, marks } = excerpt(text, "", &wanted(&terms));
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
        let long = format!(
            "{}the queue waits {}",
            "word ".repeat(100),
            "word ".repeat(100)
        );
        let terms = HashSet::from(["queue".to_owned()]);
        let found = excerpt(&long, "", &wanted(&terms));
        assert!(
            found.text.starts_with("…word ") && found.text.ends_with("word…"),
            "{}",
            found.text
        );
        assert_eq!(&found.text[found.marks[0].clone()], "queue");
        assert!(found.text.len() < LENGTH * 2);
        assert_eq!(
            excerpt("Words.", "let queue", &wanted(&terms)).text,
            "let queue"
        );
        assert_eq!(
            excerpt("Words.", "let it be", &wanted(&terms)).text,
            "Words."
        );
        let code = "let it = 1;\n  push(queue, it);\nqueue(queue)\nend";
        assert_eq!(
            excerpt("Words.", code, &wanted(&terms)).text,
            "queue(queue)"
        );
        assert_eq!(
            excerpt("", code, &wanted(&HashSet::new())).text,
            "let it = 1;"
        );
        let table = "Before.\nkey\tmeaning\nqueue\twhat waits\tlist\nelse\tqueues\nAfter it.";
        check(table, &["queue", "wait"], "[queue] · what [waits] · list");
        let long = format!("a host\tx\n{}", "a host\tto allow hosts\n".repeat(2));
        check(&long, &["host", "allow"], "a [host] · to [allow] [hosts]");
        check(
            table,
            &["after"],
            "Before. key · meaning queue · what waits · list else · queues [After] it.",
        );
        let late = format!("{}queue ends it.", "pad filler ".repeat(23));
        assert_eq!(excerpt(&late, "", &wanted(&terms)).marks.len(), 1);
        for blob in [
            "\u{1F600} ".repeat(3000),
            "q".repeat(300) + &" word".repeat(9000),
            "漢".repeat(9000),
        ] {
            assert!(excerpt(&blob, "", &wanted(&terms)).text.chars().count() < LENGTH * 2);
        }
    }
}
