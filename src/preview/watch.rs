//! Hears of changes on the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Fault;
use crate::pipeline::Histories;

/// What is heard.
pub enum Heard {
    /// These paths changed.
    Paths(Vec<PathBuf>),
    /// Something was missed: anything may have changed.
    Anything,
    /// Git was asked.
    Log(Histories),
}

/// How long nothing more has to come before a change is taken up, and how long it waits at most.
const QUIET: Duration = Duration::from_millis(4);
const LONGEST: Duration = Duration::from_millis(50);

/// Folders that are watched where the system tells of nothing are looked through this often.
const POLL: Duration = Duration::from_millis(700);

/// Watches a docs folder, and folders of files beside it.
pub struct Watch {
    watcher: Box<dyn Watcher + Send>,
    /// The docs folder, by its full path.
    pub docs: PathBuf,
    beside: BTreeSet<PathBuf>,
    /// Where others say what they learnt.
    pub say: Sender<Heard>,
}

impl Watch {
    /// Watches a docs folder.
    pub fn begin(docs: &Path) -> Result<(Self, Receiver<Heard>), Fault> {
        let (say, hear) = channel();
        let docs = docs.canonicalize().unwrap_or_else(|_| docs.to_owned());
        // What links in the docs folder lead to is watched where it lies, if it is content.
        let config = notify::Config::default().with_follow_symlinks(false);
        let watcher =
            RecommendedWatcher::new(told(&say), config).map_err(|error| fault(&docs, &error))?;
        let mut watch = Self {
            watcher: Box::new(watcher),
            docs,
            beside: BTreeSet::new(),
            say,
        };
        let (docs, all) = (watch.docs.clone(), RecursiveMode::Recursive);
        watch
            .watch(&docs, all)
            .map_err(|error| fault(&docs, &error))?;
        Ok((watch, hear))
    }

    /// Watches a folder. More than the system watches are looked through instead.
    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self.watcher.watch(folder, mode) {
            Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {}
            done => return done,
        }
        let config = notify::Config::default().with_follow_symlinks(false);
        let config = config.with_poll_interval(POLL).with_compare_contents(true);
        let mut polling = PollWatcher::new(told(&self.say), config)?;
        polling.watch(&self.docs, RecursiveMode::Recursive)?;
        for folder in &self.beside {
            // One that is gone is asked for again with the next change.
            let _ = polling.watch(folder, RecursiveMode::NonRecursive);
        }
        self.watcher = Box::new(polling);
        self.watcher.watch(folder, mode)
    }

    /// Watches the docs folder anew, after it was gone or another took its part.
    pub fn again(&mut self, docs: &Path) {
        let _ = self.watcher.unwatch(&self.docs);
        // Where it is gone it has no full path: it is the same, then.
        self.docs = docs.canonicalize().unwrap_or_else(|_| self.docs.clone());
        let docs = self.docs.clone();
        let _ = self.watch(&docs, RecursiveMode::Recursive);
    }

    /// Watches no longer what was at a path: it is gone, or another has its name.
    pub fn forget(&mut self, path: &Path) {
        for folder in self
            .beside
            .extract_if(.., |folder| folder.starts_with(path))
        {
            let _ = self.watcher.unwatch(&folder);
        }
    }

    /// Says what was learnt elsewhere.
    pub fn tell(&self, heard: Heard) {
        // Nobody hears any more when the preview ends.
        let _ = self.say.send(heard);
    }

    /// Whether a folder beside the docs folder is watched.
    pub fn has(&self, folder: &Path) -> bool {
        self.beside.contains(folder)
    }

    /// Watches these folders too, without what is below them. Gives those that were not watched.
    pub fn also(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> BTreeSet<PathBuf> {
        let mut new = BTreeSet::new();
        for folder in folders {
            let is_new = !folder.starts_with(&self.docs) && !self.beside.contains(&folder);
            // The system knows a folder by one path: one that became a link is another's.
            let is_itself = || folder.canonicalize().is_ok_and(|full| full == folder);
            // One that is not there yet is asked for again with the next change.
            if is_new && is_itself() && self.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
                self.beside.insert(folder.clone());
                new.insert(folder);
            }
        }
        new
    }
}

/// Passes on what the system tells. That files are opened and read is no change.
fn told(say: &Sender<Heard>) -> impl Fn(notify::Result<notify::Event>) + Send + 'static {
    let say = say.clone();
    move |event| {
        let heard = match event {
            Ok(event) if event.need_rescan() => Heard::Anything,
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
            Ok(event) => Heard::Paths(event.paths),
            Err(_) => Heard::Anything,
        };
        // Nobody hears any more when the preview ends.
        let _ = say.send(heard);
    }
}

fn fault(docs: &Path, error: &notify::Error) -> Fault {
    let help = "see that the folder may be read, and that the system's limit of watched files is not reached";
    Fault::Watch {
        path: docs.display().to_string(),
        why: error.to_string(),
        help,
    }
}

/// All that changed at once.
#[derive(Default)]
pub struct Batch {
    /// Paths, each once.
    pub paths: BTreeSet<PathBuf>,
    /// Whether anything may have changed.
    pub anything: bool,
    /// What git said last.
    pub log: Option<Histories>,
}

impl Batch {
    /// Waits for a change and takes what comes with it: an editor's save is several, a
    /// checkout a thousand. `None` when `patience` is over before anything came; an error
    /// when nothing will ever come.
    pub fn next(changes: &Receiver<Heard>, patience: Duration) -> Result<Option<Self>, ()> {
        let mut batch = Self::default();
        match changes.recv_timeout(patience) {
            Ok(heard) => batch.add(heard),
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => return Err(()),
        }
        let began = Instant::now();
        while began.elapsed() < LONGEST {
            match changes.recv_timeout(QUIET) {
                Ok(heard) => batch.add(heard),
                Err(_) => break,
            }
        }
        Ok(Some(batch))
    }

    fn add(&mut self, heard: Heard) {
        match heard {
            Heard::Paths(paths) => self.paths.extend(paths),
            Heard::Anything => self.anything = true,
            Heard::Log(log) => self.log = Some(log),
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::{Result, WatcherKind};

    use super::*;

    /// A system whose limit of watched files is reached.
    struct Full;

    impl Watcher for Full {
        fn new<F: notify::EventHandler>(_: F, _: notify::Config) -> Result<Self> {
            Ok(Self)
        }

        fn watch(&mut self, _: &Path, _: RecursiveMode) -> Result<()> {
            Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch))
        }

        fn unwatch(&mut self, _: &Path) -> Result<()> {
            Ok(())
        }

        fn kind() -> WatcherKind {
            WatcherKind::NullWatcher
        }
    }

    #[test]
    fn more_folders_than_the_system_watches_are_looked_through() {
        let (folder, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let [docs, theme] = [&folder, &aside].map(|folder| folder.path().canonicalize().unwrap());
        let (say, hear) = channel();
        let mut watch = Watch {
            watcher: Box::new(Full),
            docs: docs.clone(),
            beside: BTreeSet::new(),
            say,
        };
        assert_eq!(watch.also([theme.clone()]), BTreeSet::from([theme.clone()]));
        for file in [docs.join("page.md"), theme.join("style.css")] {
            std::fs::write(&file, "changed").unwrap();
            let mut heard = BTreeSet::new();
            while !heard.contains(&file) {
                let batch =
                    Batch::next(&hear, Duration::from_secs(20)).expect("the watcher is there");
                heard.extend(
                    batch
                        .unwrap_or_else(|| panic!("of {} nothing was heard", file.display()))
                        .paths,
                );
            }
        }
    }
}
