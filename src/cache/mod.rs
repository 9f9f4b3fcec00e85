//! What a build leaves on disk for the next one.
//!
//! **Enters:** results, each under the [`Key`] of all that it was made from. **Leaves:** the
//! same results, in a later run.
//! **Invariant:** nothing here changes what is built. What is damaged, of another version of
//! bf-docs or not there is worked out again, and a build whose cache cannot be written is
//! a build.
//!
//! The folder holds packs. A pack is written under a name of its own and never changed, so
//! builds that run at once neither wait for each other nor read half of anything.

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

/// Packs are joined to one where there are more.
const MOST: usize = 8;

/// The packs may hold so many times what a build asks for: beyond that, the rest is dropped.
const MOST_TIMES: u64 = 3;

/// A pack that was half written so long ago is abandoned.
const ABANDONED: Duration = Duration::from_secs(3600);

/// What a build leaves to the next: results as bytes.
type NewResults = BTreeMap<Key, Vec<u8>>;

/// The results of earlier builds, and those of this one for the next.
#[derive(Default)]
pub struct Cache {
    /// Where packs lie; none where nothing is kept.
    folder: Option<PathBuf>,
    packs: Vec<Pack>,
    /// Files that are of no use to this version.
    stale: Vec<PathBuf>,
    known: HashMap<Key, StoredResult>,
    new: Mutex<NewResults>,
    /// Whether anything is left to later runs.
    keeps: bool,
}

/// A result that a pack holds.
struct StoredResult {
    /// The pack's place among those of the cache.
    pack: usize,
    slice: PackSlice,
    /// Whether this build has asked for it.
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
    /// Opens a folder, which may not be there.
    pub fn open(folder: &Path) -> Self {
        Self {
            keeps: true,
            ..Self::reading(folder)
        }
    }

    /// Opens a folder that is read and never written.
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
        // What cannot be opened is another's, or gone.
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
        self.known
            .extend(results.map(|(key, slice)| (key, stored(slice))));
        self.packs.push(pack);
    }

    /// Whether it keeps anything: without a folder, keys need not be worked out.
    pub fn is_on(&self) -> bool {
        self.folder.is_some()
    }

    /// A result of an earlier build.
    pub fn get<T: DeserializeOwned>(&self, key: Key) -> Option<T> {
        postcard::from_bytes(&self.bytes(key)?).ok()
    }

    /// Leaves a result to later builds.
    pub fn put(&self, key: Key, result: &(impl Serialize + ?Sized)) {
        if self.keeps
            && let Ok(bytes) = postcard::to_stdvec(result)
        {
            self.new_results().insert(key, bytes);
        }
    }

    /// The result of this kind that an earlier build made from the same parts; without one, it is
    /// made and left to later builds. The parts are asked for where anything is kept.
    pub fn memo<T, P>(&self, kind: &str, parts: impl FnOnce() -> P, make: impl FnOnce() -> T) -> T
    where
        T: Serialize + DeserializeOwned,
        P: IntoIterator<Item: AsRef<[u8]>>,
    {
        let make = || Ok::<T, Infallible>(make());
        let Ok(made) = self.try_memo(kind, parts, make);
        made
    }

    /// [`memo`](Self::memo) of what may fail: what failed is not kept.
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
        let made = make()?;
        self.put(key, &made);
        Ok(made)
    }

    /// [`memo`](Self::memo) of a result that is bytes already.
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

    /// Whether there is a result of an earlier build, which stays for later ones then.
    pub fn has(&self, key: Key) -> bool {
        self.known
            .get(&key)
            .inspect(|known| known.mark_used())
            .is_some()
    }

    fn bytes(&self, key: Key) -> Option<Vec<u8>> {
        let known = self.known.get(&key)?;
        let bytes = self.read(known)?;
        known.mark_used();
        Some(bytes)
    }

    /// The bytes of a result, whether they are asked for or moved to another pack.
    fn read(&self, known: &StoredResult) -> Option<Vec<u8>> {
        self.packs[known.pack].read(&known.slice)
    }

    /// What is left to later builds so far.
    fn new_results(&self) -> MutexGuard<'_, NewResults> {
        self.new.lock().expect("nobody panics while it is held")
    }

    /// Writes what is new, and drops what is of no use, so that the folder stays as large as a few
    /// builds. An error says what could not be written; nothing that was kept is lost by it.
    pub fn close(&self) -> Result<(), CacheNotWritten> {
        let Some(folder) = self.folder.as_ref().filter(|_| self.keeps) else {
            return Ok(());
        };
        let mut new = std::mem::take(&mut *self.new_results());
        let is_wasteful = self.is_wasteful(&new);
        let joins = is_wasteful || self.is_renewed_by(&new) || self.has_many_packs(&new);
        if joins {
            let kept = self.known.iter();
            self.join(
                &mut new,
                kept.filter(|(_, known)| !is_wasteful || known.is_used()),
            );
        }
        let written = write(folder, &new)?;
        let joined = self.packs.iter().map(|pack| &pack.path).filter(|_| joins);
        // What was damaged and is whole again has its old name.
        let gone = joined
            .chain(&self.stale)
            .filter(|path| Some(*path) != written.as_ref());
        // What another build has removed already is gone as well.
        gone.for_each(|path| drop(fs::remove_file(path)));
        Ok(())
    }

    /// Whether the packs would hold more than [`MOST_TIMES`] what this build uses.
    fn is_wasteful(&self, new: &NewResults) -> bool {
        let used = self.known.values().filter(|known| known.is_used());
        let used: u64 = used.map(|known| known.slice.length()).sum();
        let whole: u64 = self.packs.iter().map(|pack| pack.size).sum();
        let added: u64 = new.values().map(|bytes| bytes.len() as u64).sum();
        whole + added > MOST_TIMES * (used + added)
    }

    /// Whether a result takes the place of an earlier one that was of no use: an included file has
    /// changed, or the pack is damaged. The earlier one has to go, lest it be found again.
    fn is_renewed_by(&self, new: &NewResults) -> bool {
        new.keys().any(|key| self.known.contains_key(key))
    }

    fn has_many_packs(&self, new: &NewResults) -> bool {
        self.packs.len() + usize::from(!new.is_empty()) > MOST
    }

    /// Adds results of earlier builds to the new ones; what is damaged is left behind.
    fn join<'c>(
        &self,
        new: &mut NewResults,
        kept: impl Iterator<Item = (&'c Key, &'c StoredResult)>,
    ) {
        for (key, known) in kept {
            if let Entry::Vacant(free) = new.entry(*key)
                && let Some(bytes) = self.read(known)
            {
                free.insert(bytes);
            }
        }
    }
}

/// Writes results as a pack, where there are any, and says where it lies.
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

/// Why nothing was left to later builds.
#[derive(Debug, thiserror::Error)]
#[error("cannot keep what the next build could use in `{}`: {source}", folder.display())]
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
