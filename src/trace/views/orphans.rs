//! Orphans: governed documents without a relation.

use crate::content_map::DocKind;
use crate::trace::{ArtifactKind, Trace};

impl Trace {
    /// The artifacts without any relation, in the order of the tree. Processes need none, and the
    /// entries of a release relate it.
    pub fn orphans(&self) -> Vec<usize> {
        let all = 0..self.artifacts.len();
        all.filter(|at| self.is_orphan(*at)).collect()
    }

    fn is_orphan(&self, at: usize) -> bool {
        let kind = self.artifacts[at].kind;
        let has_entries = || self.releases.values().any(|release| *release == at);
        kind != ArtifactKind::Document(DocKind::Process)
            && self.neighbours(at).len() == 0
            && !(kind == ArtifactKind::Document(DocKind::Release) && has_entries())
    }
}
