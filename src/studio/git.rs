//! Git's history of the docs folder during a preview.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use super::watch::{Watch, WatchEvent};
use crate::discover::{HeadCommit, git_folder};
use crate::pipeline::Histories;

/// Asks git for the history again whenever another commit is checked out.
pub struct GitWatch {
    /// Git's own folder, once there is a repository.
    pub folder: Option<PathBuf>,
    /// The docs folder and the commit of the last question.
    asked: (PathBuf, Option<HeadCommit>),
    /// The thread that asks: it answers one question at a time.
    ask: mpsc::Sender<PathBuf>,
}

impl GitWatch {
    /// Starts the thread and asks for the first time.
    pub fn of(docs: &Path, watch: &Watch) -> Self {
        let (ask, asked) = mpsc::channel::<PathBuf>();
        let sender = watch.sender.clone();
        std::thread::spawn(move || {
            while let Ok(docs) = asked.recv() {
                let docs = asked.try_iter().last().unwrap_or(docs);
                let _ = sender.send(WatchEvent::Log(Histories::read(&docs)));
            }
        });
        let _ = ask.send(docs.to_owned());
        Self {
            folder: git_folder(docs),
            asked: Self::now(docs),
            ask,
        }
    }

    /// True if a change of this path may be a commit or a new repository.
    pub fn has(&self, path: &Path) -> bool {
        self.folder
            .as_ref()
            .is_some_and(|folder| path.starts_with(folder))
            || path.iter().any(|part| part == ".git")
    }

    /// Asks again if another commit is checked out, or the repository is another one.
    pub fn look(&mut self, docs: &Path, watch: &mut Watch) {
        self.folder = git_folder(docs);
        watch.add(self.folder.clone());
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
