//! What git says of the docs folder, while it is previewed.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use super::watch::{Heard, Watch};
use crate::discover::{HeadCommit, git_folder};
use crate::pipeline::Histories;

/// What git says of the docs folder, asked anew where another commit is checked out.
pub struct Git {
    /// Where it keeps what it knows, once it does.
    pub folder: Option<PathBuf>,
    /// The docs folder that was asked about, and the commit that was checked out.
    asked: (PathBuf, Option<HeadCommit>),
    /// Asks for all of it: as long as an answer takes, no other question is asked.
    ask: mpsc::Sender<PathBuf>,
}

impl Git {
    /// Asks for the first time.
    pub fn of(docs: &Path, watch: &Watch) -> Self {
        let (ask, asked) = mpsc::channel::<PathBuf>();
        let say = watch.say.clone();
        std::thread::spawn(move || {
            while let Ok(docs) = asked.recv() {
                let docs = asked.try_iter().last().unwrap_or(docs);
                let _ = say.send(Heard::Log(Histories::read(&docs)));
            }
        });
        let _ = ask.send(docs.to_owned());
        Self {
            folder: git_folder(docs),
            asked: Self::now(docs),
            ask,
        }
    }

    /// Whether a change there may be a commit, or a repository that came to be.
    pub fn has(&self, path: &Path) -> bool {
        self.folder
            .as_ref()
            .is_some_and(|folder| path.starts_with(folder))
            || path.iter().any(|part| part == ".git")
    }

    /// Asks again, where another commit is checked out or the repository is another one.
    pub fn look(&mut self, docs: &Path, watch: &mut Watch) {
        self.folder = git_folder(docs);
        watch.also(self.folder.clone());
        let now = Self::now(docs);
        if now != self.asked {
            self.asked = now;
            let _ = self.ask.send(docs.to_owned());
        }
    }

    fn now(docs: &Path) -> (PathBuf, Option<HeadCommit>) {
        (
            docs.canonicalize().unwrap_or_else(|_| docs.to_owned()),
            HeadCommit::of(docs),
        )
    }
}
