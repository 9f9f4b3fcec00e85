//! The store of a site: a folder of this machine, or a part of a bucket.
//!
//! **Enters:** a [`StorePlace`], then [`ObjectKey`]s and [`ObjectBody`]s. **Leaves:** a [`Store`]
//! that gets, puts, copies, deletes and lists.
//! **Invariant:** nothing outside the folder or the prefix is read, written or deleted. Whoever
//! reads an object while it is written gets the old bytes or the new ones, whole, and of those
//! who write one under the same condition at once, one succeeds.
//!
//! A store knows only objects. Sites, releases and manifests belong to `publish`.

mod fault;
mod place;
mod object;
mod disk;
mod digests;
mod reader;
mod folder;
mod https;
mod access;
mod answer;
mod bucket;
mod upload;
mod public_policy;
mod exposure;

pub use access::Access;
pub(crate) use answer::{error_chain, service_message};
pub(crate) use bucket::PLAIN;
pub use exposure::Exposure;
pub use fault::StoreFault;
pub(crate) use https::connector;
pub use object::{ChangedObject, Headers, ListedObject, ObjectBody, WriteCondition};
pub use place::{ObjectKey, PlaceFault, StorePlace};
pub use reader::ObjectReader;

use std::ops::Range;

use bucket::BucketStore;
use folder::FolderStore;

/// An open place.
pub enum Store {
    /// A folder.
    Folder(FolderStore),
    /// A part of a bucket.
    Bucket(BucketStore),
}

impl Store {
    /// Opens a place. Sends no request.
    pub async fn open(place: &StorePlace, access: Access) -> Result<Self, StoreFault> {
        Ok(match place.clone() {
            StorePlace::Folder(path) if path.exists() && !path.is_dir() => {
                let why = "it is no folder";
                return Err(StoreFault::new("open", place, &why, "name a folder"));
            }
            StorePlace::Folder(path) => Self::Folder(FolderStore::new(path)),
            StorePlace::Bucket { bucket, prefix } => {
                Self::Bucket(BucketStore::open(bucket, prefix, access).await)
            }
        })
    }

    /// The bytes of an object and its ETag; `None` if it is missing. Fails if it has more than
    /// `most` bytes.
    pub async fn get(
        &self,
        key: &ObjectKey,
        most: u64,
    ) -> Result<Option<(Vec<u8>, String)>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.get(key, most),
            Self::Bucket(bucket) => bucket.get(key, most).await,
        }
    }

    /// Reads an object unless it still has the ETag `known`. Fails if it has more than `most`
    /// bytes.
    pub async fn get_if_changed(
        &self,
        key: &ObjectKey,
        most: u64,
        known: Option<&str>,
    ) -> Result<ChangedObject, StoreFault> {
        match self {
            Self::Folder(folder) => Ok(match folder.get(key, most)? {
                None => ChangedObject::Missing,
                Some((_, tag)) if Some(tag.as_str()) == known => ChangedObject::Same,
                Some((bytes, tag)) => ChangedObject::Changed(bytes, tag),
            }),
            Self::Bucket(bucket) => bucket.get_if_changed(key, most, known).await,
        }
    }

    /// Opens an object, or a range of its bytes, for reading. `None` if it is missing or has
    /// another ETag than `tag`.
    pub async fn read(
        &self,
        key: &ObjectKey,
        tag: &str,
        range: Option<Range<u64>>,
    ) -> Result<Option<ObjectReader>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.read(key, tag, range).await,
            Self::Bucket(bucket) => bucket.read(key, tag, range).await,
        }
    }

    /// Writes an object and returns its ETag; `None` if the condition does not hold.
    pub async fn put(
        &self,
        key: &ObjectKey,
        body: &ObjectBody,
        headers: &Headers,
        condition: &WriteCondition,
    ) -> Result<Option<String>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.put(key, body, condition),
            Self::Bucket(bucket) => bucket.put(key, body, headers, condition).await,
        }
    }

    /// Copies an object within the place and returns the copy's ETag; `None` if the object is
    /// missing or has another ETag than `tag`.
    pub async fn copy(
        &self,
        from: &ObjectKey,
        to: &ObjectKey,
        headers: &Headers,
        tag: Option<&str>,
    ) -> Result<Option<String>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.copy(from, to, tag),
            Self::Bucket(bucket) => bucket.copy(from, to, headers, tag).await,
        }
    }

    /// An object's ETag; `None` if it is missing.
    pub async fn tag(&self, key: &ObjectKey) -> Result<Option<String>, StoreFault> {
        Ok(self.head(key).await?.map(|(tag, _)| tag))
    }

    /// An object's ETag, and its headers if the place has them; `None` if the object is missing.
    pub async fn head(
        &self,
        key: &ObjectKey,
    ) -> Result<Option<(String, Option<Headers>)>, StoreFault> {
        Ok(match self {
            Self::Folder(folder) => folder.tag(key)?.map(|tag| (tag, None)),
            Self::Bucket(bucket) => bucket
                .head(key)
                .await?
                .map(|(tag, headers)| (tag, Some(headers))),
        })
    }

    /// Deletes objects. Missing ones count as deleted.
    pub async fn delete(&self, keys: &[ObjectKey]) -> Result<(), StoreFault> {
        match self {
            Self::Folder(folder) => folder.delete(keys),
            Self::Bucket(bucket) => bucket.delete(keys).await,
        }
    }

    /// All objects, including those that are not ours.
    pub async fn list(&self) -> Result<Vec<ListedObject>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.list(),
            Self::Bucket(bucket) => bucket.list().await,
        }
    }

    /// Removes what dead publishers left unfinished.
    pub fn tidy(&self) {
        match self {
            Self::Folder(folder) => folder.tidy(),
            Self::Bucket(bucket) => bucket.tidy(),
        }
    }

    /// The largest number of objects that one call of `delete` should have.
    pub fn deletes_at_once(&self) -> usize {
        match self {
            Self::Folder(folder) => folder.deletes_at_once(),
            Self::Bucket(bucket) => bucket.deletes_at_once(),
        }
    }

    /// Returns whether a list has all that the place knows of an object.
    pub fn lists_all(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Returns whether one name can be an object's and the start of other objects' names, as
    /// `guide` and `guide/index.html`.
    pub fn has_room_for_both(&self) -> bool {
        matches!(self, Self::Bucket(_))
    }
}
