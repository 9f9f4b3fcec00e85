//! The digests of files, each read once for as long as it stays the same.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::disk::{digest, fault};
use super::fault::StoreFault;

/// The largest number of digests that are remembered.
const MANY: usize = 50_000;

/// The digests that are known, by path.
#[derive(Default)]
pub struct FileDigests(Mutex<HashMap<PathBuf, (FileIdentity, String)>>);

/// The facts that change when a file does.
#[derive(Clone, PartialEq, Eq)]
struct FileIdentity {
    size: u64,
    modified: Option<SystemTime>,
    /// The device and the number of the file, and the time of its last change of any kind.
    #[cfg(unix)]
    node: (u64, u64, i64, i64),
}

impl FileIdentity {
    fn of(file: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            size: file.len(),
            modified: file.modified().ok(),
            #[cfg(unix)]
            node: (file.dev(), file.ino(), file.ctime(), file.ctime_nsec()),
        }
    }
}

impl FileDigests {
    /// The SHA-256 of a file that was just opened. The position in it is then unknown.
    pub fn sha256(&self, path: &Path, file: &File) -> Result<String, StoreFault> {
        let metadata = file
            .metadata()
            .map_err(|error| fault("read", path, &error))?;
        let identity = FileIdentity::of(&metadata);
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, digest)) = known.get(path).filter(|(known, _)| *known == identity) {
            return Ok(digest.clone());
        }
        drop(known);
        let digest = digest(file, path)?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Files that are gone are forgotten with the others, once there are many.
        if known.len() >= MANY {
            known.clear();
        }
        known.insert(path.to_owned(), (identity, digest.clone()));
        Ok(digest)
    }
}
