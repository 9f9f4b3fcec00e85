//! The order of the rooms. The only place that knows it.
//!
//! **Enters:** a [`Project`]. **Leaves:** a site on disk, or in memory for those who ask
//! more of it.
//! **Invariant:** the same input gives the same bytes, with one thread or many, and
//! whatever was remembered of builds before.

mod project;
mod makers;
mod build_state;
mod git;
mod examine;
mod unchanged;
mod since;
mod watched_paths;
mod edition;
mod live;

pub use edition::Edition;
pub use examine::Understood;
pub use git::Histories;
pub use live::Live;
pub use project::{Project, ProjectTexts};
pub use since::{Impact, impact, since};
pub use watched_paths::WatchedPaths;

use std::sync::{Arc, OnceLock};

use crate::body::Page;
use crate::cache::{Cache, CacheNotWritten};
use crate::diag::{Report, Strictness};
use crate::discover::{self, GitState, git_state};
use crate::output::Output;
use crate::render::{self, Highlights, Means};
use crate::search;
use crate::site::{Drafts, Site};
use crate::trace::{Suspect, Trace};
use crate::write::{self, Manifest};
use build_state::BuildState;
use examine::{Contents, Exam, Examined, examine};
use git::HistoryReader;
use unchanged::{BuildInputs, OutsideFiles};

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The docs folder cannot be read.
    #[error(transparent)]
    Discover(#[from] discover::Fault),
    /// It is not known what changed.
    #[error(transparent)]
    Change(#[from] discover::CompareFault),
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
pub enum BuildStep {
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
pub type Watcher<'w> = &'w (dyn Fn(BuildStep) + Sync);

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

/// A site on disk.
pub struct Built {
    /// What lies in the output folder.
    pub manifest: Manifest,
    /// How many pages authors wrote.
    pub pages: usize,
    /// The findings, weighed.
    pub report: Report,
    /// Why nothing is kept for the next build.
    pub cache_error: Option<CacheNotWritten>,
    /// Whether nothing had changed, so that nothing was done.
    pub was_up_to_date: bool,
}

/// Builds the site into the project's output folder. `strictness` is what its findings are to
/// mean to whoever publishes it; the site is written whatever they are.
pub fn build(
    project: &Project,
    strictness: Strictness,
    watch: Watcher<'_>,
) -> Result<Built, Fault> {
    let cache = project.cache.as_deref().map(Cache::open);
    let mut state = BuildState::of(cache.unwrap_or_default());
    let cache = state.cache.clone();
    watch(BuildStep::Read);
    let (git, contents) = rayon::join(
        || cache.is_on().then(|| git_state(&project.docs)).flatten(),
        || Contents::read(project),
    );
    let contents = contents?;
    let inputs = git
        .clone()
        .map(|git| BuildInputs::of(project, strictness, git, &contents));
    let built = |inputs: &BuildInputs| inputs.built(project, &contents.inventory, &cache);
    if let Some(built) = inputs.as_ref().and_then(built) {
        return Ok(built);
    }
    let rendered = rendered(
        project,
        Drafts::LeaveOut,
        contents,
        &mut state,
        git.as_ref(),
        watch,
    )?;
    watch(BuildStep::Write);
    written(project, strictness, rendered, state, inputs)
}

/// Writes a site, and leaves to later runs what they can use.
fn written(
    project: &Project,
    strictness: Strictness,
    mut rendered: Rendered,
    state: BuildState,
    inputs: Option<BuildInputs>,
) -> Result<Built, Fault> {
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
    let mut built = Built {
        manifest,
        pages: rendered.site.pages.len(),
        report: rendered.report,
        cache_error: None,
        was_up_to_date: false,
    };
    let outside = OutsideFiles {
        includes: state.included(),
        outside: state.links.outside().clone(),
    };
    let cache = state.cache.clone();
    let keep = || {
        if let Some(inputs) = inputs {
            inputs.keep(project, &built, outside, &cache);
        }
        cache.close()
    };
    let Rendered {
        outputs,
        site,
        trace,
        ..
    } = rendered;
    // Two sites are taken apart meanwhile: the one in memory, and the one that was there.
    let ((), closed) = rayon::join(|| drop((replaced, outputs, site, trace, state)), keep);
    built.cache_error = closed.err();
    Ok(built)
}

/// Builds the site in memory.
pub fn render(project: &Project, drafts: Drafts, watch: Watcher<'_>) -> Result<Rendered, Fault> {
    watch(BuildStep::Read);
    let contents = Contents::read(project)?;
    let mut state = BuildState::default();
    rendered(project, drafts, contents, &mut state, None, watch)
}

/// Builds the site in memory, of what was read. `git` is the repository's state, where it is known.
fn rendered(
    project: &Project,
    drafts: Drafts,
    contents: Contents,
    state: &mut BuildState,
    git: Option<&GitState>,
    watch: Watcher<'_>,
) -> Result<Rendered, Fault> {
    watch(BuildStep::Parse);
    let (cache, palette) = (state.cache.clone(), state.palette.clone());
    let git = HistoryReader {
        docs: &project.docs,
        state: git,
        cache: &cache,
    };
    let edits = || Arc::new(git.edits());
    let exam = Exam {
        project,
        drafts,
        edits: Some(&edits),
    };
    // What is highlighted is borrowed from the pages.
    let pages = OnceLock::new();
    let highlighted = |linked| {
        watch(BuildStep::Render);
        let pages: &Vec<Arc<Page>> = pages.get_or_init(|| linked);
        Highlights::of(pages.iter().map(|page| &**page), &palette)
    };
    // Git takes as long as reading and parsing: it runs beside them.
    let (history, (mut examined, highlights)) = rayon::join(
        || git.history(),
        || examine(contents, &exam, state, highlighted),
    );
    let report = examined.report(project);
    let means = Means {
        map: &project.map,
        theme: &project.theme()?,
        highlights: &highlights,
        palette: &palette,
        history: &history,
        docs: &project.docs_in_repository(),
    };
    drawn(examined, report, &means, &cache)
}

/// Renders and indexes a tree that was examined.
fn drawn(
    examined: Examined,
    report: Report,
    means: &Means<'_>,
    cache: &Cache,
) -> Result<Rendered, Fault> {
    let Examined {
        site,
        trace,
        suspects,
        ..
    } = examined;
    let index = || match means.map.site.search {
        true => search::index(&site, &trace, means.map, cache),
        false => Vec::new(),
    };
    let (index, outputs) = rayon::join(index, || render::site(&site, &trace, &report, means));
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

/// Reads, parses, links and traces: all that finds something wrong without git.
pub fn understand(
    project: &Project,
    drafts: Drafts,
    watch: Watcher<'_>,
) -> Result<Understood, Fault> {
    let examined = without_git(project, drafts, watch)?;
    Ok(examined.without_suspects(project))
}

/// The tree that is published, with all that is wrong in it weighed, but for what is known. Suspect
/// links, which only git knows, are not sought.
pub fn weighed(project: &Project) -> Result<(Understood, Report), Fault> {
    let mut examined = without_git(project, Drafts::LeaveOut, &|_| {})?;
    let report = examined.report(project);
    Ok((examined.without_suspects(project), report))
}

fn without_git(project: &Project, drafts: Drafts, watch: Watcher<'_>) -> Result<Examined, Fault> {
    watch(BuildStep::Read);
    let contents = Contents::read(project)?;
    watch(BuildStep::Parse);
    let exam = Exam {
        project,
        drafts,
        edits: None,
    };
    let (examined, ()) = examine(contents, &exam, &mut BuildState::default(), |_| ());
    Ok(examined)
}
