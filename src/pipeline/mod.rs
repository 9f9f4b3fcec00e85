//! The order of the rooms. No other room knows it.
//!
//! **Enters:** a [`Project`]. **Leaves:** a site on disk or in memory, a [`Report`] on its content,
//! an [`Edition`] for the preview, or the [`Impact`] of a change.
//! **Invariant:** the same input gives the same bytes, with one thread or many, and with any state
//! of the cache.

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
use crate::catalogue::{CatalogueInputs, catalogue};
use crate::diag::{Report, Strictness};
use crate::discover::{self, GitState, git_state};
use crate::fault::Helpful;
use crate::output::Output;
use crate::render::{self, Highlights, RenderInputs};
use crate::search;
use crate::site::{Drafts, Site};
use crate::trace::{Suspect, Trace};
use crate::twin;
use crate::write::{self, Manifest};
use build_state::BuildState;
use examine::{Contents, Exam, Examined, examine};
use git::HistoryReader;
use unchanged::{BuildInputs, OutsideFiles};

/// The reason that there is no site.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The docs folder cannot be read.
    #[error(transparent)]
    Discover(#[from] discover::Fault),
    /// The changes since a revision are not known.
    #[error(transparent)]
    Change(#[from] discover::CompareFault),
    /// The folder for the old version of the docs cannot be made.
    #[error("cannot make a folder for the docs as they were: {0}")]
    Temporary(std::io::Error),
    /// The theme does not work.
    #[error(transparent)]
    Render(#[from] render::Fault),
    /// The site cannot be written.
    #[error(transparent)]
    Write(#[from] write::Fault),
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Discover(fault) => fault.help(),
            Self::Change(fault) => fault.help(),
            Self::Temporary(_) => None,
            Self::Render(fault) => fault.help(),
            Self::Write(fault) => fault.help(),
        }
    }
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

/// Receives each step of a build before it starts.
pub type Watcher<'w> = &'w (dyn Fn(BuildStep) + Sync);

/// A site in memory, with the findings about its content.
pub struct Rendered {
    /// The files.
    pub outputs: Vec<Output>,
    /// The site.
    pub site: Site,
    /// Its artifacts and relations.
    pub trace: Trace,
    /// The suspect links; the report has a finding for each.
    pub suspects: Vec<Suspect>,
    /// The findings, with their severities.
    pub report: Report,
}

/// A site on disk.
pub struct Built {
    /// The manifest of the output folder.
    pub manifest: Manifest,
    /// The number of pages that authors wrote.
    pub pages: usize,
    /// The findings, with their severities.
    pub report: Report,
    /// The reason that the cache was not written.
    pub cache_error: Option<CacheNotWritten>,
    /// True if nothing had changed, so that nothing was built.
    pub was_up_to_date: bool,
}

/// Builds the site into the project's output folder. `strictness` is recorded for the publisher: it
/// decides whether findings block the publish. The site is written in any case.
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
    let rendered = examine_and_render(
        project,
        Drafts::LeaveOut,
        contents,
        &mut state,
        git.as_ref(),
        watch,
    )?;
    watch(BuildStep::Write);
    write_site(project, strictness, rendered, state, inputs)
}

/// Writes a site, and the cache for later runs.
fn write_site(
    project: &Project,
    strictness: Strictness,
    mut rendered: Rendered,
    state: BuildState,
    inputs: Option<BuildInputs>,
) -> Result<Built, Fault> {
    let Report {
        errors, warnings, ..
    } = rendered.report;
    let found = write::FindingCount {
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
        includes: state.include_texts(),
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
    // The new site in memory and the replaced one are dropped while the cache is written.
    let ((), closed) = rayon::join(|| drop((replaced, outputs, site, trace, state)), keep);
    built.cache_error = closed.err();
    Ok(built)
}

/// Builds the site in memory.
pub fn render(project: &Project, drafts: Drafts, watch: Watcher<'_>) -> Result<Rendered, Fault> {
    watch(BuildStep::Read);
    let contents = Contents::read(project)?;
    let mut state = BuildState::default();
    examine_and_render(project, drafts, contents, &mut state, None, watch)
}

/// Renders the site in memory. `git` is the repository's state, if it is known.
fn examine_and_render(
    project: &Project,
    drafts: Drafts,
    contents: Contents,
    state: &mut BuildState,
    git: Option<&GitState>,
    watch: Watcher<'_>,
) -> Result<Rendered, Fault> {
    watch(BuildStep::Parse);
    let (cache, code_cache) = (state.cache.clone(), state.code_cache.clone());
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
    // The highlighted code borrows from the pages.
    let pages = OnceLock::new();
    let highlighted = |linked| {
        watch(BuildStep::Render);
        let pages: &Vec<Arc<Page>> = pages.get_or_init(|| linked);
        Highlights::of(pages.iter().map(|page| &**page), &code_cache)
    };
    // Reading git's history takes as long as reading and parsing the tree, so they run in parallel.
    let (history, (mut examined, highlights)) = rayon::join(
        || git.history(),
        || examine(contents, &exam, state, highlighted),
    );
    let report = examined.report(project);
    let means = RenderInputs {
        map: &project.map,
        theme: &project.theme()?,
        highlights: &highlights,
        code_cache: &code_cache,
        history: &history,
        docs: &project.docs_in_repository(),
    };
    drawn(
        examined,
        report,
        (&means, &project.docs_in_checkout()),
        &cache,
    )
}

/// Renders and indexes an examined tree.
fn drawn(
    examined: Examined,
    report: Report,
    (means, docs_in_checkout): (&RenderInputs<'_>, &str),
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
    let twins = twin::TwinInputs {
        site: &site,
        trace: &trace,
        map: means.map,
        history: means.history,
    };
    let pages = || {
        rayon::join(
            || render::site(&site, &trace, &report, means),
            || twin::outputs(&twins, cache),
        )
    };
    let (index, (outputs, twins)) = rayon::join(index, pages);
    let mut outputs = outputs?;
    outputs.extend(index);
    outputs.extend(twins);
    let inputs = CatalogueInputs {
        site: &site,
        trace: &trace,
        map: means.map,
        history: means.history,
        docs: docs_in_checkout,
    };
    outputs.push(catalogue(inputs).output());
    Ok(Rendered {
        outputs,
        site,
        trace,
        suspects: suspects.unwrap_or_default(),
        report,
    })
}

/// Reads, parses, links and traces a tree. Suspect links, which need git, are not computed.
pub fn understand(
    project: &Project,
    drafts: Drafts,
    watch: Watcher<'_>,
) -> Result<Understood, Fault> {
    let examined = examine_without_git(project, drafts, watch)?;
    Ok(examined.without_suspects(project))
}

/// The published tree, with a report of all findings except known ones. Suspect links, which need
/// git, are not computed.
pub fn weighed(project: &Project) -> Result<(Understood, Report), Fault> {
    let mut examined = examine_without_git(project, Drafts::LeaveOut, &|_| {})?;
    let report = examined.report(project);
    Ok((examined.without_suspects(project), report))
}

fn examine_without_git(
    project: &Project,
    drafts: Drafts,
    watch: Watcher<'_>,
) -> Result<Examined, Fault> {
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
