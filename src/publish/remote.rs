//! A place and its manifest, open.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Fault;
use super::state::{Delta, Entry, Files, State, Unreadable, VERSION, current, pack, unpack};
use crate::store::Access;
use crate::store::Exposure;
use crate::store::Headers;
use crate::store::{Body, If, Store};
use crate::store::{Key, Place};

/// The most bytes that a file of ours has at a place.
const MOST: u64 = 64 << 20;

/// The most releases that a place ever has.
const MOST_RELEASES: u64 = 1 << 32;

/// How often the manifest is written where nobody else has replaced it.
const TRIES: usize = 3;

/// A place and its manifest, as they were when last looked at.
pub struct Remote {
    pub(super) store: Arc<Store>,
    pub(super) state: State,
    /// The files of the release that is up.
    pub(super) files: Files,
    /// Those of the base that its list is written from.
    pub(super) base: Files,
    tag: Option<String>,
    /// What the place said of who may reach it.
    pub(super) exposure: Option<Exposure>,
}

/// Files that lists of files are written from.
#[derive(Serialize, Deserialize)]
struct Base {
    version: u32,
    files: Vec<Entry>,
}

impl Remote {
    /// Opens a place. One that is empty has an empty manifest.
    pub async fn open(place: &Place, access: Access) -> Result<Self, Fault> {
        let store = Store::open(place, access).await?;
        let mut remote = Self {
            store: Arc::new(store),
            state: State {
                version: VERSION,
                ..State::default()
            },
            files: Files::new(),
            base: Files::new(),
            tag: None,
            exposure: None,
        };
        if let Some((state, tag)) = remote.look().await? {
            (remote.base, remote.files) = remote.files_of(&state.files).await?;
            (remote.state, remote.tag) = (state, Some(tag));
        }
        Ok(remote)
    }

    /// Whether nobody has ever published there.
    pub(super) fn is_new(&self) -> bool {
        self.tag.is_none()
    }

    /// The manifest as it is now.
    pub(super) async fn look(&self) -> Result<Option<(State, String)>, Fault> {
        let Some((bytes, tag)) = self.store.get(&current(), MOST).await? else {
            return Ok(None);
        };
        let state: State = read(&current(), &bytes)?;
        if state
            .release
            .iter()
            .chain(&state.history)
            .any(|release| release.number > MOST_RELEASES)
        {
            let why = "it numbers releases as bf-docs does not".to_owned();
            return Err(Fault::Manifest {
                key: current().to_string(),
                why,
                help: MEND,
            });
        }
        Ok(Some((state, tag)))
    }

    /// Replaces the manifest, unless somebody else has; whether it did.
    pub(super) async fn save(&mut self, state: State) -> Result<bool, Fault> {
        let condition = self.tag.clone().map_or(If::Absent, If::Tag);
        for _ in 0..TRIES {
            let tag = match self.put(&current(), &state, &condition).await? {
                Some(tag) => tag,
                None => match self.look().await? {
                    // A try that was answered by an error may have been carried out: the next one
                    // then meets its own manifest.
                    Some((other, tag)) if other == state => tag,
                    // S3 answers 409 where two writes meet, and both may be refused then.
                    other if other.as_ref().map(|(_, tag)| tag) == self.tag.as_ref() => continue,
                    _ => return Ok(false),
                },
            };
            (self.state, self.tag) = (state, Some(tag));
            return Ok(true);
        }
        Ok(false)
    }

    /// Writes a file of ours.
    pub(super) async fn put(
        &self,
        key: &Key,
        value: &impl Serialize,
        condition: &If,
    ) -> Result<Option<String>, Fault> {
        let bytes = pack(value);
        let headers = Headers {
            content_type: "application/gzip".into(),
            cache_control: "private, no-store".into(),
        };
        let body = Body::Bytes(bytes);
        Ok(self.store.put(key, &body, &headers, condition).await?)
    }

    /// Reads a file of ours.
    pub(super) async fn get<T: for<'j> Deserialize<'j>>(
        &self,
        key: &Key,
    ) -> Result<Option<T>, Fault> {
        let found = self.store.get(key, MOST).await?;
        found.map(|(bytes, _)| read(key, &bytes)).transpose()
    }

    /// The base of a list of files, and the files.
    pub(super) async fn files_of(&self, delta: &Delta) -> Result<(Files, Files), Fault> {
        let mut base = Files::new();
        if let Some(name) = &delta.base {
            let broken = |why: &str| Fault::Manifest {
                key: name.clone(),
                why: why.to_owned(),
                help: MEND,
            };
            let key = Key::new(name).ok_or_else(|| broken("it is no key"))?;
            let found: Base = self
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
            let key = delta.base.clone().unwrap_or_else(|| current().to_string());
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
    pub(super) async fn put_base(&self, key: &Key, files: &Files) -> Result<(), Fault> {
        let base = Base {
            version: VERSION,
            files: files.values().cloned().collect(),
        };
        self.put(key, &base, &If::Always).await?;
        Ok(())
    }
}

const MEND: &str = "put back the bytes that it had, or delete `.bf-docs/` there, with all earlier releases: \
    `bf-docs publish --overwrite` then sends all anew";

fn read<T: for<'j> Deserialize<'j>>(key: &Key, bytes: &[u8]) -> Result<T, Fault> {
    unpack(bytes).map_err(|unreadable| match unreadable {
        Unreadable::Version(version) => Fault::Manifest {
            key: key.to_string(),
            why: format!("it is of version {version}, and this bf-docs knows {VERSION}"),
            help: "publish with the bf-docs that wrote it, or a newer one",
        },
        Unreadable::Damaged(why) => Fault::Manifest {
            key: key.to_string(),
            why: format!("it is damaged: {why}"),
            help: MEND,
        },
    })
}
