//! Which changes on the disk concern the site.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::Studio;
use crate::output::MANIFEST;
use crate::preview::watch::Batch;

/// What of a batch concerns the site.
pub struct Interest {
    /// Paths that the site is made of.
    pub paths: Vec<PathBuf>,
    /// Whether anything may have changed.
    pub anything: bool,
}

impl Interest {
    /// Anything may have changed.
    pub fn all() -> Self {
        Self {
            paths: Vec::new(),
            anything: true,
        }
    }
}

impl Studio {
    /// What of a batch concerns the site, where anything does. What is to be watched from now on
    /// is watched before it is read, so that no change is missed.
    pub fn of_interest(&mut self, batch: &Batch) -> Option<Interest> {
        let paths = self.ours(batch);
        // The docs folder, say, came or went: what was watched is another folder.
        let anything = batch.anything || paths.iter().any(|path| self.beside.ways.contains(path));
        let interest = Interest { paths, anything };
        self.watch_anew(batch, &interest);
        self.ask_git_anew(batch, &interest);
        let is_any = anything || !interest.paths.is_empty() || batch.log.is_some();
        is_any.then_some(interest)
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

    /// Whether a path is content of the docs folder; `out` is the folder of built sites.
    fn is_content(&self, path: &Path, out: &Path) -> bool {
        // It was there when the preview began: where it is gone it has no full path.
        let Ok(below) = path.strip_prefix(&self.watch.docs) else {
            return false;
        };
        let is_shown = !below.iter().any(is_hidden) || self.is_linked(path);
        (is_shown || is_mark_of_a_built_site(path)) && !path.starts_with(out)
    }

    /// Whether a link leads to a path: it may lead to what is hidden.
    fn is_linked(&self, path: &Path) -> bool {
        let mut targets = self.live.links().iter();
        targets.any(|target| path.starts_with(target))
    }

    /// Watches folders that came to be, or took the part of others.
    fn watch_anew(&mut self, batch: &Batch, interest: &Interest) {
        let docs = self.watch.docs.clone();
        let new: Vec<&PathBuf> = batch
            .paths
            .iter()
            .filter(|path| self.watch.has(path) || self.beside.ways.contains(*path))
            .collect();
        new.iter().for_each(|folder| self.watch.forget(folder));
        if interest.anything {
            self.watch.again(&self.live.project().docs);
        }
        // A folder of the theme that was just made, a repository that is about to be one.
        let is_beside = interest.paths.iter().any(|path| !path.starts_with(&docs));
        if interest.anything || !new.is_empty() || is_beside {
            self.watch.also(self.beside.watched());
            self.watch.also(self.git.folder.clone());
        }
    }

    /// Asks git where a commit or a repository may have come to be.
    fn ask_git_anew(&mut self, batch: &Batch, interest: &Interest) {
        let repositories = batch.paths.iter().filter(|path| path.ends_with(".git"));
        self.watch.also(repositories.cloned());
        if interest.anything || batch.paths.iter().any(|path| self.git.has(path)) {
            self.git.look(&self.live.project().docs, &mut self.watch);
        }
    }
}

fn is_hidden(part: &OsStr) -> bool {
    part.to_string_lossy().starts_with('.')
}

/// Whether a path is what a build leaves in its folder: such a folder is a built site, and no
/// content.
fn is_mark_of_a_built_site(path: &Path) -> bool {
    let mut marks = Path::new(MANIFEST).ancestors().take(2);
    marks.any(|mark| path.ends_with(mark))
}
