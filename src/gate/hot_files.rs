//! The files that are asked for often, in memory. Their names are digests, so that a file is the
//! same for as long as it is here.

use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// The largest file that is kept in memory, in bytes.
pub const MOST: u64 = 1 << 20;

/// The memory that an entry needs beside its bytes.
const OVERHEAD: u64 = 200;

/// The form in which a file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileForm {
    /// The bytes as they were published.
    Plain,
    /// The bytes, packed by gzip.
    Packed,
}

/// The digest of a file, and the form in which it is kept.
pub type HotKey = (String, FileForm);

/// The hot files.
pub type HotFiles = Cache<HotKey, Bytes, ByBytes>;

/// Weighs an entry by its bytes.
#[derive(Clone)]
pub struct ByBytes;

impl Weighter<HotKey, Bytes> for ByBytes {
    fn weight(&self, _: &HotKey, bytes: &Bytes) -> u64 {
        bytes.len() as u64 + OVERHEAD
    }
}

/// Hot files of at most `most` bytes.
pub fn hot_files(most: u64) -> HotFiles {
    let count = usize::try_from(most / 8_192).unwrap_or(usize::MAX).max(16);
    Cache::with_weighter(count, most, ByBytes)
}
