//! A job at a place, from opening it to the outcome. The order of its steps is here alone.

use super::change::{Progress, Provenance, PublishOptions, Receipt};
use super::edge::EdgeCache;
use super::fault::{Fault, PlanRefusal};
use super::outcome::{EdgeReport, Outcome};
use super::privacy::Privacy;
use super::probe::Probe;
use super::remote::Remote;
use super::site::BuiltSite;
use super::verify::Difference;
use super::watcher::{JobEvent, JobWatcher};
use crate::store::{Access, StorePlace};

/// A change of a place, and the steps that follow it.
pub struct Job {
    /// The place to change.
    pub place: StorePlace,
    /// The credentials and the endpoint of the place.
    pub access: Access,
    /// The change to make.
    pub operation: Operation,
    /// The limits of the change.
    pub options: PublishOptions,
    /// The distribution to invalidate, if there is one.
    pub edge: Option<EdgeCache>,
    /// The look from outside that follows the change, if one is asked for.
    pub probe: Option<Probe>,
}

/// A change of a place.
#[derive(Debug)]
pub enum Operation {
    /// Puts a built site up.
    Upload(BuiltSite, Consent),
    /// Puts an earlier release up again: the one with this number, or the one before.
    Rollback(Option<u64>),
    /// Gives up all earlier releases but the last `keep` of the options.
    Prune,
    /// Sends files that differ from the manifest again, from a built site.
    Repair(BuiltSite),
}

/// The consent to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// The job may begin.
    Given,
    /// The watcher is asked once nothing else stands against the plan.
    Required,
}

/// The part of the site that a distribution may hold in an old version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StaleExtent {
    /// The files that the job changes.
    Changes,
    /// The whole site: a publisher that died before this one may have changed files without an
    /// invalidation.
    Site,
}

/// Runs a job. It opens the place, refuses a public one, asks for consent, changes the place,
/// invalidates the distribution and probes the site. If the change takes over another lease, it
/// waits until the publisher that loses its lease can notice.
///
/// A fault means that the change did not finish. Trouble after the change is in the outcome.
pub async fn run(job: Job, watcher: &dyn JobWatcher) -> Result<Outcome, Fault> {
    let mut remote = Remote::open(&job.place, job.access).await?;
    let options = job.options;
    refuse_public(&mut remote, &options, watcher).await?;
    let extent = match remote.holder() {
        Some(_) => StaleExtent::Site,
        None => StaleExtent::Changes,
    };
    let provenance = watcher.provenance(remote.commit());
    let wait = remote.takeover_grace(&options);
    if !wait.is_zero() {
        watcher.hears(JobEvent::TakeOver(wait));
    }
    if let Operation::Upload(site, Consent::Required) = &job.operation {
        must_be_confirmed(&remote, site, &provenance, &options, watcher).await?;
    }
    let watch = |progress| watcher.hears(JobEvent::Progress(progress));
    let changed = change(&mut remote, job.operation, &provenance, &options, &watch).await;
    watcher.hears(JobEvent::ChangeEnded);
    let (receipt, differences) = changed?;
    let outcome = Outcome {
        edge: tell(job.edge.as_ref(), &receipt, extent, watcher).await,
        state: remote.place_state(),
        receipt,
        differences,
        probe: None,
    };
    // The probe can take long, and the change stays done whatever the probe finds.
    watcher.hears(JobEvent::Done(&outcome));
    let probe = remote.probed(job.probe.as_ref()).await;
    Ok(Outcome { probe, ..outcome })
}

/// Invalidates the whole site if a release is up. Changes nothing else.
pub async fn invalidate(remote: &Remote, edge: &EdgeCache, watcher: &dyn JobWatcher) -> Outcome {
    let state = remote.place_state();
    let release = state.releases.first().cloned();
    let edge_report = match &release {
        Some(release) => Some(edge.tell_all(release, watcher).await),
        None => None,
    };
    let receipt = Receipt {
        release,
        ..Receipt::default()
    };
    let outcome = Outcome {
        receipt,
        state,
        edge: edge_report,
        ..Outcome::default()
    };
    watcher.hears(JobEvent::Done(&outcome));
    outcome
}

/// Fails if everybody may read from the place. Tells the watcher if nobody knows.
pub async fn refuse_public(
    remote: &mut Remote,
    options: &PublishOptions,
    watcher: &dyn JobWatcher,
) -> Result<(), Fault> {
    if remote.must_be_private(options.public).await? == Privacy::Unknown {
        watcher.hears(JobEvent::PrivacyUnknown);
    }
    Ok(())
}

/// Fails if the plan may not be carried out, or if the person says no.
async fn must_be_confirmed(
    remote: &Remote,
    site: &BuiltSite,
    provenance: &Provenance,
    options: &PublishOptions,
    watcher: &dyn JobWatcher,
) -> Result<(), Fault> {
    let plan = remote.planned(site, options);
    remote.must_be_allowed(&plan, provenance, options).await?;
    if plan.actions.is_empty() || watcher.confirms(&plan) {
        Ok(())
    } else {
        Err(PlanRefusal::Declined.into())
    }
}

/// Carries out an operation. Returns the receipt and, after a repair, the remaining differences.
async fn change(
    remote: &mut Remote,
    operation: Operation,
    provenance: &Provenance,
    options: &PublishOptions,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<(Receipt, Option<Vec<Difference>>), Fault> {
    let receipt = match operation {
        Operation::Upload(site, _) => remote.publish(site, provenance, options, watch).await?,
        Operation::Rollback(to) => remote.rollback(to, provenance, options, watch).await?,
        Operation::Prune => remote.prune(provenance, options, watch).await?,
        Operation::Repair(site) => {
            let (receipt, left) = remote.repair(&site, provenance, options, watch).await?;
            return Ok((receipt, Some(left)));
        }
    };
    Ok((receipt, None))
}

/// Invalidates what may have changed; `None` if there is no distribution, no release is up, or
/// nothing has changed.
async fn tell(
    edge: Option<&EdgeCache>,
    receipt: &Receipt,
    extent: StaleExtent,
    watcher: &dyn JobWatcher,
) -> Option<EdgeReport> {
    let edge = edge?;
    let release = receipt.release.as_ref()?;
    match extent {
        StaleExtent::Changes => edge.tell(&receipt.actions, release, watcher).await,
        StaleExtent::Site => Some(edge.tell_all(release, watcher).await),
    }
}
