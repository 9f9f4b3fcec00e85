//! Today's files, followed back through the commits that renamed them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use super::versions::{FileHistory, Version};

/// A commit, with what counts for its files.
pub struct Commit {
    /// The day on which it was written: `2026-11-21`.
    pub date: Rc<str>,
    /// The author's name, mapped by the mailmap.
    pub author: Rc<str>,
}

/// A commit's change to a file.
pub enum FileStep {
    /// The path, and the new blob.
    Added(String, String),
    /// The path, and the new blob.
    Changed(String, String),
    /// The path.
    Deleted(String),
    /// A rename, with or without other changes.
    Renamed {
        /// The path before.
        old: String,
        /// The path after.
        new: String,
        /// The new blob.
        blob: String,
    },
}

/// A walk back through the commits.
#[derive(Default)]
pub struct WalkBack {
    /// Today's name of each older path, if it differs; `None` if that file no longer exists.
    names: HashMap<String, Option<String>>,
    /// The counts so far, by today's name.
    files: HashMap<String, Tally>,
    /// The number of commits so far.
    steps: usize,
}

struct Tally {
    /// The step of its newest commit, and that commit's date.
    newest: (usize, Rc<str>),
    commits: HashMap<Rc<str>, usize>,
    versions: Vec<Version>,
}

impl WalkBack {
    /// Walks back over a commit.
    pub fn back(&mut self, commit: &Commit, steps: &[FileStep]) {
        self.steps += 1;
        for step in steps {
            let today = self.meet(commit, step);
            // In older commits, an added file does not exist. Before a deletion, the path was a
            // file that no longer exists.
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

    /// From here back, today's file is called `old`.
    fn rename(&mut self, old: &str, today: Option<String>) {
        let before = self.names.insert(old.to_owned(), today.clone());
        // If a file was renamed on one branch and changed on another, it may already be counted
        // under its old name.
        if before.is_none()
            && let (Some(today), Some(tally)) = (today, self.files.remove(old))
        {
            self.join(today, tally);
        }
    }

    /// Counts a commit for the file that it touched, and returns the file's name today.
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

    /// The history of each file, by today's path.
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

    /// Adds the counts of the same file under another name.
    fn add(&mut self, more: Tally) {
        self.newest = self.newest.clone().min(more.newest);
        self.versions.extend(more.versions);
        for (author, count) in more.commits {
            *self.commits.entry(author).or_default() += count;
        }
    }
}
