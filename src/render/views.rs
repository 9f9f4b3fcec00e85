//! The list of pages of traceability, for navigation and addresses.

use crate::content_map::DocKind;
use crate::trace::Trace;

/// A page of traceability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Coverage, findings about the chain, recent changes.
    Overview,
    /// Each challenge with its chain.
    Chains,
    /// Challenges and specifications by state.
    Work,
    /// All stories, in dependency order.
    Stories,
    /// All decisions, as a table and by year.
    Decisions,
    /// Specifications and the stories that refine them.
    SpecificationsStories,
    /// Specifications and the decisions that constrain them.
    SpecificationsDecisions,
    /// Stories and the releases that deliver them.
    StoriesReleases,
    /// Artifacts without a relation.
    Orphans,
}

impl View {
    /// All pages, in the order of their links.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Chains,
        Self::Work,
        Self::Stories,
        Self::Decisions,
        Self::SpecificationsStories,
        Self::SpecificationsDecisions,
        Self::StoriesReleases,
        Self::Orphans,
    ];

    /// The path below the site's root, without an extension.
    pub fn stem(self) -> String {
        let name = match self {
            Self::Overview => return "traceability".to_owned(),
            Self::Chains => "chains",
            Self::Work => "work",
            Self::Stories => "stories",
            Self::Decisions => "decisions",
            Self::SpecificationsStories => "specifications-stories",
            Self::SpecificationsDecisions => "specifications-decisions",
            Self::StoriesReleases => "stories-releases",
            Self::Orphans => "orphans",
        };
        format!("traceability/{name}")
    }

    /// The title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Overview => "Traceability",
            Self::Chains => "Chains",
            Self::Work => "Work by state",
            Self::Stories => "Stories",
            Self::Decisions => "Decisions",
            Self::SpecificationsStories => "Specification × Story",
            Self::SpecificationsDecisions => "Specification × Decision",
            Self::StoriesReleases => "Story × Release",
            Self::Orphans => "Orphans",
        }
    }

    /// True if the tree has documents of the kinds that the page lists.
    pub fn is_shown(self, trace: &Trace) -> bool {
        let kinds: &[DocKind] = match self {
            Self::Overview | Self::Orphans => return true,
            Self::Chains => &[DocKind::Challenge],
            Self::Work => &[DocKind::Challenge, DocKind::Specification],
            Self::Stories | Self::StoriesReleases => &[DocKind::Story],
            Self::Decisions => &[DocKind::Decision],
            Self::SpecificationsStories | Self::SpecificationsDecisions => {
                &[DocKind::Specification]
            }
        };
        kinds
            .iter()
            .any(|kind| trace.documents(*kind).next().is_some())
    }
}
