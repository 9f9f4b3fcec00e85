//! Artifacts in lists, tables and chains. Written here and not by a template:
//! a tree of 5,000 artifacts shows some 100,000 of them.

use std::borrow::Cow;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use rayon::prelude::*;
use serde::Serialize;

use super::addresses::{From, Ways};
use super::badges::StatusBadges;
use super::tables::Cell;
use super::{Renderer, graph};
use crate::address::encode;
use crate::trace::{Artifact, Link, Status, Trace};

/// An artifact as templates see it.
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

/// What is written of an artifact wherever it is shown: HTML, made once.
#[derive(Debug)]
pub struct Label {
    /// Its title.
    pub title: String,
    /// Its kind and its status, as cells of a table.
    pub facts: String,
    /// What stands in its box of a drawing.
    pub inside: String,
    /// The end of its address, where it is a part of a page: `#heading`.
    pub anchor: String,
}

impl Label {
    /// The labels of all artifacts.
    pub fn all(trace: &Trace, badges: &StatusBadges) -> Vec<Self> {
        let artifacts = trace.artifacts.par_iter();
        let labels = artifacts.map(|artifact| Self::of(artifact, badges));
        labels.collect()
    }

    fn of(artifact: &Artifact, badges: &StatusBadges) -> Self {
        let mut title = String::new();
        let _ = escape_html_body_text(&mut title, &title_of(artifact));
        let mut facts = format!("<td>{}</td><td>", artifact.kind.title());
        if let Some(status) = artifact.status {
            facts.push_str(badges.html(status));
        }
        facts.push_str("</td>");
        let mut anchor = String::new();
        if let Some(id) = &artifact.anchor {
            let _ = escape_html(&mut anchor, &format!("#{}", encode(id)));
        }
        Self {
            title,
            facts,
            inside: graph::inside(artifact),
            anchor,
        }
    }
}

/// An artifact's title; one that says only its kind gets its work folder's name.
fn title_of(artifact: &Artifact) -> Cow<'_, str> {
    let folder = artifact.id.split_once('/').map(|(_, slug)| slug);
    match folder.filter(|_| artifact.title.eq_ignore_ascii_case(artifact.kind.title())) {
        Some(folder) => format!("{} ({folder})", artifact.title).into(),
        None => artifact.title.as_str().into(),
    }
}

impl Renderer<'_> {
    /// An artifact as templates see it.
    pub(super) fn artifact_view(&self, at: usize, from: &From) -> ArtifactView {
        let artifact = &self.trace.artifacts[at];
        ArtifactView {
            id: artifact.id.clone(),
            kind: artifact.kind.title(),
            title: title_of(artifact).into_owned(),
            href: self.href(at, from),
            status: artifact.status.map(Status::name),
            date: artifact.date.clone(),
        }
    }

    /// A status, as a cell of a table.
    pub(super) fn status(&self, status: Option<Status>) -> Cell {
        let badge = status.map(|status| self.theme.badges.html(status));
        Cell::html(badge.unwrap_or_default())
    }

    /// Where an artifact is.
    pub(super) fn href(&self, at: usize, from: &From) -> Option<String> {
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

    /// Writes where an artifact is, as an attribute's value. Whether it is anywhere is told.
    pub(super) fn write_href(&self, at: usize, ways: &Ways, html: &mut String) -> bool {
        let artifact = &self.trace.artifacts[at];
        if let Some(page) = artifact.page {
            ways.write(self.site, page, html);
            html.push_str(&self.labels[at].anchor);
        } else if let Some(url) = &artifact.url {
            let _ = escape_html(&mut *html, url);
        }
        artifact.page.is_some() || artifact.url.is_some()
    }

    /// Writes an artifact's title, as a link where it leads anywhere.
    pub(super) fn write_link(&self, at: usize, ways: &Ways, html: &mut String) {
        let before = html.len();
        html.push_str("<a href=\"");
        let leads = self.write_href(at, ways, html);
        if leads {
            html.push_str("\">");
        } else {
            html.truncate(before);
        }
        html.push_str(&self.labels[at].title);
        if leads {
            html.push_str("</a>");
        }
    }

    /// Writes a link of a chain, and what hangs on it, as a list item.
    pub(super) fn write_chain(&self, link: &Link<'_>, ways: &Ways, html: &mut String) {
        let artifact = &self.trace.artifacts[link.artifact];
        html.push_str("<li>");
        if let Some((relation, ..)) = link.via {
            html.push_str("<span class=\"relation\">");
            html.push_str(&relation.replace('-', " "));
            html.push_str("</span> ");
        }
        html.push_str("<span class=\"kind\">");
        html.push_str(artifact.kind.title());
        html.push_str("</span> ");
        self.write_link(link.artifact, ways, html);
        if let Some(status) = artifact.status {
            html.push(' ');
            html.push_str(self.theme.badges.html(status));
        }
        if link.repeated {
            html.push_str(" <small>(above)</small>");
        }
        if !link.below.is_empty() {
            html.push_str("\n<ul>\n");
            for below in &link.below {
                self.write_chain(below, ways, html);
            }
            html.push_str("</ul>");
        }
        html.push_str("</li>\n");
    }
}
