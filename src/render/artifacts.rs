//! Artifacts in lists, tables and chains. Rust writes them and not a template, because a tree of
//! 5,000 artifacts shows some 100,000 of them.

use std::borrow::Cow;

use super::addresses::{Href, LinkBase, Ways};
use super::components::ArtifactLink;
use super::html::HtmlWriter;
use super::tables::Cell;
use super::theme::Theme;
use super::view::ArtifactView;
use super::{Fault, Renderer, graph};
use crate::address::encode;
use crate::trace::{Artifact, ChainLink, Status};

/// The parts of an artifact's HTML that are the same on every page.
#[derive(Debug, Default)]
pub struct Label {
    /// The link, rendered by the theme's `artifact_link`.
    link: ArtifactLink,
    /// The kind and the status, as cells of a table.
    pub facts: String,
    /// The content of its box in a drawing.
    pub inside: String,
    /// The end of its address, escaped: `#heading` for a part of a page.
    anchor: String,
}

impl Label {
    fn of(artifact: &Artifact, theme: &Theme) -> Result<Self, Fault> {
        let mut facts = HtmlWriter::default();
        facts.element("td", artifact.kind.title());
        facts.open("td");
        if let Some(status) = artifact.status {
            facts.raw(theme.badges.html(status));
        }
        facts.close("td");
        let mut anchor = HtmlWriter::default();
        if let Some(id) = &artifact.anchor {
            anchor.attribute_text(&format!("#{}", encode(id)));
        }
        let view = view(artifact, artifact.url.clone());
        Ok(Self {
            link: ArtifactLink::of(&theme.templates, view, artifact.page.is_some())?,
            facts: facts.into(),
            inside: graph::inside(artifact),
            anchor: anchor.into(),
        })
    }
}

/// The title of an artifact. A title that only repeats the kind gets the name of the work folder.
pub fn title_of(artifact: &Artifact) -> Cow<'_, str> {
    let folder = artifact.id.split_once('/').map(|(_, slug)| slug);
    match folder.filter(|_| artifact.title.eq_ignore_ascii_case(artifact.kind.title())) {
        Some(folder) => format!("{} ({folder})", artifact.title).into(),
        None => artifact.title.as_str().into(),
    }
}

fn view(artifact: &Artifact, href: Option<String>) -> ArtifactView {
    ArtifactView {
        id: artifact.id.clone(),
        kind: artifact.kind.title(),
        title: title_of(artifact).into_owned(),
        href,
        status: artifact.status.map(Status::name),
        date: artifact.date.clone(),
    }
}

impl Renderer<'_> {
    /// The label of an artifact, made on first use: the preview renders single pages of a large
    /// tree. A label that the theme cannot make is empty, and [`Renderer::fill`] gives the fault.
    pub(super) fn label(&self, at: usize) -> &Label {
        self.labels[at].get_or_init(|| {
            let label = Label::of(&self.trace.artifacts[at], self.theme);
            label.unwrap_or_else(|fault| {
                self.fault.get_or_init(|| fault);
                Label::default()
            })
        })
    }

    /// An artifact in the form that templates see.
    pub(super) fn artifact_view(&self, at: usize, from: &LinkBase) -> ArtifactView {
        view(&self.trace.artifacts[at], self.href(at, from))
    }

    /// A status, as a cell of a table.
    pub(super) fn status(&self, status: Option<Status>) -> Cell {
        let badge = status.map(|status| self.theme.badges.html(status));
        Cell::html(badge.unwrap_or_default())
    }

    /// The address of an artifact.
    pub(super) fn href(&self, at: usize, from: &LinkBase) -> Option<String> {
        let artifact = &self.trace.artifacts[at];
        let Some(page) = artifact.page else {
            return artifact.url.clone();
        };
        let mut href = from.to(self.site.pages[page].route.as_str());
        if let Some(anchor) = &artifact.anchor {
            href.push('#');
            href.push_str(&encode(anchor));
        }
        Some(href)
    }

    /// The address of an artifact, escaped; `ways` computes the address of each page once.
    pub(super) fn escaped_href(&self, at: usize, ways: &Ways) -> Option<Href<'_>> {
        let artifact = &self.trace.artifacts[at];
        let way = match (artifact.page, &artifact.url) {
            (Some(page), _) => ways.to_page(self.site, page),
            (None, Some(url)) => {
                let mut escaped = HtmlWriter::default();
                escaped.attribute_text(url);
                escaped.as_str().into()
            }
            (None, None) => return None,
        };
        let anchor = &self.label(at).anchor;
        Some(Href { way, anchor })
    }

    /// Writes an artifact's title, as a link if the artifact has an address.
    pub(super) fn write_link(&self, at: usize, ways: &Ways, html: &mut HtmlWriter) {
        let href = self.escaped_href(at, ways);
        self.label(at).link.write(html, |html| {
            if let Some(href) = &href {
                html.raw(&href.way);
                html.raw(href.anchor);
            }
        });
    }

    /// Writes a link of a chain and the links below it, as a list item.
    pub(super) fn write_chain(&self, link: &ChainLink<'_>, ways: &Ways, html: &mut HtmlWriter) {
        let artifact = &self.trace.artifacts[link.artifact];
        html.open("li");
        if let Some((relation, ..)) = link.via {
            html.classed("span", "relation", &relation.replace('-', " "));
            html.raw(" ");
        }
        html.classed("span", "kind", artifact.kind.title());
        html.raw(" ");
        self.write_link(link.artifact, ways, html);
        if let Some(status) = artifact.status {
            html.raw(" ");
            html.raw(self.theme.badges.html(status));
        }
        if link.repeated {
            html.raw(" <small>(above)</small>");
        }
        if !link.below.is_empty() {
            html.raw("\n<ul>\n");
            for below in &link.below {
                self.write_chain(below, ways, html);
            }
            html.close("ul");
        }
        html.close("li");
        html.raw("\n");
    }
}
