//! The cache: results that a build leaves on disk for the next one.
//!
//! **Enters:** results, each under the [`Key`] of all that it was made from.
//! **Leaves:** the same results, in a later run.
//! **Invariant:** the cache never changes what is built. An entry that is damaged, missing or of
//! another version of bf-docs is computed again, and a build succeeds even if its cache cannot be
//! written.
//!
//! The folder holds packs. A pack is written under a name of its own and never changed, so builds
//! that run at once neither wait for each other nor read half-written packs.

mod key;
mod pack;
#[cfg(test)]
mod tests;
pub mod as_json;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;

pub use key::Key;

use pack::{ENDING, Pack, PackSlice, START};

/// More packs than this are merged into one.
const MOST: usize = 8;

/// The packs may be this many times as large as the results that a build uses. Beyond that, unused
/// results are dropped.
const MOST_TIMES: u64 = 3;

/// An unfinished pack of this age is abandoned.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Results of this build for the next one, as bytes.
type NewResults = BTreeMap<Key, Vec<u8>>;

/// The results of earlier builds, and new ones for the next.
#[derive(Default)]
pub struct Cache {
    /// The folder of the packs; `None` if nothing is cached.
    folder: Option<PathBuf>,
    packs: Vec<Pack>,
    /// Packs that this version cannot use.
    stale: Vec<PathBuf>,
    stored: HashMap<Key, StoredResult>,
    new: Mutex<NewResults>,
    /// True if results are written for later runs.
    keeps: bool,
}

/// A result in a pack.
struct StoredResult {
    /// The pack's index in [`Cache::packs`].
    pack: usize,
    slice: PackSlice,
    /// True once this build has used it.
    is_used: AtomicBool,
}

impl StoredResult {
    fn is_used(&self) -> bool {
        self.is_used.load(Ordering::Relaxed)
    }

    fn mark_used(&self) {
        self.is_used.store(true, Ordering::Relaxed);
    }
}

impl Cache {
    /// Opens a folder, which need not exist.
    pub fn open(folder: &Path) -> Self {
        Self {
            keeps: true,
            ..Self::reading(folder)
        }
    }

    /// Opens a folder for reading only.
    pub fn reading(folder: &Path) -> Self {
        let mut cache = Self {
            folder: Some(folder.to_owned()),
            ..Self::default()
        };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(START) && name.ends_with(ENDING) {
                cache.add_pack(path);
            } else {
                cache.stale.extend(is_abandoned(&path).then_some(path));
            }
        }
        cache
    }

    fn add_pack(&mut self, path: PathBuf) {
        // A file that cannot be opened belongs to another user, or is gone.
        let Ok(file) = File::open(&path) else {
            return;
        };
        let Some((pack, slices)) = Pack::open(&path, file) else {
            self.stale.push(path);
            return;
        };
        let number = self.packs.len();
        let stored = |slice| StoredResult {
            pack: number,
            slice,
            is_used: AtomicBool::new(false),
        };
        let results = slices.into_iter();
        self.stored
            .extend(results.map(|(key, slice)| (key, stored(slice))));
        self.packs.push(pack);
    }

    /// Returns whether anything is cached. Without a folder, keys need not be computed.
    pub fn is_on(&self) -> bool {
        self.folder.is_some()
    }

    /// The result with that key, if an earlier build left one.
    pub fn get<T: DeserializeOwned>(&self, key: Key) -> Option<T> {
        postcard::from_bytes(&self.bytes(key)?).ok()
    }

    /// Stores a result for later builds.
    pub fn put(&self, key: Key, result: &(impl Serialize + ?Sized)) {
        if self.keeps
            && let Ok(bytes) = postcard::to_stdvec(result)
        {
            self.new_results().insert(key, bytes);
        }
    }

    /// The result of this kind that an earlier build made from the same parts. Without one, `make`
    /// is called and its result stored for later builds. `parts` is called only if something is
    /// cached.
    pub fn memo<T, P>(&self, kind: &str, parts: impl FnOnce() -> P, make: impl FnOnce() -> T) -> T
    where
        T: Serialize + DeserializeOwned,
        P: IntoIterator<Item: AsRef<[u8]>>,
    {
        let make = || Ok::<T, Infallible>(make());
        let Ok(result) = self.try_memo(kind, parts, make);
        result
    }

    /// [`memo`](Self::memo) for a `make` that can fail. A failure is not stored.
    pub fn try_memo<T, P, E>(
        &self,
        kind: &str,
        parts: impl FnOnce() -> P,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        P: IntoIterator<Item: AsRef<[u8]>>,
    {
        if !self.is_on() {
            return make();
        }
        let key = Key::of(kind, parts());
        if let Some(kept) = self.get(key) {
            return Ok(kept);
        }
        let result = make()?;
        self.put(key, &result);
        Ok(result)
    }

    /// [`memo`](Self::memo) for a result that is bytes already.
    pub fn memo_bytes<P>(
        &self,
        kind: &str,
        parts: impl FnOnce() -> P,
        make: impl FnOnce() -> Vec<u8>,
    ) -> Vec<u8>
    where
        P: IntoIterator<Item: AsRef<[u8]>>,
    {
        let bytes = self.memo(kind, parts, || ByteBuf::from(make()));
        bytes.into_vec()
    }

    /// Returns whether an earlier build left this result. If so, it is kept for later builds.
    pub fn has(&self, key: Key) -> bool {
        self.stored
            .get(&key)
            .inspect(|result| result.mark_used())
            .is_some()
    }

    fn bytes(&self, key: Key) -> Option<Vec<u8>> {
        let result = self.stored.get(&key)?;
        let bytes = self.read(result)?;
        result.mark_used();
        Some(bytes)
    }

    /// The bytes of a stored result, to be used or to be moved to another pack.
    fn read(&self, result: &StoredResult) -> Option<Vec<u8>> {
        self.packs[result.pack].read(&result.slice)
    }

    /// The results that this build has stored so far.
    fn new_results(&self) -> MutexGuard<'_, NewResults> {
        self.new.lock().expect("nobody panics while it is held")
    }

    /// Writes the new results and drops unused ones, so that the folder stays as large as a few
    /// builds. An error says what could not be written; earlier results stay.
    pub fn close(&self) -> Result<(), CacheNotWritten> {
        let Some(folder) = self.folder.as_ref().filter(|_| self.keeps) else {
            return Ok(());
        };
        let mut new = std::mem::take(&mut *self.new_results());
        let is_wasteful = self.is_wasteful(&new);
        let joins = is_wasteful || self.is_renewed_by(&new) || self.has_many_packs(&new);
        if joins {
            let kept = self.stored.iter();
            self.join(
                &mut new,
                kept.filter(|(_, result)| !is_wasteful || result.is_used()),
            );
        }
        let written = write(folder, &new)?;
        let joined = self.packs.iter().map(|pack| &pack.path).filter(|_| joins);
        // A damaged pack that has been written anew keeps its name.
        let gone = joined
            .chain(&self.stale)
            .filter(|path| Some(*path) != written.as_ref());
        // A pack that another build has removed is gone as well.
        gone.for_each(|path| drop(fs::remove_file(path)));
        Ok(())
    }

    /// Returns whether the packs would hold more than [`MOST_TIMES`] what this build uses.
    fn is_wasteful(&self, new: &NewResults) -> bool {
        let used = self.stored.values().filter(|result| result.is_used());
        let used: u64 = used.map(|result| result.slice.length()).sum();
        let whole: u64 = self.packs.iter().map(|pack| pack.size).sum();
        let added: u64 = new.values().map(|bytes| bytes.len() as u64).sum();
        whole + added > MOST_TIMES * (used + added)
    }

    /// Returns whether a new result replaces an unusable one: an included file has changed, or the
    /// pack is damaged. The old one has to go, or it would be found again.
    fn is_renewed_by(&self, new: &NewResults) -> bool {
        new.keys().any(|key| self.stored.contains_key(key))
    }

    fn has_many_packs(&self, new: &NewResults) -> bool {
        self.packs.len() + usize::from(!new.is_empty()) > MOST
    }

    /// Adds results of earlier builds to the new ones. Damaged results are skipped.
    fn join<'c>(
        &self,
        new: &mut NewResults,
        kept: impl Iterator<Item = (&'c Key, &'c StoredResult)>,
    ) {
        for (key, result) in kept {
            if let Entry::Vacant(free) = new.entry(*key)
                && let Some(bytes) = self.read(result)
            {
                free.insert(bytes);
            }
        }
    }
}

/// Writes results as a pack, if there are any, and returns its path.
fn write(folder: &Path, results: &NewResults) -> Result<Option<PathBuf>, CacheNotWritten> {
    if results.is_empty() {
        return Ok(None);
    }
    let unwritten = |source| CacheNotWritten {
        folder: folder.to_owned(),
        source,
    };
    pack::write(folder, results).map(Some).map_err(unwritten)
}

/// The cache could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the cache for the next build in `{}`: {source}", folder.display())]
pub struct CacheNotWritten {
    folder: PathBuf,
    source: io::Error,
}

fn is_abandoned(path: &Path) -> bool {
    let is_ours = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with(pack::UNFINISHED));
    let age = || path.metadata().ok()?.modified().ok()?.elapsed().ok();
    is_ours && age().is_some_and(|age| age > ABANDONED)
}
