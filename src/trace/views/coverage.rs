//! Coverage of the chain: the documents with the relations or sections that their kind should have.

use crate::content_map::DocKind;
use crate::trace::Trace;
use crate::trace::model::Relation;

/// A relation or section that documents of a kind should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A challenge is satisfied by a specification.
    SpecifiedChallenges,
    /// A specification satisfies a challenge.
    ChallengedSpecifications,
    /// A specification is refined by stories.
    RefinedSpecifications,
    /// A specification is constrained by decisions.
    ConstrainedSpecifications,
    /// A story refines a specification.
    SpecifiedStories,
    /// A story has acceptance criteria.
    AcceptableStories,
    /// A story is delivered by a published release.
    DeliveredStories,
    /// Something cites a decision.
    CitedDecisions,
}

/// The documents of a kind that meet a measure, and those that do not.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The measure that the documents should meet.
    pub measure: Measure,
    /// The documents that meet it, by number in the trace.
    pub covered: Vec<usize>,
    /// The documents that do not meet it, by number in the trace.
    pub lacking: Vec<usize>,
}

impl Measure {
    /// All measures, in the order of the chain.
    pub const ALL: [Self; 8] = [
        Self::SpecifiedChallenges,
        Self::ChallengedSpecifications,
        Self::RefinedSpecifications,
        Self::ConstrainedSpecifications,
        Self::SpecifiedStories,
        Self::AcceptableStories,
        Self::DeliveredStories,
        Self::CitedDecisions,
    ];

    /// The name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::SpecifiedChallenges => "challenges-with-specification",
            Self::ChallengedSpecifications => "specifications-with-challenge",
            Self::RefinedSpecifications => "specifications-with-stories",
            Self::ConstrainedSpecifications => "specifications-with-decisions",
            Self::SpecifiedStories => "stories-with-specification",
            Self::AcceptableStories => "stories-with-criteria",
            Self::DeliveredStories => "stories-delivered",
            Self::CitedDecisions => "decisions-cited",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::SpecifiedChallenges => "Challenges with a specification",
            Self::ChallengedSpecifications => "Specifications with a challenge",
            Self::RefinedSpecifications => "Specifications with stories",
            Self::ConstrainedSpecifications => "Specifications with decisions",
            Self::SpecifiedStories => "Stories with a specification",
            Self::AcceptableStories => "Stories with acceptance criteria",
            Self::DeliveredStories => "Stories delivered",
            Self::CitedDecisions => "Decisions that something cites",
        }
    }

    /// The kind of the documents that are measured.
    pub fn kind(self) -> DocKind {
        match self {
            Self::SpecifiedChallenges => DocKind::Challenge,
            Self::ChallengedSpecifications
            | Self::RefinedSpecifications
            | Self::ConstrainedSpecifications => DocKind::Specification,
            Self::SpecifiedStories | Self::AcceptableStories | Self::DeliveredStories => {
                DocKind::Story
            }
            Self::CitedDecisions => DocKind::Decision,
        }
    }

    /// Returns whether a document of the kind meets the measure.
    fn covers(self, trace: &Trace, at: usize) -> bool {
        let is_reached = |relation| trace.into(at, relation).next().is_some();
        let leads = |relation| trace.out(at, relation).next().is_some();
        match self {
            Self::SpecifiedChallenges => is_reached(Relation::Satisfies),
            Self::ChallengedSpecifications => leads(Relation::Satisfies),
            Self::RefinedSpecifications => is_reached(Relation::Refines),
            Self::ConstrainedSpecifications => leads(Relation::ConstrainedBy),
            Self::SpecifiedStories => leads(Relation::Refines),
            Self::AcceptableStories => trace.criteria.get(&at).is_some_and(|count| *count > 0),
            Self::DeliveredStories => trace.is_delivered(at),
            Self::CitedDecisions => trace.neighbours(at).len() > 0,
        }
    }
}

impl Coverage {
    /// The number of documents of the kind.
    pub fn all(&self) -> usize {
        self.covered.len() + self.lacking.len()
    }
}

impl Trace {
    /// The coverage of the tree by measure. Kinds without documents are left out.
    pub fn coverage(&self) -> Vec<Coverage> {
        let measured = Measure::ALL.into_iter().map(|measure| {
            let documents = self.documents(measure.kind());
            let (covered, lacking) = documents.partition(|at| measure.covers(self, *at));
            Coverage {
                measure,
                covered,
                lacking,
            }
        });
        measured.filter(|coverage| coverage.all() > 0).collect()
    }
}
