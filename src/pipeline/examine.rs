//! Parses, links and traces a docs tree, in the one order that all commands share.

use std::path::Path;
use std::sync::Arc;

use super::build_state::BuildState;
use super::makers;
use super::project::Project;
use crate::body::{Allow, Page};
use crate::diag::{Code, Diagnostic, Report, ShownPaths};
use crate::discover::{self, FileKind, History, Inventory, Snippets, SourceFile};
use crate::render;
use crate::site::{self, Drafts, Site};
use crate::source::Source;
use crate::trace::{self, Suspect, Trace};

/// The files read from a docs folder.
#[derive(Clone)]
pub struct Contents {
    /// The files in it, and the repository around it.
    pub inventory: Inventory,
    /// The findings about its files.
    pub findings: Vec<Diagnostic>,
}

impl Contents {
    /// Reads the docs folder.
    pub fn read(project: &Project) -> Result<Self, discover::Fault> {
        let (inventory, findings) = discover::read(
            &project.docs,
            &project.not_content(),
            project.snippets(),
            &|path| project.map.openapi.files.contains(path),
        )?;
        let checkout = project.checkout.clone();
        Ok(Self {
            inventory: Inventory {
                checkout,
                ..inventory
            },
            findings,
        })
    }
}

/// The parameters of an examination.
pub struct Exam<'e> {
    /// The project.
    pub project: &'e Project,
    /// The choice between showing drafts and leaving them out.
    pub drafts: Drafts,
    /// Reads git's history along first parents; `None` if suspect links are not computed.
    pub edits: Option<&'e (dyn Fn() -> Arc<History> + Sync)>,
}

/// A tree with its site, relations and findings.
pub struct Examined {
    /// The site.
    pub site: Site,
    /// Its artifacts and relations.
    pub trace: Trace,
    /// The suspect links; `None` if they are not computed, or git has no history.
    pub suspects: Option<Vec<Suspect>>,
    /// The findings about the content, without those about suspect links.
    pub findings: Vec<Diagnostic>,
    /// The comments that allow findings.
    pub allows: Vec<Allow>,
}

/// Examines a tree. `meanwhile` receives its pages once they are linked, and runs in parallel with
/// tracing.
pub fn examine<T: Send>(
    contents: Contents,
    exam: &Exam<'_>,
    state: &mut BuildState,
    meanwhile: impl FnOnce(Vec<Arc<Page>>) -> T + Send,
) -> (Examined, T) {
    let mut examined = linked(contents, exam, state);
    let pages = examined.site.pages.iter();
    let pages = pages.map(|page| page.page.clone()).collect();
    let trace = || traced(&mut examined, exam, &mut state.trace);
    let ((), other) = rayon::join(trace, || meanwhile(pages));
    (examined, other)
}

/// Parses and links the files. Nothing is traced yet.
fn linked(contents: Contents, exam: &Exam<'_>, state: &mut BuildState) -> Examined {
    let Exam {
        project, drafts, ..
    } = *exam;
    let Contents {
        inventory,
        mut findings,
    } = contents;
    findings.extend(project.findings.iter().cloned());
    let (dialect, finding) = project.dialect();
    let (pages, found) = state.parse(&inventory, &dialect);
    findings.extend(finding.into_iter().chain(found));
    let allows = allows(&pages, drafts, &findings);
    let (site, found) = site::link(inventory, pages, &project.map, drafts, &mut state.links);
    findings.extend(found);
    Examined {
        site,
        trace: Trace::default(),
        suspects: None,
        findings,
        allows,
    }
}

/// The comments of pages that allow findings. A left-out draft is not linked, so its unused
/// comments are not reported.
fn allows(pages: &[Arc<Page>], drafts: Drafts, findings: &[Diagnostic]) -> Vec<Allow> {
    let is_left_out = |page: &Page| drafts == Drafts::LeaveOut && page.front.is_set("draft");
    let is_used = |allow: &Allow| {
        let places = findings
            .iter()
            .map(|finding| (finding.code, &finding.place));
        let mut places = places.filter_map(|(code, place)| Some((code, place.as_ref()?)));
        places.any(|(code, place)| allow.covers(code, place))
    };
    let of_page = |page: &Arc<Page>| {
        let is_left_out = is_left_out(page);
        let allows = page.allows.iter();
        let allows = allows.filter(|allow| !is_left_out || is_used(allow));
        allows.cloned().collect::<Vec<_>>()
    };
    pages.iter().flat_map(of_page).collect()
}

/// Finds the artifacts, their relations and the suspect links. It also settles links to the pages
/// that the build makes, which are known only here.
fn traced(examined: &mut Examined, exam: &Exam<'_>, memory: &mut trace::StatementCache) {
    let Examined {
        site,
        trace,
        suspects,
        findings,
        ..
    } = examined;
    let map = &exam.project.map;
    if map.site.traceability {
        let (traced, found) = trace::trace(site, map, &exam.project.paths(), memory);
        *trace = traced;
        findings.extend(found);
    }
    if !site.unsettled.is_empty() {
        let made = render::addresses_made(site, trace, map);
        findings.extend(site.settle(&made));
    }
    if let Some(edits) = exam.edits {
        let past = past(exam.project);
        *suspects = trace::suspects(trace, site, edits, &past, &mut memory.past);
    }
}

/// Parses an old version of a page's file from git. The old versions of its includes are not known,
/// so snippets are left out.
fn past(project: &Project) -> impl Fn(&Page, &[u8]) -> Option<Page> {
    let (dialect, _) = project.dialect();
    move |today, bytes| {
        let file = SourceFile {
            kind: FileKind::of(today.file.path())?,
            source: Source::from_bytes(today.file.clone(), bytes).0,
        };
        let made = makers::pages(&file, &Snippets::default(), &dialect);
        let mut pages = made.pages.into_iter();
        pages.find(|page| page.path == today.path)
    }
}

/// A docs tree with its site, relations and findings.
pub struct Understood {
    /// The paths of its files in messages.
    pub paths: ShownPaths,
    /// The site.
    pub site: Site,
    /// Its artifacts and relations.
    pub trace: Trace,
    /// The findings about the content, except allowed ones.
    pub findings: Vec<Diagnostic>,
}

impl Examined {
    /// Removes the findings that comments allow. Suspect links are not computed.
    pub fn without_suspects(self, project: &Project) -> Understood {
        Understood {
            paths: project.paths(),
            findings: without_allowed(self.findings, &self.allows, &[Code::SuspectLink]),
            site: self.site,
            trace: self.trace,
        }
    }

    /// Takes all findings into a report, except known ones.
    pub fn report(&mut self, project: &Project) -> Report {
        let mut findings = std::mem::take(&mut self.findings);
        let suspects = self.suspects.iter().flatten();
        findings.extend(suspects.map(|suspect| suspect.finding.clone()));
        let not_sought: &[Code] = match self.suspects {
            Some(_) => &[],
            None => &[Code::SuspectLink],
        };
        let findings = without_allowed(findings, &self.allows, not_sought);
        let paths = project.paths();
        let is_there = |path: &str| project.docs.join(path).exists();
        // A baseline may contain the single findings, or the one about the tree that replaces them.
        let report = weigh(findings, project, &project.docs).without(&project.baseline, is_there);
        let report = report
            .changed(|findings| trace::gathered(findings, &self.trace, &self.site, &paths))
            .without_of_tree(&project.baseline);
        match self.suspects {
            Some(_) => report,
            None => report.fact("suspect_links", "not computed"),
        }
    }
}

/// A report on findings. `docs` is the docs folder as the command names it.
pub fn weigh(findings: Vec<Diagnostic>, project: &Project, docs: &Path) -> Report {
    Report::new(findings, &project.map.checks, ShownPaths::of(docs))
}

/// Removes the findings that comments allow, and adds a finding for each comment that allowed
/// nothing.
///
/// A comment is not unused if its code was not looked for.
fn without_allowed(
    findings: Vec<Diagnostic>,
    allows: &[Allow],
    not_sought: &[Code],
) -> Vec<Diagnostic> {
    let mut used = vec![false; allows.len()];
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in findings {
        let allowed = finding.place.as_ref().and_then(|place| {
            allows
                .iter()
                .position(|allow| allow.covers(finding.code, place))
        });
        match allowed {
            Some(at) => used[at] = true,
            None => kept.push(finding),
        }
    }
    let is_unused = |(allow, used): &(&Allow, bool)| !used && !not_sought.contains(&allow.code);
    let unused = allows.iter().zip(used).filter(is_unused).map(|(allow, _)| {
        let message = format!("the next block has no `{}` to allow", allow.code.name());
        Diagnostic::new(Code::UnknownAllow, allow.place.clone(), message)
            .help("take the comment out")
    });
    kept.extend(unused);
    kept
}
