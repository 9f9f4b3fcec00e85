//! A look at a place that changes nothing: what a publish would do, and what differs.

use super::Fault;
use super::change::Options;
use super::job::refuse_public;
use super::plan::Plan;
use super::privacy::{Privacy, Public};
use super::releases::PlaceState;
use super::remote::Remote;
use super::site::Site;
use super::verify::{Difference, Look};
use super::watcher::JobWatcher;

/// What publishing a site would do.
#[derive(Debug)]
pub struct Forecast {
    /// What would be done.
    pub plan: Plan,
    /// What stands against it; `None` where it may be carried out.
    pub obstacle: Option<Fault>,
}

/// What was found at a place. A fault of one look keeps no other one from being taken.
#[derive(Debug)]
pub struct Inspection {
    /// What differs from the manifest.
    pub differences: Vec<Difference>,
    /// What is published.
    pub state: PlaceState,
    /// Whether everybody may read from the place.
    pub privacy: Result<Privacy, Fault>,
}

/// Plans what publishing a site would do, and finds out what would stop it.
pub async fn forecast(
    remote: &mut Remote,
    site: &Site,
    options: &Options,
    watcher: &dyn JobWatcher,
) -> Result<Forecast, Fault> {
    refuse_public(remote, options, watcher).await?;
    let plan = remote.planned(site, options);
    let about = watcher.about(remote.commit());
    let allowed = remote.must_be_allowed(&plan, &about, options).await;
    Ok(Forecast {
        plan,
        obstacle: allowed.err(),
    })
}

/// Compares a place with its manifest, and looks at who may read it.
pub async fn inspect(remote: &mut Remote, look: Look, public: Public) -> Result<Inspection, Fault> {
    Ok(Inspection {
        differences: remote.verify(look).await?,
        state: remote.place_state(),
        privacy: remote.must_be_private(public).await,
    })
}
