//! The histories that git has of a tree.

use std::path::Path;
use std::sync::Arc;

use crate::cache::{Cache, Key};
use crate::discover::{GitState, History, git_state};

/// The two histories that a site is built from.
#[derive(Clone, Default)]
pub struct Histories {
    /// The changes of each page.
    pub(super) history: Arc<History>,
    /// The same along first parents: the changes as they reached the main branch.
    pub(super) edits: Arc<History>,
}

impl Histories {
    /// Reads both from git. The time grows with the length of the history.
    pub fn read(docs: &Path) -> Self {
        // These threads are not rayon's, which parse the pages meanwhile.
        std::thread::scope(|scope| {
            let edits = scope.spawn(|| History::along_first_parents(docs));
            let history = History::read(docs).into();
            Self {
                history,
                edits: edits
                    .join()
                    .expect("git's answers are read without a panic")
                    .into(),
            }
        })
    }
}

/// The histories of a build. Each is read on demand, or taken from the cache if the repository's
/// state is the same.
pub struct HistoryReader<'g> {
    /// The docs folder.
    pub docs: &'g Path,
    /// The repository's state; `None` if it is not known, or nothing is cached.
    pub state: Option<&'g GitState>,
    /// The cache of earlier answers.
    pub cache: &'g Cache,
}

impl HistoryReader<'_> {
    /// The changes of each page.
    pub fn history(&self) -> History {
        self.ask("history", History::read)
    }

    /// The changes as they reached the main branch.
    pub fn edits(&self) -> History {
        self.ask("edits", History::along_first_parents)
    }

    fn ask(&self, kind: &str, read: fn(&Path) -> History) -> History {
        let Some(state) = self.state else {
            return read(self.docs);
        };
        let key = Key::of(kind, &state.answers);
        if let Some(kept) = self.cache.get::<History>(key) {
            return kept.of_docs(self.docs);
        }
        let history = read(self.docs);
        // Nothing is cached if the repository changed meanwhile, for example by a commit or a
        // checkout.
        if git_state(self.docs).as_ref() == Some(state) {
            self.cache.put(key, &history);
        }
        history
    }
}
