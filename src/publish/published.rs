//! The release that is up, for those who serve it.

use std::sync::Arc;

use super::Fault;
use super::headers::is_fingerprinted;
use super::manifest::{Files, RemoteFile, kept_key, manifest_key};
use super::remote::{MOST, Remote, state};
use crate::store::{ChangedObject, ObjectKey, ObjectReader, Store, StoreFault};

/// The number of earlier releases whose assets are still answered.
const EARLIER: usize = 3;

/// The release that is up.
#[derive(Debug, Clone, Default)]
pub struct PublishedRelease {
    /// The number of the release.
    pub number: u64,
    files: Files,
    /// Assets that only earlier releases have, under names that hold their fingerprint.
    earlier: Files,
}

impl PublishedRelease {
    /// The file with this path in the site, or an asset of an earlier release, for readers whose
    /// page is from then.
    pub fn file(&self, path: &str) -> Option<&RemoteFile> {
        self.files.get(path).or_else(|| self.earlier.get(path))
    }
}

impl Remote {
    /// The release that is up, as of the last look; `None` before the first publish.
    pub async fn published(&self) -> Option<PublishedRelease> {
        let release = self.manifest.release.as_ref()?;
        let mut earlier = Files::new();
        for release in self.manifest.history.iter().take(EARLIER) {
            // A record that cannot be read is missed by those alone whose page is that old.
            let Ok(files) = self.files_of_release(release).await else {
                continue;
            };
            let is_asset = |(key, file): &(String, RemoteFile)| {
                !self.files.contains_key(key) && is_fingerprinted(key, &file.sha256)
            };
            earlier.extend(files.into_iter().filter(is_asset));
        }
        Some(PublishedRelease {
            number: release.number,
            files: self.files.clone(),
            earlier,
        })
    }

    /// The place's store.
    pub fn store(&self) -> Arc<Store> {
        self.store.clone()
    }

    /// Looks at the place again. Returns whether the files that are up have changed. A place whose
    /// manifest has gone keeps its last state.
    pub async fn refresh(&mut self) -> Result<bool, Fault> {
        let (key, known) = (manifest_key(), self.tag.as_deref());
        let (bytes, tag) = match self.store.get_if_changed(&key, MOST, known).await? {
            ChangedObject::Same => return Ok(false),
            ChangedObject::Missing => {
                let why = "it is gone";
                let help = "publish the site again, or restore the object";
                return Err(Fault::place("read", &key, &why, help));
            }
            ChangedObject::Changed(bytes, tag) => (bytes, tag),
        };
        let state = state(&bytes)?;
        // A publisher at work renews its lease, and leaves the list as it is.
        let has_changed =
            state.files != self.manifest.files || state.release != self.manifest.release;
        if has_changed {
            (self.base, self.files) = self.files_of(&state.files).await?;
        }
        (self.manifest, self.tag) = (state, Some(tag));
        Ok(has_changed)
    }
}

/// A place of the bytes of a published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileCopy {
    /// The file itself, if its ETag is that of the release.
    Current,
    /// The file itself, for a caller who compares the digest: in a bucket, a copy of the same bytes
    /// may have another ETag.
    Unchecked,
    /// The copy that is kept once another release has replaced the file.
    Kept,
}

/// Opens a published file, or a range of its bytes, for reading. `None` if the place has other
/// bytes there, as far as its ETags tell. While a publish runs, the current file may be of the next
/// release, and the kept one is then the right one.
pub async fn open_file(
    store: &Store,
    file: &RemoteFile,
    copy: FileCopy,
    range: Option<std::ops::Range<u64>>,
) -> Result<Option<ObjectReader>, StoreFault> {
    match copy {
        FileCopy::Current | FileCopy::Unchecked => {
            let Some(key) = ObjectKey::new(&file.key) else {
                return Ok(None);
            };
            let tag = match store {
                Store::Bucket(_) if copy == FileCopy::Unchecked => "",
                _ => file.etag.as_str(),
            };
            store.read(&key, tag, range).await
        }
        // The name of the kept bytes is their SHA-256. In a bucket, a copy's ETag may differ.
        FileCopy::Kept => {
            let tag = match store {
                Store::Folder(_) => file.sha256.as_str(),
                Store::Bucket(_) => "",
            };
            store.read(&kept_key(&file.sha256), tag, range).await
        }
    }
}
