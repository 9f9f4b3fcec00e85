//! Artifacts and relations: the words of traceability.

use serde::{Deserialize, Serialize};

use super::numbered::Numbered;
use crate::content_map::{DecisionStatus, DocKind};
use crate::source::Place;

/// A governed document, or a part of one that has an identity of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Artifact {
    /// Its identity: `decision/0014`, `story/IPT-106`. It does not change when
    /// a work folder moves from active to archived.
    pub id: String,
    /// The kind of document or part.
    pub kind: ArtifactKind,
    /// The title for readers, in one line.
    pub title: String,
    /// The status; `None` if its kind has no status.
    pub status: Option<Status>,
    /// The number of its page in the site; `None` for an artifact outside the site.
    pub page: Option<usize>,
    /// The id of the heading that it starts at, if it is a part of a page.
    pub anchor: Option<String>,
    /// The place of its start.
    pub place: Place,
    /// Its last line, if it is a part of a page.
    pub last_line: Option<u32>,
    /// A decision's number and its series.
    pub numbered: Option<Numbered>,
    /// The ids of its tracker items: `IPT-106`.
    pub trackers: Vec<String>,
    /// The name of its owner.
    pub owner: Option<String>,
    /// Its date: `2026-11-21`.
    pub date: Option<String>,
    /// The audience and the kind of change of a release entry.
    pub entry: Option<EntryContext>,
    /// Its address, if it is outside the site.
    pub url: Option<String>,
}

impl Artifact {
    /// Creates an artifact that is neither a document nor a part of one.
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

    /// The same artifact, on a page.
    #[must_use]
    pub fn on(self, page: Option<usize>) -> Self {
        Self { page, ..self }
    }

    /// Returns whether it is a document of this kind.
    pub fn is(&self, kind: DocKind) -> bool {
        self.kind == ArtifactKind::Document(kind)
    }

    /// A decision's number, if it has one.
    pub fn decision_number(&self) -> Option<u64> {
        self.numbered.as_ref().map(|numbered| numbered.number)
    }
}

/// The headings above an entry of release notes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EntryContext {
    /// `Public`, `Beta`, `Internal`, or whatever the heading says.
    pub audience: String,
    /// `Added`, `Changed`, `Fixed` ...
    pub change: Option<String>,
}

/// The kind of an artifact: of a document or of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// The status of an artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Work that has not begun, according to its folder.
    Backlog,
    /// Work in progress, according to its folder.
    Active,
    /// Work that has ended, according to its folder.
    Archived,
    /// A decision under discussion.
    Proposed,
    /// A decision in force.
    Accepted,
    /// A decision that was turned down.
    Rejected,
    /// A decision that is no longer in force and has no successor.
    Deprecated,
    /// A decision that another one replaces.
    Superseded,
    /// A missing or unreadable status.
    Unknown,
}

impl Status {
    /// All statuses, in order.
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
        /// A kind of relation between two artifacts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Relation { $(#[doc = $name] $variant,)* }

        impl Relation {
            /// All relations, strongest first.
            pub const ALL: &'static [Relation] = &[$(Relation::$variant,)*];

            /// The name in JSON: `depends-on`.
            pub fn name(self) -> &'static str {
                match self { $(Relation::$variant => $name,)* }
            }

            /// The name from the other end: `required-by`.
            pub fn inverse(self) -> &'static str {
                match self { $(Relation::$variant => $inverse,)* }
            }

                        /// The relation with this name, or with this name from the other end.
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
    /// The kind of relation, named from its start.
    pub relation: Relation,
    /// True if the other end states it: `superseded by` is *supersedes* from the other end.
    pub is_inverse: bool,
}

impl StatedRelation {
    /// A relation that starts at the artifact that states it.
    pub const fn forward(relation: Relation) -> Self {
        Self {
            relation,
            is_inverse: false,
        }
    }

    /// A relation that leads to the artifact that states it.
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

/// The source of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Both artifacts are in the same work folder.
    Folder,
    /// A field of front matter.
    FrontMatter,
    /// A Markdown link.
    Link,
    /// A title in the text under "Dependencies".
    Title,
    /// A tracker's id.
    Tracker,
    /// The heading above it.
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Edge {
    /// The kind of relation.
    pub relation: Relation,
    /// The number of the artifact that it starts at.
    pub from: usize,
    /// The number of the artifact that it leads to.
    pub to: usize,
    /// The source that it was inferred from.
    pub how: How,
    /// The place that states it.
    pub place: Place,
}
