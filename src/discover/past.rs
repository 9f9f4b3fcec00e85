//! The files of today, followed back through the commits that renamed them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use super::versions::{FileHistory, Version};

/// A commit as it counts for the files that it touches.
pub struct Commit {
    /// The day it was written: `2026-11-21`.
    pub date: Rc<str>,
    /// The name that the mailmap gives its author.
    pub author: Rc<str>,
}

/// What a commit did to a file.
pub enum FileStep {
    /// Path, and the blob that it left.
    Added(String, String),
    /// Path, and the blob that it left.
    Changed(String, String),
    /// Path.
    Deleted(String),
    /// A rename, with or without other changes.
    Renamed {
        /// The path before.
        old: String,
        /// The path after.
        new: String,
        /// What it left.
        blob: String,
    },
}

/// A walk back in time.
#[derive(Default)]
pub struct WalkBack {
    /// What a path of that time is called today: itself unless told here;
    /// `None` when that file is gone.
    names: HashMap<String, Option<String>>,
    /// What was met so far, by today's name.
    files: HashMap<String, Tally>,
    /// How many commits were met.
    steps: usize,
}

struct Tally {
    /// When its newest commit was met, and that one's date.
    newest: (usize, Rc<str>),
    commits: HashMap<Rc<str>, usize>,
    versions: Vec<Version>,
}

impl WalkBack {
    /// Goes back over a commit.
    pub fn back(&mut self, commit: &Commit, steps: &[FileStep]) {
        self.steps += 1;
        for step in steps {
            let today = self.meet(commit, step);
            // Further back, what was added here is not there, and what was
            // deleted is no file of today.
            if let FileStep::Added(path, _)
            | FileStep::Deleted(path)
            | FileStep::Renamed { new: path, .. } = step
            {
                self.names.insert(path.clone(), None);
            }
            if let FileStep::Renamed { old, .. } = step {
                self.rename(old, today);
            }
        }
    }

    /// From here on back, a file of today has an older name.
    fn rename(&mut self, old: &str, today: Option<String>) {
        let before = self.names.insert(old.to_owned(), today.clone());
        // A file renamed on one branch while another changed it may have been
        // met under its old name first.
        if before.is_none()
            && let (Some(today), Some(tally)) = (today, self.files.remove(old))
        {
            self.join(today, tally);
        }
    }

    /// Counts a commit for the file it touched, and says what that is called today.
    fn meet(&mut self, commit: &Commit, step: &FileStep) -> Option<String> {
        let (FileStep::Added(path, blob)
        | FileStep::Changed(path, blob)
        | FileStep::Renamed {
            new: path, blob, ..
        }) = step
        else {
            return None;
        };
        let today = self
            .names
            .get(path)
            .cloned()
            .unwrap_or_else(|| Some(path.clone()))?;
        let version = Version {
            order: self.steps,
            date: commit.date.to_string(),
            blob: blob.clone(),
        };
        let tally = Tally {
            newest: (self.steps, commit.date.clone()),
            commits: HashMap::from([(commit.author.clone(), 1)]),
            versions: vec![version],
        };
        self.join(today.clone(), tally);
        Some(today)
    }

    fn join(&mut self, today: String, more: Tally) {
        match self.files.entry(today) {
            Entry::Vacant(place) => {
                place.insert(more);
            }
            Entry::Occupied(mut tally) => tally.get_mut().add(more),
        }
    }

    /// What is known of each file, by today's path.
    pub fn finish(self) -> HashMap<String, FileHistory> {
        let files = self.files.into_iter();
        files.map(|(path, tally)| (path, tally.finish())).collect()
    }
}

impl Tally {
    fn finish(mut self) -> FileHistory {
        self.versions.sort();
        let mut authors: Vec<_> = self.commits.into_iter().collect();
        authors.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
        let authors = authors.into_iter();
        FileHistory {
            date: self.newest.1.to_string(),
            authors: authors.map(|(author, _)| author.to_string()).collect(),
            versions: self.versions,
        }
    }

    /// Adds what was met of the same file under another name.
    fn add(&mut self, more: Tally) {
        self.newest = self.newest.clone().min(more.newest);
        self.versions.extend(more.versions);
        for (author, count) in more.commits {
            *self.commits.entry(author).or_default() += count;
        }
    }
}
