//! What stands below a governed document: its relations, and a drawing of them.

use pulldown_cmark_escape::escape_html;
use serde::Serialize;

use super::Renderer;
use super::addresses::{From, encode};
use super::graph;
use crate::content_map::Kind;
use crate::trace::{ArtifactKind, Neighbour, Relation, Status, Trace};

/// An artifact of a page with all that it is related to.
#[derive(Debug, Clone, Serialize)]
pub struct PanelView {
    /// The artifact.
    pub artifact: ArtifactView,
    /// Whether it is the page itself, and not a part of it.
    pub whole: bool,
    /// Its relations, strongest first.
    pub groups: Vec<RelationView>,
    /// Its neighbourhood as SVG; nothing where it has none.
    pub graph: Option<String>,
    /// How many relations it has.
    pub count: usize,
}

/// An artifact as lists show it.
#[derive(Debug, Clone, Serialize)]
pub struct ArtifactView {
    /// Its identity.
    pub id: String,
    /// Its kind, for readers.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Where it leads; nothing for what has no page and no address.
    pub href: Option<String>,
    /// Where it stands.
    pub status: Option<&'static str>,
    /// The day it is dated.
    pub date: Option<String>,
}

/// All relations of one name.
#[derive(Debug, Clone, Serialize)]
pub struct RelationView {
    /// `constrained by`.
    pub name: String,
    /// What is related.
    pub others: Vec<RelatedView>,
}

/// An artifact at the other end of a relation.
#[derive(Debug, Clone, Serialize)]
pub struct RelatedView {
    /// The artifact.
    pub artifact: ArtifactView,
    /// How it was inferred.
    pub how: String,
    /// Where it is stated: `spec.md, line 12`.
    pub place: String,
    /// It holds no more.
    pub retired: bool,
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
        let mut groups: Vec<RelationView> = Vec::new();
        for neighbour in self.trace.neighbours(at) {
            let name = neighbour.relation().replace('-', " ");
            let related = self.related(&neighbour, from);
            match groups.last_mut().filter(|group| group.name == name) {
                Some(group) => group.others.push(related),
                None => groups.push(RelationView { name, others: vec![related] }),
            }
        }
        let graph = (count > 0).then(|| graph::around(self.trace, at, |other| self.href(other, from)));
        let artifact = &self.trace.artifacts[at];
        PanelView { artifact: self.artifact_view(at, from), whole: artifact.anchor.is_none(), groups, graph, count }
    }

    fn related(&self, neighbour: &Neighbour<'_>, from: &From) -> RelatedView {
        let place = &neighbour.edge.place;
        let file = place.path.rsplit('/').next().unwrap_or_default();
        RelatedView {
            artifact: self.artifact_view(neighbour.other, from),
            how: neighbour.edge.how.name().replace('-', " "),
            place: format!("{file}, line {}", place.line),
            retired: self.trace.is_retired(neighbour.other),
        }
    }

    /// An artifact as lists on a page show it.
    pub(super) fn artifact_view(&self, at: usize, from: &From) -> ArtifactView {
        let artifact = &self.trace.artifacts[at];
        ArtifactView {
            id: artifact.id.clone(),
            kind: artifact.kind.title(),
            title: self.title(at),
            href: self.href(at, from),
            status: artifact.status.map(Status::name),
            date: artifact.date.clone(),
        }
    }

    /// An artifact's title; one that says only its kind gets its work folder's name.
    fn title(&self, at: usize) -> String {
        let artifact = &self.trace.artifacts[at];
        let folder = artifact.id.split_once('/').map(|(_, slug)| slug);
        match folder.filter(|_| artifact.title.eq_ignore_ascii_case(artifact.kind.title())) {
            Some(folder) => format!("{} ({folder})", artifact.title),
            None => artifact.title.clone(),
        }
    }

    /// Where an artifact is.
    pub(super) fn href(&self, at: usize, from: &From) -> Option<String> {
        let artifact = &self.trace.artifacts[at];
        let Some(page) = artifact.page else { return artifact.url.clone() };
        let anchor = artifact.anchor.as_ref().map_or(String::new(), |anchor| format!("#{}", encode(anchor)));
        Some(format!("{}{anchor}", from.to(self.site.pages[page].route.as_str())))
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
