//! What stands below a governed document: its relations, and a drawing of them.

use std::fmt::Write as _;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use serde::Serialize;

use super::Renderer;
use super::addresses::{From, Ways};
use super::artifacts::ArtifactView;
use super::graph;
use crate::content_map::DocKind;
use crate::trace::{Edge, Neighbour, Relation, Status};

/// What a superseded decision leads its readers to.
#[derive(Debug, Clone, Serialize)]
pub struct BannerView {
    /// `superseded`, `deprecated`, `rejected`.
    pub status: String,
    /// What holds in its place.
    pub successor: Option<ArtifactView>,
}

impl Renderer<'_> {
    /// The relations of a page's artifacts as HTML: its own, then its parts'; nothing
    /// where it has none. Written here and not by a template: a tree of 5,000 artifacts
    /// has 30 MB of them.
    pub(super) fn relations(&self, page: usize, ways: &Ways) -> Option<String> {
        let artifacts = self.trace.on_page(page).iter().copied();
        let related: Vec<usize> = artifacts
            .filter(|at| self.trace.neighbours(*at).len() > 0)
            .collect();
        let mut html = String::with_capacity(related.len() * 8192);
        for &at in &related {
            if related.len() > 1 {
                let artifact = &self.trace.artifacts[at];
                html.push_str(if artifact.anchor.is_none() {
                    "<details open>"
                } else {
                    "<details>"
                });
                let (kind, title) = (artifact.kind.title(), &self.labels[at].title);
                let count = self.trace.neighbours(at).len();
                let _ = write!(
                    html,
                    "\n<summary><span class=\"kind\">{kind}</span> {title} <span class=\"count\">{count}</span></summary>\n"
                );
            }
            self.panel(at, ways, &mut html);
            if related.len() > 1 {
                html.push_str("</details>\n");
            }
        }
        (!related.is_empty()).then_some(html)
    }

    /// The drawing and the table of an artifact's relations, and the way to its whole chain.
    fn panel(&self, at: usize, ways: &Ways, html: &mut String) {
        html.push_str(
            "<div class=\"graph-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Graph of ",
        );
        let _ = escape_html(&mut *html, &self.trace.artifacts[at].title);
        html.push_str("\">");
        graph::around(
            self.trace,
            at,
            |other, svg| self.write_href(other, ways, svg),
            |other| &self.labels[other].inside,
            html,
        );
        html.push_str("</div>\n<div class=\"table-wrap\"><table>\n<thead><tr>");
        for head in ["Relation", "To", "Kind", "Status", "Stated"] {
            let _ = write!(html, "<th scope=\"col\">{head}</th>");
        }
        html.push_str("</tr></thead>\n");
        self.relation_rows(at, ways, html);
        html.push_str("</table></div>\n");
        if let Some(route) = self.made.chains.get(&self.trace.top(at)) {
            let chain = ways.to(route.as_str());
            html.push_str("<p class=\"whole-chain\"><a href=\"");
            let _ = escape_html(&mut *html, &chain);
            html.push_str("\">The whole chain</a></p>\n");
        }
    }

    /// An artifact's relations, a `<tbody>` each name: what is related, and where that is stated.
    fn relation_rows(&self, at: usize, ways: &Ways, html: &mut String) {
        let neighbours: Vec<Neighbour<'_>> = self.trace.neighbours(at).collect();
        for group in neighbours.chunk_by(|one, next| one.relation() == next.relation()) {
            html.push_str("<tbody>");
            for (row, neighbour) in group.iter().enumerate() {
                let retired = self.trace.is_retired(neighbour.other);
                html.push_str(if retired {
                    "<tr class=\"retired\">"
                } else {
                    "<tr>"
                });
                if row == 0 {
                    let name = group[0].relation().replace('-', " ");
                    let _ = write!(
                        html,
                        "<th scope=\"rowgroup\" rowspan=\"{}\">{name}</th>",
                        group.len()
                    );
                }
                html.push_str("<td>");
                self.write_link(neighbour.other, ways, html);
                html.push_str("</td>");
                html.push_str(&self.labels[neighbour.other].facts);
                let Edge { how, place, .. } = neighbour.edge;
                let _ = write!(html, "<td>{}, ", how.name().replace('-', " "));
                let _ = escape_html_body_text(&mut *html, place.file.name());
                let _ = write!(html, ", line {}</td></tr>", place.line);
            }
            html.push_str("</tbody>\n");
        }
    }

    /// The document that a page is, as its meta shows it: kind and status.
    pub(super) fn document(&self, page: usize) -> Option<usize> {
        let is_whole = |at: &usize| self.trace.artifacts[*at].anchor.is_none();
        self.trace.on_page(page).iter().copied().find(is_whole)
    }

    /// Marks a citation of a decision that holds no more, but for those in its successor.
    pub(super) fn note_retired(&self, citing: &str, cited: usize, html: &mut String) {
        let trace = self.trace;
        let Some(at) = self
            .document(cited)
            .filter(|at| trace.artifacts[*at].is(DocKind::Decision))
        else {
            return;
        };
        let citing = self
            .site
            .page_at(citing)
            .and_then(|page| self.document(page));
        if !trace.is_retired(at)
            || citing.is_some_and(|by| {
                by == at || trace.out(by, Relation::Supersedes).any(|old| old == at)
            })
        {
            return;
        }
        let name = trace.artifacts[at]
            .status
            .map_or("superseded", Status::name);
        html.push_str(" <small class=\"relations retired-mark\"");
        if let Some(live) = trace.live_successor(at) {
            html.push_str(" title=\"");
            let _ = escape_html(
                &mut *html,
                &format!("{} holds in its place", trace.artifacts[live].title),
            );
            html.push('"');
        }
        html.push_str(&format!(">{name}</small>"));
    }

    /// What a decision that holds no more says at its head.
    pub(super) fn banner(&self, page: usize, from: &From) -> Option<BannerView> {
        let at = self
            .document(page)
            .filter(|at| self.trace.artifacts[*at].is(DocKind::Decision))?;
        if !self.trace.is_retired(at) {
            return None;
        }
        let status = self.trace.artifacts[at]
            .status
            .map_or("superseded", Status::name)
            .to_owned();
        let successor = self
            .trace
            .live_successor(at)
            .map(|live| self.artifact_view(live, from));
        Some(BannerView { status, successor })
    }
}
