//! The order of the rooms. The only place that knows it.
//!
//! **Enters:** a [`Project`]. **Leaves:** a site on disk, or in memory for those who ask
//! more of it.
//! **Invariant:** the same input gives the same bytes, with one thread or many, and
//! whatever was remembered of builds before.

mod beside;
mod memory;
mod unchanged;
mod live;

pub use beside::Beside;
pub use live::{Edition, Live, Log};

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cache::{Cache, Key, Unwritten};
use crate::content_map::ContentMap;
use crate::diag::{Baseline, Code, Diagnostic, Report, Strictness};
use crate::discover::{self, Base, Checkout, History, Inventory, Snippets, Touched, git_state};
use crate::output::Output;
use crate::parse::{self, Allow, Dialect, Page};
use crate::render::{self, Highlights, Means, Theme};
use crate::search;
use crate::site::{self, Drafts, Site};
use crate::source::Source;
use crate::trace::{self, Suspect, Trace};
use crate::write::{self, Manifest};
use memory::Memory;
use unchanged::{Outside, Standing};

/// What is to be built: where it lies and what its author decided.
#[derive(Debug, Clone)]
pub struct Project {
    /// The docs folder.
    pub docs: PathBuf,
    /// The folder the site is written to.
    pub out: PathBuf,
    /// The folder for what the next build can use; none where nothing is kept.
    pub cache: Option<PathBuf>,
    /// The folder that paths of the content map are relative to.
    pub root: PathBuf,
    /// The repository that the docs folder lies in.
    pub checkout: Checkout,
    /// The content map's file, where there is one.
    pub config: Option<PathBuf>,
    /// The content map.
    pub map: ContentMap,
    /// What was wrong in it.
    pub findings: Vec<Diagnostic>,
    /// The findings that are known.
    pub baseline: Baseline,
}

impl Project {
    /// The folder of the theme's own files.
    pub fn theme_folder(&self) -> Option<PathBuf> {
        self.map
            .site
            .theme
            .as_ref()
            .map(|theme| self.root.join(theme))
    }

    /// Fails where there is no docs folder.
    pub fn must_be_there(&self) -> Result<(), Fault> {
        if self.docs.is_dir() {
            Ok(())
        } else {
            Err(discover::Fault::NotThere(self.docs.clone()).into())
        }
    }
}

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The docs folder cannot be read.
    #[error(transparent)]
    Discover(#[from] discover::Fault),
    /// It is not known what changed.
    #[error(transparent)]
    Change(#[from] discover::Unknown),
    /// There is no room for a copy of the docs as they were.
    #[error("cannot make a folder for the docs as they were: {0}")]
    Temporary(std::io::Error),
    /// The theme does not work.
    #[error(transparent)]
    Render(#[from] render::Fault),
    /// The site cannot be written.
    #[error(transparent)]
    Write(#[from] write::Fault),
}

/// The steps of a build, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Files are read.
    Read,
    /// Pages are parsed and linked.
    Parse,
    /// Code is highlighted and pages are rendered.
    Render,
    /// The site is written.
    Write,
}

/// Told what a build is about to do.
pub type Watcher<'w> = &'w (dyn Fn(Step) + Sync);

/// A site in memory, and what was wrong with its content.
pub struct Rendered {
    /// The files.
    pub outputs: Vec<Output>,
    /// The site.
    pub site: Site,
    /// Its artifacts and relations.
    pub trace: Trace,
    /// What rests on what has changed; findings of the report are made of them.
    pub suspects: Vec<Suspect>,
    /// The findings, weighed.
    pub report: Report,
}

/// All that is known of a docs tree.
pub struct Understood {
    /// The site.
    pub site: Site,
    /// Its artifacts and relations.
    pub trace: Trace,
    /// What is wrong with the content, but for what comments allow.
    pub findings: Vec<Diagnostic>,
}

/// A site on disk.
pub struct Built {
    /// What lies in the output folder.
    pub manifest: Manifest,
    /// How many pages authors wrote.
    pub pages: usize,
    /// The findings, weighed.
    pub report: Report,
    /// Why nothing is kept for the next build.
    pub unkept: Option<Unwritten>,
    /// Whether nothing had changed, so that nothing was done.
    pub was_there: bool,
}

/// Builds the site into the project's output folder. `strictness` is what its findings are to
/// mean to whoever publishes it; the site is written whatever they are.
pub fn build(
    project: &Project,
    strictness: Strictness,
    watch: Watcher<'_>,
) -> Result<Built, Fault> {
    let mut memory = Memory::of(
        project
            .cache
            .as_deref()
            .map(Cache::open)
            .unwrap_or_default(),
    );
    let cache = memory.cache.clone();
    let (git, read) = rayon::join(
        || cache.is_on().then(|| git_state(&project.docs)).flatten(),
        || read(project, watch),
    );
    let (inventory, found) = read?;
    let standing = git.map(|git| Standing::of(project, strictness, git, &inventory, &found));
    if let Some(built) = standing
        .as_ref()
        .and_then(|standing| standing.built(project, &inventory, &cache))
    {
        return Ok(built);
    }
    let mut rendered = rendered(
        project,
        Drafts::LeaveOut,
        inventory,
        found,
        &mut memory,
        git,
        watch,
    )?;
    watch(Step::Write);
    let Report {
        errors, warnings, ..
    } = rendered.report;
    let found = write::Found {
        errors,
        warnings,
        strict: strictness == Strictness::Warnings,
    };
    rendered.outputs.push(found.output());
    let (manifest, replaced) = write::commit(&rendered.outputs, &project.docs, &project.out)?;
    let pages = rendered.site.pages.len();
    let mut built = Built {
        manifest,
        pages,
        report: rendered.report,
        unkept: None,
        was_there: false,
    };
    let outside = Outside {
        includes: memory.included(),
        outside: memory.links.outside().clone(),
    };
    let keep = || {
        if let Some(standing) = standing {
            standing.keep(project, &built, outside, &cache);
        }
        cache.close()
    };
    // Two sites are taken apart meanwhile: the one in memory, and the one that was there.
    let ((), closed) = rayon::join(
        || {
            drop((
                replaced,
                rendered.outputs,
                rendered.site,
                rendered.trace,
                memory,
            ))
        },
        keep,
    );
    built.unkept = closed.err();
    Ok(built)
}

/// What is no part of the docs, should it lie among them.
fn not_content(project: &Project) -> Vec<PathBuf> {
    [
        Some(project.out.clone()),
        project.cache.clone(),
        project.config.clone(),
        project.theme_folder(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Builds the site in memory.
pub fn render(project: &Project, drafts: Drafts, watch: Watcher<'_>) -> Result<Rendered, Fault> {
    let (inventory, found) = read(project, watch)?;
    rendered(
        project,
        drafts,
        inventory,
        found,
        &mut Memory::default(),
        None,
        watch,
    )
}

/// Builds the site in memory, of what was read. `git` names what git says, where that is known.
fn rendered(
    project: &Project,
    drafts: Drafts,
    inventory: Inventory,
    found: Vec<Diagnostic>,
    memory: &mut Memory,
    git: Option<Key>,
    watch: Watcher<'_>,
) -> Result<Rendered, Fault> {
    watch(Step::Parse);
    let cache = memory.cache.clone();
    let history = |kind, read: &dyn Fn(&Path) -> History| match git {
        Some(git) => {
            let key = Key::of(kind, [git]);
            let kept = cache
                .get::<History>(key)
                .map(|history| history.of_docs(&project.docs));
            kept.unwrap_or_else(|| {
                let history = read(&project.docs);
                // Unless another commit was made or checked out meanwhile.
                if git_state(&project.docs) == Some(git) {
                    cache.put(key, &history);
                }
                history
            })
        }
        None => read(&project.docs),
    };
    // Git takes as long as reading and parsing: it runs beside them.
    let (changes, linked) = rayon::join(
        || history("history", &History::read),
        || linked(inventory, found, project, drafts, memory),
    );
    let Linked {
        mut site,
        mut findings,
        allows,
    } = linked;
    watch(Step::Render);
    let Memory { said, palette, .. } = memory;
    // What an earlier run kept of a page has its code.
    let pages: Vec<Arc<Page>> = site.pages.iter().map(|page| page.page.clone()).collect();
    let new_pages = pages
        .iter()
        .map(|page| &**page)
        .filter(|page| !page.events.were_kept());
    // The chain is found beside the highlighting of all code.
    let ((trace, suspects), highlights) = rayon::join(
        || {
            let trace = traced(&mut site, project, said, &mut findings);
            let edits = || Arc::new(history("edits", &History::along_first_parents));
            let suspects = trace::suspects(&trace, &site, edits, &past(project), &mut said.past);
            (trace, suspects)
        },
        || Highlights::of(new_pages, palette),
    );
    let report = report(
        findings,
        suspects.as_deref(),
        &allows,
        (&site, &trace),
        project,
    );
    let theme = theme(project)?;
    let docs = in_repository(&project.root, &project.docs);
    let (map, highlights) = (&project.map, &highlights);
    let means = Means {
        map,
        theme: &theme,
        highlights,
        palette,
        history: &changes,
        docs: &docs,
    };
    let (index, outputs) = rayon::join(
        || {
            if map.site.search {
                search::index(&site, &trace, map, &cache)
            } else {
                Vec::new()
            }
        },
        || render::site(&site, &trace, &report, &means),
    );
    let mut outputs = outputs?;
    outputs.extend(index);
    Ok(Rendered {
        outputs,
        site,
        trace,
        suspects: suspects.unwrap_or_default(),
        report,
    })
}

/// All that was found, weighed, but for what is known. `suspects` are none where it is not known
/// what is suspect.
fn report(
    mut findings: Vec<Diagnostic>,
    suspects: Option<&[Suspect]>,
    allows: &[Allow],
    (site, trace): (&Site, &Trace),
    project: &Project,
) -> Report {
    findings.extend(
        suspects
            .iter()
            .copied()
            .flatten()
            .map(|suspect| suspect.finding.clone()),
    );
    let not_sought: &[Code] = if suspects.is_some() {
        &[]
    } else {
        &[Code::SuspectLink]
    };
    let report = weigh(
        without_allowed(findings, allows, not_sought),
        project,
        &project.docs,
    );
    let is_there = |path: &str| project.docs.join(path).exists();
    // A baseline may know the findings one by one, or the one about the tree that stands for them.
    let report = report.without(&project.baseline, is_there);
    let report = report
        .changed(|findings| trace::gathered(findings, trace, site))
        .without_of_tree(&project.baseline);
    if suspects.is_some() {
        report
    } else {
        report.fact("suspect_links", "not computed")
    }
}

/// The theme of a project: its own files before those of bf-docs.
fn theme(project: &Project) -> Result<Theme, render::Fault> {
    render::theme(project.theme_folder().as_deref())
}

/// Reads, parses, links and traces: all that finds something wrong without git.
pub fn understand(
    project: &Project,
    drafts: Drafts,
    watch: Watcher<'_>,
) -> Result<Understood, Fault> {
    let mut memory = Memory::default();
    let (inventory, found) = read(project, watch)?;
    watch(Step::Parse);
    let Linked {
        mut site,
        mut findings,
        allows,
    } = linked(inventory, found, project, drafts, &mut memory);
    let trace = traced(&mut site, project, &mut memory.said, &mut findings);
    Ok(Understood {
        site,
        trace,
        findings: without_allowed(findings, &allows, &[Code::SuspectLink]),
    })
}

/// A tree of linked pages.
struct Linked {
    site: Site,
    /// All that was wrong so far.
    findings: Vec<Diagnostic>,
    /// What comments allow of that.
    allows: Vec<Allow>,
}

/// Reads the docs folder, and says what was wrong with its files.
fn read(
    project: &Project,
    watch: Watcher<'_>,
) -> Result<(Inventory, Vec<Diagnostic>), discover::Fault> {
    watch(Step::Read);
    inventory(project)
}

/// What lies in the docs folder, and around it.
fn inventory(project: &Project) -> Result<(Inventory, Vec<Diagnostic>), discover::Fault> {
    let (inventory, found) =
        discover::read(&project.docs, &not_content(project), snippets(project))?;
    Ok((
        Inventory {
            checkout: project.checkout.clone(),
            ..inventory
        },
        found,
    ))
}

/// Parses and links what was read; `findings` is what was wrong with its files.
fn linked(
    inventory: Inventory,
    mut findings: Vec<Diagnostic>,
    project: &Project,
    drafts: Drafts,
    memory: &mut Memory,
) -> Linked {
    findings.extend(project.findings.iter().cloned());
    let (pages, found) = memory.parse(&inventory, &dialect(project));
    findings.extend(found);
    // Of what is left out, not all is looked at: no comment there is of no use.
    let is_left_out = |page: &Page| drafts == Drafts::LeaveOut && page.front.is_set("draft");
    let is_used = |allow: &Allow| {
        findings.iter().any(|finding| {
            finding
                .place
                .as_ref()
                .is_some_and(|place| allow.covers(finding.code, place))
        })
    };
    let allowed = |page: &Arc<Page>| {
        let allows = page
            .allows
            .iter()
            .filter(|allow| !is_left_out(page) || is_used(allow));
        allows.cloned().collect::<Vec<_>>()
    };
    let allows: Vec<Allow> = pages.iter().flat_map(allowed).collect();
    let (site, found) = site::link(inventory, pages, &project.map, drafts, &mut memory.links);
    findings.extend(found);
    Linked {
        site,
        findings,
        allows,
    }
}

/// The chain of a tree, and what is wrong with it. Now that it is known which pages the build
/// makes, links to them lead there.
fn traced(
    site: &mut Site,
    project: &Project,
    said: &mut trace::Memory,
    findings: &mut Vec<Diagnostic>,
) -> Trace {
    let traced = project
        .map
        .site
        .traceability
        .then(|| trace::trace(site, &project.map, said));
    let (trace, found) = traced.unwrap_or_default();
    findings.extend(found);
    if !site.unsettled.is_empty() {
        let made = render::addresses_made(site, &trace, &project.map);
        findings.extend(site.settle(&made));
    }
    trace
}

/// Of a tree's findings, those in the files that changed since a revision, and
/// those that were not there at that revision: what the change breaks
/// elsewhere. Of suspect links, those whose target the change says otherwise.
pub fn since(project: &Project, rendered: &Rendered, base: &str) -> Result<Report, Fault> {
    let base = Base::find(&project.docs, base)?;
    let changed = base.touched()?;
    let newer = base.newer()?;
    let before = Baseline::of(&as_it_was(project, &base, &changed)?.1);
    let mut paths: HashSet<String> = changed
        .files
        .keys()
        .map(|path| discover::shown(&project.docs, path))
        .collect();
    // The tree as it was is read with today's content map.
    let config = project
        .config
        .as_ref()
        .filter(|config| base.has_changed(config));
    paths.extend(config.map(|config| config.to_string_lossy().into_owned()));
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
            (_, Some(place)) if paths.contains(&*place.path) => Some(true),
            _ => None,
        }))
}

/// The artifacts that a change touches.
fn touched(trace: &Trace, site: &Site, changed: &Touched) -> Vec<usize> {
    trace.in_lines(|page| changed.files.get(&site.pages[page].path).map(Vec::as_slice))
}

/// What a change touches, and what depends on that.
pub struct Impact {
    /// The tree as it is.
    pub now: Understood,
    /// The artifacts that the change touches, by number.
    pub touched: Vec<usize>,
    /// What depends on them, by number, with the steps it takes.
    pub dependents: Vec<(usize, usize)>,
    /// The ids of artifacts that are there no more, and of what depended on each.
    pub gone: Vec<(String, Vec<String>)>,
}

/// Finds what depends on what changed since a revision.
pub fn impact(project: &Project, base: &str) -> Result<Impact, Fault> {
    let base = Base::find(&project.docs, base)?;
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

/// The docs folder as it was, understood with today's content map.
fn as_it_was(
    project: &Project,
    base: &Base<'_>,
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
    } = understand(&old, Drafts::LeaveOut, &|_| {})?;
    let report = weigh(findings, project, folder.path()).moved(&changed.moved);
    let report = report.changed(|findings| trace::gathered(findings, &trace, &site));
    Ok((trace, report))
}

/// The findings, weighed; of a docs folder that they name so.
fn weigh(findings: Vec<Diagnostic>, project: &Project, docs: &Path) -> Report {
    Report::new(findings, &project.map.checks).of_docs(discover::shown(docs, ""))
}

/// Reads a file of the past. What it included then is not known: snippets are left out.
fn past(project: &Project) -> impl Fn(&[u8]) -> Page {
    let dialect = dialect(project);
    move |bytes| {
        parse::page(
            &Source::from_bytes("past.md", bytes).0,
            &Snippets::default(),
            &dialect,
        )
        .0
    }
}

fn dialect(project: &Project) -> Dialect {
    let markdown = &project.map.markdown;
    Dialect {
        math: markdown.math,
        autolink: markdown.autolink,
        slug: markdown.slug,
        ..Dialect::default()
    }
}

fn snippets(project: &Project) -> Snippets {
    match &project.map.site.snippets {
        Some(roots) => Snippets::new(roots.iter().map(|root| project.root.join(root))),
        None => Snippets::new(
            [&project.docs, &project.root].map(|folder| discover::here(folder).to_owned()),
        ),
    }
}

/// The full path of a folder.
fn full(folder: &Path) -> Option<PathBuf> {
    discover::here(folder).canonicalize().ok()
}

/// The docs folder's path in the repository, where nothing else says so.
fn in_repository(root: &Path, docs: &Path) -> String {
    let below = full(root)
        .zip(full(docs))
        .and_then(|(root, docs)| Some(docs.strip_prefix(root).ok()?.to_owned()));
    below
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .unwrap_or_default()
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
