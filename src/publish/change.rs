//! A change of a place: its options, its plan and its receipt.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::manifest::Release;
use super::plan::{Action, ByteSource, Plan, PlanStep, WantedFile};
use super::privacy::PublicAccess;
use crate::fault::Trouble;

/// The origin of a publish: the commit and the publisher.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The commit that the site was built from.
    pub commit: Option<String>,
    /// The commit's time, in seconds since 1970.
    pub committed: Option<i64>,
    /// True if the commit comes after that of the release that is up; `None` if git does not know.
    pub follows: Option<bool>,
    /// The publisher: the address of a job, or the name of a person.
    pub by: String,
}

/// The limits of a change, and what it may override.
#[derive(Debug, Clone)]
pub struct PublishOptions {
    /// The largest number of files that may be deleted.
    pub max_delete: usize,
    /// The number of earlier releases that are kept for a rollback.
    pub keep: u64,
    /// True if another publisher's lease may be taken over before it ends.
    pub take_over: bool,
    /// True if an older commit may replace a newer one.
    pub allow_older: bool,
    /// True if the first publish to a place may replace files that are not ours.
    pub overwrite: bool,
    /// The time after which a lease ends unless it is renewed.
    pub lease: Duration,
    /// The author's choice to refuse or accept a public bucket.
    pub public: PublicAccess,
}

/// The progress of a change.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// The current step.
    pub step: PlanStep,
    /// The number of actions that are done.
    pub done: usize,
    /// The number of all actions.
    pub total: usize,
    /// The number of bytes that were sent.
    pub sent: u64,
}

/// The result of a change.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Receipt {
    /// The release that is up; `None` if nothing is published.
    pub release: Option<Release>,
    /// The actions that were carried out, in order.
    pub actions: Vec<Action>,
    /// The number of bytes of files that were sent.
    pub sent: u64,
    /// True if a release is up and nothing had to change.
    #[serde(skip)]
    pub is_idle: bool,
    /// Files whose bytes could not be kept because somebody had changed them. Releases that had
    /// them cannot be put up again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// Files that the change left alone although somebody had changed or deleted them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub damaged: Vec<String>,
    /// The fault that stopped the deletion of files that are no longer needed. The release is up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Trouble>,
}

/// The next state of a place, and the plan that leads to it.
pub(super) struct PlannedChange {
    pub wanted: BTreeMap<String, WantedFile>,
    pub release: Release,
    pub history: Vec<Release>,
    pub plan: Plan,
    /// The release whose files are written.
    pub source_release: u64,
}

impl PlannedChange {
    /// The number of bytes that an action sends.
    pub(super) fn sends(&self, action: &Action) -> u64 {
        let is_sent = |wanted: &&WantedFile| {
            action.step != PlanStep::Keep && wanted.source != ByteSource::Kept
        };
        self.wanted
            .get(&action.key)
            .filter(is_sent)
            .map_or(0, |wanted| wanted.entry.size)
    }
}
