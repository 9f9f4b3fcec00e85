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

mod pack;
#[cfg(test)]
mod tests;
pub mod as_json;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use pack::{ENDING, Pack, Part, START};

/// Packs are joined to one where there are more.
const MOST: usize = 8;

/// What was not asked for is dropped once the packs hold so many times what was.
const TIMES: u64 = 3;

/// A pack that has been half written for so long is nobody's work any more.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Names a result by all that it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a kind of result that is made from these parts and nothing else.
    pub fn of<P: AsRef<[u8]>>(kind: &str, parts: impl IntoIterator<Item = P>) -> Self {
        let mut digest = Sha256::new();
        let mut add = |part: &[u8]| {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        };
        add(kind.as_bytes());
        parts.into_iter().for_each(|part| add(part.as_ref()));
        Self(digest.finalize().into())
    }
}

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The results of earlier builds, and those of this one for the next.
#[derive(Default)]
pub struct Cache {
    /// Where packs lie; none where nothing is kept.
    folder: Option<PathBuf>,
    packs: Vec<Pack>,
    /// What is of no use to this version.
    stale: Vec<PathBuf>,
    known: HashMap<Key, Known>,
    new: Mutex<BTreeMap<Key, Vec<u8>>>,
    /// Whether anything is left to later runs.
    keeps: bool,
}

/// A result that a pack holds.
struct Known {
    pack: usize,
    part: Part,
    is_used: AtomicBool,
}

impl Cache {
    /// Opens a folder, which may not be there.
    pub fn open(folder: &Path) -> Self {
        Self {
            keeps: true,
            ..Self::reading(folder)
        }
    }

    /// Opens a folder to be read alone.
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
            if !(name.starts_with(START) && name.ends_with(ENDING)) {
                cache.stale.extend(is_abandoned(&path).then_some(path));
                continue;
            }
            // What cannot be opened is another's, or gone.
            let Ok(file) = File::open(&path) else {
                continue;
            };
            match Pack::open(&path, file) {
                Some((pack, parts)) => {
                    let known = |(key, part)| {
                        (
                            key,
                            Known {
                                pack: cache.packs.len(),
                                part,
                                is_used: AtomicBool::new(false),
                            },
                        )
                    };
                    cache.known.extend(parts.into_iter().map(known));
                    cache.packs.push(pack);
                }
                None => cache.stale.push(path),
            }
        }
        cache
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
            self.new
                .lock()
                .expect("nobody panics while it is held")
                .insert(key, bytes);
        }
    }

    /// What was made before, else what is made now, for later builds too.
    pub fn or_make<T: Serialize + DeserializeOwned>(
        &self,
        key: impl FnOnce() -> Key,
        make: impl FnOnce() -> T,
    ) -> T {
        if !self.is_on() {
            return make();
        }
        let key = key();
        self.get(key).unwrap_or_else(|| {
            let made = make();
            self.put(key, &made);
            made
        })
    }

    /// The same of bytes.
    pub fn bytes_or_make(
        &self,
        key: impl FnOnce() -> Key,
        make: impl FnOnce() -> Vec<u8>,
    ) -> Vec<u8> {
        self.or_make(key, || ByteBuf::from(make())).into_vec()
    }

    /// Whether there is a result of an earlier build, which stays for later ones then.
    pub fn has(&self, key: Key) -> bool {
        self.known
            .get(&key)
            .inspect(|known| known.is_used.store(true, Ordering::Relaxed))
            .is_some()
    }

    fn bytes(&self, key: Key) -> Option<Vec<u8>> {
        let known = self.known.get(&key)?;
        let bytes = self.packs[known.pack].read(&known.part)?;
        known.is_used.store(true, Ordering::Relaxed);
        Some(bytes)
    }

    /// Writes what is new, and drops what is of no use, so that the folder stays as large as a few
    /// builds. An error says what could not be written; nothing that was kept is lost by it.
    pub fn close(&self) -> Result<(), Unwritten> {
        let Some(folder) = self.folder.as_ref().filter(|_| self.keeps) else {
            return Ok(());
        };
        let mut new =
            std::mem::take(&mut *self.new.lock().expect("nobody panics while it is held"));
        let is_used = |known: &Known| known.is_used.load(Ordering::Relaxed);
        let used: u64 = self
            .known
            .values()
            .filter(|known| is_used(known))
            .map(|known| known.part.length())
            .sum();
        let whole: u64 = self.packs.iter().map(|pack| pack.size).sum();
        let added: u64 = new.values().map(|bytes| bytes.len() as u64).sum();
        let is_wasteful = whole + added > TIMES * (used + added);
        // What was there and of no use (an included file has changed, or the pack is damaged) has
        // to go, lest it be found again.
        let is_renewed = new.keys().any(|key| self.known.contains_key(key));
        let joins =
            is_wasteful || is_renewed || self.packs.len() + usize::from(!new.is_empty()) > MOST;
        if joins {
            for (key, known) in self
                .known
                .iter()
                .filter(|(_, known)| !is_wasteful || is_used(known))
            {
                if let Entry::Vacant(free) = new.entry(*key)
                    && let Some(bytes) = self.packs[known.pack].read(&known.part)
                {
                    free.insert(bytes);
                }
            }
        }
        let written = match new.is_empty() {
            true => None,
            false => Some(pack::write(folder, &new).map_err(|source| Unwritten {
                folder: folder.clone(),
                source,
            })?),
        };
        let joined = self.packs.iter().map(|pack| &pack.path).filter(|_| joins);
        // What was damaged and is whole again has its old name.
        let gone = joined
            .chain(&self.stale)
            .filter(|path| Some(*path) != written.as_ref());
        // What another build has removed already is gone as well.
        gone.for_each(|path| drop(fs::remove_file(path)));
        Ok(())
    }
}

/// Why nothing was left to later builds.
#[derive(Debug, thiserror::Error)]
#[error("cannot keep what the next build could use in `{}`: {source}", folder.display())]
pub struct Unwritten {
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
