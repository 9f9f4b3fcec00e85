//! The pages of traceability: overview, chains, matrices, decisions, work, stories, orphans.

mod overview;
mod work;
mod decisions;
mod matrices;

use rayon::prelude::*;
use serde::Serialize;

use super::addresses::{From, Ways};
use super::artifacts::ArtifactView;
use super::tables::Table;
use super::view::Crumb;
use super::views::{VIEWS, View};
use super::{Fault, Renderer};
use crate::address::Route;
use crate::output::{Content, Output};
use crate::trace::Language;

/// What a page shows.
#[derive(Debug, Default, Serialize)]
struct Body {
    /// A sentence above all else.
    lead: Option<String>,
    bars: Vec<Bar>,
    tables: Vec<Table>,
    /// A chain as a list (HTML).
    chain: Option<String>,
    timeline: Vec<Year>,
}

/// How much of something is covered.
#[derive(Debug, Serialize)]
struct Bar {
    title: &'static str,
    href: String,
    covered: usize,
    all: usize,
}

#[derive(Debug, Serialize)]
struct Year {
    year: String,
    decisions: Vec<ArtifactView>,
}

impl Renderer<'_> {
    /// Renders all pages of traceability, and the export beside them.
    pub(super) fn traceability(&self) -> Result<Vec<Output>, Fault> {
        let Some(export) = &self.made.export else {
            return Ok(Vec::new());
        };
        let views = || {
            VIEWS
                .par_iter()
                .zip(&self.made.trace)
                .map(|((view, _, title), route)| self.view(*view, title, route))
        };
        let chains = || {
            self.made
                .chains
                .par_iter()
                .map(|(challenge, route)| self.chain(*challenge, route))
        };
        let (json, pages) = rayon::join(
            || self.trace.written(self.site, Language::Json),
            || views().chain(chains()).collect::<Result<Vec<_>, _>>(),
        );
        let mut outputs = pages?;
        outputs.push(Output {
            path: export.clone(),
            content: Content::Bytes(json.into_bytes()),
        });
        Ok(outputs)
    }

    fn view(&self, view: View, title: &str, route: &Route) -> Result<Output, Fault> {
        let from = Ways::new(From::Page(route.clone()));
        let up: &[View] = if view == View::Overview {
            &[]
        } else {
            &[View::Overview]
        };
        self.traced(title, route, up, view, &self.body(view, &from))
    }

    /// The end-to-end chain of a challenge.
    fn chain(&self, challenge: usize, route: &Route) -> Result<Output, Fault> {
        let from = Ways::new(From::Page(route.clone()));
        let mut chain = String::new();
        self.write_chain(&self.trace.chain(challenge), &from, &mut chain);
        let title = self.artifact_view(challenge, &from).title;
        let body = Body {
            chain: Some(chain),
            ..Body::default()
        };
        self.traced(
            &title,
            route,
            &[View::Overview, View::Chains],
            View::Chains,
            &body,
        )
    }

    fn route_of(&self, view: View) -> &str {
        let at = VIEWS
            .iter()
            .position(|row| row.0 == view)
            .unwrap_or_default();
        self.made.trace[at].as_str()
    }

    /// A page of traceability, below those in `up`.
    fn traced(
        &self,
        title: &str,
        route: &Route,
        up: &[View],
        view: View,
        body: &Body,
    ) -> Result<Output, Fault> {
        let from = Ways::new(From::Page(route.clone()));
        let mut page = self.made_page("trace", title, route);
        let titled = VIEWS.iter().filter(|(known, ..)| up.contains(known));
        let crumb = |(view, _, title): &(View, &str, &str)| Crumb {
            title: (*title).to_owned(),
            href: Some(from.to(self.route_of(*view))),
        };
        page.breadcrumbs = titled.map(crumb).collect();
        let nav = self.navigator().traceability(&from);
        let views = self.links_to_views(view, &from);
        let export = self.made.export.as_ref().map(|path| from.to(path));
        let html = self.fill(&from, &page, &nav, |context| {
            context.insert("body", body);
            context.insert("views", &views);
            context.insert("export", &export);
        })?;
        Ok(Output {
            path: route.file(),
            content: Content::Bytes(html.into_bytes()),
        })
    }

    /// The links above each page: title, address, and whether it is this one.
    fn links_to_views(&self, current: View, from: &Ways) -> Vec<serde_json::Value> {
        let link = |(view, _, title): &(View, &str, &str)| {
            let title = match view {
                View::Overview => "Overview",
                _ => title,
            };
            let href = from.to(self.route_of(*view));
            serde_json::json!({ "title": title, "href": href, "current": *view == current })
        };
        VIEWS.iter().map(link).collect()
    }

    fn body(&self, view: View, from: &Ways) -> Body {
        match view {
            View::Overview => self.overview(from),
            View::Chains => self.chains(from),
            View::Work => self.work(from),
            View::Stories => self.stories(from),
            View::Decisions => self.decisions(from),
            View::SpecificationsStories => self.specifications_stories(from),
            View::SpecificationsDecisions => self.specifications_decisions(from),
            View::StoriesReleases => self.stories_releases(from),
            View::Orphans => self.orphans(from),
        }
    }
}

impl Body {
    fn of(table: Table) -> Self {
        Self {
            tables: vec![table],
            ..Self::default()
        }
    }

    fn led(self, lead: &str) -> Self {
        Self {
            lead: Some(lead.to_owned()),
            ..self
        }
    }
}
