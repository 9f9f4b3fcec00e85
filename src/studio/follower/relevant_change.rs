//! The selection of changes that concern the site.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::Follower;
use crate::output::MANIFEST;
use crate::studio::watch::Batch;

/// The part of a batch that concerns the site.
pub struct RelevantChange {
    /// Paths that the site is made of.
    pub paths: Vec<PathBuf>,
    /// True if anything may have changed.
    pub anything: bool,
}

impl RelevantChange {
    /// A change of anything.
    pub fn all() -> Self {
        Self {
            paths: Vec::new(),
            anything: true,
        }
    }
}

impl Follower {
    /// The part of a batch that concerns the site; `None` if no part does. New folders are watched
    /// before they are read, so that no change is missed.
    pub fn relevant(&mut self, batch: &Batch) -> Option<RelevantChange> {
        let paths = self.ours(batch);
        // A folder on the way to the content, such as the docs folder, came or went: the watched
        // folder is another one.
        let anything = batch.anything || paths.iter().any(|path| self.beside.ways.contains(path));
        let change = RelevantChange { paths, anything };
        self.watch_anew(batch, &change);
        self.ask_git_anew(batch, &change);
        let is_any = anything || !change.paths.is_empty() || batch.log.is_some();
        is_any.then_some(change)
    }

    /// The paths of a batch that the site is made of.
    fn ours(&self, batch: &Batch) -> Vec<PathBuf> {
        let out = &self.live.project().out;
        let out = out.canonicalize().unwrap_or_else(|_| out.clone());
        batch
            .paths
            .iter()
            .filter(|path| self.is_content(path, &out) || self.beside.has(path))
            .cloned()
            .collect()
    }

    /// True if a path is content of the docs folder; `out` is the output folder.
    fn is_content(&self, path: &Path, out: &Path) -> bool {
        // The path of the watch is used, because a folder that is gone has no full path.
        let Ok(below) = path.strip_prefix(&self.watch.docs) else {
            return false;
        };
        let is_shown = !below.iter().any(is_hidden) || self.is_linked(path);
        (is_shown || is_mark_of_a_built_site(path)) && !path.starts_with(out)
    }

    /// True if a link leads to a path. Links may lead to hidden files.
    fn is_linked(&self, path: &Path) -> bool {
        let mut targets = self.live.links().iter();
        targets.any(|target| path.starts_with(target))
    }

    /// Watches folders that are new or were replaced.
    fn watch_anew(&mut self, batch: &Batch, change: &RelevantChange) {
        let docs = self.watch.docs.clone();
        let new: Vec<&PathBuf> = batch
            .paths
            .iter()
            .filter(|path| self.watch.has(path) || self.beside.ways.contains(*path))
            .collect();
        new.iter().for_each(|folder| self.watch.unwatch(folder));
        if change.anything {
            self.watch.rewatch(&self.live.project().docs);
        }
        // The theme's folder may be new, or a repository may be.
        let is_beside = change.paths.iter().any(|path| !path.starts_with(&docs));
        if change.anything || !new.is_empty() || is_beside {
            self.watch.add(self.beside.watched());
            self.watch.add(self.git.folder.clone());
        }
    }

    /// Asks git if there may be a new commit or a new repository.
    fn ask_git_anew(&mut self, batch: &Batch, change: &RelevantChange) {
        let repositories = batch.paths.iter().filter(|path| path.ends_with(".git"));
        self.watch.add(repositories.cloned());
        if change.anything || batch.paths.iter().any(|path| self.git.has(path)) {
            self.git.look(&self.live.project().docs, &mut self.watch);
        }
    }
}

fn is_hidden(part: &OsStr) -> bool {
    part.to_string_lossy().starts_with('.')
}

/// True if a path is one that a build leaves in its output folder. Such a folder is a built site
/// and no content.
fn is_mark_of_a_built_site(path: &Path) -> bool {
    let mut marks = Path::new(MANIFEST).ancestors().take(2);
    marks.any(|mark| path.ends_with(mark))
}
