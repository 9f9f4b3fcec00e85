//! The status that one line states.

use std::ops::Range;

use super::phrases::{is_partly, says_something, words};
use super::vocabulary::{KnownPhrase, StatusWords};
use crate::trace::dates;
use crate::trace::model::Status;

/// Words that may come before a status: `This decision has been accepted`.
const BEFORE: [&str; 22] = [
    "this",
    "the",
    "adr",
    "decision",
    "record",
    "proposal",
    "rfc",
    "document",
    "is",
    "was",
    "has",
    "been",
    "currently",
    "now",
    "status",
    "state",
    "it",
    "current",
    "our",
    "date",
    "on",
    "as",
];

/// A status that a line states.
pub struct LineState {
    /// `None` if no word is known or the line offers a choice.
    pub status: Option<Status>,
    /// The words of the status, in bytes of the line.
    pub range: Range<usize>,
    /// The date of the status, `2026-11-21`.
    pub since: Option<String>,
    /// True if the line offers a choice, as a template does: `Proposed | Accepted`.
    pub has_choice: bool,
}

/// A status after another one, with the meaning of the sign between them.
enum Continued {
    /// `Proposed → Accepted`: the next status counts.
    Step(KnownPhrase),
    /// `Proposed | Accepted`: the line offers a choice.
    Choice(KnownPhrase),
}

impl StatusWords {
    /// The status that a line starts with; `None` if the line says nothing.
    pub fn state(&self, text: &str) -> Option<LineState> {
        let day = dates::first(text);
        let is_date = |range: &Range<usize>| {
            day.as_ref()
                .is_some_and(|day| day.range.start <= range.start && range.end <= day.range.end)
        };
        let words: Vec<Range<usize>> = words(text).filter(|range| !is_date(range)).collect();
        let first = words.first()?.clone();
        let since = day.and_then(|day| day.iso);
        let behind_day = || {
            since
                .as_ref()
                .and_then(|_| self.only_one_behind(text, &words))
        };
        let known = self.leading(text, &words).or_else(behind_day);
        Some(match known {
            Some(known) => self.continued(text, &words, known, since),
            None => self.in_part(text, &words, first, since),
        })
    }

    /// The phrase at the start of a line, or after words such as `This decision is`.
    fn leading(&self, text: &str, words: &[Range<usize>]) -> Option<KnownPhrase> {
        let is_before = |range: &&Range<usize>| {
            BEFORE.contains(&text[(*range).clone()].to_lowercase().as_str())
        };
        let lead = words.iter().take_while(is_before).count();
        [0, lead]
            .into_iter()
            .find_map(|at| self.phrase(text, &words[at..]))
    }

    /// The only phrase in a line. A name may come between the date and the status: `2024-02-03 -
    /// Ann - accepted`.
    fn only_one_behind(&self, text: &str, words: &[Range<usize>]) -> Option<KnownPhrase> {
        let mut found = (1..words.len()).filter_map(|at| self.phrase(text, &words[at..]));
        found.next().filter(|_| found.next().is_none())
    }

    /// The last status in a sequence that starts with `known`.
    fn continued(
        &self,
        text: &str,
        words: &[Range<usize>],
        known: KnownPhrase,
        since: Option<String>,
    ) -> LineState {
        let KnownPhrase {
            mut status,
            mut range,
        } = known;
        let mut has_choice = false;
        while let Some(next) = self.next(text, words, range.end) {
            match next {
                Continued::Step(next) => (status, range) = (next.status, next.range),
                Continued::Choice(next) => {
                    has_choice = true;
                    range.end = next.range.end;
                }
            }
        }
        LineState {
            status: Some(status).filter(|_| !has_choice),
            range,
            since,
            has_choice,
        }
    }

    /// The status of a line that starts with no known one. `Partially accepted` states none; the
    /// rest of a `partly superseded` decision is in force. `first` is the line's first word.
    fn in_part(
        &self,
        text: &str,
        words: &[Range<usize>],
        first: Range<usize>,
        since: Option<String>,
    ) -> LineState {
        let partly = self.partly(text, words);
        let is_superseded = partly
            .as_ref()
            .is_some_and(|partly| partly.status == Status::Superseded);
        LineState {
            status: is_superseded.then_some(Status::Accepted),
            range: partly.map_or(first, |partly| partly.range),
            since,
            has_choice: false,
        }
    }

    /// The status directly after another one, which ends at byte `end` of the text.
    fn next(&self, text: &str, words: &[Range<usize>], end: usize) -> Option<Continued> {
        let at = words.iter().position(|word| word.start >= end)?;
        let continued = match text[end..words[at].start].trim() {
            "→" | "->" | "=>" | "➔" | "➜" | "⟶" => Continued::Step,
            "|" | "/" | "||" => Continued::Choice,
            _ => return None,
        };
        self.phrase(text, &words[at..]).map(continued)
    }
}

/// The words before the name of a successor.
const SUCCESSION: [&str; 6] = [
    "superseded by",
    "superceded by",
    "replaced by",
    "obsoleted by",
    "obsolete by",
    "superseded in favour of",
];

/// The text after `Superseded by`, which names the successor of the whole document. Negated,
/// partial and future supersessions do not count.
pub fn successor(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    // Lower case may change the number of bytes. Then no successor is found, and the first word
    // decides.
    let found = SUCCESSION
        .iter()
        .flat_map(|words| lower.match_indices(words))
        .filter(|_| lower.len() == text.len());
    let holds = |at: usize| {
        let before = words(&lower[..at]).last().map_or("", |range| &lower[range]);
        !is_partly(before) && !matches!(before, "not" | "be" | "never" | "if" | "unless" | "or")
    };
    let mut names = found
        .filter(|(at, _)| holds(*at))
        .map(|(at, words)| &text[at + words.len()..]);
    names.find(|name| says_something(name))
}
