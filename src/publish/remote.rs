//! An open place with its manifest.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Fault;
use super::manifest::{
    Delta, Files, RemoteFile, RemoteManifest, UnpackFault, VERSION, manifest_key, pack, unpack,
};
use crate::store::Access;
use crate::store::Exposure;
use crate::store::Headers;
use crate::store::{ObjectBody, Store, WriteCondition};
use crate::store::{ObjectKey, StorePlace};

/// The largest file of ours that is read, in bytes.
pub(super) const MOST: u64 = 64 << 20;

/// The largest number of a release. A higher one is not from bf-docs.
const MOST_RELEASES: u64 = 1 << 32;

/// The number of tries to write the manifest while nobody else replaces it.
const TRIES: usize = 3;

/// A place and its manifest, as of the last look.
pub struct Remote {
    pub(super) store: Arc<Store>,
    pub(super) manifest: RemoteManifest,
    /// The files of the release that is up.
    pub(super) files: Files,
    /// The files of the base that the manifest's delta refers to.
    pub(super) base: Files,
    /// The ETag of the manifest; `None` before the first publish.
    pub(super) tag: Option<String>,
    /// The place's answer about who may reach it.
    pub(super) exposure: Option<Exposure>,
}

/// The base of the records: a list of files.
#[derive(Serialize, Deserialize)]
struct BaseList {
    version: u32,
    files: Vec<RemoteFile>,
}

impl Remote {
    /// Opens a place. An empty place has an empty manifest.
    pub async fn open(place: &StorePlace, access: Access) -> Result<Self, Fault> {
        let store = Store::open(place, access).await?;
        let mut remote = Self {
            store: Arc::new(store),
            manifest: RemoteManifest {
                version: VERSION,
                ..RemoteManifest::default()
            },
            files: Files::new(),
            base: Files::new(),
            tag: None,
            exposure: None,
        };
        if let Some((state, tag)) = remote.look().await? {
            (remote.base, remote.files) = remote.files_of(&state.files).await?;
            (remote.manifest, remote.tag) = (state, Some(tag));
        }
        Ok(remote)
    }

    /// Returns whether nobody has ever published there.
    pub(super) fn is_new(&self) -> bool {
        self.tag.is_none()
    }

    /// Reads the manifest anew.
    pub(super) async fn look(&self) -> Result<Option<(RemoteManifest, String)>, Fault> {
        let Some((bytes, tag)) = self.store.get(&manifest_key(), MOST).await? else {
            return Ok(None);
        };
        Ok(Some((state(&bytes)?, tag)))
    }

    /// Replaces the manifest unless somebody else has. Returns whether this call replaced it.
    pub(super) async fn save(&mut self, state: RemoteManifest) -> Result<bool, Fault> {
        let condition = self
            .tag
            .clone()
            .map_or(WriteCondition::Absent, WriteCondition::Tag);
        for _ in 0..TRIES {
            let tag = match self.put(&manifest_key(), &state, &condition).await? {
                Some(tag) => tag,
                None => match self.look().await? {
                    // The try before this one may have succeeded although its answer was an error.
                    // This try then meets its own manifest.
                    Some((other, tag)) if other == state => tag,
                    // S3 answers 409 if two writes meet, and may refuse both.
                    other if other.as_ref().map(|(_, tag)| tag) == self.tag.as_ref() => continue,
                    _ => return Ok(false),
                },
            };
            (self.manifest, self.tag) = (state, Some(tag));
            return Ok(true);
        }
        Ok(false)
    }

    /// Writes a file of ours.
    pub(super) async fn put(
        &self,
        key: &ObjectKey,
        value: &impl Serialize,
        condition: &WriteCondition,
    ) -> Result<Option<String>, Fault> {
        let bytes = pack(value);
        let headers = Headers {
            content_type: "application/gzip".into(),
            cache_control: "private, no-store".into(),
        };
        let body = ObjectBody::Bytes(bytes);
        Ok(self.store.put(key, &body, &headers, condition).await?)
    }

    /// Reads a file of ours.
    pub(super) async fn get<T: for<'j> Deserialize<'j>>(
        &self,
        key: &ObjectKey,
    ) -> Result<Option<T>, Fault> {
        let found = self.store.get(key, MOST).await?;
        found.map(|(bytes, _)| read(key, &bytes)).transpose()
    }

    /// The base that a delta refers to, and the files.
    pub(super) async fn files_of(&self, delta: &Delta) -> Result<(Files, Files), Fault> {
        let mut base = Files::new();
        if let Some(name) = &delta.base {
            let broken = |why: &str| Fault::Manifest {
                key: name.clone(),
                why: why.to_owned(),
                help: MEND,
            };
            let key = ObjectKey::new(name).ok_or_else(|| broken("it is no key"))?;
            let found: BaseList = self
                .get(&key)
                .await?
                .ok_or_else(|| broken("it is not there"))?;
            base.extend(
                found
                    .files
                    .into_iter()
                    .map(|entry| (entry.key.clone(), entry)),
            );
        }
        let files = delta.files(base.clone());
        if let Some(entry) = files.values().find(|entry| !entry.is_sound()) {
            let key = delta
                .base
                .clone()
                .unwrap_or_else(|| manifest_key().to_string());
            let why = format!(
                "it names `{}`, which bf-docs did not write",
                entry.key.escape_debug()
            );
            return Err(Fault::Manifest {
                key,
                why,
                help: MEND,
            });
        }
        Ok((base, files))
    }

    /// Writes a new base.
    pub(super) async fn put_base(&self, key: &ObjectKey, files: &Files) -> Result<(), Fault> {
        let base = BaseList {
            version: VERSION,
            files: files.values().cloned().collect(),
        };
        self.put(key, &base, &WriteCondition::Always).await?;
        Ok(())
    }
}

/// Reads the manifest's bytes.
pub(super) fn state(bytes: &[u8]) -> Result<RemoteManifest, Fault> {
    let state: RemoteManifest = read(&manifest_key(), bytes)?;
    let mut releases = state.release.iter().chain(&state.history);
    if releases.any(|release| release.number > MOST_RELEASES) {
        let why = "it numbers releases as bf-docs does not".to_owned();
        return Err(Fault::Manifest {
            key: manifest_key().to_string(),
            why,
            help: MEND,
        });
    }
    Ok(state)
}

const MEND: &str = "restore the object; or delete `.bf-docs/` but for `readers.json`, which loses all earlier \
    releases, and run `bf-docs publish --overwrite`";

fn read<T: for<'j> Deserialize<'j>>(key: &ObjectKey, bytes: &[u8]) -> Result<T, Fault> {
    unpack(bytes).map_err(|unreadable| match unreadable {
        UnpackFault::Version(version) => Fault::Manifest {
            key: key.to_string(),
            why: format!("it is of version {version}, and this bf-docs knows {VERSION}"),
            help: "publish with the bf-docs that wrote it, or a newer one",
        },
        UnpackFault::Damaged(why) => Fault::Manifest {
            key: key.to_string(),
            why: format!("it is damaged: {why}"),
            help: MEND,
        },
    })
}
