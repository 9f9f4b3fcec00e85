//! What is known of the place: the remote manifest.
//!
//! `current.json.gz` is the only object that is replaced under a condition: it is the
//! lock, the list of what lies there, and the commit point at once (ADR 0018). The list is
//! a base, which is sent seldom, and what differs from it, which is sent each time.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::output::OWN_FOLDER;
use crate::store::{Headers, Key};

/// The form of these files; another is refused.
pub const VERSION: u32 = 1;

/// The folder of the lists of the files of releases.
pub const RELEASES: &str = ".bf-docs/releases/";

/// The most bytes that one of these files unpacks to.
const MOST: u64 = 256 << 20;

/// The manifest, as it lies at the place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The form of this file.
    pub version: u32,
    /// The release that is up; none before the first is committed.
    pub release: Option<Release>,
    /// Its files.
    pub files: Delta,
    /// Earlier releases that can be put up again, the latest first.
    pub history: Vec<Release>,
    /// What no file of this release is, kept for readers and for earlier releases.
    pub retired: Vec<Retired>,
    /// Who is publishing.
    pub claim: Option<Claim>,
    /// When the place was last found to be private, in seconds since 1970.
    #[serde(default)]
    pub private: Option<i64>,
}

/// A published state of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// From 1, one more each time.
    pub number: u64,
    /// The commit that it was built from, where that is known.
    pub commit: Option<String>,
    /// When that commit was made, in seconds since 1970.
    pub committed: Option<i64>,
    /// When it was published, in seconds since 1970.
    pub published: i64,
    /// Who published it.
    pub by: String,
    /// The release that it puts up again.
    pub again: Option<u64>,
    /// The key of the list of its files.
    pub list: String,
    /// How many files it has.
    pub count: usize,
    /// Their length in bytes.
    pub bytes: u64,
}

/// A file at the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path in the site: the key from the prefix on.
    pub key: String,
    /// The SHA-256 of its bytes, as 64 hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub size: u64,
    /// What it is served with.
    #[serde(flatten)]
    pub headers: Headers,
    /// What the place calls these bytes; it need not be their MD5.
    pub etag: String,
}

/// The files of a release: those of a base, but for what differs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The key of the base; without one, the files are those in `set`.
    pub base: Option<String>,
    /// Files that the base does not have, or otherwise.
    pub set: Vec<Entry>,
    /// Keys of the base that are no files of the release.
    pub gone: Vec<String>,
}

/// An object that is deleted when no release needs it any longer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Retired {
    /// Its key.
    pub key: String,
    /// The last release that had it; 0 where none needs it.
    pub last: u64,
    /// What the place calls its bytes; empty where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub etag: String,
}

/// Somebody is publishing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// A number drawn by chance: how a publisher knows its own.
    pub token: String,
    /// Who it is.
    pub by: String,
    /// Since when, in seconds since 1970.
    pub since: i64,
    /// Until when, unless it is renewed.
    pub until: i64,
    /// For how long it is renewed each time, in seconds.
    #[serde(default)]
    pub lease: u64,
    /// The keys that it writes: should it die, nobody knows what is there.
    pub writes: Vec<String>,
    /// The keys that it deletes.
    pub deletes: Vec<String>,
}

/// The files of an earlier release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The form of this file.
    pub version: u32,
    /// The release.
    pub release: Release,
    /// Its files.
    pub files: Delta,
}

/// Files by key.
pub type Files = BTreeMap<String, Entry>;

impl Entry {
    /// What the place calls the bytes, where it says so.
    pub fn known_tag(&self) -> Option<&str> {
        known(&self.etag)
    }

    /// Whether it is one that bf-docs may have written.
    pub fn is_sound(&self) -> bool {
        let is_hash =
            self.sha256.len() == 64 && self.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash && Key::new(&self.key).is_some()
    }
}

/// What the place calls bytes, where it says so.
pub fn known(etag: &str) -> Option<&str> {
    Some(etag).filter(|tag| !tag.is_empty())
}

impl Claim {
    /// The keys that are in doubt while it has not ended.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.writes.iter().chain(&self.deletes)
    }
}

impl State {
    /// The number of the release that is up; 0 without one.
    pub fn number(&self) -> u64 {
        self.release.as_ref().map_or(0, |release| release.number)
    }

    /// Whether a list of files is that of a release that can be put up, or a base of one.
    pub fn needs(&self, list: &Key) -> bool {
        let list = list.as_str();
        let is_of = |release: &Release| release.list == list;
        self.release.iter().chain(&self.history).any(is_of)
            || self.files.base.as_deref() == Some(list)
            || self.retired.iter().any(|retired| retired.key == list)
    }
}

impl Release {
    /// When it was published, as people write it, in UTC.
    pub fn published_at(&self) -> String {
        super::shown(self.published)
    }
}

impl Delta {
    /// What differs from a base.
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

    /// The files, with those of the base.
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

/// Where the manifest lies.
pub fn current() -> Key {
    own("current.json.gz")
}

/// Where a publisher lists the files of a release. Another one's list of the same number has
/// another name: whoever was taken over from writes over nobody's.
pub fn record(number: u64, token: &str) -> Key {
    Key::new(&format!("{RELEASES}{number}-{token}.json.gz")).expect("digits and letters are a key")
}

/// Where the bytes of a file are kept whose place is taken by others.
pub fn kept(sha256: &str) -> Key {
    own(&format!("objects/{sha256}"))
}

/// Where a publisher writes a base, for the release with a number.
pub fn base(number: u64, token: &str) -> Key {
    own(&format!("bases/{number}-{token}.json.gz"))
}

fn own(name: &str) -> Key {
    Key::new(&format!("{OWN_FOLDER}{name}")).expect("digits and letters are a key")
}

/// Packs a value. The same value has the same bytes.
pub fn pack(value: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_vec(value).expect("text and numbers are always JSON");
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
    packed
        .write_all(&json)
        .and_then(|()| packed.finish())
        .expect("memory can be written")
}

/// Why a file of ours cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It is of another version.
    Version(u32),
    /// It is damaged.
    Damaged(String),
}

/// Unpacks what was packed.
pub fn unpack<T: for<'j> Deserialize<'j>>(bytes: &[u8]) -> Result<T, Unreadable> {
    #[derive(Deserialize)]
    struct Form {
        version: u32,
    }
    let damaged = |why: &dyn std::fmt::Display| Unreadable::Damaged(why.to_string());
    let mut json = Vec::new();
    GzDecoder::new(bytes)
        .take(MOST)
        .read_to_end(&mut json)
        .map_err(|error| damaged(&error))?;
    let form: Form = serde_json::from_slice(&json).map_err(|error| damaged(&error))?;
    if form.version != VERSION {
        return Err(Unreadable::Version(form.version));
    }
    serde_json::from_slice(&json).map_err(|error| damaged(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_needed_for_as_long_as_a_manifest_names_it() {
        let (list, base) = (record(7, "ours"), base(7, "ours"));
        let release = Release {
            list: list.to_string(),
            ..Release::default()
        };
        let mut state = State {
            release: Some(release),
            files: Delta {
                base: Some(base.to_string()),
                ..Delta::default()
            },
            ..State::default()
        };
        assert!(state.needs(&list) && state.needs(&base));
        // Another publisher has put up the next release.
        state.history.extend(state.release.take());
        let retired = Retired {
            key: state.files.base.take().expect("it has one"),
            last: 7,
            etag: String::new(),
        };
        state.retired.push(retired);
        assert!(state.needs(&list) && state.needs(&base));
        // Who only claims the place and was told of them deletes them.
        let claim = Claim {
            writes: vec![list.to_string()],
            ..Claim::default()
        };
        assert!(
            !State {
                claim: Some(claim),
                ..State::default()
            }
            .needs(&list)
        );
    }
}
