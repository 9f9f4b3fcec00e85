//! Superseded decisions, and the documents that still cite them.

use super::{Checks, name};
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic};
use crate::trace::model::{Artifact, ArtifactKind, Edge, Relation, Status};

impl Checks<'_> {
    /// Reports supersessions that only one of the two decisions states, or that are only proposed.
    pub fn supersessions(&mut self) {
        let edges = self.trace.edges.iter();
        for edge in edges.filter(|edge| edge.relation == Relation::Supersedes) {
            self.one_sided(edge);
            let older = &self.trace.artifacts[edge.to];
            if self.trace.artifacts[edge.from].status == Some(Status::Proposed) {
                let message = format!("a proposed decision supersedes {}", name(older));
                let help = "accept it, or leave the older one in force until then";
                self.find(Code::SupersedingProposal, edge.from, message, help);
            }
        }
    }

    fn one_sided(&mut self, edge: &Edge) {
        let newer = &self.trace.artifacts[edge.from];
        let older = &self.trace.artifacts[edge.to];
        if !self.states(older, edge) && older.status != Some(Status::Superseded) {
            let message = format!("{} supersedes this one, which does not say so", name(newer));
            let help = format!(
                "write `Superseded by` and a link to {} in its Status section",
                self.file(newer)
            );
            self.find(Code::OneSidedSupersession, edge.to, message, &help);
        }
        if !self.states(newer, edge) {
            let message = format!(
                "{} says that this one supersedes it, which does not say so",
                name(older)
            );
            let help = format!(
                "write `Supersedes` and a link to {} in its Status section",
                self.file(older)
            );
            self.find(Code::OneSidedSupersession, edge.from, message, &help);
        }
    }

    /// Returns whether a decision's file states a supersession.
    fn states(&self, artifact: &Artifact, edge: &Edge) -> bool {
        self.supersessions
            .contains(&(edge.from, edge.to, artifact.place.file.clone()))
    }

    /// The name of an artifact's file, in backticks for a message.
    fn file(&self, artifact: &Artifact) -> String {
        let path = self.path(artifact);
        format!("`{}`", path.rsplit('/').next().unwrap_or(path))
    }

    /// Reports citations of decisions that are no longer in force.
    pub fn retired_targets(&mut self) {
        for edge in &self.trace.edges {
            if !self.is_late(edge) {
                continue;
            }
            let decision = &self.trace.artifacts[edge.to];
            let status = decision.status.unwrap_or(Status::Superseded);
            let help = match self.trace.live_successor(edge.to) {
                Some(live) => format!(
                    "cite {}, which holds in its place",
                    name(&self.trace.artifacts[live])
                ),
                None => "cite a decision that holds, or say why this one is meant".to_owned(),
            };
            let message = format!("{} is {}", name(decision), status.name());
            let place = edge.place.clone();
            self.found
                .push(Diagnostic::new(Code::RetiredTarget, place, message).help(help));
        }
    }

    /// Returns whether a relation cites a decision that is no longer in force, and should cite
    /// another one.
    fn is_late(&self, edge: &Edge) -> bool {
        let to = &self.trace.artifacts[edge.to];
        let is_citation = matches!(
            edge.relation,
            Relation::ConstrainedBy | Relation::References
        );
        to.is(DocKind::Decision)
            && is_citation
            && self.trace.is_retired(edge.to)
            && !self.is_history(edge.from)
            && !self.may_cite_retired(edge)
    }

    /// Returns whether an artifact is history: ended work, a retired decision or release notes.
    fn is_history(&self, at: usize) -> bool {
        let artifact = &self.trace.artifacts[at];
        artifact.status == Some(Status::Archived)
            || self.trace.is_retired(at)
            || artifact.is(DocKind::Release)
            || artifact.kind == ArtifactKind::ReleaseEntry
    }

    fn may_cite_retired(&self, edge: &Edge) -> bool {
        // A successor must mention the decision that it replaces.
        let is_successor = || self.trace.succeeds(edge.from, edge.to);
        // A decision explains why it was preferred to a rejected one.
        let is_comparison = self.trace.artifacts[edge.from].is(DocKind::Decision)
            && self.trace.artifacts[edge.to].status == Some(Status::Rejected);
        is_comparison || is_successor()
    }
}
