//! Suspect links: the target has changed since its source was last edited.
//!
//! Words are compared, not dates of files: the target's normative section (Decision, Acceptance
//! Criteria) and all words of the source. Formatting, front matter and moved folders make no
//! difference. An author confirms a review of the change in the source's front matter: `reviewed:
//! 2026-11-21` for all its links, `reviewed: [decision/0014 2026-11-21]` for one.

mod past;
mod compared;
mod reader;

pub use past::PastAnswers;

use std::sync::Arc;

use super::Trace;
use super::dates::is_day;
use super::model::{Artifact, Edge, Status};
use super::reviewed::reviewed_entry;
use crate::body::Page;
use crate::content_map::DocKind;
use crate::diag::{Code, Diagnostic};
use crate::discover::History;
use crate::site::Site;
use past::{Compared, PartEdit};
use reader::PastReader;

/// A suspect link.
pub struct Suspect {
    /// The number of commits that are as new as the change or newer: 0 for an uncommitted change.
    pub age: usize,
    /// The finding at the link.
    pub finding: Diagnostic,
}

/// Parses an older version of a page's file from git; `None` if that version made no such page.
pub type ReadPast<'r> = &'r dyn Fn(&Page, &[u8]) -> Option<Page>;

/// Finds the suspect links; `None` if some are possible and the history is not known.
pub fn find(
    trace: &Trace,
    site: &Site,
    history: impl FnOnce() -> Arc<History>,
    past: ReadPast<'_>,
    memory: &mut PastAnswers,
) -> Option<Vec<Suspect>> {
    let edges: Vec<&Edge> = trace
        .edges
        .iter()
        .filter(|edge| is_bound(trace, edge))
        .collect();
    if edges.is_empty() {
        return Some(Vec::new());
    }
    let history = history();
    if !history.is_known() {
        return None;
    }
    memory.next_run(&history);
    let mut reader = PastReader::new(trace, site, &history, past, memory);
    reader.fetch_unknown(&edges);
    Some(
        edges
            .into_iter()
            .filter_map(|edge| suspect(&mut reader, edge))
            .collect(),
    )
}

/// Returns whether the source must follow changes of the target's normative section.
fn is_bound(trace: &Trace, edge: &Edge) -> bool {
    let target = &trace.artifacts[edge.to];
    let source = &trace.artifacts[edge.from];
    let has_norms = target.is(DocKind::Decision)
        || target.is(DocKind::Story)
        || target.is(DocKind::Specification);
    // Ended work and retired decisions follow no changes.
    let is_ended = source.status == Some(Status::Archived) || trace.is_retired(edge.from);
    edge.relation.binds()
        && has_norms
        && !is_ended
        && source.page.is_some()
        && source.page != target.page
}

/// The finding about a relation whose target changed after the last edit of its source.
fn suspect(reader: &mut PastReader<'_>, edge: &Edge) -> Option<Suspect> {
    let changed = reader.edit(edge.to, Compared::Norm)?;
    let edited = reader.edit(edge.from, Compared::All)?;
    // The author of a commit has seen both of its changes. A target that was changed back has the
    // words that the source's author saw.
    if changed.order >= edited.order || reader.says_the_same(edge.to, edited.order) {
        return None;
    }
    let (source, target) = (
        &reader.trace.artifacts[edge.from],
        &reader.trace.artifacts[edge.to],
    );
    if is_reviewed(reader.site, source, target, &changed) {
        return None;
    }
    let when = if changed.order == 0 {
        "now".to_owned()
    } else {
        format!("on {}", changed.date)
    };
    let message = format!("`{}` changed {when}, after this was last edited", target.id);
    let help = format!(
        "read it again; then edit this, or add `reviewed: {}` to the front matter",
        changed.date
    );
    let finding = Diagnostic::new(Code::SuspectLink, edge.place.clone(), message).help(help);
    Some(Suspect {
        age: changed.order,
        finding,
    })
}

/// Returns whether the source's front matter confirms a review of the change.
fn is_reviewed(site: &Site, source: &Artifact, target: &Artifact, changed: &PartEdit) -> bool {
    let Some(page) = source.page else {
        return false;
    };
    site.pages[page]
        .page
        .front
        .list("reviewed")
        .iter()
        .any(|entry| {
            let (id, day) = reviewed_entry(entry);
            (id.is_empty() || id == target.id) && is_day(day) && day >= changed.date.as_str()
        })
}
