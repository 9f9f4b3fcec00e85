//! The newest version of the docs, whatever happens on the disk.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use super::library::Library;
use crate::catalogue;
use crate::fault::Trouble;
use crate::studio::Newest;

/// The longest time that an answer waits for a new edition.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hands out the newest version of the docs.
pub struct Librarian {
    origin: LibraryOrigin,
    held: Mutex<HeldLibrary>,
}

/// The origin of the docs.
enum LibraryOrigin {
    /// A docs folder that is followed.
    Live(Newest),
    /// A built site.
    Built(PathBuf),
}

/// The version that was handed out last.
struct HeldLibrary {
    library: Arc<Library>,
    /// The state of a built site's catalogue on the disk.
    stamp: Option<Stamp>,
}

/// The time and the size of a file.
type Stamp = (SystemTime, u64);

/// A version of the docs for one answer.
pub struct LentLibrary {
    /// The docs.
    pub library: Arc<Library>,
    /// The trouble that keeps the newest change out.
    pub stuck: Option<Trouble>,
}

impl Librarian {
    /// Follows a docs folder.
    pub fn live(newest: Newest) -> Self {
        let edition = newest.shown.borrow().edition.clone();
        Self::of(
            LibraryOrigin::Live(newest),
            Library::of_edition(edition),
            None,
        )
    }

    /// Reads a built site.
    pub fn built(site: &Path) -> Result<Self, Trouble> {
        let stamp = stamp(site);
        let library = Library::open(site)?;
        Ok(Self::of(
            LibraryOrigin::Built(site.to_owned()),
            library,
            stamp,
        ))
    }

    fn of(origin: LibraryOrigin, library: Library, stamp: Option<Stamp>) -> Self {
        let library = Arc::new(library);
        prepare(&library);
        let held = HeldLibrary { library, stamp };
        Self {
            origin,
            held: Mutex::new(held),
        }
    }

    /// The newest version. Blocks while a change is read.
    pub fn lend(&self) -> LentLibrary {
        match &self.origin {
            LibraryOrigin::Live(newest) => {
                let shown = newest.settled(PATIENCE);
                let library = self.exchange(|held| {
                    let known = held.library.edition();
                    let is_new = known.is_none_or(|known| !Arc::ptr_eq(known, &shown.edition));
                    is_new.then(|| (Library::of_edition(shown.edition.clone()), None))
                });
                LentLibrary {
                    library,
                    stuck: shown.stuck.clone(),
                }
            }
            LibraryOrigin::Built(site) => {
                let mut stuck = None;
                let library = self.exchange(|held| {
                    let now = stamp(site);
                    if now == held.stamp {
                        return None;
                    }
                    let opened = Library::open(site);
                    opened
                        .map(|library| (library, now))
                        .map_err(|trouble| stuck = Some(trouble))
                        .ok()
                });
                LentLibrary { library, stuck }
            }
        }
    }

    /// Replaces the held version by a newer one, if there is one.
    fn exchange(
        &self,
        newer: impl FnOnce(&HeldLibrary) -> Option<(Library, Option<Stamp>)>,
    ) -> Arc<Library> {
        let mut held = self.held.lock().expect("nobody panics while it is held");
        if let Some((library, stamp)) = newer(&held) {
            let library = Arc::new(library);
            prepare(&library);
            *held = HeldLibrary { library, stamp };
        }
        held.library.clone()
    }
}

/// Makes the search while nobody waits for it.
fn prepare(library: &Arc<Library>) {
    let library = library.clone();
    std::thread::spawn(move || drop(library.index().map(drop)));
}

fn stamp(site: &Path) -> Option<Stamp> {
    let file = site.join(catalogue::FILE).metadata().ok()?;
    Some((file.modified().ok()?, file.len()))
}
