//! The remote manifest: the state of a place.
//!
//! `current.json.gz` is the only object that is replaced under a condition: it is the lock, the
//! list of objects and the commit point at once (ADR 0018). The list is a base, which is seldom
//! sent, and a delta, which is sent each time.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::output::OWN_FOLDER;
use crate::store::{Headers, ObjectKey};

/// The version of these files' format; another one is refused.
pub const VERSION: u32 = 1;

/// The folder of the release records.
pub const RELEASES: &str = ".bf-docs/releases/";

/// The largest size in bytes of an unpacked file.
const MOST: u64 = 256 << 20;

/// The manifest, as it is stored at the place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoteManifest {
    /// The version of the format.
    pub version: u32,
    /// The release that is up; `None` before the first commit.
    pub release: Option<Release>,
    /// The files of that release.
    pub files: Delta,
    /// The earlier releases that can be put up again, the latest first.
    pub history: Vec<Release>,
    /// Objects that are no files of this release, kept for readers and for earlier releases.
    pub retired: Vec<RetiredObject>,
    /// The lease of the current publisher. Manifests call it a claim.
    #[serde(rename = "claim")]
    pub lease: Option<Lease>,
    /// The time of the last check that found the place private, in seconds since 1970.
    #[serde(default)]
    pub private: Option<i64>,
}

/// A published version of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The number; the first is 1, and each next one is one more.
    pub number: u64,
    /// The commit that the site was built from, if it is known.
    pub commit: Option<String>,
    /// The commit's time, in seconds since 1970.
    pub committed: Option<i64>,
    /// The time of the publish, in seconds since 1970.
    pub published: i64,
    /// The publisher.
    pub by: String,
    /// The number of the earlier release that this one puts up again.
    pub again: Option<u64>,
    /// The key of its release record.
    pub list: String,
    /// The number of files.
    pub count: usize,
    /// The size of all files in bytes.
    pub bytes: u64,
}

/// A file at the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteFile {
    /// The path in the site, which is the key below the prefix.
    pub key: String,
    /// The SHA-256 of its bytes, as 64 hexadecimal digits.
    pub sha256: String,
    /// The length in bytes.
    pub size: u64,
    /// The headers that the file is served with.
    #[serde(flatten)]
    pub headers: Headers,
    /// The ETag; it need not be an MD5.
    pub etag: String,
}

/// The files of a release, as the difference from a base.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The key of the base; without one, `set` has all files.
    pub base: Option<String>,
    /// Files that the base does not have, or has in another version.
    pub set: Vec<RemoteFile>,
    /// Keys of the base that are no files of the release.
    pub gone: Vec<String>,
}

/// An object that is deleted when no release needs it any longer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RetiredObject {
    /// The key of the object.
    pub key: String,
    /// The last release that needs it; 0 if none does.
    pub last: u64,
    /// The ETag; empty if it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub etag: String,
}

/// The lease of a publisher: while it holds, no other publisher writes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// A random number by which a publisher knows its own lease.
    pub token: String,
    /// The owner: a job or a person.
    pub by: String,
    /// The start, in seconds since 1970.
    pub since: i64,
    /// The end unless the lease is renewed, in seconds since 1970; 0 if the owner gave up.
    pub until: i64,
    /// The length of each renewal in seconds.
    #[serde(default, rename = "lease")]
    pub seconds: u64,
    /// The keys that the owner writes. If the owner dies, their state is unknown.
    pub writes: Vec<String>,
    /// The keys that the owner deletes.
    pub deletes: Vec<String>,
}

/// The record of a release: its files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseRecord {
    /// The version of the format.
    pub version: u32,
    /// The release.
    pub release: Release,
    /// The files of the release.
    pub files: Delta,
}

/// Files by key.
pub type Files = BTreeMap<String, RemoteFile>;

impl RemoteFile {
    /// The ETag, if the place gave one.
    pub fn known_tag(&self) -> Option<&str> {
        known_tag(&self.etag)
    }

    /// Returns whether bf-docs may have written this entry.
    pub fn is_sound(&self) -> bool {
        let is_hash =
            self.sha256.len() == 64 && self.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash && ObjectKey::new(&self.key).is_some()
    }
}

/// The ETag, if the place gave one.
pub fn known_tag(etag: &str) -> Option<&str> {
    Some(etag).filter(|tag| !tag.is_empty())
}

impl Lease {
    /// The keys whose state is unknown until the lease ends. A key that could lead out of the
    /// prefix is not among them: no publisher wrote it.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        let keys = self.writes.iter().chain(&self.deletes);
        keys.filter(|key| ObjectKey::new(key).is_some())
    }
}

impl RemoteManifest {
    /// The number of the release that is up; 0 if there is none.
    pub fn number(&self) -> u64 {
        self.release.as_ref().map_or(0, |release| release.number)
    }

    /// Returns whether `list` is the record of a release that is up or kept, or a base of one.
    pub fn needs(&self, list: &ObjectKey) -> bool {
        let list = list.as_str();
        let is_of = |release: &Release| release.list == list;
        self.release.iter().chain(&self.history).any(is_of)
            || self.files.base.as_deref() == Some(list)
            || self.retired.iter().any(|retired| retired.key == list)
    }
}

impl Release {
    /// The time of the publish for people, in UTC.
    pub fn published_at(&self) -> String {
        super::utc(self.published)
    }
}

impl Delta {
    /// The difference from a base.
    pub fn between(base: Option<String>, before: &Files, now: &Files) -> Self {
        let set = now
            .values()
            .filter(|entry| before.get(&entry.key) != Some(entry))
            .cloned()
            .collect();
        let gone = before
            .keys()
            .filter(|key| !now.contains_key(*key))
            .cloned()
            .collect();
        Self { base, set, gone }
    }

    /// The files: those of the base with the difference applied.
    pub fn files(&self, mut base: Files) -> Files {
        for key in &self.gone {
            base.remove(key);
        }
        base.extend(
            self.set
                .iter()
                .map(|entry| (entry.key.clone(), entry.clone())),
        );
        base
    }
}

/// The key of the manifest.
pub fn manifest_key() -> ObjectKey {
    own("current.json.gz")
}

/// The key of the record of readers who are locked out.
pub fn readers_key() -> ObjectKey {
    own("readers.json")
}

/// The key of a release record. Another publisher's record of the same number has another key, so a
/// publisher that lost its lease overwrites nobody's record.
pub fn record_key(number: u64, token: &str) -> ObjectKey {
    ObjectKey::new(&format!("{RELEASES}{number}-{token}.json.gz"))
        .expect("digits and letters are a key")
}

/// The key under which replaced bytes are kept.
pub fn kept_key(sha256: &str) -> ObjectKey {
    own(&format!("objects/{sha256}"))
}

/// The key of the base that a publisher writes with a release.
pub fn base_key(number: u64, token: &str) -> ObjectKey {
    own(&format!("bases/{number}-{token}.json.gz"))
}

fn own(name: &str) -> ObjectKey {
    ObjectKey::new(&format!("{OWN_FOLDER}{name}")).expect("digits and letters are a key")
}

/// Packs a value. The same value always gives the same bytes.
pub fn pack(value: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_vec(value).expect("text and numbers are always JSON");
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
    packed
        .write_all(&json)
        .and_then(|()| packed.finish())
        .expect("memory can be written")
}

/// The reason why a file of ours cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnpackFault {
    /// The file has another version.
    Version(u32),
    /// The file is damaged.
    Damaged(String),
}

/// Unpacks a value.
pub fn unpack<T: for<'j> Deserialize<'j>>(bytes: &[u8]) -> Result<T, UnpackFault> {
    #[derive(Deserialize)]
    struct Form {
        version: u32,
    }
    let damaged = |why: &dyn std::fmt::Display| UnpackFault::Damaged(why.to_string());
    let mut json = Vec::new();
    GzDecoder::new(bytes)
        .take(MOST)
        .read_to_end(&mut json)
        .map_err(|error| damaged(&error))?;
    let form: Form = serde_json::from_slice(&json).map_err(|error| damaged(&error))?;
    if form.version != VERSION {
        return Err(UnpackFault::Version(form.version));
    }
    serde_json::from_slice(&json).map_err(|error| damaged(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_needed_for_as_long_as_a_manifest_names_it() {
        let (list, base) = (record_key(7, "ours"), base_key(7, "ours"));
        let release = Release {
            list: list.to_string(),
            ..Release::default()
        };
        let mut state = RemoteManifest {
            release: Some(release),
            files: Delta {
                base: Some(base.to_string()),
                ..Delta::default()
            },
            ..RemoteManifest::default()
        };
        assert!(state.needs(&list) && state.needs(&base));
        // Another publisher has put up the next release.
        state.history.extend(state.release.take());
        let retired = RetiredObject {
            key: state.files.base.take().expect("it has one"),
            last: 7,
            etag: String::new(),
        };
        state.retired.push(retired);
        assert!(state.needs(&list) && state.needs(&base));
        // A publisher that holds the lease and nothing else deletes them.
        let lease = Lease {
            writes: vec![list.to_string()],
            ..Lease::default()
        };
        assert!(
            !RemoteManifest {
                lease: Some(lease),
                ..RemoteManifest::default()
            }
            .needs(&list)
        );
    }
}
