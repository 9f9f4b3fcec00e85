//! The site that is served: the release that is up and who is locked out, kept up to date.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::time::{MissedTickBehavior, interval};

use super::event::{GateEvent, Tell};
use super::metrics::Metrics;
use crate::clock::unix_seconds;
use crate::publish::{Fault, LockedReaders, PublishedRelease, Remote};
use crate::store::Store;

/// The pause between two looks at the place: a new release is seen within five seconds.
const PAUSE: Duration = Duration::from_secs(2);

/// The longest time for a look at the place.
const PATIENCE: Duration = Duration::from_secs(20);

/// The pause between two looks at the locked readers.
const LOCKS_PAUSE: Duration = Duration::from_secs(10);

/// The site that is served.
pub struct PublishedSite {
    /// The store of the place.
    pub store: Arc<Store>,
    state: RwLock<SiteState>,
}

#[derive(Clone)]
struct SiteState {
    release: Arc<PublishedRelease>,
    locked: Arc<LockedReaders>,
    /// The time since which the store cannot be read, in seconds since 1970.
    away_since: Option<i64>,
}

/// Watches a place for a [`PublishedSite`].
pub struct SiteWatcher {
    remote: Remote,
    /// The ETag of the record of locked readers.
    locked_tag: Option<String>,
    /// The fault of the last look at that record.
    locked_fault: Option<String>,
    /// The time of the last look at that record.
    locked_at: Option<Instant>,
    /// True while a newer release is known and not yet served.
    is_stale: bool,
    site: Arc<PublishedSite>,
}

impl PublishedSite {
    /// Reads a place. Fails if nothing was published there, or if it cannot be read.
    pub async fn open(remote: Remote) -> Result<(Arc<Self>, SiteWatcher), Fault> {
        let Some(release) = remote.published().await else {
            let help = "publish the site there first: `bf-docs publish --to PLACE`";
            return Err(Fault::place(
                "serve",
                &"the place",
                &"nothing was published there",
                help,
            ));
        };
        let (locked, locked_tag) = remote.locked_readers(None).await?.unwrap_or_default();
        let site = Arc::new(Self {
            store: remote.store(),
            state: RwLock::new(SiteState {
                release: Arc::new(release),
                locked: Arc::new(locked),
                away_since: None,
            }),
        });
        let watcher = SiteWatcher {
            remote,
            locked_tag,
            locked_fault: None,
            locked_at: None,
            is_stale: false,
            site: site.clone(),
        };
        Ok((site, watcher))
    }

    fn state(&self) -> SiteState {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    fn change(&self, change: impl FnOnce(&mut SiteState)) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
    }

    /// The release that is up.
    pub fn release(&self) -> Arc<PublishedRelease> {
        self.state().release
    }

    /// The readers who are locked out.
    pub fn locked(&self) -> Arc<LockedReaders> {
        self.state().locked
    }

    /// The time since which the store cannot be read, in seconds since 1970.
    pub fn away_since(&self) -> Option<i64> {
        self.state().away_since
    }
}

impl SiteWatcher {
    /// Keeps the site up to date for as long as the process lives. While the store is away, the
    /// site stays as it was.
    pub async fn watch(mut self, tell: Tell, metrics: Arc<Metrics>) {
        let mut ticks = interval(PAUSE);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let looked = tokio::time::timeout(PATIENCE, self.look(&tell)).await;
            let looked = looked.map_err(|_| "the store does not answer in time".to_owned());
            let fault = match looked {
                Ok(Ok(())) => self.locked_fault.clone(),
                Ok(Err(fault)) => Some(fault.to_string()),
                Err(why) => Some(why),
            };
            metrics.asked_store(if fault.is_none() {
                "look"
            } else {
                "look-failed"
            });
            metrics.seen(self.site.release().number, fault.is_none());
            self.note(fault, &tell);
        }
    }

    /// Looks at the locked readers first: whatever is wrong with the manifest, a lock counts, and
    /// the other way round.
    async fn look(&mut self, tell: &Tell) -> Result<(), Fault> {
        let is_due = self.locked_at.is_none_or(|at| at.elapsed() >= LOCKS_PAUSE);
        if is_due || self.locked_fault.is_some() {
            let known = self.locked_tag.as_deref();
            let found = self.remote.locked_readers(known).await;
            self.locked_at = Some(Instant::now());
            self.locked_fault = found.as_ref().err().map(Fault::to_string);
            if let Ok(Some((locked, tag))) = found {
                self.locked_tag = tag;
                self.site.change(|state| state.locked = Arc::new(locked));
            }
        }
        // A look that ends between the two is made up for by the next one.
        self.is_stale |= self.remote.refresh().await?;
        if self.is_stale
            && let Some(release) = self.remote.published().await
        {
            let number = release.number;
            self.site.change(|state| state.release = Arc::new(release));
            self.is_stale = false;
            tell(&GateEvent::Release { release: number });
        }
        Ok(())
    }

    /// Notes whether the store could be read, and tells when that changes.
    fn note(&self, fault: Option<String>, tell: &Tell) {
        let was_away = self.site.away_since().is_some();
        match (fault, was_away) {
            (Some(fault), false) => {
                self.site
                    .change(|state| state.away_since = Some(unix_seconds()));
                tell(&GateEvent::Store {
                    state: "away",
                    detail: Some(fault),
                });
            }
            (None, true) => {
                self.site.change(|state| state.away_since = None);
                tell(&GateEvent::Store {
                    state: "ok",
                    detail: None,
                });
            }
            _ => {}
        }
    }
}
