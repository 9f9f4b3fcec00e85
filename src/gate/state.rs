//! The state that all requests of a gate share.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::http::HeaderMap;
use tokio::sync::Semaphore;

use super::cookies::Cookies;
use super::event::Tell;
use super::hot_files::HotFiles;
use super::keys::KeyRing;
use super::metrics::Metrics;
use super::pages::GatePages;
use super::provider::Provider;
use super::published_site::PublishedSite;
use super::rules::GateRules;
use super::session::{Session, SessionChecks};
use super::spent::SpentIds;
use crate::clock::unix_seconds;

/// The seconds from one event about a broken file to the next.
const BROKEN_PAUSE: i64 = 10;

/// The state of a gate.
pub struct GateState {
    /// The checked settings.
    pub rules: Arc<GateRules>,
    /// The digest of the rules, which sessions have.
    pub digest: String,
    /// The `Host` that is answered.
    pub authority: String,
    /// The `Origin` of forms that are taken.
    pub origin: String,
    /// The path that the site's own absolute addresses begin with.
    pub base: String,
    /// The policy of the site's pages.
    pub policy: String,
    /// The site.
    pub site: Arc<PublishedSite>,
    /// The provider.
    pub provider: Provider,
    /// The gate's own pages.
    pub pages: GatePages,
    /// The files in memory.
    pub hot: HotFiles,
    /// The numbers.
    pub metrics: Arc<Metrics>,
    /// The listener for events.
    pub tell: Tell,
    /// The states of sign-ins that came back.
    pub used: SpentIds,
    /// The sessions whose readers signed out.
    pub ended: SpentIds,
    /// The room for exchanges of codes.
    pub exchanges: Semaphore,
    /// The time of the last event about a broken file, in seconds since 1970.
    pub broken_at: AtomicI64,
    /// The keys, which a rotation replaces.
    pub ring: RwLock<Arc<KeyRing>>,
}

impl GateState {
    /// The reader's session, if it holds.
    pub fn session(&self, headers: &HeaderMap) -> Option<Session> {
        let locked = self.site.locked();
        let checks = SessionChecks {
            rules: &self.rules,
            digest: &self.digest,
            locked: &locked,
            ended: &self.ended,
        };
        Session::of(&Cookies::of(headers), &self.ring(), &checks, unix_seconds())
    }

    /// Returns whether a broken file may be told: an outage would fill the log otherwise.
    pub fn may_tell_broken(&self) -> bool {
        let now = unix_seconds();
        let last = self.broken_at.swap(now, Ordering::Relaxed);
        if now.saturating_sub(last) >= BROKEN_PAUSE {
            return true;
        }
        // The pause is counted from the event that was told.
        self.broken_at.store(last, Ordering::Relaxed);
        false
    }

    /// The current keys.
    pub fn ring(&self) -> Arc<KeyRing> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.clone()
    }
}
