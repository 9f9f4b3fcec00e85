//! What a document says of its state, in the words and forms that people use.

use std::collections::HashMap;
use std::ops::Range;

use super::dates;
use super::lines::{Line, Setting};
use super::model::Status;
use crate::content_map::ContentMap;

/// The words that are known, in lower case, and what they mean.
const WORDS: [(&str, Status); 48] = [
    ("proposed", Status::Proposed),
    ("proposal", Status::Proposed),
    ("draft", Status::Proposed),
    ("drafted", Status::Proposed),
    ("pending", Status::Proposed),
    ("in review", Status::Proposed),
    ("under review", Status::Proposed),
    ("review", Status::Proposed),
    ("for review", Status::Proposed),
    ("in discussion", Status::Proposed),
    ("under discussion", Status::Proposed),
    ("wip", Status::Proposed),
    ("work in progress", Status::Proposed),
    ("open", Status::Proposed),
    ("tbd", Status::Proposed),
    ("to be decided", Status::Proposed),
    ("accepted", Status::Accepted),
    ("approved", Status::Accepted),
    ("decided", Status::Accepted),
    ("implemented", Status::Accepted),
    ("adopted", Status::Accepted),
    ("ratified", Status::Accepted),
    ("final", Status::Accepted),
    ("finalised", Status::Accepted),
    ("finalized", Status::Accepted),
    ("done", Status::Accepted),
    ("completed", Status::Accepted),
    ("active", Status::Accepted),
    ("in force", Status::Accepted),
    ("rejected", Status::Rejected),
    ("declined", Status::Rejected),
    ("withdrawn", Status::Rejected),
    ("abandoned", Status::Rejected),
    ("cancelled", Status::Rejected),
    ("canceled", Status::Rejected),
    ("deprecated", Status::Deprecated),
    ("obsolete", Status::Deprecated),
    ("retired", Status::Deprecated),
    ("reverted", Status::Deprecated),
    ("superseded", Status::Superseded),
    ("superceded", Status::Superseded),
    ("supersede", Status::Superseded),
    ("replaced", Status::Superseded),
    // What is replaced in part holds for the rest.
    ("superseded in part", Status::Accepted),
    ("replaced in part", Status::Accepted),
    ("obsoleted by", Status::Superseded),
    ("obsolete by", Status::Superseded),
    ("obsoleted", Status::Deprecated),
];

/// Words of a longest phrase.
const LONGEST: usize = 4;

/// Words that a state may follow: `This decision has been accepted`.
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

/// The words for states that a tree knows: those that everybody uses, and its own.
#[derive(Debug, Default)]
pub struct Words {
    own: HashMap<String, Status>,
}

/// What a document says of its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The state.
    pub status: Status,
    /// What is said where that is not known: nothing, or why no state can be read and where.
    pub unread: Option<Unread>,
    /// The day since when it is so, `2026-11-21`, where that is said.
    pub since: Option<String>,
}

/// Words that say no state that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What is wrong, as a message.
    pub message: String,
    /// Where the words stand, in bytes of the page's text.
    pub range: Range<usize>,
}

/// A state that a line says.
struct State {
    status: Option<Status>,
    /// The words, in bytes of the line.
    range: Range<usize>,
    since: Option<String>,
    /// Another state stands beside it, as in a template: `Proposed | Accepted`.
    has_choice: bool,
}

impl Words {
    /// The words of a content map.
    pub fn of(map: &ContentMap) -> Self {
        let settings = map.artifacts.values().flat_map(|artifact| &artifact.status);
        let own = settings.flat_map(|(status, words)| {
            words
                .iter()
                .map(|word| (plain(word), Status::from(*status)))
        });
        Self { own: own.collect() }
    }

    fn meaning(&self, phrase: &str) -> Option<Status> {
        let known = || {
            WORDS
                .iter()
                .find(|(word, _)| *word == phrase)
                .map(|(_, status)| *status)
        };
        self.own.get(phrase).copied().or_else(known)
    }

    /// Reads what lines say: a field's value, or what stands under a heading *Status*.
    pub fn read(&self, lines: &[Line]) -> Stated {
        // The cells of a row say one thing: a state, and since when.
        let rows = lines
            .chunk_by(|one, next| one.row().is_some() && one.row() == next.row())
            .map(Line::joined);
        let lines: Vec<Line> = rows
            .filter(|line| line.setting != Setting::Quote)
            .filter_map(|line| without_templates(&line))
            .collect();
        if let Some(stated) = self.boxes(&lines) {
            return stated;
        }
        if let Some((line, _)) = lines
            .iter()
            .find_map(|line| Some((line, successor(&line.text)?)))
        {
            let since = dates::first(&line.text).and_then(|day| day.iso);
            return Stated {
                status: Status::Superseded,
                unread: None,
                since,
            };
        }
        let states: Vec<(&Line, State)> = lines
            .iter()
            .filter_map(|line| Some((line, self.state(&line.text)?)))
            .collect();
        if let Some(stated) = latest(&states) {
            return stated;
        }
        let Some(first) = states.first() else {
            return Stated::nothing();
        };
        // Some say a sentence first, and the state on a line of its own.
        let is_alone = |(line, state): &&(&Line, State)| {
            state.status.is_some() && is_alone(&line.text, &state.range)
        };
        let chosen = if first.1.status.is_some() {
            first
        } else {
            states.iter().find(is_alone).unwrap_or(first)
        };
        Stated::of(chosen.0, &chosen.1)
    }

    /// Boxes before states: the ticked one holds.
    fn boxes(&self, lines: &[Line]) -> Option<Stated> {
        let boxes: Vec<(bool, Line)> = lines.iter().flat_map(boxes).collect();
        let read = |(ticked, line): &(bool, Line)| {
            Some((
                *ticked,
                line.clone(),
                self.state(&line.text)
                    .filter(|state| state.status.is_some())?,
            ))
        };
        let states: Vec<(bool, Line, State)> = boxes.iter().filter_map(read).collect();
        let ticked: Vec<_> = states.iter().filter(|(ticked, ..)| *ticked).collect();
        let (_, first, _) = states.first()?;
        let range = first.span(0..first.text.len());
        let unread = |message: &str| Stated {
            status: Status::Unknown,
            unread: Some(Unread {
                message: message.to_owned(),
                range,
            }),
            since: None,
        };
        Some(match ticked.as_slice() {
            [(_, line, state)] => Stated::of(line, state),
            [] => unread("no box of the status is ticked"),
            _ => unread("several boxes of the status are ticked"),
        })
    }

    /// The state that a line begins with; `None` where it says nothing.
    fn state(&self, text: &str) -> Option<State> {
        let day = dates::first(text);
        let is_date = |range: &Range<usize>| {
            day.as_ref()
                .is_some_and(|day| day.range.start <= range.start && range.end <= day.range.end)
        };
        let words: Vec<Range<usize>> = words(text).filter(|range| !is_date(range)).collect();
        let first = words.first()?.clone();
        let since = day.and_then(|day| day.iso);
        let is_before = |range: &&Range<usize>| {
            BEFORE.contains(&text[(*range).clone()].to_lowercase().as_str())
        };
        let lead = words.iter().take_while(is_before).count();
        let known = [0, lead]
            .into_iter()
            .find_map(|at| self.phrase(text, &words[at..]));
        // `2024-02-03 - Ann - accepted`: who did it may stand between.
        let behind_day = || {
            let mut found = (1..words.len()).filter_map(|at| self.phrase(text, &words[at..]));
            found
                .next()
                .filter(|_| since.is_some() && found.next().is_none())
        };
        let known = known.or_else(behind_day);
        let Some((mut status, mut range)) = known else {
            let partly = self.partly(text, &words);
            let status = partly
                .as_ref()
                .filter(|(status, _)| *status == Status::Superseded)
                .map(|_| Status::Accepted);
            let range = partly.map_or(first, |(_, range)| range);
            return Some(State {
                status,
                range,
                since,
                has_choice: false,
            });
        };
        let mut has_choice = false;
        while let Some((next, behind, is_step)) = self.next(text, &words, range.end) {
            has_choice |= !is_step;
            (status, range) = if is_step {
                (next, behind)
            } else {
                (status, range.start..behind.end)
            };
        }
        let status = Some(status).filter(|_| !has_choice);
        Some(State {
            status,
            range,
            since,
            has_choice,
        })
    }

    /// The longest phrase that is known at the beginning of some words.
    fn phrase(&self, text: &str, words: &[Range<usize>]) -> Option<(Status, Range<usize>)> {
        (1..=LONGEST.min(words.len())).rev().find_map(|length| {
            let range = words[0].start..words[length - 1].end;
            Some((self.meaning(&plain(&text[range.clone()]))?, range))
        })
    }

    /// `Partially accepted` says no state, and `partly superseded` that the rest holds.
    fn partly(&self, text: &str, words: &[Range<usize>]) -> Option<(Status, Range<usize>)> {
        let first = words.first()?;
        if !is_partly(&text[first.clone()]) {
            return None;
        }
        let (status, range) = self.phrase(text, words.get(1..)?)?;
        Some((status, first.start..range.end))
    }

    /// The state right behind another: the next step (`Proposed → Accepted`), or another choice.
    fn next(
        &self,
        text: &str,
        words: &[Range<usize>],
        end: usize,
    ) -> Option<(Status, Range<usize>, bool)> {
        let at = words.iter().position(|word| word.start >= end)?;
        let between = text[end..words[at].start].trim();
        let is_step = matches!(between, "→" | "->" | "=>" | "➔" | "➜" | "⟶");
        let is_choice = matches!(between, "|" | "/" | "||");
        let (status, range) = self
            .phrase(text, &words[at..])
            .filter(|_| is_step || is_choice)?;
        Some((status, range, is_step))
    }
}

impl Stated {
    fn nothing() -> Self {
        Self {
            status: Status::Unknown,
            unread: None,
            since: None,
        }
    }

    fn of(line: &Line, state: &State) -> Self {
        let Some(status) = state.status else {
            let words = &line.text[state.range.clone()];
            let what = if state.has_choice {
                "is a choice of several"
            } else {
                "is not a status that is known"
            };
            let unread = Unread {
                message: format!("`{words}` {what}"),
                range: line.span(state.range.clone()),
            };
            return Self {
                unread: Some(unread),
                ..Self::nothing()
            };
        };
        Self {
            status,
            unread: None,
            since: state.since.clone(),
        }
    }
}

/// Of a history of states the one that holds: the latest by its day, else the last of a list.
fn latest(states: &[(&Line, State)]) -> Option<Stated> {
    let known: Vec<_> = states
        .iter()
        .filter(|(_, state)| state.status.is_some())
        .collect();
    let is_listed = |line: &Line| matches!(line.setting, Setting::Item | Setting::Cell { .. });
    let is_history = known.len() > 1
        && known
            .iter()
            .all(|(line, state)| is_listed(line) || state.since.is_some());
    if !is_history {
        return None;
    }
    let (line, state) = known
        .iter()
        .max_by_key(|(_, state)| state.since.as_deref().unwrap_or_default())?;
    Some(Stated::of(line, state))
}

/// Whether nothing but a day and signs stands beside the state.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let rest = format!("{} {}", &text[..range.start], &text[range.end..]);
    let rest = dates::first(&rest).map_or(rest.clone(), |day| {
        format!("{}{}", &rest[..day.range.start], &rest[day.range.end..])
    });
    !rest.contains(char::is_alphanumeric)
}

/// The lines with a box, `[x] Accepted`, that a line holds.
fn boxes(line: &Line) -> Vec<(bool, Line)> {
    if let Some(ticked) = line.ticked {
        return vec![(ticked, line.clone())];
    }
    const SIGNS: [(&str, bool); 7] = [
        ("[ ]", false),
        ("[x]", true),
        ("[X]", true),
        ("☐", false),
        ("☑", true),
        ("☒", true),
        ("[]", false),
    ];
    let found = SIGNS.iter().flat_map(|(sign, ticked)| {
        line.text
            .match_indices(sign)
            .map(move |(at, sign)| (at, sign.len(), *ticked))
    });
    let mut found: Vec<(usize, usize, bool)> = found.collect();
    found.sort_unstable();
    let ends: Vec<usize> = found
        .iter()
        .skip(1)
        .map(|(at, ..)| *at)
        .chain([line.text.len()])
        .collect();
    found
        .iter()
        .zip(ends)
        .map(|((at, length, ticked), end)| (*ticked, line.part(at + length..end)))
        .collect()
}

/// A line without the braces of a template, `{Proposed | Accepted}`, and without brackets that hold
/// a choice.
fn without_templates(line: &Line) -> Option<Line> {
    let text = &line.text;
    let Some(open) = text.find(['{', '[', '<']) else {
        return Some(line.clone());
    };
    let close = match &text[open..=open] {
        "{" => '}',
        "[" => ']',
        _ => '>',
    };
    let end = text[open..].rfind(close).map(|at| open + at + 1);
    let Some(end) = end else {
        return Some(line.clone());
    };
    let inner = &text[open + 1..end - 1];
    if close != '}' && !inner.contains(['|', '/']) {
        return Some(line.clone());
    }
    let (before, behind) = (line.part(0..open), line.behind(end));
    Some(if before.text.contains(char::is_alphanumeric) {
        before
    } else {
        behind
    })
    .filter(|line| !line.text.is_empty())
}

/// The words of a text: runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let length = text[start..]
            .find(|c: char| !(c.is_alphanumeric() || c == '\''))
            .unwrap_or(text.len() - start);
        at = start + length;
        Some(start..at)
    })
}

/// A phrase in lower case, with a blank between its words.
fn plain(phrase: &str) -> String {
    words(phrase)
        .map(|range| phrase[range].to_lowercase())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a word says that only a part is meant.
pub fn is_partly(word: &str) -> bool {
    ["partially", "partly", "partial", "mostly"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
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
fn successor(text: &str) -> Option<&str> {
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

/// Whether a field's value says anything: `N/A`, `none` and `-` do not.
pub fn says_something(value: &str) -> bool {
    let words = plain(value);
    !words.is_empty()
        && !matches!(
            words.as_str(),
            "n a" | "na" | "none" | "nil" | "no" | "nobody" | "nothing" | "not applicable"
        )
        && !words.contains("xxx")
}
