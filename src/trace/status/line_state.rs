//! The state that one line says.

use std::ops::Range;

use super::phrases::{is_partly, says_something, words};
use super::vocabulary::{KnownPhrase, StatusWords};
use crate::trace::dates;
use crate::trace::model::Status;

/// StatusWords that a state may follow: `This decision has been accepted`.
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

/// A state that a line says.
pub struct LineState {
    /// Nothing where no word is known, or several are to choose from.
    pub status: Option<Status>,
    /// The words, in bytes of the line.
    pub range: Range<usize>,
    /// The day since when it is so, `2026-11-21`.
    pub since: Option<String>,
    /// Another state stands beside it, as in a template: `Proposed | Accepted`.
    pub has_choice: bool,
}

/// A state behind another one, and what the sign between them says of it.
enum Continued {
    /// `Proposed → Accepted`: the next state holds.
    Step(KnownPhrase),
    /// `Proposed | Accepted`: nobody has chosen.
    Choice(KnownPhrase),
}

impl StatusWords {
    /// The state that a line begins with; `None` where it says nothing.
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

    /// The phrase that a line begins with, or that stands behind words such as `This decision is`.
    fn leading(&self, text: &str, words: &[Range<usize>]) -> Option<KnownPhrase> {
        let is_before = |range: &&Range<usize>| {
            BEFORE.contains(&text[(*range).clone()].to_lowercase().as_str())
        };
        let lead = words.iter().take_while(is_before).count();
        [0, lead]
            .into_iter()
            .find_map(|at| self.phrase(text, &words[at..]))
    }

    /// `2024-02-03 - Ann - accepted`: who did it may stand between the day and the state.
    fn only_one_behind(&self, text: &str, words: &[Range<usize>]) -> Option<KnownPhrase> {
        let mut found = (1..words.len()).filter_map(|at| self.phrase(text, &words[at..]));
        found.next().filter(|_| found.next().is_none())
    }

    /// The state at the end of those that follow a phrase.
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

    /// A line without a known state: `Partially accepted` says none, and of what is `partly
    /// superseded` the rest holds. `first` is its first word.
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

    /// The state right behind another, which ends at a byte of the text.
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

/// The words behind which a successor is named.
const SUCCESSION: [&str; 6] = [
    "superseded by",
    "superceded by",
    "replaced by",
    "obsoleted by",
    "obsolete by",
    "superseded in favour of",
];

/// What a text names as the successor of its document as a whole: `Superseded by 0005`, which is
/// neither denied, nor a part, nor yet to come.
pub fn successor(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    // Lower case may have other bytes: then nothing is found, and the first word tells.
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
