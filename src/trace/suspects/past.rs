//! Facts about the past of parts of pages, kept from one run to the next.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use crate::discover::History;

/// A change of a part of a page. `order` is the number of commits that are as new or newer, or 0
/// for an uncommitted change.
#[derive(Debug, Clone)]
pub struct PartEdit {
    pub order: usize,
    pub date: String,
}

/// Facts about the past of parts of pages. They are valid while the history and the page's text are
/// unchanged.
#[derive(Default)]
pub struct PastAnswers {
    history: Option<Arc<History>>,
    /// The newest change of the compared words.
    pub edits: Answers<(PartName, Compared), Option<PartEdit>>,
    /// True if a part has the same words as in the version of that order.
    pub same: Answers<(PartName, usize), bool>,
}

impl PastAnswers {
    /// Drops the answers from another history, and those that the last run did not use.
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

/// A page's path, and the heading of a part of it; the heading is empty for the whole page.
pub type PartName = (String, String);

/// The words of a part that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compared {
    /// The words of its normative section.
    Norm,
    /// All its words.
    All,
}

/// Cached answers, each for the current text of a page.
pub struct Answers<Q, A> {
    before: HashMap<Q, (Arc<str>, A)>,
    /// The answers that this run has used.
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
    /// Drops the answers that the last run did not use.
    pub fn next_run(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    /// The answer, if the page's text is unchanged.
    pub fn get(&self, question: &Q, text: &Arc<str>) -> Option<&A> {
        let known = self.now.get(question).or_else(|| self.before.get(question));
        known
            .filter(|(then, _)| Arc::ptr_eq(then, text) || then == text)
            .map(|(_, answer)| answer)
    }

    /// Keeps an answer for the current text of a page.
    pub fn put(&mut self, question: Q, text: Arc<str>, answer: A) {
        self.now.insert(question, (text, answer));
    }
}
