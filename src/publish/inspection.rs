//! Read-only looks at a place: the plan of a publish, and the differences from the manifest.

use super::Fault;
use super::change::PublishOptions;
use super::job::refuse_public;
use super::plan::Plan;
use super::privacy::{Privacy, PublicAccess};
use super::releases::PlaceState;
use super::remote::Remote;
use super::site::BuiltSite;
use super::verify::{Difference, VerifyDepth};
use super::watcher::JobWatcher;

/// The plan of a publish that is not carried out.
#[derive(Debug)]
pub struct Forecast {
    /// The actions that the publish would take.
    pub plan: Plan,
    /// The fault that would stop the publish; `None` if it may be carried out.
    pub obstacle: Option<Fault>,
}

/// The results of looking at a place. A fault of one look does not stop the others.
#[derive(Debug)]
pub struct Inspection {
    /// The differences from the manifest.
    pub differences: Vec<Difference>,
    /// The releases and the lease of the place.
    pub state: PlaceState,
    /// The answer to whether everybody may read from the place.
    pub privacy: Result<Privacy, Fault>,
}

/// Plans a publish, and finds what would stop it.
pub async fn forecast(
    remote: &mut Remote,
    site: &BuiltSite,
    options: &PublishOptions,
    watcher: &dyn JobWatcher,
) -> Result<Forecast, Fault> {
    refuse_public(remote, options, watcher).await?;
    let plan = remote.planned(site, options);
    let provenance = watcher.provenance(remote.commit());
    let allowed = remote.must_be_allowed(&plan, &provenance, options).await;
    Ok(Forecast {
        plan,
        obstacle: allowed.err(),
    })
}

/// Compares a place with its manifest, and asks who may read it.
pub async fn inspect(
    remote: &mut Remote,
    look: VerifyDepth,
    public: PublicAccess,
) -> Result<Inspection, Fault> {
    Ok(Inspection {
        differences: remote.verify(look).await?,
        state: remote.place_state(),
        privacy: remote.must_be_private(public).await,
    })
}
