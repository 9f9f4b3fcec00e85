//! Whoever runs a job: hears how it goes, and is asked what the place does not know.

use std::time::Duration;

use super::change::{About, Progress};
use super::cloudfront::Invalidation;
use super::outcome::Outcome;
use super::plan::Plan;

/// Whoever runs a job.
pub trait JobWatcher: Sync {
    /// Who publishes, and what. `up` is the commit of the release that is up, which theirs may
    /// follow.
    fn about(&self, up: Option<&str>) -> About;

    /// Whether the person who runs the job means what is planned.
    fn confirms(&self, plan: &Plan) -> bool;

    /// Hears what happens, as it happens.
    fn hears(&self, event: JobEvent<'_>);
}

/// What a watcher hears, in the order in which a job comes to it.
#[derive(Debug, Clone, Copy)]
pub enum JobEvent<'e> {
    /// The place does not say whether everybody may read from it.
    PrivacyUnknown,
    /// A publisher whose claim is taken over has so long to notice, before anything is written.
    TakeOver(Duration),
    /// Something was done.
    Progress(Progress),
    /// Nothing more is done at the place, whether all went well or not.
    ChangeEnded,
    /// The job waits until the distribution has done this.
    EdgeWait(&'e Invalidation),
    /// The job has waited so long, and the distribution was asked again.
    EdgeAsked(Duration),
    /// The job does not wait for the distribution any longer.
    EdgeWaitEnded,
    /// This was done; nobody has looked at it from outside yet.
    Done(&'e Outcome),
}
