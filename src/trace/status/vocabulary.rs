//! The words for states: those that everybody uses, and a tree's own.

use std::collections::HashMap;
use std::ops::Range;

use super::phrases::{is_partly, plain};
use crate::content_map::ContentMap;
use crate::trace::model::Status;

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

/// The words for states that a tree knows: those that everybody uses, and its own.
#[derive(Debug, Default)]
pub struct Words {
    own: HashMap<String, Status>,
}

/// A phrase that means a state.
pub struct KnownPhrase {
    pub status: Status,
    /// Where it stands, in bytes of the line.
    pub range: Range<usize>,
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

    /// The longest phrase that is known at the beginning of some words.
    pub fn phrase(&self, text: &str, words: &[Range<usize>]) -> Option<KnownPhrase> {
        (1..=LONGEST.min(words.len())).rev().find_map(|length| {
            let range = words[0].start..words[length - 1].end;
            let status = self.meaning(&plain(&text[range.clone()]))?;
            Some(KnownPhrase { status, range })
        })
    }

    /// A phrase of which only a part is meant: `Partially accepted`, `partly superseded`.
    pub fn partly(&self, text: &str, words: &[Range<usize>]) -> Option<KnownPhrase> {
        let first = words.first()?;
        if !is_partly(&text[first.clone()]) {
            return None;
        }
        let known = self.phrase(text, words.get(1..)?)?;
        Some(KnownPhrase {
            range: first.start..known.range.end,
            ..known
        })
    }
}
