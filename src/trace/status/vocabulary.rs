//! The words for statuses: the common ones, and a tree's own.

use std::collections::HashMap;
use std::ops::Range;

use super::phrases::{is_partly, plain};
use crate::content_map::ContentMap;
use crate::trace::model::Status;

/// The known phrases in lower case, by status.
const KNOWN: [(Status, &[&str]); 5] = [
    (Status::Proposed, &PROPOSED),
    (Status::Accepted, &ACCEPTED),
    (Status::Rejected, &REJECTED),
    (Status::Deprecated, &DEPRECATED),
    (Status::Superseded, &SUPERSEDED),
];

const PROPOSED: [&str; 16] = [
    "proposed",
    "proposal",
    "draft",
    "drafted",
    "pending",
    "in review",
    "under review",
    "review",
    "for review",
    "in discussion",
    "under discussion",
    "wip",
    "work in progress",
    "open",
    "tbd",
    "to be decided",
];

const ACCEPTED: [&str; 15] = [
    "accepted",
    "approved",
    "decided",
    "implemented",
    "adopted",
    "ratified",
    "final",
    "finalised",
    "finalized",
    "done",
    "completed",
    "active",
    "in force",
    // The rest of a partly replaced decision is in force.
    "superseded in part",
    "replaced in part",
];

const REJECTED: [&str; 6] = [
    "rejected",
    "declined",
    "withdrawn",
    "abandoned",
    "cancelled",
    "canceled",
];

const DEPRECATED: [&str; 5] = ["deprecated", "obsolete", "retired", "reverted", "obsoleted"];

const SUPERSEDED: [&str; 6] = [
    "superseded",
    "superceded",
    "supersede",
    "replaced",
    "obsoleted by",
    "obsolete by",
];

/// The number of words in the longest phrase.
const LONGEST: usize = 4;

/// The words for statuses in a tree: the common ones, and its own.
#[derive(Debug, Default)]
pub struct StatusWords {
    own: HashMap<String, Status>,
}

/// A phrase with the status that it means.
pub struct KnownPhrase {
    pub status: Status,
    /// The phrase, in bytes of the line.
    pub range: Range<usize>,
}

impl StatusWords {
    /// Reads a tree's own words from its content map.
    pub fn of(map: &ContentMap) -> Self {
        let mut own = HashMap::new();
        for artifact in map.artifacts.values() {
            for (status, words) in &artifact.status {
                let status = Status::from(*status);
                own.extend(words.iter().map(|word| (plain(word), status)));
            }
        }
        Self { own }
    }

    fn meaning(&self, phrase: &str) -> Option<Status> {
        if let Some(own) = self.own.get(phrase) {
            return Some(*own);
        }
        let means = |(_, phrases): &&(Status, &[&str])| phrases.contains(&phrase);
        let (status, _) = KNOWN.iter().find(means)?;
        Some(*status)
    }

    /// The longest known phrase at the start of these words.
    pub fn phrase(&self, text: &str, words: &[Range<usize>]) -> Option<KnownPhrase> {
        let longest = LONGEST.min(words.len());
        (1..=longest).rev().find_map(|length| {
            let range = words[0].start..words[length - 1].end;
            let phrase = plain(&text[range.clone()]);
            let status = self.meaning(&phrase)?;
            Some(KnownPhrase { status, range })
        })
    }

    /// A phrase that means only a part of the decision: `Partially accepted`, `partly superseded`.
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
