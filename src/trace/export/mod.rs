//! The trace for other programs. The schema is documented in `docs/reference/trace-export.md`; a
//! change of the JSON schema changes its version.

mod json;
mod csv;
mod diagrams;

use super::Trace;
use crate::diag::Report;
use crate::site::Site;
use diagrams::Graph;

/// A format of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Artifacts, relations and the facts of `trace::views`; the documented schema.
    Json,
    /// Relations, one per line (RFC 4180).
    Csv,
    /// A Mermaid flowchart.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
}

impl Trace {
    /// Exports all artifacts and relations of a site; `report` is the site's.
    pub fn export(&self, site: &Site, report: &Report, format: ExportFormat) -> String {
        match format {
            ExportFormat::Json => json::json(self, site, report),
            ExportFormat::Csv => csv::csv(self),
            ExportFormat::Mermaid => Graph::of_all(self).mermaid(),
            ExportFormat::Dot => Graph::of_all(self).dot(),
        }
    }

    /// The chain of an artifact as a diagram. Returns `None` if the format is not a diagram.
    pub fn export_chain(&self, at: usize, format: ExportFormat) -> Option<String> {
        let chain = Graph::of_chain(self, at);
        match format {
            ExportFormat::Mermaid => Some(chain.mermaid()),
            ExportFormat::Dot => Some(chain.dot()),
            ExportFormat::Json | ExportFormat::Csv => None,
        }
    }
}
