//! A job at a place, from its beginning to what came of it, in the order that stands here alone.

use super::Fault;
use super::change::{About, Options, Progress, Receipt};
use super::edge::EdgeCache;
use super::outcome::{EdgeReport, Outcome};
use super::privacy::Privacy;
use super::probe::Probe;
use super::remote::Remote;
use super::site::Site;
use super::verify::Difference;
use super::watcher::{JobEvent, JobWatcher};
use crate::store::{Access, Place};

/// A change that is to be made at a place, and what follows it.
pub struct Job {
    /// Where.
    pub place: Place,
    /// How the place is reached.
    pub access: Access,
    /// What is done.
    pub operation: Operation,
    /// How it is done.
    pub options: Options,
    /// The distribution that is told of it, where there is one.
    pub edge: Option<EdgeCache>,
    /// Where the site is looked at afterwards as a stranger would, where that is asked for.
    pub probe: Option<Probe>,
}

/// What is done at a place.
#[derive(Debug)]
pub enum Operation {
    /// A built site is put up.
    Upload(Site, Consent),
    /// An earlier release is put up again: that of a number, or the one before.
    Rollback(Option<u64>),
    /// All but the last `keep` of the options are given up.
    Prune,
    /// What differs from the manifest is sent again, of a built site.
    Repair(Site),
}

/// Whether a job may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// It may.
    Given,
    /// The watcher is asked, once nothing else stands against the plan.
    Asked,
}

/// How much of the site a distribution may have as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StaleExtent {
    /// What the job changes.
    Changes,
    /// All: a publisher that died before this one may have told nobody what it changed.
    Site,
}

/// Runs a job: the place is opened and must be private, a publisher whose claim is taken over has
/// time to notice, the place is changed, its distribution is told, and a stranger looks at it.
///
/// A fault means that the change did not come to its end. What goes wrong after it, the outcome
/// says.
pub async fn run(job: Job, watcher: &dyn JobWatcher) -> Result<Outcome, Fault> {
    let mut remote = Remote::open(&job.place, job.access).await?;
    let options = job.options;
    refuse_public(&mut remote, &options, watcher).await?;
    let extent = match remote.holder() {
        Some(_) => StaleExtent::Site,
        None => StaleExtent::Changes,
    };
    let about = watcher.about(remote.commit());
    let wait = remote.wait(&options);
    if !wait.is_zero() {
        watcher.hears(JobEvent::TakeOver(wait));
    }
    if let Operation::Upload(site, Consent::Asked) = &job.operation {
        must_be_meant(&remote, site, &about, &options, watcher).await?;
    }
    let watch = |progress| watcher.hears(JobEvent::Progress(progress));
    let changed = change(&mut remote, job.operation, &about, &options, &watch).await;
    watcher.hears(JobEvent::ChangeEnded);
    let (receipt, differences) = changed?;
    let outcome = Outcome {
        told: tell(job.edge.as_ref(), &receipt, extent, watcher).await,
        state: remote.place_state(),
        receipt,
        differences,
        probed: None,
    };
    // A look from outside can take long, and what is done is done whatever it sees.
    watcher.hears(JobEvent::Done(&outcome));
    let probed = remote.probed(job.probe.as_ref()).await;
    Ok(Outcome { probed, ..outcome })
}

/// Has a distribution ask for the whole site anew, where a release is up. Changes nothing else.
pub async fn invalidate(remote: &Remote, edge: &EdgeCache, watcher: &dyn JobWatcher) -> Outcome {
    let state = remote.place_state();
    let release = state.releases.first().cloned();
    let told = match &release {
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
        told,
        ..Outcome::default()
    };
    watcher.hears(JobEvent::Done(&outcome));
    outcome
}

/// Fails where everybody may read from the place, and says so where that is unknown.
pub async fn refuse_public(
    remote: &mut Remote,
    options: &Options,
    watcher: &dyn JobWatcher,
) -> Result<(), Fault> {
    if remote.must_be_private(options.public).await? == Privacy::Unknown {
        watcher.hears(JobEvent::PrivacyUnknown);
    }
    Ok(())
}

/// Fails where the plan may not be carried out, or the person who is asked says no.
async fn must_be_meant(
    remote: &Remote,
    site: &Site,
    about: &About,
    options: &Options,
    watcher: &dyn JobWatcher,
) -> Result<(), Fault> {
    let plan = remote.planned(site, options);
    remote.must_be_allowed(&plan, about, options).await?;
    if plan.actions.is_empty() || watcher.confirms(&plan) {
        Ok(())
    } else {
        Err(Fault::Declined)
    }
}

/// Does what is to be done. Gives what was done, and what still differs after a repair.
async fn change(
    remote: &mut Remote,
    operation: Operation,
    about: &About,
    options: &Options,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<(Receipt, Option<Vec<Difference>>), Fault> {
    let receipt = match operation {
        Operation::Upload(site, _) => remote.publish(site, about, options, watch).await?,
        Operation::Rollback(to) => remote.rollback(to, about, options, watch).await?,
        Operation::Prune => remote.prune(about, options, watch).await?,
        Operation::Repair(site) => {
            let (receipt, left) = remote.repair(&site, about, options, watch).await?;
            return Ok((receipt, Some(left)));
        }
    };
    Ok((receipt, None))
}

/// Tells the distribution what may have changed; `None` where there is none, nothing is up, or
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
