//! The record of readers who are locked out: an object beside the manifest.
//!
//! `bf-docs gate deny` writes it with the publisher's rights, and each gate reads it. Nothing else
//! writes or deletes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Fault;
use super::manifest::readers_key;
use super::remote::Remote;
use crate::clock::unix_seconds;
use crate::store::{ChangedObject, Headers, ObjectBody, WriteCondition};

/// The version of the record's format.
const VERSION: u32 = 1;

/// The largest size of the record in bytes.
const MOST: u64 = 4 << 20;

/// The number of tries to write the record while others write it too.
const TRIES: usize = 10;

/// The readers who are locked out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LockedReaders {
    /// The version of the format.
    version: u32,
    /// Sessions that began until this time have ended, in seconds since 1970.
    #[serde(default)]
    pub not_before: i64,
    /// The readers by their address in small letters, or by `sub:` and the number at the provider.
    #[serde(default)]
    readers: BTreeMap<String, ReaderLock>,
}

/// The lock of a reader.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct ReaderLock {
    /// True while the reader may not read.
    is_locked: bool,
    /// The time of the last change: older sessions stay ended when the lock is lifted.
    since: i64,
}

/// A change of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockChange {
    /// This reader may not read.
    Deny(String),
    /// This reader may sign in again.
    Lift(String),
    /// All sessions end now.
    EndAll,
}

impl LockedReaders {
    /// Returns whether a reader with these names may not read.
    pub fn has<'n>(&self, mut names: impl Iterator<Item = &'n str>) -> bool {
        names.any(|name| self.lock(name).is_some_and(|lock| lock.is_locked))
    }

    /// Returns whether a session of a reader with these names has ended that began at this time.
    pub fn ends<'n>(&self, mut names: impl Iterator<Item = &'n str>, begun: i64) -> bool {
        begun <= self.not_before
            || names.any(|name| {
                let lock = self.lock(name);
                lock.is_some_and(|lock| lock.is_locked || begun <= lock.since)
            })
    }

    fn lock(&self, name: &str) -> Option<&ReaderLock> {
        self.readers.get(&name.to_ascii_lowercase())
    }

    /// The readers who may not read.
    pub fn locked(&self) -> impl Iterator<Item = &str> {
        let locked = self.readers.iter().filter(|(_, lock)| lock.is_locked);
        locked.map(|(name, _)| name.as_str())
    }

    fn changed(mut self, change: &LockChange, now: i64) -> Self {
        let mut lock = |name: &str, is_locked| {
            let lock = ReaderLock {
                is_locked,
                since: now,
            };
            self.readers.insert(name.to_ascii_lowercase(), lock);
        };
        match change {
            LockChange::Deny(name) => lock(name, true),
            LockChange::Lift(name) => lock(name, false),
            LockChange::EndAll => self.not_before = now,
        }
        self.version = VERSION;
        self
    }
}

impl Remote {
    /// Reads the record unless it still has the ETag `known`. `None` if it has; an absent record
    /// locks nobody out and has no ETag. A record that was known and is gone is a fault: nobody is
    /// let in again by a deletion.
    pub async fn locked_readers(
        &self,
        known: Option<&str>,
    ) -> Result<Option<(LockedReaders, Option<String>)>, Fault> {
        let key = readers_key();
        Ok(match self.store.get_if_changed(&key, MOST, known).await? {
            ChangedObject::Same => None,
            ChangedObject::Missing if known.is_some() => {
                let help =
                    "restore the object; to let readers in again, use `bf-docs gate deny --lift`";
                return Err(Fault::place("read", &key, &"it is gone", help));
            }
            ChangedObject::Missing => Some(Default::default()),
            ChangedObject::Changed(bytes, tag) => {
                let broken = |why: String| Fault::Manifest {
                    key: key.to_string(),
                    why,
                    help: "restore the object, or delete it and lock readers out again",
                };
                let readers: LockedReaders = serde_json::from_slice(&bytes)
                    .map_err(|error| broken(format!("it is damaged: {error}")))?;
                if readers.version != VERSION {
                    let version = readers.version;
                    return Err(broken(format!("it is of version {version}")));
                }
                Some((readers, Some(tag)))
            }
        })
    }

    /// Changes the record, together with those who change it at the same time.
    pub async fn lock_readers(&self, change: &LockChange) -> Result<LockedReaders, Fault> {
        for _ in 0..TRIES {
            let (readers, tag) = self.locked_readers(None).await?.unwrap_or_default();
            let readers = readers.changed(change, unix_seconds());
            let condition = tag.map_or(WriteCondition::Absent, WriteCondition::Tag);
            let json = serde_json::to_vec(&readers).expect("text and numbers are always JSON");
            let headers = Headers {
                content_type: "application/json".into(),
                cache_control: "private, no-store".into(),
            };
            let body = ObjectBody::Bytes(json);
            let key = readers_key();
            let written = self.store.put(&key, &body, &headers, &condition).await?;
            if written.is_some() {
                return Ok(readers);
            }
        }
        let why = "others keep changing it";
        Err(Fault::place("write", &readers_key(), &why, "run it again"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_lock_does_not_bring_old_sessions_back() {
        let ann = || ["ann@example.com", "sub:7"].into_iter();
        let deny = LockChange::Deny("Ann@Example.com".into());
        let locked = LockedReaders::default().changed(&deny, 100);
        assert!(locked.has(ann()) && locked.ends(ann(), 99) && locked.ends(ann(), 101));
        assert!(!locked.has(["bob@example.com"].into_iter()));
        let lifted = locked.changed(&LockChange::Lift("ann@example.com".into()), 200);
        assert!(!lifted.has(ann()) && lifted.ends(ann(), 150) && !lifted.ends(ann(), 201));
        let ended = lifted.changed(&LockChange::EndAll, 300);
        assert!(ended.ends(["bob@example.com"].into_iter(), 300));
        assert!(!ended.ends(ann(), 301));
    }
}
