//! Links to the pages that the build makes: lists, tags, search, traceability.

use std::collections::HashMap;
use std::sync::Arc;

use super::near::bare;
use super::resolve::{LinkDestination, is_top};
use super::{Site, SitePage};
use crate::address::{Route, encode, relative, split};
use crate::diag::{Code, Diagnostic};

/// A page or file that the build makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MadePage {
    /// The list of a folder that has no index page.
    Folder(Route),
    /// Any other page or file.
    Other(Route),
}

impl MadePage {
    fn route(&self) -> &Route {
        let (MadePage::Folder(route) | MadePage::Other(route)) = self;
        route
    }
}

impl Site {
    /// Resolves unsettled links to the pages that the build makes, and returns the findings about
    /// all unsettled links.
    pub fn settle(&mut self, made: &[MadePage]) -> Vec<Diagnostic> {
        let made: HashMap<&str, &MadePage> = made
            .iter()
            .map(|page| (bare(page.route().as_str()), page))
            .collect();
        let mut findings = Vec::new();
        for (at, unsettled) in std::mem::take(&mut self.unsettled) {
            let found = unsettled
                .readings
                .iter()
                .find_map(|reading| made.get(reading.as_str()));
            let Some(found) = found else {
                findings.push(unsettled.broken);
                continue;
            };
            let page = &mut self.pages[at];
            findings.extend(finding_of(
                page,
                unsettled.link,
                found,
                unsettled.broken,
                &unsettled.tail,
            ));
            // The link cache shares the targets: they are copied once for each page that changes.
            let targets = Arc::make_mut(&mut page.targets);
            targets[unsettled.link] = LinkDestination::Made(found.route().clone(), unsettled.tail);
        }
        findings
    }
}

/// The finding about a link to a page that the build makes. `broken` is the finding without such a
/// page.
fn finding_of(
    page: &SitePage,
    link: usize,
    made: &MadePage,
    broken: Diagnostic,
    tail: &str,
) -> Option<Diagnostic> {
    let link = &page.page.links[link];
    if broken.code == Code::AbsoluteLink {
        let way = relative(split(&page.path).0, made.route().as_str());
        return Some(broken.help(format!("write `{}{tail}`", encode(&way))));
    }
    let MadePage::Folder(_) = made else {
        return None;
    };
    let place = page.page.link_place(link);
    if let Some(id) = tail
        .split_once('#')
        .map(|(_, id)| id)
        .filter(|id| !is_top(id))
    {
        let found = Diagnostic::new(
            Code::BrokenAnchor,
            place,
            format!(
                "`{}` has no heading `#{id}`",
                link.dest.trim_end_matches(tail)
            ),
        );
        return Some(found.help(
            "the page of that folder is made by the build, and lists its pages: link to one of \
             them",
        ));
    }
    let found = Diagnostic::new(
        Code::AmbiguousLink,
        place,
        format!("`{}` names no file", link.dest),
    );
    Some(found.help(
        "the page of that folder is made by the build: to link to a file, give it an `index.md`",
    ))
}
