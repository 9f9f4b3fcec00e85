//! A docs tree is read, parsed, linked and traced: the one order in which all commands do it.

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

/// What was read of a docs folder.
#[derive(Clone)]
pub struct Contents {
    /// What lies in it, and around it.
    pub inventory: Inventory,
    /// What is wrong with its files.
    pub findings: Vec<Diagnostic>,
}

impl Contents {
    /// Reads the docs folder.
    pub fn read(project: &Project) -> Result<Self, discover::Fault> {
        let (inventory, findings) =
            discover::read(&project.docs, &project.not_content(), project.snippets())?;
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

/// What a tree is examined for.
pub struct Exam<'e> {
    /// The project.
    pub project: &'e Project,
    /// Whether drafts are part of the tree.
    pub drafts: Drafts,
    /// Gives git's history along the first parents; none where nobody asks what is suspect.
    pub edits: Option<&'e (dyn Fn() -> Arc<History> + Sync)>,
}

/// A tree, and all that is known of it.
pub struct Examined {
    /// The site.
    pub site: Site,
    /// Its artifacts and relations.
    pub trace: Trace,
    /// What rests on what has changed; none where nobody asked, or git does not know.
    pub suspects: Option<Vec<Suspect>>,
    /// What is wrong with the content, beside the suspects.
    pub findings: Vec<Diagnostic>,
    /// What comments allow of that.
    pub allows: Vec<Allow>,
}

/// Examines a tree. `meanwhile` gets its pages once they are linked, and runs beside the tracing.
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

/// Parses and links what was read; nothing is traced yet.
fn linked(contents: Contents, exam: &Exam<'_>, state: &mut BuildState) -> Examined {
    let Exam {
        project, drafts, ..
    } = *exam;
    let Contents {
        inventory,
        mut findings,
    } = contents;
    findings.extend(project.findings.iter().cloned());
    let (pages, found) = state.parse(&inventory, &project.dialect());
    findings.extend(found);
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

/// The comments of pages that allow findings. A draft that is left out is not linked: its comments
/// count where they allow what was found before, and no other is said to be of no use.
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

/// Finds the chain, and what in it rests on what has changed. Now that it is known which pages the
/// build makes, links to them lead there.
fn traced(examined: &mut Examined, exam: &Exam<'_>, memory: &mut trace::Memory) {
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

/// Reads what git kept of a page's file. What it included then is not known: snippets are left out.
fn past(project: &Project) -> impl Fn(&Page, &[u8]) -> Option<Page> {
    let dialect = project.dialect();
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

/// All that is known of a docs tree.
pub struct Understood {
    /// How people are shown its files.
    pub paths: ShownPaths,
    /// The site.
    pub site: Site,
    /// Its artifacts and relations.
    pub trace: Trace,
    /// What is wrong with the content, but for what comments allow.
    pub findings: Vec<Diagnostic>,
}

impl Examined {
    /// What is wrong with the content, but for suspects and what comments allow.
    pub fn without_suspects(self, project: &Project) -> Understood {
        Understood {
            paths: project.paths(),
            findings: without_allowed(self.findings, &self.allows, &[Code::SuspectLink]),
            site: self.site,
            trace: self.trace,
        }
    }

    /// Takes all that was found, weighed, but for what is known.
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
        // A baseline may know the findings one by one, or the one about the tree that stands for
        // them.
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

/// The findings, weighed, and shown as files of a docs folder that the command names so.
pub fn weigh(findings: Vec<Diagnostic>, project: &Project, docs: &Path) -> Report {
    Report::new(findings, &project.map.checks, ShownPaths::of(docs))
}

/// Takes out the findings that comments allow; a comment that allowed nothing is one.
///
/// Of codes that were not looked for, no comment is said to be of no use.
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
