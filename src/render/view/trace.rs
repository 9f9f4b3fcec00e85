//! The pages of traceability, as templates see them.

use serde::Serialize;

/// An artifact.
#[derive(Debug, Clone, Serialize)]
pub struct ArtifactView {
    /// The id: `decision/0014`.
    pub id: String,
    /// The kind's name for readers.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// The address; none where an artifact has neither a page nor an address elsewhere.
    pub href: Option<String>,
    /// The status: `accepted`.
    pub status: Option<&'static str>,
    /// The day: `2026-11-21`.
    pub date: Option<String>,
}

/// The notice at the head of a decision that no longer holds.
#[derive(Debug, Clone, Serialize)]
pub struct BannerView {
    /// `superseded`, `deprecated` or `rejected`.
    pub status: String,
    /// The decision that holds in its place.
    pub successor: Option<ArtifactView>,
}

/// A link to a page of traceability.
#[derive(Debug, Clone, Serialize)]
pub struct TraceLink {
    /// The page's title.
    pub title: &'static str,
    /// The page's address.
    pub href: String,
    /// True on the page itself.
    pub current: bool,
}

/// The content of a page of traceability.
#[derive(Debug, Default, Serialize)]
pub struct TraceBody {
    /// A sentence below the title.
    pub lead: Option<&'static str>,
    /// The coverage, measure by measure.
    pub bars: Vec<CoverageBar>,
    /// The tables.
    pub tables: Vec<TableView>,
    /// A chain as a list, in HTML.
    pub chain: Option<String>,
    /// The decisions by year.
    pub timeline: Vec<DecisionYear>,
}

/// The coverage of one measure.
#[derive(Debug, Serialize)]
pub struct CoverageBar {
    /// The measure's name for readers.
    pub title: &'static str,
    /// The page that lists the documents.
    pub href: String,
    /// Number of documents that are covered.
    pub covered: usize,
    /// Number of all documents of the kind.
    pub all: usize,
}

/// The decisions of a year.
#[derive(Debug, Serialize)]
pub struct DecisionYear {
    /// The year: `2026`.
    pub year: String,
    /// Its decisions, oldest first.
    pub decisions: Vec<ArtifactView>,
}

/// A table; templates write its frame and its head.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// The name of the table in the address of a filtered page.
    pub id: &'static str,
    /// The heading; empty where the page's title says it all.
    pub caption: &'static str,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows as HTML; empty where there are none.
    pub rows: String,
    /// The sentence that replaces a table without rows.
    pub none: &'static str,
    /// True for a matrix, whose cells are marks.
    pub matrix: bool,
}

/// The head of a column.
#[derive(Debug, Serialize)]
pub struct ColumnView {
    /// The title.
    pub title: String,
    /// The address that the title links to.
    pub href: Option<String>,
    /// True where readers filter by the column's values.
    pub filter: bool,
}
