//! The files that are asked for often, in memory. Their names are digests, so that a file is the
//! same for as long as it is here.

use bytes::Bytes;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

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

/// Hot files of at most `most` bytes. The cache is divided so that the largest file fits into each
/// part, however many cores the machine has.
pub fn hot_files(most: u64) -> HotFiles {
    let count = usize::try_from(most / 8_192).unwrap_or(usize::MAX).max(16);
    let parts = usize::try_from(most / (4 * MOST)).unwrap_or(1).clamp(1, 16);
    let options = OptionsBuilder::new()
        .shards(parts)
        .estimated_items_capacity(count)
        .weight_capacity(most)
        .build()
        .expect("both sizes are given");
    let hasher = DefaultHashBuilder::default();
    Cache::with_options(options, ByBytes, hasher, DefaultLifecycle::default())
}
