//! Answers about the past of parts of pages, kept from one run to the next.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use crate::discover::History;

/// When a part of a page changed: how many commits are newer, 0 for a change that is not committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartEdit {
    pub order: usize,
    pub date: String,
}

/// Answers about the past of parts of pages. They hold as long as the history and the page's text
/// are the same.
#[derive(Default)]
pub struct Past {
    history: Option<Arc<History>>,
    /// The newest change of what is compared.
    pub edits: Answers<(PartName, Compared), Option<PartEdit>>,
    /// Whether a part says what it said so many commits ago.
    pub same: Answers<(PartName, usize), bool>,
}

impl Past {
    /// Forgets what another history said, and what the last run did not ask for.
    pub fn next_run(&mut self, history: &Arc<History>) {
        let is_same = |known: &Arc<History>| Arc::ptr_eq(known, history);
        if !self.history.as_ref().is_some_and(is_same) {
            *self = Self {
                history: Some(history.clone()),
                ..Self::default()
            };
        }
        self.edits.next_run();
        self.same.next_run();
    }
}

/// A page's path, and the heading of a part of it; an empty heading for the whole page.
pub type PartName = (String, String);

/// What of a part is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compared {
    /// Its normative section.
    Norm,
    /// All that it says.
    All,
}

/// Answers, each for what a page says now.
pub struct Answers<Q, A> {
    before: HashMap<Q, (Arc<str>, A)>,
    /// Those that were asked for in this run.
    now: HashMap<Q, (Arc<str>, A)>,
}

impl<Q, A> Default for Answers<Q, A> {
    fn default() -> Self {
        Self {
            before: HashMap::new(),
            now: HashMap::new(),
        }
    }
}

impl<Q: Hash + Eq + Clone, A: Clone> Answers<Q, A> {
    /// Forgets what the last run did not ask for.
    pub fn next_run(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    /// The answer, if the page still says the same.
    pub fn get(&self, question: &Q, text: &Arc<str>) -> Option<&A> {
        let known = self.now.get(question).or_else(|| self.before.get(question));
        known
            .filter(|(then, _)| Arc::ptr_eq(then, text) || then == text)
            .map(|(_, answer)| answer)
    }

    /// Keeps an answer for what a page says now.
    pub fn put(&mut self, question: Q, text: Arc<str>, answer: A) {
        self.now.insert(question, (text, answer));
    }
}
