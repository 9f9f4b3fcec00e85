//! Objects: their bytes, their headers, and the conditions for writing them.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The headers that a file is served with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headers {
    /// `Content-Type`, with the character set of text.
    #[serde(rename = "type")]
    pub content_type: String,
    /// `Cache-Control`.
    #[serde(rename = "cache")]
    pub cache_control: String,
}

/// The bytes of an object to write.
#[derive(Debug, Clone)]
pub enum ObjectBody {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file, with the SHA-256 that it must have.
    File {
        /// The path of the file.
        path: PathBuf,
        /// 64 hexadecimal digits.
        sha256: String,
    },
}

/// A condition for a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteCondition {
    /// The write always happens.
    Always,
    /// The object must be missing.
    Absent,
    /// The object must have this ETag.
    Tag(String),
}

/// An object in a list.
#[derive(Debug, Clone)]
pub struct ListedObject {
    /// The key below the prefix. It is not checked, because it may be somebody else's.
    pub key: String,
    /// The length in bytes.
    pub size: u64,
    /// The ETag; some stores leave it out of lists.
    pub etag: Option<String>,
}

/// An object as it is found by somebody who knows an earlier state of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedObject {
    /// The object has the known ETag.
    Same,
    /// There is no such object.
    Missing,
    /// The bytes of the object and its ETag.
    Changed(Vec<u8>, String),
}
