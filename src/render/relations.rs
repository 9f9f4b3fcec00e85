//! What stands below a governed document: its relations, and a drawing of them.

use std::fmt::Write as _;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use serde::Serialize;

use super::Renderer;
use super::addresses::From;
use super::artifacts::ArtifactView;
use super::graph;
use crate::content_map::Kind;
use crate::trace::{ArtifactKind, Edge, Neighbour, Relation, Status, Trace};

/// An artifact of a page with all that it is related to.
#[derive(Debug, Clone, Serialize)]
pub struct PanelView {
    /// The artifact.
    pub artifact: ArtifactView,
    /// Whether it is the page itself, and not a part of it.
    pub whole: bool,
    /// Its relations as rows of a table (HTML), strongest first.
    pub rows: String,
    /// Its neighbourhood as SVG; nothing where it has none.
    pub graph: Option<String>,
    /// How many relations it has.
    pub count: usize,
    /// Where the whole chain that it stands in is shown.
    pub chain: Option<String>,
}

/// What a superseded decision leads its readers to.
#[derive(Debug, Clone, Serialize)]
pub struct BannerView {
    /// `superseded`, `deprecated`, `rejected`.
    pub status: String,
    /// What holds in its place.
    pub successor: Option<ArtifactView>,
}

impl Renderer<'_> {
    /// The panels of a page: its own, then its parts'.
    pub(super) fn panels(&self, page: usize, from: &From) -> Vec<PanelView> {
        let artifacts = self.trace.on_page(page).iter().copied();
        artifacts.map(|at| self.panel(at, from)).filter(|panel| panel.count > 0).collect()
    }

    fn panel(&self, at: usize, from: &From) -> PanelView {
        let count = self.trace.neighbours(at).len();
        let draw = || graph::around(self.trace, at, |other| self.href(other, from), |other| &self.labels[other].inside);
        let graph = (count > 0).then(draw);
        let artifact = &self.trace.artifacts[at];
        let chain = self.made.chains.get(&self.trace.top(at)).map(|route| from.to(route.as_str()));
        let (artifact, whole) = (self.artifact_view(at, from), artifact.anchor.is_none());
        PanelView { artifact, whole, rows: self.relation_rows(at, from), graph, count, chain }
    }

    /// An artifact's relations, a `<tbody>` each name: what is related, and where that is stated.
    fn relation_rows(&self, at: usize, from: &From) -> String {
        let neighbours: Vec<Neighbour<'_>> = self.trace.neighbours(at).collect();
        let mut html = String::with_capacity(neighbours.len() * 256);
        for group in neighbours.chunk_by(|one, next| one.relation() == next.relation()) {
            html.push_str("<tbody>");
            for (row, neighbour) in group.iter().enumerate() {
                let retired = self.trace.is_retired(neighbour.other);
                html.push_str(if retired { "<tr class=\"retired\">" } else { "<tr>" });
                if row == 0 {
                    let name = group[0].relation().replace('-', " ");
                    let _ = write!(html, "<th scope=\"rowgroup\" rowspan=\"{}\">{name}</th>", group.len());
                }
                html.push_str("<td>");
                self.write_link(neighbour.other, from, &mut html);
                html.push_str("</td>");
                html.push_str(&self.labels[neighbour.other].facts);
                let Edge { how, place, .. } = neighbour.edge;
                let file = place.path.rsplit('/').next().unwrap_or_default();
                let _ = write!(html, "<td>{}, ", how.name().replace('-', " "));
                let _ = escape_html_body_text(&mut html, file);
                let _ = write!(html, ", line {}</td></tr>", place.line);
            }
            html.push_str("</tbody>\n");
        }
        html
    }

    /// The document that a page is, as its meta shows it: kind and status.
    pub(super) fn document(&self, page: usize) -> Option<usize> {
        let is_whole = |at: &usize| self.trace.artifacts[*at].anchor.is_none();
        self.trace.on_page(page).iter().copied().find(is_whole)
    }

    /// Marks a citation of a decision that holds no more, but for those in its successor.
    pub(super) fn note_retired(&self, citing: &str, cited: usize, html: &mut String) {
        let trace = self.trace;
        let Some(at) = self.document(cited).filter(|at| trace.artifacts[*at].is(Kind::Decision)) else { return };
        let citing = self.site.page_at(citing).and_then(|page| self.document(page));
        if !trace.is_retired(at)
            || citing.is_some_and(|by| by == at || trace.out(by, Relation::Supersedes).any(|old| old == at))
        {
            return;
        }
        let status = trace.artifacts[at].status.filter(|status| *status != Status::Accepted);
        let name = status.unwrap_or(Status::Superseded).name();
        html.push_str(" <small class=\"relations retired-mark\"");
        if let Some(live) = trace.live_successor(at) {
            html.push_str(" title=\"");
            let _ = escape_html(&mut *html, &format!("{} holds in its place", trace.artifacts[live].title));
            html.push('"');
        }
        html.push_str(&format!(">{name}</small>"));
    }

    /// What a decision that holds no more says at its head.
    pub(super) fn banner(&self, page: usize, from: &From) -> Option<BannerView> {
        let at = self.document(page).filter(|at| self.trace.artifacts[*at].is(Kind::Decision))?;
        if !self.trace.is_retired(at) {
            return None;
        }
        let status = self.trace.artifacts[at].status.map_or("superseded", Status::name);
        let successor = self.trace.live_successor(at).map(|live| self.artifact_view(live, from));
        Some(BannerView { status: if status == "accepted" { "superseded" } else { status }.to_owned(), successor })
    }
}

/// Whether a tree is governed at all: processes alone are just pages.
pub fn is_governed(trace: &Trace) -> bool {
    let kinds = [Kind::Challenge, Kind::Specification, Kind::Story, Kind::Decision];
    trace.artifacts.iter().any(|artifact| kinds.iter().any(|kind| artifact.kind == ArtifactKind::Document(*kind)))
}
