//! The types that the templates of traceability see.

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
    /// The address; none if the artifact has neither a page nor an address elsewhere.
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
    /// The decision that replaces it.
    pub successor: Option<ArtifactView>,
}

/// A link to a page of traceability.
#[derive(Debug, Clone, Serialize)]
pub struct TraceLink {
    /// The page's title.
    pub title: &'static str,
    /// The page's address.
    pub href: String,
    /// True on that page itself.
    pub current: bool,
}

/// The content of a page of traceability.
#[derive(Debug, Default, Serialize)]
pub struct TraceBody {
    /// A sentence below the title.
    pub lead: Option<&'static str>,
    /// The coverage of each measure.
    pub bars: Vec<CoverageBar>,
    /// The tables, in the order of the page.
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
    /// The address of the page that lists the documents.
    pub href: String,
    /// The number of covered documents.
    pub covered: usize,
    /// The number of all documents of the kind.
    pub all: usize,
}

/// The decisions of a year.
#[derive(Debug, Serialize)]
pub struct DecisionYear {
    /// The year: `2026`.
    pub year: String,
    /// The year's decisions, oldest first.
    pub decisions: Vec<ArtifactView>,
}

/// A table; templates write its frame and its head.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// The name of the table in the address of a filtered page.
    pub id: &'static str,
    /// The heading; empty if the page's title is enough.
    pub caption: &'static str,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows as HTML; empty for a table without rows.
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
    /// True if readers can filter by the column's values.
    pub filter: bool,
}
