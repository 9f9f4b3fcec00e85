//! A tree that is kept in memory: an edit is processed without reading the rest again.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::Fault;
use super::build_state::BuildState;
use super::edition::Edition;
use super::examine::{Contents, Exam, Examined, examine};
use super::git::Histories;
use super::project::Project;
use super::watched_paths::{Finder, WatchedPaths};
use crate::body::Allow;
use crate::cache::Cache;
use crate::content_map;
use crate::diag::{Diagnostic, Report};
use crate::discover;
use crate::file::FileId;
use crate::render::Theme;
use crate::site::Drafts;

/// A docs tree in memory. It produces editions of the site.
pub struct Live {
    project: Arc<Project>,
    drafts: Drafts,
    contents: Contents,
    theme: Arc<Theme>,
    state: BuildState,
    /// The state of the tree without drafts, used if there are any: the report covers only
    /// published pages.
    published: BuildState,
    log: Histories,
}

impl Live {
    /// Reads a tree, but not git's history: see [`Live::learn`].
    pub fn open(project: Project, drafts: Drafts) -> Result<Self, Fault> {
        // A broken theme is reported before the tree is read.
        let theme = Arc::new(project.theme()?);
        let contents = Contents::read(&project)?;
        let cache = project.cache.as_deref().map(Cache::reading);
        Ok(Self {
            state: BuildState::of(cache.unwrap_or_default()),
            project: Arc::new(project),
            drafts,
            contents,
            theme,
            published: BuildState::default(),
            log: Histories::default(),
        })
    }

    /// The project that is served.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The full paths that symbolic links in the docs folder lead to.
    pub fn links(&self) -> &[PathBuf] {
        &self.contents.inventory.links
    }

    /// The inputs of the site outside the docs folder.
    pub fn watched_paths(&self) -> WatchedPaths {
        let Project {
            config,
            map,
            root,
            docs,
            ..
        } = &*self.project;
        let inventory = &self.contents.inventory;
        let mut finder = Finder::of(root);
        finder.docs(docs);
        // A content map may be created later.
        let maps = [
            config.clone(),
            Some(root.join(content_map::FILE)),
            Some(docs.join(content_map::FILE)),
        ];
        let baseline = map.site.baseline.as_ref().map(|path| root.join(path));
        maps.iter()
            .chain([&baseline])
            .flatten()
            .for_each(|file| finder.setting(file));
        self.project
            .theme_folder()
            .iter()
            .for_each(|folder| finder.folder(folder));
        let includes = self.state.snippet_paths();
        includes
            .iter()
            .flat_map(|path| inventory.snippets.places(path))
            .for_each(|file| finder.file(&file));
        let outside = self.state.links.outside().keys();
        outside
            .filter_map(|path| inventory.checkout.place(path))
            .for_each(|file| finder.file(&file));
        // Targets of symbolic links may vanish and return, or lie on a way that changes.
        inventory.symlinks.iter().for_each(|link| finder.file(link));
        finder.done()
    }

    /// Takes over git's histories.
    pub fn learn(&mut self, log: Histories) {
        self.log = log;
    }

    /// Reads changed files, given by full paths. If they are all pages that existed and still
    /// exist, only these are read, otherwise the whole tree. If the tree cannot be read, the old
    /// one stays.
    pub fn touch(&mut self, paths: &[PathBuf]) -> Result<(), Fault> {
        let theme_folder = self
            .project
            .theme_folder()
            .and_then(|folder| folder.canonicalize().ok());
        if theme_folder.is_some_and(|folder| paths.iter().any(|path| path.starts_with(&folder))) {
            self.theme = Arc::new(self.project.theme()?);
        }
        let Contents {
            inventory,
            findings,
        } = &mut self.contents;
        if !discover::again(inventory, findings, paths) {
            self.contents = Contents::read(&self.project)?;
        }
        Ok(())
    }

    /// Continues with another content map: everything is read and parsed again.
    pub fn reopen(&mut self, project: Project) -> Result<(), Fault> {
        let log = self.log.clone();
        *self = Self {
            log,
            ..Self::open(project, self.drafts)?
        };
        Ok(())
    }

    /// A snapshot of the site.
    pub fn edition(&mut self) -> Edition {
        let edits = || self.log.edits.clone();
        let exam = Exam {
            project: &self.project,
            drafts: self.drafts,
            edits: Some(&edits),
        };
        let (mut examined, ()) = examine(self.contents.clone(), &exam, &mut self.state, |_| ());
        let report = match examined.site.pages.iter().any(|page| page.draft) {
            false => examined.report(&self.project),
            true => {
                let of_drafts = of_drafts(&mut examined);
                self.as_published(of_drafts, examined.allows)
            }
        };
        Edition::of(
            self.project.clone(),
            (examined.site, examined.trace, report),
            self.theme.clone(),
            self.log.history.clone(),
            (self.state.code_cache.clone(), self.state.cache.clone()),
        )
    }

    /// The report on the published tree, with these findings about drafts.
    fn as_published(&mut self, of_drafts: Vec<Diagnostic>, allows: Vec<Allow>) -> Report {
        self.published.take_parsed(&self.state);
        let edits = || self.log.edits.clone();
        let exam = Exam {
            project: &self.project,
            drafts: Drafts::LeaveOut,
            edits: Some(&edits),
        };
        let contents = self.contents.clone();
        let (mut examined, ()) = examine(contents, &exam, &mut self.published, |_| ());
        let known = &examined.findings;
        let new: Vec<Diagnostic> = of_drafts
            .into_iter()
            .filter(|finding| !known.contains(finding))
            .collect();
        examined.findings.extend(new);
        // The comments of drafts allow findings about drafts.
        examined.allows = allows;
        examined.report(&self.project)
    }
}

/// Takes the findings about drafts and about the files that they include.
fn of_drafts(examined: &mut Examined) -> Vec<Diagnostic> {
    let drafts = examined.site.pages.iter().filter(|page| page.draft);
    let sources = drafts.flat_map(|page| page.page.text.sources());
    let files: HashSet<&FileId> = sources.map(|source| &source.file).collect();
    let mut findings = std::mem::take(&mut examined.findings);
    findings.retain(|finding| {
        let place = finding.place.as_ref();
        place.is_some_and(|place| files.contains(&place.file))
    });
    findings
}
