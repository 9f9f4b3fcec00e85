//! The pages of traceability, as navigation and addresses know them.

/// The pages, in the order of their links: part of the address, and title.
pub const VIEWS: [(View, &str, &str); 9] = [
    (View::Overview, "", "Traceability"),
    (View::Chains, "chains", "Chains"),
    (View::Work, "work", "Work by state"),
    (View::Stories, "stories", "Stories"),
    (View::Decisions, "decisions", "Decisions"),
    (
        View::SpecificationsStories,
        "specifications-stories",
        "Specification × Story",
    ),
    (
        View::SpecificationsDecisions,
        "specifications-decisions",
        "Specification × Decision",
    ),
    (View::StoriesReleases, "stories-releases", "Story × Release"),
    (View::Orphans, "orphans", "Orphans"),
];

/// One of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Coverage, what is broken, what changed.
    Overview,
    /// Each challenge with all that hangs on it.
    Chains,
    /// Challenges and specifications by state.
    Work,
    /// All stories, in dependency order.
    Stories,
    /// All decisions, as a table and by year.
    Decisions,
    /// Which stories refine a specification.
    SpecificationsStories,
    /// Which decisions constrain a specification.
    SpecificationsDecisions,
    /// Which release delivers a story.
    StoriesReleases,
    /// What nothing is related to.
    Orphans,
}
