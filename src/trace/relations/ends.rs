//! The kinds of artifacts at the ends of each relation.

use crate::content_map::DocKind;
use crate::trace::model::{ArtifactKind, Relation};

/// The kinds of artifacts at an end of a relation.
#[derive(Clone, Copy)]
pub enum RelationEnd {
    Any,
    Of(&'static [ArtifactKind]),
}

/// Both ends of a relation, as in the table of `docs/products/bf-docs/traceability.md`.
pub fn ends(relation: Relation) -> [RelationEnd; 2] {
    use ArtifactKind::{Document, FeatureFlag, ReleaseEntry, TrackerItem};
    use RelationEnd::{Any, Of};
    const CHALLENGES: RelationEnd = Of(&[Document(DocKind::Challenge)]);
    const SPECIFICATIONS: RelationEnd = Of(&[Document(DocKind::Specification)]);
    const STORIES: RelationEnd = Of(&[Document(DocKind::Story)]);
    const PLANNED: RelationEnd = Of(&[Document(DocKind::Story), Document(DocKind::Specification)]);
    const REASONS: RelationEnd = Of(&[
        Document(DocKind::Challenge),
        Document(DocKind::Specification),
    ]);
    const DECISIONS: RelationEnd = Of(&[Document(DocKind::Decision)]);
    const SERVICES: RelationEnd = Of(&[Document(DocKind::Service)]);
    match relation {
        Relation::Satisfies => [SPECIFICATIONS, CHALLENGES],
        Relation::Refines => [STORIES, SPECIFICATIONS],
        Relation::DependsOn => [PLANNED, PLANNED],
        Relation::MotivatedBy => [DECISIONS, REASONS],
        Relation::ConstrainedBy => [Any, DECISIONS],
        Relation::Supersedes | Relation::Amends => [DECISIONS, DECISIONS],
        Relation::Realises => [Of(&[Document(DocKind::SystemDesign)]), SPECIFICATIONS],
        Relation::Affects => [Any, SERVICES],
        Relation::Operates => [Of(&[Document(DocKind::Runbook)]), SERVICES],
        Relation::Delivers => [Of(&[Document(DocKind::Release), ReleaseEntry]), STORIES],
        Relation::GatedBy => [Any, Of(&[FeatureFlag])],
        Relation::TrackedBy => [Any, Of(&[TrackerItem])],
        Relation::References => [Any, Any],
    }
}

impl RelationEnd {
    /// Returns whether an artifact of a kind can be at this end.
    pub fn takes(self, kind: ArtifactKind) -> bool {
        if let RelationEnd::Of(kinds) = self {
            kinds.contains(&kind)
        } else {
            true
        }
    }

    /// Returns whether decisions can be at this end.
    pub fn names_decisions(self) -> bool {
        let decision = ArtifactKind::Document(DocKind::Decision);
        matches!(self, RelationEnd::Of(kinds) if kinds.contains(&decision))
    }

    /// The names of the kinds, for a message.
    pub fn names(self) -> String {
        let RelationEnd::Of(kinds) = self else {
            return "any document".to_owned();
        };
        kinds
            .iter()
            .map(|kind| format!("a {}", kind.title()))
            .collect::<Vec<_>>()
            .join(" or ")
    }
}
