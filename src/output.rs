//! A file of the built site.

use std::path::PathBuf;

/// A file of the built site. ("Artifact" is a governed document, not this.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Where it lies below the site's root, `/` between folders, not
    /// percent-encoded: `guide/start/index.html`. Never absolute, never `..`.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What an output holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Bytes made by the build.
    Bytes(Vec<u8>),
    /// A file of the docs tree, copied as it is.
    File(PathBuf),
}

/// The bytes' SHA-256 as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(bytes))
}

/// Eight hexadecimal digits of the bytes' SHA-256: what a name holds so that the file
/// can be kept for ever.
pub fn fingerprint(bytes: &[u8]) -> String {
    let mut digits = sha256(bytes);
    digits.truncate(8);
    digits
}
