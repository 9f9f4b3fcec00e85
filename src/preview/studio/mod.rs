//! Makes editions of the site of what changed.

mod interest;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant, SystemTime};

use interest::Interest;
use tokio::sync::watch::{Receiver as ShownReceiver, Sender, channel};

use super::git::Git;
use super::shown::ShownSite;
use super::watch::{Batch, Heard, Watch};
use super::{Fault, News};
use crate::pipeline::{Edition, Histories, Live, Project, WatchedPaths};

/// Reads the project's content map anew; an error is a message for the reader.
pub type Reopen = Box<dyn Fn() -> Result<Project, String> + Send>;

/// What a change came to.
#[derive(Clone)]
pub struct ChangeSummary {
    /// A path that changed, below the docs folder where it lies there, and how many more; none
    /// where it is what git says.
    pub changed: Option<(String, usize)>,
    /// The pages that authors wrote.
    pub pages: usize,
    /// How many findings are errors, and how many warnings.
    pub found: (usize, usize),
    /// How long it took.
    pub took: Duration,
}

/// How long the first page waits for what git says.
const PATIENCE: Duration = Duration::from_millis(300);

/// How often it is tried again to read what cannot be read.
const LOOK: Duration = Duration::from_millis(300);

/// How far the times that files have may lag behind the clock.
const TICK: Duration = Duration::from_millis(20);

/// How long the studio sleeps where nothing changes.
const IDLE: Duration = Duration::from_secs(3600);

/// The tree, and all who look at it.
pub struct Studio {
    live: Live,
    reopen: Reopen,
    watch: Watch,
    beside: WatchedPaths,
    /// Whether the docs folder was there when it was read last.
    is_there: bool,
    shown: Sender<Arc<ShownSite>>,
    git: Git,
    opened: Duration,
}

impl Studio {
    /// Reads the tree, and makes the first edition.
    pub fn open(
        project: Project,
        reopen: Reopen,
        mut watch: Watch,
        changes: &Receiver<Heard>,
    ) -> Result<(Self, ShownReceiver<Arc<ShownSite>>), Fault> {
        let start = Start::now();
        let git = Git::of(&project.docs, &watch);
        let mut live = Live::open(project)?;
        let beside = live.watched_paths();
        let new = watch.also(beside.watched());
        watch.also(git.folder.clone());
        let edition = first_edition(&mut live, &watch, changes, start.clock);
        let (shown, showing) = channel(Arc::new(ShownSite::first(edition)));
        let mut studio = Self {
            live,
            reopen,
            watch,
            beside,
            is_there: true,
            shown,
            git,
            opened: start.clock.elapsed(),
        };
        studio.watch_beside(new, start.time);
        Ok((studio, showing))
    }

    /// What the site is now.
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

    /// Takes up changes until nobody tells of any more.
    pub fn run(&mut self, changes: &Receiver<Heard>, tell: &dyn Fn(News<'_>)) {
        loop {
            let patience = if self.is_stuck() { LOOK } else { IDLE };
            match Batch::next(changes, patience) {
                Ok(Some(batch)) => self.follow(batch, tell),
                Ok(None) if self.is_stuck() => self.try_again(tell),
                Ok(None) => {}
                Err(()) => return,
            }
        }
    }

    /// Takes up what changed, where it is of interest.
    fn follow(&mut self, batch: Batch, tell: &dyn Fn(News<'_>)) {
        let start = Start::now();
        if let Some(interest) = self.of_interest(&batch) {
            let stuck = self.take_up(&interest, batch.log).err();
            self.show_and_tell(&interest, stuck, &start, tell);
        }
    }

    /// Reads all that could not be read; says nothing where the same still stands in the way.
    fn try_again(&mut self, tell: &dyn Fn(News<'_>)) {
        let (start, all) = (Start::now(), Interest::all());
        let stuck = self.take_up(&all, None).err();
        if stuck != self.shown.borrow().stuck {
            self.show_and_tell(&all, stuck, &start, tell);
        }
    }

    /// Shows the tree as it is, and says what changed or what is in the way.
    fn show_and_tell(
        &mut self,
        interest: &Interest,
        stuck: Option<String>,
        start: &Start,
        tell: &dyn Fn(News<'_>),
    ) {
        if let Some(why) = &stuck {
            tell(News::Stuck(why));
        }
        let is_good = stuck.is_none();
        self.show(interest, stuck);
        self.watch_beside(BTreeSet::new(), start.time);
        if is_good {
            let changed = self.named(interest);
            tell(News::Changed(&self.sum(changed, start.clock.elapsed())));
        }
    }

    /// Brings the tree up to date; an error says why it is not.
    fn take_up(&mut self, interest: &Interest, log: Option<Histories>) -> Result<(), String> {
        if let Some(log) = log {
            self.live.learn(log);
        }
        let is_setting = |path: &PathBuf| self.beside.settings.contains(path);
        if interest.anything || interest.paths.iter().any(is_setting) || self.is_stuck() {
            return self.read_all();
        }
        let done = self.live.touch(&interest.paths);
        self.is_there = self.live.project().docs.is_dir();
        done.map_err(|fault| fault.to_string())
    }

    /// Reads the content map and the whole tree.
    fn read_all(&mut self) -> Result<(), String> {
        let project = (self.reopen)()?;
        // The content map may name another folder now. It is watched before it is read.
        let is_other = project
            .docs
            .canonicalize()
            .is_ok_and(|docs| docs != self.watch.docs);
        let is_there = project.docs.is_dir();
        if is_other || (is_there && !self.is_there) {
            self.watch.again(&project.docs);
            self.git.look(&project.docs, &mut self.watch);
        }
        self.is_there = is_there;
        self.live.reopen(project).map_err(|fault| fault.to_string())
    }

    /// After what could not be read, all is read anew.
    fn is_stuck(&self) -> bool {
        self.shown.borrow().stuck.is_some()
    }

    /// Shows the tree as it is; the last good site where it could not be brought up to date.
    fn show(&mut self, interest: &Interest, stuck: Option<String>) {
        let before = self.shown.borrow().clone();
        let mut now = match stuck {
            Some(why) => before.stuck(why),
            None => before.next(self.live.edition()),
        };
        for path in &interest.paths {
            if let Ok(below) = path.strip_prefix(&self.watch.docs) {
                now.mark_changed(below, &before);
            }
        }
        if interest.anything {
            now.renewed = now.number;
        }
        self.shown.send_replace(Arc::new(now));
        // To take an old site apart takes a while, too.
        std::thread::spawn(move || drop(before));
    }

    /// Watches what the newest edition is made of, which was begun at `started`; `new` are folders
    /// that are watched since then.
    fn watch_beside(&mut self, mut new: BTreeSet<PathBuf>, started: SystemTime) {
        self.beside = self.live.watched_paths();
        new.extend(self.watch.also(self.beside.watched()));
        // Nobody tells of a change between that a file was read and that it is watched.
        let is_late = |file: &PathBuf| {
            let changed = file.metadata().and_then(|file| file.modified());
            changed.is_ok_and(|changed| changed + TICK >= started)
        };
        let late: Vec<PathBuf> = self.beside.files_in(&new).filter(is_late).collect();
        if !late.is_empty() {
            self.watch.tell(Heard::Paths(late));
        }
    }

    /// The first path that changed, and how many more; the docs folder where anything may have.
    fn named(&self, interest: &Interest) -> Option<(String, usize)> {
        let docs = &self.live.project().docs;
        let Some(first) = interest.paths.first() else {
            return interest
                .anything
                .then(|| (docs.to_string_lossy().into_owned(), 0));
        };
        let name = match first.strip_prefix(&self.watch.docs) {
            // The folder itself came back.
            Ok(below) if below.as_os_str().is_empty() => docs,
            Ok(below) => below,
            Err(_) => first,
        };
        let more = interest.paths.len() - 1;
        Some((name.to_string_lossy().into_owned(), more))
    }
}

/// When something was begun.
struct Start {
    /// For how long it took.
    clock: Instant,
    /// For the times that files have.
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

/// Waits a moment for what git says, and makes an edition of the site.
fn first_edition(
    live: &mut Live,
    watch: &Watch,
    changes: &Receiver<Heard>,
    began: Instant,
) -> Edition {
    let mut edition = live.edition();
    let mut early = Vec::new();
    while let Ok(heard) = changes.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
        let Heard::Log(log) = heard else {
            early.push(heard);
            continue;
        };
        live.learn(log);
        edition = live.edition();
        break;
    }
    // What changed while the tree was read is taken up next.
    early.into_iter().for_each(|heard| watch.tell(heard));
    edition
}
