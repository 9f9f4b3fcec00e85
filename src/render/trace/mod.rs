//! The pages of traceability: overview, chains, matrices, decisions, work, stories, orphans.

mod overview;
mod work;
mod decisions;
mod matrices;

use rayon::prelude::*;

use super::addresses::{LinkBase, Ways};
use super::html::HtmlWriter;
use super::view::{Crumb, TableView, TraceBody, TraceLink};
use super::views::View;
use super::{Fault, Renderer};
use crate::address::Route;
use crate::output::{Content, Output};
use crate::trace::ExportFormat;

impl Renderer<'_> {
    /// Renders all pages of traceability, and the export beside them.
    pub(super) fn traceability(&self) -> Result<Vec<Output>, Fault> {
        let Some(export) = &self.made.export else {
            return Ok(Vec::new());
        };
        let views = || {
            self.made
                .trace
                .par_iter()
                .map(|(view, route)| self.view(*view, route))
        };
        let chains = || {
            self.made
                .chains
                .par_iter()
                .map(|(challenge, route)| self.chain(*challenge, route))
        };
        let format = ExportFormat::Json;
        let (json, pages) = rayon::join(
            || self.trace.export(self.site, self.report, format),
            || views().chain(chains()).collect::<Result<Vec<_>, _>>(),
        );
        let mut outputs = pages?;
        outputs.push(Output {
            path: export.clone(),
            content: Content::Bytes(json.into_bytes()),
        });
        Ok(outputs)
    }

    fn view(&self, view: View, route: &Route) -> Result<Output, Fault> {
        let from = Ways::new(LinkBase::Page(route.clone()));
        let above: &[View] = if view == View::Overview {
            &[]
        } else {
            &[View::Overview]
        };
        self.traced(view.title(), route, above, view, &self.body(view, &from))
    }

    /// The chain of a challenge, from end to end.
    fn chain(&self, challenge: usize, route: &Route) -> Result<Output, Fault> {
        let from = Ways::new(LinkBase::Page(route.clone()));
        let mut chain = HtmlWriter::default();
        self.write_chain(&self.trace.chain(challenge), &from, &mut chain);
        let title = self.artifact_view(challenge, &from).title;
        let body = TraceBody {
            chain: Some(chain.into()),
            ..TraceBody::default()
        };
        let above = [View::Overview, View::Chains];
        self.traced(&title, route, &above, View::Chains, &body)
    }

    /// The address of a page of traceability, or of the overview if the site does not have the
    /// page.
    fn to_view(&self, view: View, from: &LinkBase) -> String {
        let pages = &self.made.trace;
        let route = pages.get(&view).or_else(|| pages.get(&View::Overview));
        from.to(route.map_or("", Route::as_str))
    }

    /// Renders a page of traceability below the pages in `above`.
    fn traced(
        &self,
        title: &str,
        route: &Route,
        above: &[View],
        view: View,
        body: &TraceBody,
    ) -> Result<Output, Fault> {
        let from = LinkBase::Page(route.clone());
        let mut page = self.made_page("trace", title, route);
        let crumb = |view: &View| Crumb {
            title: view.title().to_owned(),
            href: Some(self.to_view(*view, &from)),
        };
        page.breadcrumbs = above.iter().map(crumb).collect();
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

    /// The links to all pages of traceability, above each of them.
    fn links_to_views(&self, current: View, from: &LinkBase) -> Vec<TraceLink> {
        let link = |(view, route): (&View, &Route)| TraceLink {
            title: match view {
                View::Overview => "Overview",
                _ => view.title(),
            },
            href: from.to(route.as_str()),
            current: *view == current,
        };
        self.made.trace.iter().map(link).collect()
    }

    fn body(&self, view: View, from: &Ways) -> TraceBody {
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

impl TraceBody {
    fn of(table: TableView) -> Self {
        Self {
            tables: vec![table],
            ..Self::default()
        }
    }

    fn led(self, lead: &'static str) -> Self {
        Self {
            lead: Some(lead),
            ..self
        }
    }
}
