//! Decisions that no longer hold, and where pages cite them.

use crate::content_map::DocKind;
use crate::trace::{Relation, Status, Trace};

/// A decision that no longer holds.
#[derive(Debug, Clone, Copy)]
pub struct Retired {
    /// Its status: `superseded`.
    pub status: &'static str,
    /// The decision that holds in its place, by its number.
    pub successor: Option<usize>,
}

impl Trace {
    /// The decision that a page is, if it no longer holds.
    pub fn retired_document(&self, page: usize) -> Option<Retired> {
        let at = self.document_of(page)?;
        let decision = &self.artifacts[at];
        let is_retired = decision.is(DocKind::Decision) && self.is_retired(at);
        is_retired.then(|| Retired {
            status: decision.status.map_or("superseded", Status::name),
            successor: self.live_successor(at),
        })
    }

    /// The decision that a page cites, if it no longer holds. Its own page and its successor's may
    /// cite it.
    pub fn retired_citation(&self, citing: usize, cited: usize) -> Option<Retired> {
        let retired = self.retired_document(cited)?;
        let at = self.document_of(cited)?;
        let may_cite = self
            .document_of(citing)
            .is_some_and(|by| by == at || self.out(by, Relation::Supersedes).any(|old| old == at));
        (!may_cite).then_some(retired)
    }
}
