//! The watcher of a job: it hears the events, and answers what the place does not know.

use std::time::Duration;

use super::change::{Progress, Provenance};
use super::cloudfront::Invalidation;
use super::outcome::Outcome;
use super::plan::Plan;

/// The watcher of a job.
pub trait JobWatcher: Sync {
    /// The commit and the publisher. `up` is the commit of the release that is up.
    fn provenance(&self, up: Option<&str>) -> Provenance;

    /// Returns whether the person who runs the job agrees to the plan.
    fn confirms(&self, plan: &Plan) -> bool;

    /// Hears an event as it happens.
    fn hears(&self, event: JobEvent<'_>);
}

/// The events of a job, in their order.
#[derive(Debug, Clone, Copy)]
pub enum JobEvent<'e> {
    /// The place does not answer whether everybody may read from it.
    PrivacyUnknown,
    /// Once the job has taken over another publisher's lease, it will wait this long, so that the
    /// other publisher can notice.
    TakeOver(Duration),
    /// An action is done.
    Progress(Progress),
    /// The change has ended, with or without a fault.
    ChangeEnded,
    /// The job begins to wait for this invalidation.
    EdgeWait(&'e Invalidation),
    /// The job has waited this long, and has asked for the invalidation's state again.
    EdgeAsked(Duration),
    /// The job has ended its wait.
    EdgeWaitEnded,
    /// The job is done but for the probe.
    Done(&'e Outcome),
}
