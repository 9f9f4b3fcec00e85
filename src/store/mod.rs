//! Where a site is kept: a folder of this machine, or a part of a bucket.
//!
//! **Enters:** a [`Place`], then [`Key`]s and [`Body`]s. **Leaves:** a [`Store`] that gets, puts,
//! copies, deletes and lists.
//! **Invariant:** nothing outside the folder or the prefix is read, written or deleted. Whoever
//! reads an object while it is written gets the old bytes or the new ones, whole, and of those
//! who write one under the same condition at once, one succeeds.
//!
//! A store knows objects and nothing of what they are for: sites, releases and manifests are
//! `publish`'s.

mod fault;
mod place;
mod object;
mod disk;
mod folder;
mod https;
mod access;
mod answer;
mod bucket;
mod upload;
mod public_policy;
mod exposure;

pub use access::Access;
pub(crate) use answer::{chain, said};
pub(crate) use bucket::PLAIN;
pub use exposure::Exposure;
pub use fault::StoreFault;
pub(crate) use https::connector;
pub use object::{Body, Headers, If, Listed};
pub use place::{Key, NoPlace, Place};

use bucket::Bucket;
use folder::Folder;

/// A place that is open.
pub enum Store {
    /// A folder.
    Folder(Folder),
    /// A part of a bucket.
    Bucket(Bucket),
}

impl Store {
    /// Opens a place. Sends no request.
    pub async fn open(place: &Place, access: Access) -> Result<Self, StoreFault> {
        Ok(match place.clone() {
            Place::Folder(path) if path.exists() && !path.is_dir() => {
                let why = "it is no folder";
                return Err(StoreFault::new("open", place, &why, "name a folder"));
            }
            Place::Folder(path) => Self::Folder(Folder::new(path)),
            Place::Bucket { bucket, prefix } => {
                Self::Bucket(Bucket::open(bucket, prefix, access).await)
            }
        })
    }

    /// An object's bytes, no more than `most`, and its ETag; `None` where it is not there.
    pub async fn get(&self, key: &Key, most: u64) -> Result<Option<(Vec<u8>, String)>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.get(key, most),
            Self::Bucket(bucket) => bucket.get(key, most).await,
        }
    }

    /// Writes an object and gives its ETag; `None` where the condition does not hold.
    pub async fn put(
        &self,
        key: &Key,
        body: &Body,
        headers: &Headers,
        condition: &If,
    ) -> Result<Option<String>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.put(key, body, condition),
            Self::Bucket(bucket) => bucket.put(key, body, headers, condition).await,
        }
    }

    /// Copies an object there and gives the copy's ETag; `None` where it is not there, or has not
    /// the ETag that it must have.
    pub async fn copy(
        &self,
        from: &Key,
        to: &Key,
        headers: &Headers,
        tag: Option<&str>,
    ) -> Result<Option<String>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.copy(from, to, tag),
            Self::Bucket(bucket) => bucket.copy(from, to, headers, tag).await,
        }
    }

    /// An object's ETag; `None` where it is not there.
    pub async fn tag(&self, key: &Key) -> Result<Option<String>, StoreFault> {
        Ok(self.head(key).await?.map(|(tag, _)| tag))
    }

    /// An object's ETag, and what it is served with where the place knows that; `None` where it is
    /// not there.
    pub async fn head(&self, key: &Key) -> Result<Option<(String, Option<Headers>)>, StoreFault> {
        Ok(match self {
            Self::Folder(folder) => folder.tag(key)?.map(|tag| (tag, None)),
            Self::Bucket(bucket) => bucket
                .head(key)
                .await?
                .map(|(tag, headers)| (tag, Some(headers))),
        })
    }

    /// Deletes objects; what is not there is deleted already.
    pub async fn delete(&self, keys: &[Key]) -> Result<(), StoreFault> {
        match self {
            Self::Folder(folder) => folder.delete(keys),
            Self::Bucket(bucket) => bucket.delete(keys).await,
        }
    }

    /// All objects, those that are not ours among them.
    pub async fn list(&self) -> Result<Vec<Listed>, StoreFault> {
        match self {
            Self::Folder(folder) => folder.list(),
            Self::Bucket(bucket) => bucket.list().await,
        }
    }

    /// Removes what publishers that died were about to write.
    pub fn tidy(&self) {
        match self {
            Self::Folder(folder) => folder.tidy(),
            Self::Bucket(bucket) => bucket.tidy(),
        }
    }

    /// How many objects are deleted at once.
    pub fn deletes_at_once(&self) -> usize {
        match self {
            Self::Folder(folder) => folder.deletes_at_once(),
            Self::Bucket(bucket) => bucket.deletes_at_once(),
        }
    }

    /// Whether what a list says of an object is all that there is to know.
    pub fn lists_all(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Whether one name can be both an object's and the beginning of other objects' names, as
    /// `guide` and `guide/index.html`.
    pub fn has_room_for_both(&self) -> bool {
        matches!(self, Self::Bucket(_))
    }
}
