//! Sessions: who has signed in, and since when. The record is the reader's cookie.

use cookie::Key;
use serde::{Deserialize, Serialize};

use super::cookies::Cookies;
use super::keys::{KeyRing, Purpose};
use super::rules::GateRules;
use super::sealed::{open, seal};
use super::spent::SpentIds;
use crate::publish::LockedReaders;

/// The cookie's name.
pub const SESSION: &str = "__Host-bf-session";

/// The seconds by which clocks of gates may differ.
const SKEW: i64 = 60;

/// The number of cookies of this name that are tried: a reader has one.
const TWINS: usize = 4;

/// A reader, as the provider knows one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KnownReader {
    /// The verified e-mail address in small letters, if the reader has one.
    address: Option<String>,
    /// `sub:` and the number at the provider, which stays when the address changes.
    number: String,
}

impl KnownReader {
    /// A reader with an address and a number at the provider.
    pub fn new(address: Option<String>, subject: &str) -> Self {
        Self {
            address,
            number: format!("sub:{subject}"),
        }
    }

    /// The name that people know the reader by.
    pub fn name(&self) -> &str {
        self.address.as_deref().unwrap_or(&self.number)
    }

    /// All names that the reader may be locked out by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.address.as_deref().into_iter().chain([&*self.number])
    }
}

/// A reader's session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// A random number, new at each sign-in.
    pub id: String,
    /// The reader.
    pub reader: KnownReader,
    /// The time of the sign-in, in seconds since 1970.
    begun: i64,
    /// The time of the last page, in seconds since 1970.
    seen: i64,
    /// The digest of the rules that let the reader in.
    rules: String,
}

impl Session {
    /// A new session.
    pub fn new(reader: KnownReader, rules: &str, now: i64) -> Self {
        Self {
            id: hex::encode(&Key::generate().master()[..16]),
            reader,
            begun: now,
            seen: now,
            rules: rules.to_owned(),
        }
    }

    /// The session of a request that still holds.
    pub fn of(
        cookies: &Cookies<'_>,
        ring: &KeyRing,
        checks: &SessionChecks<'_>,
        now: i64,
    ) -> Option<Self> {
        let sealed = cookies.named(SESSION).take(TWINS);
        let mut opened =
            sealed.filter_map(|sealed| open(ring, Purpose::Session, SESSION, sealed, now));
        opened.find(|session: &Self| session.holds(checks, now))
    }

    fn holds(&self, checks: &SessionChecks<'_>, now: i64) -> bool {
        let age = |time: i64| now.saturating_sub(time);
        let is_young = age(self.begun) < checks.rules.age && age(self.seen) < checks.rules.idle;
        // A session from the future is of a gate whose clock is wrong.
        let is_past = self.begun <= now + SKEW && self.seen <= now + SKEW;
        let is_let_in = self.rules == checks.digest;
        let is_locked = checks.locked.ends(self.reader.names(), self.begun);
        let is_over = is_locked || checks.ended.has(&self.id);
        is_young && is_past && is_let_in && !is_over
    }

    /// The cookie of a session that was used, if it is time for a new one: a page renews it after a
    /// tenth of the idle limit.
    pub fn renewed(&self, ring: &KeyRing, rules: &GateRules, now: i64) -> Option<String> {
        let is_due = now.saturating_sub(self.seen) >= (rules.idle / 10).clamp(1, 300);
        is_due.then(|| {
            let session = Self {
                seen: now,
                ..self.clone()
            };
            session.cookie(ring, rules, now)
        })
    }

    /// The session as a cookie.
    pub fn cookie(&self, ring: &KeyRing, rules: &GateRules, now: i64) -> String {
        let left = rules.age.saturating_sub(now.saturating_sub(self.begun));
        let left = left.clamp(0, rules.idle);
        seal(ring, Purpose::Session, SESSION, self, left, now)
    }
}

/// The facts that a session is checked against.
pub struct SessionChecks<'g> {
    /// The rules of the gate.
    pub rules: &'g GateRules,
    /// Their digest.
    pub digest: &'g str,
    /// The readers who are locked out.
    pub locked: &'g LockedReaders,
    /// The sessions whose readers signed out.
    pub ended: &'g SpentIds,
}
