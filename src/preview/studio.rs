//! Makes editions of the site of what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch::{Receiver as Showing, Sender, channel};

use super::git::Git;
use super::watch::{Batch, Heard, Watch};
use super::{Fault, News};
use crate::discover::BUILT;
use crate::pipeline::{Beside, Edition, Live, Log, Project};

/// Reads the project's content map anew; an error is a message for the reader.
pub type Reopen = Box<dyn Fn() -> Result<Project, String> + Send>;

/// What browsers are shown.
pub struct Shown {
    /// The site.
    pub edition: Arc<Edition>,
    /// Counts up with each of these.
    pub number: u64,
    /// Why the newest change is not in it.
    pub stuck: Option<String>,
    /// When files that are copied last changed, by path and the number above.
    pub assets: Arc<BTreeMap<String, u64>>,
    /// The number above when any of them may have changed.
    pub renewed: u64,
}

/// What a change came to.
#[derive(Clone)]
pub struct Summary {
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
    beside: Beside,
    /// Whether the docs folder was there when it was read last.
    is_there: bool,
    shown: Sender<Arc<Shown>>,
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
    ) -> Result<(Self, Showing<Arc<Shown>>), Fault> {
        let (began, started) = (Instant::now(), SystemTime::now());
        let git = Git::of(&project.docs, &watch);
        let mut live = Live::open(project)?;
        let beside = live.beside();
        let new = watch.also(beside.watched());
        watch.also(git.folder.clone());
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
        let (shown, showing) = channel(Arc::new(Shown {
            edition: Arc::new(edition),
            number: 1,
            stuck: None,
            assets: Arc::default(),
            renewed: 1,
        }));
        let opened = began.elapsed();
        let mut studio = Self {
            live,
            reopen,
            watch,
            beside,
            is_there: true,
            shown,
            git,
            opened,
        };
        studio.watch_beside(new, started);
        Ok((studio, showing))
    }

    /// What the site is now.
    pub fn summary(&self) -> Summary {
        self.sum(None, self.opened)
    }

    fn sum(&self, changed: Option<(String, usize)>, took: Duration) -> Summary {
        let edition = &self.shown.borrow().edition;
        let report = edition.report();
        Summary {
            changed,
            pages: edition.site().pages.len(),
            found: (report.errors, report.warnings),
            took,
        }
    }

    /// Takes up changes until nobody tells of any more.
    pub fn run(&mut self, changes: &Receiver<Heard>, tell: &dyn Fn(News<'_>)) {
        loop {
            let (batch, is_again) =
                match Batch::next(changes, if self.is_stuck() { LOOK } else { IDLE }) {
                    Ok(Some(batch)) => (batch, false),
                    Ok(None) if self.is_stuck() => (Batch::default(), true),
                    Ok(None) => continue,
                    Err(()) => return,
                };
            let (began, started) = (Instant::now(), SystemTime::now());
            let interest = if is_again {
                Some((Vec::new(), false))
            } else {
                self.of_interest(&batch)
            };
            let Some((paths, anything)) = interest else {
                continue;
            };
            let stuck = self.take_up(&paths, anything, batch.log).err();
            if is_again && stuck == self.shown.borrow().stuck {
                continue;
            }
            if let Some(why) = &stuck {
                tell(News::Stuck(why));
            }
            self.show(&paths, anything || is_again, stuck.clone());
            self.watch_beside(BTreeSet::new(), started);
            if stuck.is_none() {
                let whole = || Some((self.live.project().docs.to_string_lossy().into_owned(), 0));
                let changed = self
                    .named(&paths)
                    .or_else(|| if anything || is_again { whole() } else { None });
                tell(News::Changed(&self.sum(changed, began.elapsed())));
            }
        }
    }

    /// The paths of a batch that the site is made of, and whether anything may have changed;
    /// `None` where it has nothing of interest.
    fn of_interest(&mut self, batch: &Batch) -> Option<(Vec<PathBuf>, bool)> {
        let project = self.live.project();
        // It was there when the preview began: where it is gone it has no full path.
        let docs = self.watch.docs.clone();
        let out = project
            .out
            .canonicalize()
            .unwrap_or_else(|_| project.out.clone());
        let is_hidden = |part: &OsStr| part.to_string_lossy().starts_with('.');
        // A link may lead to what is hidden.
        let is_linked = |path: &Path| {
            self.live
                .links()
                .iter()
                .any(|target| path.starts_with(target))
        };
        let is_ours = |path: &&PathBuf| {
            let is_shown = |below: &Path| !below.iter().any(is_hidden) || is_linked(path);
            // A folder that has it is a built site, and no content.
            let is_mark = Path::new(BUILT)
                .ancestors()
                .take(2)
                .any(|mark| path.ends_with(mark));
            let is_content = |below: &Path| (is_shown(below) || is_mark) && !path.starts_with(&out);
            path.strip_prefix(&docs).is_ok_and(is_content) || self.beside.has(path)
        };
        let paths: Vec<PathBuf> = batch.paths.iter().filter(is_ours).cloned().collect();
        // The docs folder, say, came or went: what was watched is another folder.
        let is_any = batch.anything || paths.iter().any(|path| self.beside.ways.contains(path));
        let new: Vec<&PathBuf> = batch
            .paths
            .iter()
            .filter(|path| self.watch.has(path) || self.beside.ways.contains(*path))
            .collect();
        new.iter().for_each(|folder| self.watch.forget(folder));
        if is_any {
            self.watch.again(&project.docs);
        }
        // What is watched before it is read has no change that is missed: a folder of the theme
        // that was just made, a repository that is about to be one.
        if is_any || !new.is_empty() || paths.iter().any(|path| !path.starts_with(&docs)) {
            self.watch.also(self.beside.watched());
            self.watch.also(self.git.folder.clone());
        }
        self.watch.also(
            batch
                .paths
                .iter()
                .filter(|path| path.ends_with(".git"))
                .cloned(),
        );
        if is_any || batch.paths.iter().any(|path| self.git.has(path)) {
            self.git.look(&self.live.project().docs, &mut self.watch);
        }
        (is_any || !paths.is_empty() || batch.log.is_some()).then_some((paths, is_any))
    }

    /// Brings the tree up to date; an error says why it is not.
    fn take_up(
        &mut self,
        paths: &[PathBuf],
        anything: bool,
        log: Option<Log>,
    ) -> Result<(), String> {
        if let Some(log) = log {
            self.live.learn(log);
        }
        if anything
            || paths.iter().any(|path| self.beside.settings.contains(path))
            || self.is_stuck()
        {
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
            return self.live.reopen(project).map_err(|fault| fault.to_string());
        }
        let done = self.live.touch(paths).map_err(|fault| fault.to_string());
        self.is_there = self.live.project().docs.is_dir();
        done
    }

    /// After what could not be read, all is read anew.
    fn is_stuck(&self) -> bool {
        self.shown.borrow().stuck.is_some()
    }

    /// Shows the tree as it is; the last good site where it could not be brought up to date.
    fn show(&mut self, paths: &[PathBuf], anything: bool, stuck: Option<String>) {
        let before = self.shown.borrow().clone();
        let number = before.number + 1;
        let edition = if stuck.is_some() {
            before.edition.clone()
        } else {
            Arc::new(self.live.edition())
        };
        let mut assets = before.assets.clone();
        for path in paths
            .iter()
            .filter_map(|path| path.strip_prefix(&self.watch.docs).ok())
        {
            let path = path.to_string_lossy().replace('\\', "/");
            // Those that are gone changed, too.
            for files in [&before.edition.site().files, &edition.site().files] {
                // Of a folder that was moved, the system tells no more.
                let from = &files[files.partition_point(|file| file.path < path)..];
                let near = from
                    .iter()
                    .map_while(|file| Some((&file.path, file.path.strip_prefix(&path)?)));
                let changed = near.filter(|(_, below)| below.is_empty() || below.starts_with('/'));
                Arc::make_mut(&mut assets).extend(changed.map(|(file, _)| (file.clone(), number)));
            }
        }
        let renewed = if anything { number } else { before.renewed };
        self.shown.send_replace(Arc::new(Shown {
            edition,
            number,
            stuck,
            assets,
            renewed,
        }));
        // To take an old site apart takes a while, too.
        std::thread::spawn(move || drop(before));
    }

    /// Watches what the newest edition is made of, which was begun at `started`; `new` are folders
    /// that are watched since then.
    fn watch_beside(&mut self, mut new: BTreeSet<PathBuf>, started: SystemTime) {
        self.beside = self.live.beside();
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

    fn named(&self, paths: &[PathBuf]) -> Option<(String, usize)> {
        let first = paths.first()?;
        let name = match first.strip_prefix(&self.watch.docs) {
            // The folder itself came back.
            Ok(below) if below.as_os_str().is_empty() => &self.live.project().docs,
            Ok(below) => below,
            Err(_) => first,
        };
        Some((name.to_string_lossy().into_owned(), paths.len() - 1))
    }
}
