//! The effect of a change: compares the tree with its version at a revision.

use std::collections::HashSet;

use super::examine::{Understood, weigh};
use super::project::Project;
use super::{Fault, Rendered, understand};
use crate::diag::{Baseline, Code, Diagnostic, Report};
use crate::discover::{BaseRevision, Touched};
use crate::file::FileId;
use crate::site::{Drafts, Site};
use crate::trace::{self, Trace};

/// Reduces a tree's findings to those of a change: findings in files that changed since a revision,
/// and findings that did not exist at that revision, because the change broke something elsewhere.
/// A suspect link counts if the change edited its target.
pub fn since(project: &Project, rendered: &Rendered, base: &str) -> Result<Report, Fault> {
    let base = BaseRevision::find(&project.docs, base)?;
    let changed = base.touched()?;
    let newer = base.commits_since()?;
    let before = Baseline::of(&as_it_was(project, &base, &changed)?.1);
    let files = changed.files.keys();
    let mut files: HashSet<FileId> = files.map(|path| FileId::in_docs(path.as_str())).collect();
    // The old tree is read with today's content map.
    let config = project
        .config
        .as_ref()
        .filter(|config| base.has_changed(config));
    files.extend(config.map(|config| FileId::outside_at(config)));
    let of_change: Vec<&Diagnostic> = rendered
        .suspects
        .iter()
        .filter(|suspect| suspect.age <= newer)
        .map(|suspect| &suspect.finding)
        .collect();
    Ok(rendered
        .report
        .clone()
        .since(&before, |finding| match (finding.code, &finding.place) {
            (Code::SuspectLink, _) => Some(of_change.contains(&finding)),
            (_, Some(place)) if files.contains(&place.file) => Some(true),
            _ => None,
        }))
}

/// The artifacts that a change touches.
fn touched(trace: &Trace, site: &Site, changed: &Touched) -> Vec<usize> {
    trace.in_lines(|page| {
        changed
            .files
            .get(site.pages[page].file_path())
            .map(Vec::as_slice)
    })
}

/// The artifacts that a change touches, and those that depend on them.
pub struct Impact {
    /// The tree with the change.
    pub now: Understood,
    /// The artifacts that the change touches, by number.
    pub touched: Vec<usize>,
    /// The artifacts that depend on them, by number, with the number of steps between.
    pub dependents: Vec<(usize, usize)>,
    /// The ids of removed artifacts, and the ids of the artifacts that depended on each.
    pub gone: Vec<(String, Vec<String>)>,
}

/// Finds the artifacts that depend on the changes since a revision.
pub fn impact(project: &Project, base: &str) -> Result<Impact, Fault> {
    let base = BaseRevision::find(&project.docs, base)?;
    let changed = base.touched()?;
    let now = understand(project, Drafts::LeaveOut, &|_| {})?;
    let touched = touched(&now.trace, &now.site, &changed);
    let dependents = now.trace.dependents(&touched);
    let mut gone = Vec::new();
    if !changed.is_empty() {
        let before = as_it_was(project, &base, &changed)?.0;
        let is_gone = |at: &usize| now.trace.find(&before.artifacts[*at].id).is_none();
        for at in (0..before.artifacts.len()).filter(is_gone) {
            let dependents = before
                .dependents(&[at])
                .into_iter()
                .map(|(other, _)| before.artifacts[other].id.clone());
            gone.push((before.artifacts[at].id.clone(), dependents.collect()));
        }
    }
    Ok(Impact {
        now,
        touched,
        dependents,
        gone,
    })
}

/// The old docs folder, understood with today's content map.
fn as_it_was(
    project: &Project,
    base: &BaseRevision<'_>,
    changed: &Touched,
) -> Result<(Trace, Report), Fault> {
    let folder = tempfile::tempdir().map_err(Fault::Temporary)?;
    base.write(folder.path())?;
    let old = Project {
        docs: folder.path().to_owned(),
        ..project.clone()
    };
    let Understood {
        site,
        trace,
        findings,
        ..
    } = understand(&old, Drafts::LeaveOut, &|_| {})?;
    let report = weigh(findings, project, folder.path()).moved(&changed.moved);
    let paths = report.paths.clone();
    let report = report.changed(|findings| trace::gathered(findings, &trace, &site, &paths));
    Ok((trace, report))
}
