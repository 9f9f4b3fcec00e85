//! What is sent to a place, under which condition, and what a list says of it.

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

/// What is sent.
#[derive(Debug, Clone)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file, with the SHA-256 that it must have.
    File {
        /// Where it lies.
        path: PathBuf,
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
    /// Its key, from the prefix on; as it is, for a stranger's need not be sound.
    pub key: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its ETag; not all servers name it in a list.
    pub etag: Option<String>,
}
