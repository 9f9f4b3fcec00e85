//! Makes editions of the site of what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use tokio::sync::watch::{Receiver as Showing, Sender, channel};

use super::watch::{Batch, Heard, Watch};
use super::{Fault, News};
use crate::discover::{Head, git_folder};
use crate::pipeline::{Edition, Live, Log, Project};

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
}

/// What a change came to.
#[derive(Clone)]
pub struct Summary {
    /// A path that changed, below the docs folder where it lies there, and how many more.
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

/// How often a docs folder that is gone is looked for.
const LOOK: Duration = Duration::from_millis(300);

/// How long the studio sleeps where nothing changes.
const IDLE: Duration = Duration::from_secs(3600);

/// The tree, and all who look at it.
pub struct Studio {
    live: Live,
    reopen: Reopen,
    watch: Watch,
    shown: Sender<Arc<Shown>>,
    head: Option<Head>,
    opened: Duration,
}

impl Studio {
    /// Reads the tree, and makes the first edition.
    pub fn open(
        project: Project,
        reopen: Reopen,
        watch: Watch,
        changes: &Receiver<Heard>,
    ) -> Result<(Self, Showing<Arc<Shown>>), Fault> {
        let began = Instant::now();
        ask_git(&project.docs, &watch);
        let head = Head::of(&project.docs);
        let mut live = Live::open(project)?;
        let mut edition = live.edition();
        while let Ok(heard) = changes.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
            if let Heard::Log(log) = heard {
                live.learn(log);
                edition = live.edition();
                break;
            }
        }
        let (shown, showing) =
            channel(Arc::new(Shown { edition: Arc::new(edition), number: 1, stuck: None, assets: Arc::default() }));
        let mut studio = Self { live, reopen, watch, shown, head, opened: began.elapsed() };
        let git = git_folder(&studio.live.project().docs);
        studio.watch.also(git.into_iter().collect());
        studio.watch_beside();
        Ok((studio, showing))
    }

    /// What the site is now.
    pub fn summary(&self) -> Summary {
        self.sum(None, self.opened)
    }

    fn sum(&self, changed: Option<(String, usize)>, took: Duration) -> Summary {
        let edition = &self.shown.borrow().edition;
        let report = edition.report();
        Summary { changed, pages: edition.site().pages.len(), found: (report.errors, report.warnings), took }
    }

    /// Takes up changes until nobody tells of any more.
    pub fn run(&mut self, changes: &Receiver<Heard>, tell: &dyn Fn(News<'_>)) {
        let mut is_gone = false;
        loop {
            let batch = match Batch::next(changes, if is_gone { LOOK } else { IDLE }) {
                Ok(Some(batch)) => batch,
                Ok(None) if is_gone && self.live.project().docs.is_dir() => {
                    Batch { anything: true, ..Batch::default() }
                }
                Ok(None) => continue,
                Err(()) => return,
            };
            let began = Instant::now();
            let Some((paths, anything)) = self.of_interest(&batch) else { continue };
            let done = self.take_up(&paths, anything, batch.log);
            is_gone = !self.live.project().docs.is_dir();
            let stuck = done.err();
            if let Some(why) = &stuck {
                tell(News::Stuck(why));
            }
            self.show(&paths, stuck.clone());
            if stuck.is_none() {
                tell(News::Changed(&self.sum(self.named(&paths), began.elapsed())));
            }
        }
    }

    /// The paths of a batch that the site is made of, and whether anything may have changed;
    /// `None` where it has nothing of interest.
    fn of_interest(&mut self, batch: &Batch) -> Option<(Vec<PathBuf>, bool)> {
        let project = self.live.project();
        // It was there when the preview began: where it is gone it has no full path.
        let docs = self.watch.docs.clone();
        let out = project.out.canonicalize().unwrap_or_else(|_| project.out.clone());
        let beside = self.live.beside();
        let is_hidden = |path: &Path| {
            let below = path.strip_prefix(&docs).unwrap_or(Path::new(""));
            below.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
        };
        let is_ours = |path: &&PathBuf| {
            let is_content = path.starts_with(&docs) && !is_hidden(path) && !path.starts_with(&out);
            is_content || beside.iter().any(|file| path.starts_with(file))
        };
        let paths: Vec<PathBuf> = batch.paths.iter().filter(is_ours).cloned().collect();
        // The docs folder itself came or went: what was watched is another folder.
        let is_new = paths.contains(&docs);
        if is_new || batch.anything {
            self.watch.again(&project.docs);
        }
        let is_git = batch.paths.iter().any(|path| path.iter().any(|part| part == ".git"));
        if is_git || batch.anything {
            self.see_head();
        }
        let is_any = batch.anything || is_new;
        (is_any || !paths.is_empty() || batch.log.is_some()).then_some((paths, is_any))
    }

    /// Asks git anew where another commit is checked out.
    fn see_head(&mut self) {
        let docs = &self.live.project().docs;
        let head = Head::of(docs);
        if head != self.head {
            self.head = head;
            ask_git(docs, &self.watch);
        }
    }

    /// Brings the tree up to date; an error says why it is not.
    fn take_up(&mut self, paths: &[PathBuf], anything: bool, log: Option<Log>) -> Result<(), String> {
        if let Some(log) = log {
            self.live.learn(log);
        }
        let settings = self.live.settings();
        if anything || paths.iter().any(|path| settings.contains(path)) || self.is_stuck() {
            let project = (self.reopen)()?;
            // The content map may name another folder now. It is watched before it is read.
            let is_other = project.docs.canonicalize().is_ok_and(|docs| docs != self.watch.docs);
            if is_other {
                self.watch.again(&project.docs);
                self.watch.also(git_folder(&project.docs).into_iter().collect());
            }
            self.live.reopen(project).map_err(|fault| fault.to_string())?;
            if is_other {
                self.see_head();
            }
            return Ok(());
        }
        self.live.touch(paths).map_err(|fault| fault.to_string())
    }

    /// After what could not be read, all is read anew.
    fn is_stuck(&self) -> bool {
        self.shown.borrow().stuck.is_some()
    }

    /// Shows the tree as it is; the last good site where it could not be brought up to date.
    fn show(&mut self, paths: &[PathBuf], stuck: Option<String>) {
        let before = self.shown.borrow().clone();
        let number = before.number + 1;
        let edition = if stuck.is_some() { before.edition.clone() } else { Arc::new(self.live.edition()) };
        let mut assets = before.assets.clone();
        for path in paths.iter().filter_map(|path| path.strip_prefix(&self.watch.docs).ok()) {
            let path = path.to_string_lossy().replace('\\', "/");
            if edition.site().files.binary_search_by(|file| file.path.as_str().cmp(&path)).is_ok() {
                Arc::make_mut(&mut assets).insert(path, number);
            }
        }
        self.shown.send_replace(Arc::new(Shown { edition, number, stuck, assets }));
        // To take an old site apart takes a while, too.
        std::thread::spawn(move || drop(before));
        self.watch_beside();
    }

    fn watch_beside(&mut self) {
        let beside = self.live.beside();
        let mut folders: BTreeSet<PathBuf> = beside.iter().filter_map(|file| Some(file.parent()?.to_owned())).collect();
        // A theme's own folders are watched one by one: it has few.
        for theme in beside.iter().filter(|path| path.is_dir()) {
            let below = walkdir::WalkDir::new(theme).into_iter().flatten();
            folders.extend(below.filter(|entry| entry.file_type().is_dir()).map(walkdir::DirEntry::into_path));
        }
        self.watch.also(folders);
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

fn ask_git(docs: &Path, watch: &Watch) {
    let (docs, say) = (docs.to_owned(), watch.say.clone());
    std::thread::spawn(move || {
        let _ = say.send(Heard::Log(Log::read(&docs)));
    });
}
