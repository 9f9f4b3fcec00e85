//! Artifacts and relations: the words of traceability.

use super::numbered::Numbered;
use crate::content_map::{DecisionStatus, DocKind};
use crate::source::Place;

/// A governed document, or a part of one that has an identity of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its identity: `decision/0014`, `story/IPT-106`. It does not change when
    /// a work folder moves from active to archived.
    pub id: String,
    /// What it is.
    pub kind: ArtifactKind,
    /// What it is called.
    pub title: String,
    /// Where it stands, in its own words; nothing where its kind has no status.
    pub status: Option<Status>,
    /// The page it is on, by number in the site; nothing for what lives elsewhere.
    pub page: Option<usize>,
    /// The heading it starts at, where it is a part of a page.
    pub anchor: Option<String>,
    /// Where it starts.
    pub place: Place,
    /// The last line that is its own, where it is a part of a page.
    pub last_line: Option<u32>,
    /// The number that a decision is called by, and the series that it counts in.
    pub numbered: Option<Numbered>,
    /// Its items in trackers: `IPT-106`.
    pub trackers: Vec<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day it is dated: `2026-11-21`.
    pub date: Option<String>,
    /// For whom and under what a release entry stands.
    pub entry: Option<EntryContext>,
    /// Its address, where it lives outside the site.
    pub url: Option<String>,
}

impl Artifact {
    /// An artifact that is no document and has no parts.
    pub fn outside(id: String, kind: ArtifactKind, title: &str, place: Place) -> Self {
        let title = title.to_owned();
        Self {
            id,
            kind,
            title,
            status: None,
            page: None,
            anchor: None,
            place,
            last_line: None,
            numbered: None,
            trackers: Vec::new(),
            owner: None,
            date: None,
            entry: None,
            url: None,
        }
    }

    /// The same, on a page.
    #[must_use]
    pub fn on(self, page: Option<usize>) -> Self {
        Self { page, ..self }
    }

    /// Whether it is a document of that kind.
    pub fn is(&self, kind: DocKind) -> bool {
        self.kind == ArtifactKind::Document(kind)
    }

    /// A decision's number, where its file has one.
    pub fn decision_number(&self) -> Option<u64> {
        self.numbered.as_ref().map(|numbered| numbered.number)
    }
}

/// What a release's notes say around an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryContext {
    /// `Public`, `Beta`, `Internal`, or whatever the heading says.
    pub audience: String,
    /// `Added`, `Changed`, `Fixed` ...
    pub change: Option<String>,
}

/// What an artifact is: a document's kind, or a part's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArtifactKind {
    /// A document of the content map's kinds.
    Document(DocKind),
    /// An item of a release's notes.
    ReleaseEntry,
    /// A feature flag that gates entries or stories.
    FeatureFlag,
    /// An item in a tracker, outside the docs.
    TrackerItem,
}

impl ArtifactKind {
    /// The name in JSON and in filters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document(kind) => kind.name(),
            Self::ReleaseEntry => "release-entry",
            Self::FeatureFlag => "feature-flag",
            Self::TrackerItem => "tracker-item",
        }
    }

    /// The name for readers.
    pub fn title(self) -> &'static str {
        match self {
            Self::Document(kind) => kind.title(),
            Self::ReleaseEntry => "Release Entry",
            Self::FeatureFlag => "Feature Flag",
            Self::TrackerItem => "Tracker Item",
        }
    }
}

/// Where an artifact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Work that is not begun: by folder.
    Backlog,
    /// Work that goes on: by folder.
    Active,
    /// Work that has ended: by folder.
    Archived,
    /// A decision that is weighed.
    Proposed,
    /// A decision that holds.
    Accepted,
    /// A decision that was turned down.
    Rejected,
    /// A decision that holds no more, with no successor.
    Deprecated,
    /// A decision that another one replaces.
    Superseded,
    /// It should have one, and the document does not say which.
    Unknown,
}

impl Status {
    /// All of them, in their order.
    pub const ALL: [Self; 9] = [
        Self::Backlog,
        Self::Active,
        Self::Archived,
        Self::Proposed,
        Self::Accepted,
        Self::Rejected,
        Self::Deprecated,
        Self::Superseded,
        Self::Unknown,
    ];

    /// The name in JSON and for readers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Backlog => "backlog",
            Self::Active => "active",
            Self::Archived => "archived",
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Deprecated => "deprecated",
            Self::Superseded => "superseded",
            Self::Unknown => "unknown",
        }
    }
}

impl From<DecisionStatus> for Status {
    fn from(status: DecisionStatus) -> Self {
        match status {
            DecisionStatus::Proposed => Self::Proposed,
            DecisionStatus::Accepted => Self::Accepted,
            DecisionStatus::Rejected => Self::Rejected,
            DecisionStatus::Deprecated => Self::Deprecated,
            DecisionStatus::Superseded => Self::Superseded,
        }
    }
}

macro_rules! relations {
    ($($variant:ident $name:literal $inverse:literal)*) => {
        /// How one artifact bears on another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Relation { $(#[doc = $name] $variant,)* }

        impl Relation {
            /// All relations, strongest first.
            pub const ALL: &'static [Relation] = &[$(Relation::$variant,)*];

            /// The name in JSON: `depends-on`.
            pub fn name(self) -> &'static str {
                match self { $(Relation::$variant => $name,)* }
            }

            /// The name seen from the other end: `required-by`.
            pub fn inverse(self) -> &'static str {
                match self { $(Relation::$variant => $inverse,)* }
            }

                        /// The relation of that name, or of its name seen from the other end.
            pub fn from_name(name: &str) -> Option<StatedRelation> {
                match name {
                    $(
                        $name => Some(StatedRelation::forward(Relation::$variant)),
                        $inverse => Some(StatedRelation::inverse(Relation::$variant)),
                    )*
                    _ => None,
                }
            }
        }
    };
}

/// A relation, as one of its ends states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedRelation {
    /// The relation.
    pub relation: Relation,
    /// Whether it leads from the other end: `superseded by` is *supersedes* of the other.
    pub is_inverse: bool,
}

impl StatedRelation {
    /// A relation that leads from who states it.
    pub const fn forward(relation: Relation) -> Self {
        Self {
            relation,
            is_inverse: false,
        }
    }

    /// A relation that leads to who states it.
    pub const fn inverse(relation: Relation) -> Self {
        Self {
            relation,
            is_inverse: true,
        }
    }
}

relations! {
    Satisfies "satisfies" "satisfied-by"
    Refines "refines" "refined-by"
    DependsOn "depends-on" "required-by"
    MotivatedBy "motivated-by" "motivates"
    ConstrainedBy "constrained-by" "constrains"
    Supersedes "supersedes" "superseded-by"
    Amends "amends" "amended-by"
    Realises "realises" "realised-by"
    Affects "affects" "affected-by"
    Operates "operates" "operated-by"
    Delivers "delivers" "delivered-in"
    GatedBy "gated-by" "gates"
    TrackedBy "tracked-by" "tracks"
    References "references" "referenced-by"
}

/// How a relation was inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Both lie in one work folder.
    Folder,
    /// Front matter says so.
    FrontMatter,
    /// A Markdown link.
    Link,
    /// A title written out under "Dependencies".
    Title,
    /// A tracker's id.
    Tracker,
    /// The heading it stands under.
    Heading,
    /// A bare mention such as "ADR 0014".
    Mention,
}

impl How {
    /// The name in JSON and for readers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::FrontMatter => "front-matter",
            Self::Link => "link",
            Self::Title => "title",
            Self::Tracker => "tracker",
            Self::Heading => "heading",
            Self::Mention => "mention",
        }
    }
}

/// A relation between two artifacts, and where it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Which relation.
    pub relation: Relation,
    /// The artifact that states it, by number.
    pub from: usize,
    /// The other, by number.
    pub to: usize,
    /// How it was inferred.
    pub how: How,
    /// Where it is stated.
    pub place: Place,
}
