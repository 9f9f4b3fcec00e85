//! The relations below a governed document, as a table and a drawing.

use super::addresses::{LinkBase, Ways};
use super::artifacts::title_of;
use super::html::HtmlWriter;
use super::view::BannerView;
use super::{Renderer, graph};
use crate::trace::{Edge, Neighbour};

impl Renderer<'_> {
    /// The relations of a page's artifacts as HTML: the document's own, then those of its
    /// parts. Rust writes them and not a template, because a tree of 5,000 artifacts has
    /// 30 MB of them.
    pub(super) fn relations(&self, page: usize, ways: &Ways) -> Option<String> {
        let artifacts = self.trace.on_page(page).iter().copied();
        let related: Vec<usize> = artifacts
            .filter(|at| self.trace.neighbours(*at).len() > 0)
            .collect();
        let mut html = HtmlWriter::with_capacity(related.len() * 8192);
        for &at in &related {
            if related.len() > 1 {
                self.summary(at, &mut html);
            }
            self.panel(at, ways, &mut html);
            if related.len() > 1 {
                html.close("details");
                html.raw("\n");
            }
        }
        (!related.is_empty()).then(|| html.into())
    }

    /// Starts an artifact's relations on a page of several artifacts.
    fn summary(&self, at: usize, html: &mut HtmlWriter) {
        let artifact = &self.trace.artifacts[at];
        let details = html.open("details");
        if artifact.anchor.is_none() {
            details.flag("open");
        } else {
            drop(details);
        }
        html.raw("\n");
        html.open("summary");
        html.classed("span", "kind", artifact.kind.title());
        html.raw(" ");
        html.text(&title_of(artifact));
        html.raw(" ");
        html.open("span").attr("class", "count");
        html.plain(format_args!("{}", self.trace.neighbours(at).len()));
        html.close("span");
        html.close("summary");
        html.raw("\n");
    }

    /// Writes the drawing and the table of an artifact's relations, and the link to its chain.
    fn panel(&self, at: usize, ways: &Ways, html: &mut HtmlWriter) {
        html.open("div")
            .attr("class", "graph-wrap")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr(
                "aria-label",
                &format!("Graph of {}", self.trace.artifacts[at].title),
            );
        graph::around(
            self.trace,
            at,
            |other| self.escaped_href(other, ways),
            |other| &self.label(other).inside,
            html,
        );
        html.raw("</div>\n<div class=\"table-wrap\"><table>\n<thead><tr>");
        for head in ["Relation", "To", "Kind", "Status", "Stated"] {
            html.open("th").attr("scope", "col");
            html.text(head);
            html.close("th");
        }
        html.raw("</tr></thead>\n");
        self.relation_rows(at, ways, html);
        html.raw("</table></div>\n");
        if let Some(route) = self.made.chains.get(&self.trace.top(at)) {
            html.open("p").attr("class", "whole-chain");
            html.open("a").attr("href", &ways.to(route.as_str()));
            html.raw("The whole chain</a></p>\n");
        }
    }

    /// Writes an artifact's relations, one `<tbody>` for each relation: the other artifacts, and
    /// the lines that state the relation.
    fn relation_rows(&self, at: usize, ways: &Ways, html: &mut HtmlWriter) {
        let neighbours: Vec<Neighbour<'_>> = self.trace.neighbours(at).collect();
        for group in neighbours.chunk_by(|one, next| one.relation() == next.relation()) {
            html.open("tbody");
            for (row, neighbour) in group.iter().enumerate() {
                let tr = html.open("tr");
                if self.trace.is_retired(neighbour.other) {
                    tr.attr("class", "retired");
                } else {
                    drop(tr);
                }
                if row == 0 {
                    html.open("th")
                        .attr("scope", "rowgroup")
                        .plain("rowspan", format_args!("{}", group.len()));
                    html.text(&neighbour.relation().replace('-', " "));
                    html.close("th");
                }
                html.open("td");
                self.write_link(neighbour.other, ways, html);
                html.close("td");
                html.raw(&self.label(neighbour.other).facts);
                stated(neighbour.edge, html);
                html.close("tr");
            }
            html.close("tbody");
            html.raw("\n");
        }
    }

    /// Marks a citation of a decision that no longer holds; citations in its successor are not
    /// marked.
    pub(super) fn note_retired(&self, citing: usize, cited: usize, html: &mut HtmlWriter) {
        let Some(retired) = self.trace.retired_citation(citing, cited) else {
            return;
        };
        html.raw(" ");
        let mark = html.open("small").attr("class", "relations retired-mark");
        if let Some(live) = retired.successor {
            let title = &self.trace.artifacts[live].title;
            mark.attr("title", &format!("{title} holds in its place"));
        } else {
            drop(mark);
        }
        html.text(retired.status);
        html.close("small");
    }

    /// The notice at the head of a decision that no longer holds.
    pub(super) fn banner(&self, page: usize, from: &LinkBase) -> Option<BannerView> {
        let retired = self.trace.retired_document(page)?;
        let successor = retired.successor.map(|live| self.artifact_view(live, from));
        Some(BannerView {
            status: retired.status.to_owned(),
            successor,
        })
    }
}

/// The cell with the place of a relation's statement.
fn stated(Edge { how, place, .. }: &Edge, html: &mut HtmlWriter) {
    html.open("td");
    html.text(&how.name().replace('-', " "));
    html.raw(", ");
    html.text(place.file.name());
    html.plain(format_args!(", line {}", place.line));
    html.close("td");
}
