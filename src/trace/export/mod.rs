//! The trace for other programs. The schema is documented in
//! `docs/reference/trace-export.md`; a change of the JSON's shape changes its version.

mod json;
mod csv;
mod diagrams;

use super::Trace;
use crate::diag::Report;
use crate::site::Site;

/// A format that the trace is exported in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Artifacts, relations and the facts of [`super::views`]; the documented schema.
    Json,
    /// Relations, one a line (RFC 4180).
    Csv,
    /// A flowchart.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
}

impl Trace {
    /// All artifacts and relations of a site in a format; `report` is the site's.
    pub fn export(&self, site: &Site, report: &Report, format: ExportFormat) -> String {
        match format {
            ExportFormat::Json => json::json(self, site, report),
            ExportFormat::Csv => csv::csv(self),
            ExportFormat::Mermaid => diagrams::mermaid(self),
            ExportFormat::Dot => diagrams::dot(self),
        }
    }
}
