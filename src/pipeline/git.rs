//! What git says of a tree, asked once.

use std::path::Path;
use std::sync::Arc;

use crate::cache::{Cache, Key};
use crate::discover::{GitState, History, git_state};

/// The two histories that a site is made of.
#[derive(Clone, Default)]
pub struct Histories {
    /// When each page changed.
    pub(super) history: Arc<History>,
    /// The same along the first parents: when the main branch got each change.
    pub(super) edits: Arc<History>,
}

impl Histories {
    /// Asks git: it takes as long as the history is.
    pub fn read(docs: &Path) -> Self {
        // Threads of their own: those of rayon have the pages to do.
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

/// The histories of a build, each read when it is asked for, or taken from the cache while the
/// repository's state is the same.
pub struct HistoryReader<'g> {
    /// The docs folder.
    pub docs: &'g Path,
    /// The repository's state; none where it is not known, or nothing is kept.
    pub state: Option<&'g GitState>,
    /// Where earlier answers are.
    pub cache: &'g Cache,
}

impl HistoryReader<'_> {
    /// When each page changed.
    pub fn history(&self) -> History {
        self.ask("history", History::read)
    }

    /// When the main branch got each change.
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
        // Unless another commit was made or checked out meanwhile.
        if git_state(self.docs).as_ref() == Some(state) {
            self.cache.put(key, &history);
        }
        history
    }
}
