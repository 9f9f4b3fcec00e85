//! What is to be changed at a place, how, and what came of it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::plan::{Action, Plan, Source, Step, Wanted};
use super::privacy::Public;
use super::state::Release;

/// Who publishes, and what.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The commit that the site was built from.
    pub commit: Option<String>,
    /// When it was made, in seconds since 1970.
    pub committed: Option<i64>,
    /// Whether it comes after that of the release that is up, where git knows.
    pub follows: Option<bool>,
    /// Who publishes: a job or a person.
    pub by: String,
}

/// How it is done.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many files may be deleted at most.
    pub max_delete: usize,
    /// How many earlier releases can be put up again.
    pub keep: u64,
    /// Whether another publisher's claim is taken over before it ends.
    pub take_over: bool,
    /// Whether an older commit may replace a newer one.
    pub allow_older: bool,
    /// Whether files may be replaced that are not ours.
    pub overwrite: bool,
    /// How long a claim holds that is not renewed.
    pub lease: Duration,
    /// What is said of a bucket that everybody may read from.
    pub public: Public,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Actions that are done.
    pub done: usize,
    /// Actions in all.
    pub of: usize,
    /// Bytes that were sent.
    pub sent: u64,
}

/// What was done.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Receipt {
    /// The release that is up; none where there is none.
    pub release: Option<Release>,
    /// What was done, in order; nothing where all was as it should be.
    pub actions: Vec<Action>,
    /// Bytes of files that were sent.
    pub sent: u64,
    /// Whether all was as it should be.
    #[serde(skip)]
    pub is_idle: bool,
    /// Files whose bytes could not be kept, for somebody had changed them: releases that had them
    /// cannot be put up again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// Files that are to be as they were, and that somebody had changed or deleted: they still are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub damaged: Vec<String>,
    /// Why not all was deleted that is not needed any longer. The release is up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
}

/// A state of the place that is to be.
pub(super) struct Change {
    pub wanted: BTreeMap<String, Wanted>,
    pub release: Release,
    pub history: Vec<Release>,
    pub plan: Plan,
    /// The number of the release that files of the place come from.
    pub of: u64,
}

impl Change {
    /// The bytes of a file that an action sends.
    pub(super) fn sends(&self, action: &Action) -> u64 {
        let is_sent = |wanted: &&Wanted| action.step != Step::Keep && wanted.source != Source::Kept;
        self.wanted
            .get(&action.key)
            .filter(is_sent)
            .map_or(0, |wanted| wanted.entry.size)
    }
}
