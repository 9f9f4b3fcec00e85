//! The follower: it makes an edition of the site after each change.

mod relevant_change;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant, SystemTime};

use relevant_change::RelevantChange;
use tokio::sync::watch::{Sender, channel};

use super::git::GitWatch;
use super::shown::ShownSite;
use super::watch::{Batch, Watch, WatchEvent};
use super::{Fault, Newest, TreeEvent};
use crate::fault::Trouble;
use crate::pipeline::{Edition, Histories, Live, Project, WatchedPaths};
use crate::site::Drafts;

/// Reads the project's content map anew.
pub type Reopen = Box<dyn Fn() -> Result<Project, Trouble> + Send>;

/// A change, and the site after it.
#[derive(Clone)]
pub struct ChangeSummary {
    /// The first changed path, below the docs folder if it is there, and the number of the others;
    /// `None` if only git's answer is new.
    pub changed: Option<(String, usize)>,
    /// The number of pages that authors wrote.
    pub pages: usize,
    /// The number of errors and the number of warnings.
    pub found: (usize, usize),
    /// The time that the new edition took.
    pub took: Duration,
}

/// The longest time that the first page waits for git.
const PATIENCE: Duration = Duration::from_millis(300);

/// The pause between two tries to read a broken tree.
const LOOK: Duration = Duration::from_millis(300);

/// The largest lag of file times behind the clock.
const TICK: Duration = Duration::from_millis(20);

/// The longest sleep while nothing changes.
const IDLE: Duration = Duration::from_secs(3600);

/// The tree, the watch on it, and the version that is shown.
pub struct Follower {
    live: Live,
    changes: Receiver<WatchEvent>,
    reopen: Reopen,
    watch: Watch,
    beside: WatchedPaths,
    /// True if the docs folder was there at the last reading.
    is_there: bool,
    /// The time of the last try to read a broken tree.
    tried: Instant,
    shown: Sender<Arc<ShownSite>>,
    git: GitWatch,
    opened: Duration,
}

impl Follower {
    /// Reads the tree, and makes the first edition.
    pub fn open(
        project: Project,
        reopen: Reopen,
        drafts: Drafts,
        (mut watch, changes): (Watch, Receiver<WatchEvent>),
    ) -> Result<(Self, Newest), Fault> {
        let start = Start::now();
        let git = GitWatch::of(&project.docs, &watch);
        let mut live = Live::open(project, drafts)?;
        let beside = live.watched_paths();
        let new = watch.add(beside.watched());
        watch.add(git.folder.clone());
        let edition = first_edition(&mut live, &watch, &changes, start.clock);
        let (shown, showing) = channel(Arc::new(ShownSite::first(edition)));
        let newest = Newest::new(showing, watch.sender.clone());
        let mut follower = Self {
            live,
            changes,
            reopen,
            watch,
            beside,
            is_there: true,
            tried: start.clock,
            shown,
            git,
            opened: start.clock.elapsed(),
        };
        follower.watch_beside(new, start.time);
        Ok((follower, newest))
    }

    /// A summary of the site as it is now.
    pub fn summary(&self) -> ChangeSummary {
        self.sum(None, self.opened)
    }

    fn sum(&self, changed: Option<(String, usize)>, took: Duration) -> ChangeSummary {
        let edition = &self.shown.borrow().edition;
        let report = edition.report();
        ChangeSummary {
            changed,
            pages: edition.site().pages.len(),
            found: (report.errors, report.warnings),
            took,
        }
    }

    /// Handles changes until the watch ends.
    pub fn run(mut self, tell: &dyn Fn(TreeEvent<'_>)) {
        loop {
            let patience = if self.is_stuck() { LOOK } else { IDLE };
            match Batch::next(&self.changes, patience) {
                Ok(Some(mut batch)) => {
                    let asked = std::mem::take(&mut batch.asked);
                    self.follow(batch, tell);
                    // Questions must not keep a broken tree from being tried again.
                    if self.is_stuck() && self.tried.elapsed() >= LOOK {
                        self.try_again(tell);
                    }
                    for reader in asked {
                        // It may have gone away meanwhile.
                        let _ = reader.send(());
                    }
                }
                Ok(None) if self.is_stuck() => self.try_again(tell),
                Ok(None) => {}
                Err(()) => return,
            }
        }
    }

    /// Handles a batch of changes if it concerns the site.
    fn follow(&mut self, batch: Batch, tell: &dyn Fn(TreeEvent<'_>)) {
        let start = Start::now();
        if let Some(change) = self.relevant(&batch) {
            let stuck = self.take_up(&change, batch.log).err();
            self.show_and_tell(&change, stuck, &start, tell);
        }
    }

    /// Reads everything again after a fault. Stays silent while the fault is the same.
    fn try_again(&mut self, tell: &dyn Fn(TreeEvent<'_>)) {
        self.tried = Instant::now();
        let (start, all) = (Start::now(), RelevantChange::all());
        let stuck = self.take_up(&all, None).err();
        if stuck != self.shown.borrow().stuck {
            self.show_and_tell(&all, stuck, &start, tell);
        }
    }

    /// Shows the tree as it is, and reports the change or the fault.
    fn show_and_tell(
        &mut self,
        change: &RelevantChange,
        stuck: Option<Trouble>,
        start: &Start,
        tell: &dyn Fn(TreeEvent<'_>),
    ) {
        if let Some(why) = &stuck {
            tell(TreeEvent::Stuck(why));
        }
        let is_good = stuck.is_none();
        self.show(change, stuck);
        self.watch_beside(BTreeSet::new(), start.time);
        if is_good {
            let changed = self.named(change);
            tell(TreeEvent::Changed(
                &self.sum(changed, start.clock.elapsed()),
            ));
        }
    }

    /// Brings the tree up to date.
    fn take_up(&mut self, change: &RelevantChange, log: Option<Histories>) -> Result<(), Trouble> {
        if let Some(log) = log {
            self.live.learn(log);
        }
        let is_setting = |path: &PathBuf| self.beside.settings.contains(path);
        if change.anything || change.paths.iter().any(is_setting) || self.is_stuck() {
            return self.read_all();
        }
        let done = self.live.touch(&change.paths);
        self.is_there = self.live.project().docs.is_dir();
        done.map_err(Trouble::from)
    }

    /// Reads the content map and the whole tree.
    fn read_all(&mut self) -> Result<(), Trouble> {
        let project = (self.reopen)()?;
        // The content map may name another folder now. That folder is watched before it is read.
        let is_other = project
            .docs
            .canonicalize()
            .is_ok_and(|docs| docs != self.watch.docs);
        let is_there = project.docs.is_dir();
        if is_other || (is_there && !self.is_there) {
            self.watch.rewatch(&project.docs);
            self.git.look(&project.docs, &mut self.watch);
        }
        self.is_there = is_there;
        Ok(self.live.reopen(project)?)
    }

    /// True after a fault; the next try reads everything.
    fn is_stuck(&self) -> bool {
        self.shown.borrow().stuck.is_some()
    }

    /// Shows the tree as it is, or the last good edition after a fault.
    fn show(&mut self, change: &RelevantChange, stuck: Option<Trouble>) {
        let before = self.shown.borrow().clone();
        let mut now = match stuck {
            Some(why) => before.stuck(why),
            None => before.next(self.live.edition()),
        };
        for path in &change.paths {
            if let Ok(below) = path.strip_prefix(&self.watch.docs) {
                now.mark_changed(below, &before);
            }
        }
        if change.anything {
            now.renewed = now.number;
        }
        self.shown.send_replace(Arc::new(now));
        // Dropping an old edition takes a while.
        std::thread::spawn(move || drop(before));
    }

    /// Watches the files that the newest edition is made of. The edition was begun at `started`;
    /// `new` are folders that have been watched since then.
    fn watch_beside(&mut self, mut new: BTreeSet<PathBuf>, started: SystemTime) {
        self.beside = self.live.watched_paths();
        new.extend(self.watch.add(self.beside.watched()));
        // No event tells of a change between the reading of a file and the start of its watch.
        let is_late = |file: &PathBuf| {
            let changed = file.metadata().and_then(|file| file.modified());
            changed.is_ok_and(|changed| changed + TICK >= started)
        };
        let late: Vec<PathBuf> = self.beside.files_in(&new).filter(is_late).collect();
        if !late.is_empty() {
            self.watch.tell(WatchEvent::Paths(late));
        }
    }

    /// The first changed path and the number of the others; the docs folder if anything may have
    /// changed.
    fn named(&self, change: &RelevantChange) -> Option<(String, usize)> {
        let docs = &self.live.project().docs;
        let Some(first) = change.paths.first() else {
            return change
                .anything
                .then(|| (docs.to_string_lossy().into_owned(), 0));
        };
        let name = match first.strip_prefix(&self.watch.docs) {
            // The docs folder itself came back.
            Ok(below) if below.as_os_str().is_empty() => docs,
            Ok(below) => below,
            Err(_) => first,
        };
        let more = change.paths.len() - 1;
        Some((name.to_string_lossy().into_owned(), more))
    }
}

/// The start of some work.
struct Start {
    /// The clock for its duration.
    clock: Instant,
    /// The time to compare with the times of files.
    time: SystemTime,
}

impl Start {
    fn now() -> Self {
        Self {
            clock: Instant::now(),
            time: SystemTime::now(),
        }
    }
}

/// Waits a moment for git, and makes the first edition.
fn first_edition(
    live: &mut Live,
    watch: &Watch,
    changes: &Receiver<WatchEvent>,
    began: Instant,
) -> Edition {
    let mut edition = live.edition();
    let mut early = Vec::new();
    while let Ok(event) = changes.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
        let WatchEvent::Log(log) = event else {
            early.push(event);
            continue;
        };
        live.learn(log);
        edition = live.edition();
        break;
    }
    // Changes that came while the tree was read are handled next.
    early.into_iter().for_each(|event| watch.tell(event));
    edition
}
