//! The watch for changes on the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Fault;
use crate::pipeline::Histories;

/// An event that the studio hears of.
pub enum WatchEvent {
    /// These paths have changed.
    Paths(Vec<PathBuf>),
    /// Events were missed, so anything may have changed.
    Anything,
    /// Git has answered.
    Log(Histories),
    /// A reader waits until all changes so far are shown.
    Asked(Sender<()>),
}

/// The quiet time that ends a batch of changes, and the longest time of a batch.
const QUIET: Duration = Duration::from_millis(4);
const LONGEST: Duration = Duration::from_millis(50);

/// The pause between two looks at folders for which the system reports no changes.
const POLL: Duration = Duration::from_millis(700);

/// Watches a docs folder, and other folders that the site is made of.
pub struct Watch {
    watcher: Box<dyn Watcher + Send>,
    /// The docs folder as a full path.
    pub docs: PathBuf,
    beside: BTreeSet<PathBuf>,
    /// The sender of events from other threads.
    pub sender: Sender<WatchEvent>,
}

impl Watch {
    /// Watches a docs folder.
    pub fn begin(docs: &Path) -> Result<(Self, Receiver<WatchEvent>), Fault> {
        let (sender, receiver) = channel();
        let docs = docs.canonicalize().unwrap_or_else(|_| docs.to_owned());
        // Links are not followed: their targets are watched on their own if they are content.
        let config = notify::Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(forward(&sender), config)
            .map_err(|error| fault(&docs, &error))?;
        let mut watch = Self {
            watcher: Box::new(watcher),
            docs,
            beside: BTreeSet::new(),
            sender,
        };
        let (docs, all) = (watch.docs.clone(), RecursiveMode::Recursive);
        watch
            .watch(&docs, all)
            .map_err(|error| fault(&docs, &error))?;
        Ok((watch, receiver))
    }

    /// Watches a folder. If the system's limit of watches is reached, all folders are polled
    /// instead.
    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self.watcher.watch(folder, mode) {
            Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {}
            done => return done,
        }
        let config = notify::Config::default().with_follow_symlinks(false);
        let config = config.with_poll_interval(POLL).with_compare_contents(true);
        let mut polling = PollWatcher::new(forward(&self.sender), config)?;
        polling.watch(&self.docs, RecursiveMode::Recursive)?;
        for folder in &self.beside {
            // A folder that is gone is added again with the next change.
            let _ = polling.watch(folder, RecursiveMode::NonRecursive);
        }
        self.watcher = Box::new(polling);
        self.watcher.watch(folder, mode)
    }

    /// Watches the docs folder anew, after it was gone or was replaced.
    pub fn rewatch(&mut self, docs: &Path) {
        let _ = self.watcher.unwatch(&self.docs);
        // A folder that is gone has no full path, so the old path stays.
        self.docs = docs.canonicalize().unwrap_or_else(|_| self.docs.clone());
        let docs = self.docs.clone();
        let _ = self.watch(&docs, RecursiveMode::Recursive);
    }

    /// Stops watching the folders at and below a path, which is gone or was replaced.
    pub fn unwatch(&mut self, path: &Path) {
        for folder in self
            .beside
            .extract_if(.., |folder| folder.starts_with(path))
        {
            let _ = self.watcher.unwatch(&folder);
        }
    }

    /// Sends an event of another source.
    pub fn tell(&self, event: WatchEvent) {
        // After the preview's end nobody receives.
        let _ = self.sender.send(event);
    }

    /// True if a folder outside the docs folder is watched.
    pub fn has(&self, folder: &Path) -> bool {
        self.beside.contains(folder)
    }

    /// Watches these folders too, without their subfolders. Returns the ones that were not yet
    /// watched.
    pub fn add(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> BTreeSet<PathBuf> {
        let mut new = BTreeSet::new();
        for folder in folders {
            let is_new = !folder.starts_with(&self.docs) && !self.beside.contains(&folder);
            // The system knows a folder by one path, so a path that has become a link is skipped.
            let is_itself = || folder.canonicalize().is_ok_and(|full| full == folder);
            // A missing folder is added again with the next change.
            if is_new && is_itself() && self.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
                self.beside.insert(folder.clone());
                new.insert(folder);
            }
        }
        new
    }
}

/// Forwards the system's events. Opening and reading a file is no change.
fn forward(sender: &Sender<WatchEvent>) -> impl Fn(notify::Result<notify::Event>) + Send + 'static {
    let sender = sender.clone();
    move |event| {
        let event = match event {
            Ok(event) if event.need_rescan() => WatchEvent::Anything,
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
            Ok(event) => WatchEvent::Paths(event.paths),
            Err(_) => WatchEvent::Anything,
        };
        // After the preview's end nobody receives.
        let _ = sender.send(event);
    }
}

fn fault(docs: &Path, error: &notify::Error) -> Fault {
    let help = "check that the folder may be read, and that the system's limit of watched files is not reached";
    Fault::Watch {
        path: docs.display().to_string(),
        why: error.to_string(),
        help,
    }
}

/// The changes of one moment.
#[derive(Default)]
pub struct Batch {
    /// The changed paths.
    pub paths: BTreeSet<PathBuf>,
    /// True if anything may have changed.
    pub anything: bool,
    /// Git's last answer.
    pub log: Option<Histories>,
    /// The readers that wait for the edition after this batch.
    pub asked: Vec<Sender<()>>,
}

impl Batch {
    /// Waits for a change and collects the ones that follow at once: an editor's save is several, a
    /// checkout a thousand. `None` if nothing came within `patience`; an error if nothing will ever
    /// come.
    pub fn next(changes: &Receiver<WatchEvent>, patience: Duration) -> Result<Option<Self>, ()> {
        let mut batch = Self::default();
        match changes.recv_timeout(patience) {
            Ok(event) => batch.add(event),
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => return Err(()),
        }
        if batch.is_question() {
            changes.try_iter().for_each(|event| batch.add(event));
        }
        let began = Instant::now();
        while began.elapsed() < LONGEST && !batch.is_question() {
            match changes.recv_timeout(QUIET) {
                Ok(event) => batch.add(event),
                Err(_) => break,
            }
        }
        Ok(Some(batch))
    }

    /// Returns whether nothing has changed and a reader asks.
    fn is_question(&self) -> bool {
        self.paths.is_empty() && !self.anything && self.log.is_none() && !self.asked.is_empty()
    }

    fn add(&mut self, event: WatchEvent) {
        match event {
            WatchEvent::Paths(paths) => self.paths.extend(paths),
            WatchEvent::Anything => self.anything = true,
            WatchEvent::Log(log) => self.log = Some(log),
            WatchEvent::Asked(reader) => self.asked.push(reader),
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::{Result, WatcherKind};

    use super::*;

    /// A system whose limit of watches is reached.
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
        let (sender, receiver) = channel();
        let mut watch = Watch {
            watcher: Box::new(Full),
            docs: docs.clone(),
            beside: BTreeSet::new(),
            sender,
        };
        assert_eq!(watch.add([theme.clone()]), BTreeSet::from([theme.clone()]));
        for file in [docs.join("page.md"), theme.join("style.css")] {
            std::fs::write(&file, "changed").unwrap();
            let mut heard = BTreeSet::new();
            while !heard.contains(&file) {
                let batch =
                    Batch::next(&receiver, Duration::from_secs(20)).expect("the watcher is there");
                heard.extend(
                    batch
                        .unwrap_or_else(|| panic!("of {} nothing was heard", file.display()))
                        .paths,
                );
            }
        }
    }
}
