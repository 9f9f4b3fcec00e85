//! The effect of a change: compares the tree with its version at a revision.

use std::collections::HashSet;

use super::examine::{Contents, Understood, weigh};
use super::project::Project;
use super::{Fault, Rendered, understand};
use crate::diag::{Baseline, Code, Diagnostic, Report};
use crate::discover::{BaseRevision, FileKind, SourceFile, Touched};
use crate::file::FileId;
use crate::openapi;
use crate::site::{Drafts, Site};
use crate::source::Place;
use crate::trace::{self, Trace};

/// Reduces a tree's findings to those of a change: findings in files that changed since a revision,
/// and findings that did not exist at that revision, because the change broke something elsewhere.
/// A suspect link counts if the change edited its target.
pub fn since(project: &Project, rendered: &Rendered, base: &str) -> Result<Report, Fault> {
    let base = BaseRevision::find(&project.docs, base)?;
    let changed = base.touched()?;
    let newer = base.commits_since()?;
    let old = OldTree::of(project, &base)?;
    let before = Baseline::of(&old.examined(project, &changed)?.1);
    let broken = old.broken_apis(project, &changed)?;
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
    let report =
        rendered
            .report
            .clone()
            .since(&before, |finding| match (finding.code, &finding.place) {
                (Code::SuspectLink, _) => Some(of_change.contains(&finding)),
                (_, Some(place)) if files.contains(&place.file) => Some(true),
                _ => None,
            });
    Ok(report.and(broken, &project.map.checks))
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
    /// The changes of APIs that break their callers.
    pub broken_apis: Vec<Diagnostic>,
    /// The changed files, by their paths in the docs folder.
    pub files: Vec<String>,
}

/// Finds the artifacts that depend on the changes since a revision.
pub fn impact(project: &Project, base: &str) -> Result<Impact, Fault> {
    let base = BaseRevision::find(&project.docs, base)?;
    let changed = base.touched()?;
    let now = understand(project, Drafts::LeaveOut, &|_| {})?;
    let touched = touched(&now.trace, &now.site, &changed);
    let dependents = now.trace.dependents(&touched);
    let (mut gone, mut broken_apis) = (Vec::new(), Vec::new());
    if !changed.is_empty() {
        let old = OldTree::of(project, &base)?;
        broken_apis = old.broken_apis(project, &changed)?;
        let before = old.examined(project, &changed)?.0;
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
        broken_apis,
        files: changed.files.into_keys().collect(),
    })
}

/// The docs folder as it was at a revision, read with today's content map.
struct OldTree {
    project: Project,
    /// The folder that it is written to, for as long as this lives.
    folder: tempfile::TempDir,
}

impl OldTree {
    fn of(project: &Project, base: &BaseRevision<'_>) -> Result<Self, Fault> {
        let folder = tempfile::tempdir().map_err(Fault::Temporary)?;
        base.write(folder.path())?;
        let old = Project {
            docs: folder.path().to_owned(),
            ..project.clone()
        };
        Ok(Self {
            project: old,
            folder,
        })
    }

    /// Its artifacts and its findings.
    fn examined(&self, today: &Project, changed: &Touched) -> Result<(Trace, Report), Fault> {
        let Understood {
            site,
            trace,
            findings,
            ..
        } = understand(&self.project, Drafts::LeaveOut, &|_| {})?;
        let report = weigh(findings, today, self.folder.path()).moved(&changed.moved);
        let paths = report.paths.clone();
        let report = report.changed(|findings| trace::gathered(findings, &trace, &site, &paths));
        Ok((trace, report))
    }

    /// The changes of API descriptions that break their callers.
    fn broken_apis(&self, today: &Project, changed: &Touched) -> Result<Vec<Diagnostic>, Fault> {
        let before = Contents::read(&self.project)?.inventory;
        let after = Contents::read(today)?.inventory;
        let is_api = |file: &&SourceFile| file.kind == FileKind::Api;
        let mut broken = Vec::new();
        for old in before.sources.iter().filter(is_api) {
            let path = old.source.file.path();
            let path = changed.moved.get(path).map_or(path, String::as_str);
            let mut files = after.sources.iter().filter(is_api);
            match files.find(|new| new.source.file.path() == path) {
                Some(new) => broken.extend(openapi::breaking_changes(
                    (&old.source, &before.snippets),
                    (&new.source, &after.snippets),
                )),
                None if openapi::has_operations(&old.source, &before.snippets) => {
                    broken.push(removed(path));
                }
                None => {}
            }
        }
        Ok(broken)
    }
}

fn removed(path: &str) -> Diagnostic {
    let place = Place::of_file(FileId::in_docs(path));
    Diagnostic::new(Code::BreakingChange, place, "the API description is gone")
        .help("keep it while it has callers, or tell them")
}
