//! Decisions that nothing cites, or whose status is unknown.

use std::collections::HashSet;

use super::Checks;
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic};
use crate::site::{LinkDestination, SitePage};
use crate::trace::front_matter;
use crate::trace::model::Status;
use crate::trace::numbered::{is_decision_folder, is_index, is_template_or_list};
use crate::trace::{Direction, Neighbour};

const UNKNOWN: &str = "the decision's status is not known";
const SAY_A_STATE: &str = "say proposed, accepted, rejected, deprecated or superseded, in front \
                           matter or first in its Status section";
const SAY_A_KNOWN_STATE: &str = "say proposed, accepted, rejected, deprecated or superseded; add \
                                 your own words to `status` of `[artifact.decision]` in the \
                                 content map";

impl Checks<'_> {
    /// Decisions of unknown status, and decisions in force that nothing cites.
    pub fn decisions(&mut self) {
        let linked = self.linked_decisions();
        let can_cite = self.citing_pages().next().is_some();
        for at in self.trace.documents(DocKind::Decision) {
            if self.trace.artifacts[at].status == Some(Status::Unknown) {
                self.unknown_status(at);
            }
            let mut neighbours = self.trace.neighbours(at);
            let is_cited =
                linked.contains(&at) || neighbours.any(|neighbour| self.is_cited_by(&neighbour));
            if self.trace.is_accepted(at) && !is_cited && can_cite {
                let message = "nothing outside the decisions cites this one".to_owned();
                let help = "link to it from what it constrains";
                self.find(Code::UncitedDecision, at, message, help);
            }
        }
    }

    fn is_cited_by(&self, neighbour: &Neighbour<'_>) -> bool {
        neighbour.direction == Direction::In
            && !self.trace.artifacts[neighbour.other].is(DocKind::Decision)
    }

    /// The pages that can cite a decision: all except decisions, lists of decisions and templates.
    fn citing_pages(&self) -> impl Iterator<Item = &SitePage> {
        let is_decision = |at: usize| self.trace.artifacts[at].is(DocKind::Decision);
        let pages = self.register.site.pages.iter();
        let others = pages
            .zip(&self.register.documents)
            .filter(move |(page, document)| {
                !lists_decisions(&page.path) && !document.is_some_and(is_decision)
            });
        others.map(|(page, _)| page)
    }

    /// The decisions that those pages link to.
    fn linked_decisions(&self) -> HashSet<usize> {
        let mut linked = HashSet::new();
        for page in self.citing_pages() {
            for target in page.targets.iter() {
                if let LinkDestination::Page(to, _) = target
                    && let Some(document) = self.register.documents[*to]
                    && self.trace.artifacts[document].is(DocKind::Decision)
                {
                    linked.insert(document);
                }
            }
        }
        linked
    }

    /// Reports a decision that states no status, or states it in unknown words.
    fn unknown_status(&mut self, at: usize) {
        let artifact = &self.trace.artifacts[at];
        let said = self.register.stated(at);
        let stated = said.and_then(|said| said.stated.as_ref());
        let unread = stated.and_then(|stated| stated.unread.as_ref());
        let (Some(page), Some(unread)) = (self.page(artifact), unread) else {
            let message = UNKNOWN.to_owned();
            return self.find(Code::UnknownStatus, at, message, SAY_A_STATE);
        };
        let place = match front_matter::key_of(page, "status") {
            Some(key) => {
                let status = page.page.front.text(key);
                front_matter::place(page, key, &status.unwrap_or_default())
            }
            None => page.page.text.place(unread.range.clone()),
        };
        let message = unread.message.clone();
        let found = Diagnostic::new(Code::UnknownStatus, place, message).help(SAY_A_KNOWN_STATE);
        self.found.push(found.formerly_at(&artifact.place, UNKNOWN));
    }
}

/// Returns whether a page lists decisions or is a template for them. A list of all decisions cites
/// none.
fn lists_decisions(path: &str) -> bool {
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    is_index(path) && is_decision_folder(folder) || is_template_or_list(path)
}
