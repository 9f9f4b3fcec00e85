//! What can be done at a place, whatever it is.

use super::Fault;
use super::folder::Folder;
use super::headers::Headers;
use super::place::Key;
use super::s3::{Bucket, TOGETHER};

/// A place that is open.
pub enum Store {
    /// A folder.
    Folder(Folder),
    /// A part of a bucket.
    Bucket(Bucket),
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file, with the SHA-256 that it must have.
    File {
        /// Where it lies.
        path: std::path::PathBuf,
        /// 64 hexadecimal digits.
        sha256: String,
    },
}

/// What must be true of an object for it to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum If {
    /// Nothing.
    Always,
    /// It is not there.
    Absent,
    /// It is what had this ETag.
    Tag(String),
}

/// An object as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key, from the prefix on; as it is, for a stranger's need not be a [`Key`].
    pub key: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its ETag; not all servers name it in a list.
    pub etag: Option<String>,
}

impl Store {
    /// An object's bytes, no more than `most`, and its ETag; `None` where it is not there.
    pub async fn get(&self, key: &Key, most: u64) -> Result<Option<(Vec<u8>, String)>, Fault> {
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
    ) -> Result<Option<String>, Fault> {
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
    ) -> Result<Option<String>, Fault> {
        match self {
            Self::Folder(folder) => folder.copy(from, to, tag),
            Self::Bucket(bucket) => bucket.copy(from, to, headers, tag).await,
        }
    }

    /// An object's ETag; `None` where it is not there.
    pub async fn tag(&self, key: &Key) -> Result<Option<String>, Fault> {
        Ok(self.head(key).await?.map(|(tag, _)| tag))
    }

    /// An object's ETag, and what it is served with where the place knows that; `None` where it is
    /// not there.
    pub async fn head(&self, key: &Key) -> Result<Option<(String, Option<Headers>)>, Fault> {
        Ok(match self {
            Self::Folder(folder) => folder.tag(key)?.map(|tag| (tag, None)),
            Self::Bucket(bucket) => bucket
                .head(key)
                .await?
                .map(|(tag, headers)| (tag, Some(headers))),
        })
    }

    /// Whether what a list says of an object is all that there is to know.
    pub fn lists_all(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Removes what publishers that died were about to write.
    pub fn tidy(&self) {
        if let Self::Folder(folder) = self {
            folder.tidy();
        }
    }

    /// Whether a name can be an object's and be a part of others' at once.
    pub fn has_room_for_both(&self) -> bool {
        matches!(self, Self::Bucket(_))
    }

    /// How many objects are deleted at once.
    pub fn deletes_at_once(&self) -> usize {
        match self {
            Self::Folder(_) => 1,
            Self::Bucket(_) => TOGETHER,
        }
    }

    /// Deletes objects; what is not there is deleted already.
    pub async fn delete(&self, keys: &[Key]) -> Result<(), Fault> {
        match self {
            Self::Folder(folder) => folder.delete(keys),
            Self::Bucket(bucket) => bucket.delete(keys).await,
        }
    }

    /// All objects, those that are not ours among them.
    pub async fn list(&self) -> Result<Vec<Listed>, Fault> {
        match self {
            Self::Folder(folder) => folder.list(),
            Self::Bucket(bucket) => bucket.list().await,
        }
    }
}
