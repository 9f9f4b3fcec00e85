//! The key ring: what cookies are sealed with.
//!
//! Each key of the ring holds one secret for each purpose. The newest key seals once all gates can
//! have read it; the others open what they sealed, for as long as a session may last.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cookie::Key;
use serde::{Deserialize, Serialize};

use super::rules::MOST_AGE;
use crate::output::sha256;

/// The version of the file's format.
const VERSION: u32 = 1;

/// The length of a secret in bytes.
const SECRET: usize = 64;

/// The seconds until a new key seals: by then every gate has read the ring again.
const SPREAD: i64 = 60;

/// The purpose of a sealed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A reader's session.
    Session,
    /// A sign-in on the way.
    Attempt,
}

/// The keys, the newest first.
#[derive(Clone)]
pub struct KeyRing {
    keys: Vec<RingKey>,
}

#[derive(Clone)]
struct RingKey {
    /// A name that is no secret.
    id: String,
    /// The time at which the key was made, in seconds since 1970.
    created: i64,
    session: Key,
    attempt: Key,
    /// The secret that readers' names are hidden with in logs.
    log: Vec<u8>,
}

/// The ring's file.
#[derive(Serialize, Deserialize)]
struct RingFile {
    version: u32,
    keys: Vec<KeyEntry>,
}

#[derive(Serialize, Deserialize)]
struct KeyEntry {
    id: String,
    created: i64,
    session: String,
    attempt: String,
    log: String,
}

impl KeyRing {
    /// A ring with one new key.
    pub fn new(now: i64) -> Self {
        Self {
            keys: vec![RingKey::new(now)],
        }
    }

    /// The ring with a new key, and without those that open nothing any longer.
    #[must_use]
    pub fn rotated(&self, now: i64) -> Self {
        let mut keys = vec![RingKey::new(now)];
        keys.extend(self.keys.iter().cloned());
        let ring = Self { keys };
        Self {
            keys: ring.opening(now).cloned().collect(),
        }
    }

    /// Reads a ring's file. The error is the end of a sentence, and shows nothing of the keys.
    pub fn parse(text: &str) -> Result<Self, String> {
        // The parser's message might quote a secret.
        let file: RingFile =
            serde_json::from_str(text).map_err(|_| "is damaged, or no key ring".to_owned())?;
        if file.version != VERSION {
            return Err(format!("is of version {}, not {VERSION}", file.version));
        }
        let keys: Result<Vec<RingKey>, String> = file.keys.iter().map(KeyEntry::read).collect();
        let mut keys = keys?;
        keys.sort_by_key(|key| std::cmp::Reverse(key.created));
        match keys.is_empty() {
            true => Err("has no key".to_owned()),
            false => Ok(Self { keys }),
        }
    }

    /// The text of the ring's file.
    pub fn text(&self) -> String {
        let file = RingFile {
            version: VERSION,
            keys: self.keys.iter().map(RingKey::entry).collect(),
        };
        let json = serde_json::to_string_pretty(&file).expect("texts and numbers are always JSON");
        format!("{json}\n")
    }

    /// The names of the keys, which are no secrets.
    pub fn ids(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.id.clone()).collect()
    }

    /// The key that seals.
    pub fn sealing(&self, purpose: Purpose, now: i64) -> &Key {
        let is_spread = |key: &&RingKey| key.created.saturating_add(SPREAD) <= now;
        let key = self.keys.iter().find(is_spread);
        key.unwrap_or_else(|| self.keys.last().expect("a ring has a key"))
            .key(purpose)
    }

    /// The keys that open, the likeliest first.
    pub fn openers(&self, purpose: Purpose, now: i64) -> impl Iterator<Item = &Key> {
        self.opening(now).map(move |key| key.key(purpose))
    }

    fn opening(&self, now: i64) -> impl Iterator<Item = &RingKey> {
        // A key sealed until its successor took over.
        let ends = std::iter::once(i64::MAX).chain(self.keys.iter().map(|key| key.created));
        let keys = self.keys.iter().zip(ends);
        let open = keys.filter(move |(_, end)| now <= end.saturating_add(SPREAD + MOST_AGE));
        open.map(|(key, _)| key)
    }

    /// A name for a reader that logs may have: the same as long as the oldest key of the ring is.
    pub fn pseudonym(&self, reader: &str) -> String {
        let oldest = self.keys.last().expect("a ring has a key");
        // The secret has one length, and only a part of the digest is shown.
        let text = [oldest.log.as_slice(), reader.as_bytes()].concat();
        sha256(&text)[..12].to_owned()
    }
}

impl RingKey {
    fn new(now: i64) -> Self {
        let id = hex::encode(&Key::generate().master()[..4]);
        Self {
            id,
            created: now,
            session: Key::generate(),
            attempt: Key::generate(),
            log: Key::generate().master().to_vec(),
        }
    }

    fn key(&self, purpose: Purpose) -> &Key {
        match purpose {
            Purpose::Session => &self.session,
            Purpose::Attempt => &self.attempt,
        }
    }

    fn entry(&self) -> KeyEntry {
        KeyEntry {
            id: self.id.clone(),
            created: self.created,
            session: STANDARD.encode(self.session.master()),
            attempt: STANDARD.encode(self.attempt.master()),
            log: STANDARD.encode(&self.log),
        }
    }
}

impl KeyEntry {
    fn read(&self) -> Result<RingKey, String> {
        let secret = |text: &str, name: &str| {
            let bytes = STANDARD.decode(text).unwrap_or_default();
            match bytes.len() {
                SECRET => Ok(bytes),
                length => Err(format!(
                    "has a key `{}` whose `{name}` has {length} bytes, not {SECRET}",
                    self.id.escape_debug()
                )),
            }
        };
        let key = |text: &str, name: &str| secret(text, name).map(|bytes| Key::from(&bytes));
        let (session, attempt) = (
            key(&self.session, "session")?,
            key(&self.attempt, "attempt")?,
        );
        if session == attempt {
            return Err(format!(
                "has a key `{}` with one secret for two purposes",
                self.id.escape_debug()
            ));
        }
        Ok(RingKey {
            id: self.id.clone(),
            created: self.created,
            session,
            attempt,
            log: secret(&self.log, "log")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3_600;

    #[test]
    fn a_ring_is_read_as_it_was_written() {
        let ring = KeyRing::new(5).rotated(70);
        let read = KeyRing::parse(&ring.text()).expect("it is a ring");
        assert_eq!(read.ids(), ring.ids());
        assert!(read.sealing(Purpose::Session, 0) == ring.sealing(Purpose::Session, 0));
    }

    #[test]
    fn a_new_key_seals_once_every_gate_can_have_read_it() {
        let old = KeyRing::new(0);
        let ring = old.rotated(DAY);
        let sealing = |ring: &KeyRing, now| ring.sealing(Purpose::Session, now).clone();
        assert!(sealing(&ring, DAY + 1) == sealing(&old, DAY));
        assert!(sealing(&ring, DAY + SPREAD) != sealing(&old, DAY));
    }

    #[test]
    fn a_key_opens_for_one_session_s_length_after_its_successor() {
        let ring = KeyRing::new(0).rotated(DAY);
        let openers = |now| ring.openers(Purpose::Session, now).count();
        let last = DAY + SPREAD + MOST_AGE;
        assert_eq!((openers(DAY), openers(last), openers(last + 1)), (2, 2, 1));
        assert_eq!(ring.rotated(last + 1).ids().len(), 2);
    }

    #[test]
    fn a_ring_with_a_short_or_a_shared_secret_is_refused() {
        let ring = KeyRing::new(0);
        let entry = ring.keys[0].entry();
        let with = |from: &str, to: &str| KeyRing::parse(&ring.text().replace(from, to)).err();
        let short = with(&entry.attempt, "c2hvcnQ=").expect("it is refused");
        assert!(short.contains("has 5 bytes"), "{short}");
        let shared = with(&entry.attempt, &entry.session).expect("it is refused");
        assert!(shared.contains("two purposes"), "{shared}");
        for text in [
            "",
            "{}",
            "{\"version\":1,\"keys\":[]}",
            "{\"version\":2,\"keys\":[]}",
        ] {
            let refused = KeyRing::parse(text).err().expect("it is refused");
            assert!(!refused.contains(&entry.session), "{refused}");
        }
    }
}
