//! A page of the catalogue.

use std::borrow::Cow;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use super::CatalogueInputs;
use crate::address::{join, split};
use crate::site::{LinkDestination, SitePage};

/// A page, and its facts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CataloguePage {
    /// The path of its file, from the docs folder.
    pub file: String,
    /// The path of its address, from the site's root; not encoded.
    pub route: String,
    /// The path of its Markdown in the site; `None` if it has none.
    pub twin: Option<String>,
    /// The title.
    pub title: String,
    /// A summary, in plain text.
    pub description: Option<String>,
    /// The kind of document: `decision`.
    pub kind: Option<String>,
    /// The status: `accepted`.
    pub status: Option<String>,
    /// The day of the last change: `2026-11-21`.
    pub updated: Option<String>,
    /// The id of the decision that holds in its place.
    pub superseded_by: Option<String>,
    /// True for a page that stands in no list.
    pub hidden: bool,
    /// The numbers of the pages that it links to.
    pub links: BTreeSet<usize>,
    /// The files of the repository that it includes or links to, outside the docs folder.
    pub sources: BTreeSet<String>,
}

/// Reads the pages of a site for a catalogue.
pub struct CatalogueReader<'s> {
    /// The parts of the site.
    pub inputs: CatalogueInputs<'s>,
    /// The docs folder's path in the repository, with `/` at its end.
    pub docs: &'s str,
}

impl CatalogueReader<'_> {
    /// The entry of a page.
    pub fn page(&self, at: usize) -> CataloguePage {
        let CatalogueInputs {
            site,
            trace,
            history,
            ..
        } = self.inputs;
        let page = &site.pages[at];
        let facts = trace.facts_of(at, page);
        let retired = trace.retired_document(at);
        let successor = retired.and_then(|retired| retired.successor);
        let change = history.of(page.file_path());
        CataloguePage {
            file: page.file_path().to_owned(),
            route: page.route.as_str().to_owned(),
            twin: site.twin(at),
            title: page.names.title.clone(),
            description: page.description.clone(),
            kind: facts.kind.map(|kind| kind.name.into_owned()),
            status: facts.status.map(Cow::into_owned),
            updated: change.map(|change| change.date.clone()),
            superseded_by: successor.map(|at| trace.artifacts[at].id.clone()),
            hidden: page.hidden,
            links: links(page, at),
            sources: self.sources(page),
        }
    }

    /// The files of the repository that a page includes or links to, outside the docs folder.
    fn sources(&self, page: &SitePage) -> BTreeSet<String> {
        let mut sources = BTreeSet::new();
        for include in &page.page.includes {
            let found = include.found.as_ref().ok();
            let is_outside = found.is_some_and(|source| source.file.below_docs().is_none());
            sources.extend(join("", &include.path).filter(|_| is_outside));
        }
        let folder = format!("{}{}", self.docs, split(page.file_path()).0);
        for (link, target) in page.page.links.iter().zip(page.targets.iter()) {
            let LinkDestination::Forge(_) = target else {
                continue;
            };
            let path = link.dest.split(['#', '?']).next().unwrap_or_default();
            let path = percent_decode_str(path).decode_utf8_lossy();
            let folder = if path.starts_with('/') { "" } else { &folder };
            sources.extend(join(folder, &path));
        }
        sources
    }
}

/// The numbers of the other pages that a page links to.
fn links(page: &SitePage, own: usize) -> BTreeSet<usize> {
    let targets = page.targets.iter();
    let pages = targets.filter_map(|target| match target {
        LinkDestination::Page(to, _) => Some(*to),
        _ => None,
    });
    pages.filter(|to| *to != own).collect()
}
