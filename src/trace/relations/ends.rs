//! What the ends of each relation can be.

use crate::content_map::DocKind;
use crate::trace::model::{ArtifactKind, Relation};

/// What an end of a relation can be.
#[derive(Clone, Copy)]
pub enum RelationEnd {
    Any,
    Of(&'static [ArtifactKind]),
}

/// Both ends of a relation: the table of relations in `docs/products/bf-docs/traceability.md`.
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
    /// Whether an artifact of a kind can be at this end.
    pub fn takes(self, kind: ArtifactKind) -> bool {
        if let RelationEnd::Of(kinds) = self {
            kinds.contains(&kind)
        } else {
            true
        }
    }

    /// Whether decisions can be at this end.
    pub fn names_decisions(self) -> bool {
        let decision = ArtifactKind::Document(DocKind::Decision);
        matches!(self, RelationEnd::Of(kinds) if kinds.contains(&decision))
    }

    /// The kinds that it can be, as a message has them.
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
