//! A snapshot of the site, whose pages are rendered on demand.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use super::project::Project;
use crate::cache::Cache;
use crate::catalogue::{Catalogue, CatalogueInputs, catalogue};
use crate::diag::Report;
use crate::discover::History;
use crate::output::{Content, Output};
use crate::render::{self, Highlights, RenderInputs, Renderer, Theme};
use crate::search::{self, IndexFault, SiteIndex};
use crate::site::Site;
use crate::trace::Trace;
use crate::twin::{self, TwinInputs};

/// The extensions of files that are made from more than one page.
const MADE: [&str; 4] = [".html", ".json", ".txt", ".xml"];

/// The number of rendered pages that an edition keeps.
const RENDERED: usize = 16;

/// A snapshot of the site. Pages are rendered on demand.
pub struct Edition {
    project: Arc<Project>,
    site: Site,
    trace: Trace,
    report: Report,
    theme: Arc<Theme>,
    history: Arc<History>,
    code_cache: Arc<render::CodeCache>,
    /// The results of earlier builds.
    cache: Arc<Cache>,
    /// The docs folder's path in the repository.
    docs_in_repository: String,
    /// The pages, by the paths of their files in the site.
    routes: HashMap<String, usize>,
    /// The pages, by the paths of their Markdown; empty if the site has none.
    twins: HashMap<String, usize>,
    /// The most recently rendered pages: the preview requests an open page again and again.
    rendered: Mutex<VecDeque<(usize, Vec<u8>)>>,
    /// All files that are made from more than one page, by path.
    made: OnceLock<Result<BTreeMap<String, Content>, String>>,
    /// The index for browsers, by path.
    index: OnceLock<BTreeMap<String, Content>>,
}

impl Edition {
    /// The site of an examined tree, with its report.
    pub(super) fn of(
        project: Arc<Project>,
        (site, trace, report): (Site, Trace, Report),
        theme: Arc<Theme>,
        history: Arc<History>,
        (code_cache, cache): (Arc<render::CodeCache>, Arc<Cache>),
    ) -> Self {
        let pages = || site.pages.iter().enumerate();
        let routes = pages().map(|(at, page)| (page.route.file(), at)).collect();
        let twins = pages()
            .filter_map(|(at, _)| Some((site.twin(at)?, at)))
            .collect();
        Self {
            docs_in_repository: project.docs_in_repository(),
            project,
            site,
            trace,
            report,
            theme,
            history,
            code_cache,
            cache,
            routes,
            twins,
            rendered: Mutex::default(),
            made: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    /// The report, with the severity of each finding.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The path of the published site's root: starts and ends with `/`.
    pub fn base(&self) -> &str {
        self.project.map.base()
    }

    /// The docs folder, as findings show it.
    pub fn docs(&self) -> &Path {
        &self.project.docs
    }

    /// The project that it is of.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// A file of the site, except those of the search index; `None` if the site has no such file.
    /// The error is the theme's.
    pub fn file(&self, path: &str) -> Result<Option<Content>, String> {
        if let Some(at) = self.page(path) {
            return self
                .rendered(at)
                .map(Some)
                .map_err(|fault| fault.to_string());
        }
        if let Some(&at) = self.twins.get(path) {
            let twin = twin::twin(&self.twin_inputs(), at, &Cache::default());
            return Ok(twin.map(|output| output.content));
        }
        if let Some(output) = self.theme.outputs.iter().find(|output| output.path == path) {
            return Ok(Some(output.content.clone()));
        }
        let copied = self
            .site
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .ok();
        let copied = copied.map(|at| Content::File(self.site.files[at].full.clone()));
        // A copied file does not wait for the files that are made from all pages.
        if copied.is_some() && !MADE.iter().any(|end| path.ends_with(end)) {
            return Ok(copied);
        }
        let made = self
            .made
            .get_or_init(|| self.made().map_err(|fault| fault.to_string()));
        let made = made.as_ref().map_err(Clone::clone)?;
        Ok(made.get(path).cloned().or(copied))
    }

    /// The index that browsers read, by path. It is made on first use.
    pub fn index(&self) -> &BTreeMap<String, Content> {
        let index = || match self.project.map.site.search {
            true => by_path(search::index(
                &self.site,
                &self.trace,
                &self.project.map,
                &Cache::default(),
            )),
            false => BTreeMap::new(),
        };
        self.index.get_or_init(index)
    }

    /// The pages and the chain, for programs.
    pub fn catalogue(&self) -> Catalogue {
        catalogue(CatalogueInputs {
            site: &self.site,
            trace: &self.trace,
            map: &self.project.map,
            history: &self.history,
            docs: &self.project.docs_in_checkout(),
        })
    }

    /// The index for programs, in memory; `None` if the site has no search.
    pub fn search_index(&self) -> Option<Result<SiteIndex, IndexFault>> {
        let map = &self.project.map;
        let index = || search::in_memory(&self.site, &self.trace, map, &self.cache);
        map.site.search.then(index)
    }

    /// The number of the page that is served from a path of the site.
    pub fn page(&self, path: &str) -> Option<usize> {
        self.routes.get(path).copied()
    }

    fn rendered(&self, at: usize) -> Result<Content, render::Fault> {
        // The lock is held while a page is rendered, so that no page is rendered twice. Requests
        // for other pages wait, too.
        let mut rendered = self
            .rendered
            .lock()
            .expect("nobody panics while it is held");
        if let Some((_, bytes)) = rendered.iter().find(|(known, _)| *known == at) {
            return Ok(Content::Bytes(bytes.clone()));
        }
        let page = &*self.site.pages[at].page;
        let highlights = Highlights::of_page(page, &self.code_cache);
        highlights.keep(&self.code_cache);
        let content = self
            .with(&highlights, |renderer| renderer.page(at))?
            .content;
        if let Content::Bytes(bytes) = &content {
            rendered.truncate(RENDERED - 1);
            rendered.push_front((at, bytes.clone()));
        }
        Ok(content)
    }

    fn made(&self) -> Result<BTreeMap<String, Content>, render::Fault> {
        let none = Highlights::of(std::iter::empty(), &self.code_cache);
        let mut made = self.with(&none, |renderer| renderer.made_pages())?;
        made.extend(twin::index(&self.twin_inputs()));
        Ok(by_path(made))
    }

    fn twin_inputs(&self) -> TwinInputs<'_> {
        TwinInputs {
            site: &self.site,
            trace: &self.trace,
            map: &self.project.map,
            history: &self.history,
        }
    }

    fn with<T>(
        &self,
        highlights: &Highlights<'_>,
        act: impl FnOnce(&Renderer<'_>) -> Result<T, render::Fault>,
    ) -> Result<T, render::Fault> {
        let Self {
            theme,
            history,
            docs_in_repository,
            ..
        } = self;
        let (map, code_cache) = (&self.project.map, &self.code_cache);
        let means = RenderInputs {
            map,
            theme,
            highlights,
            code_cache,
            history,
            docs: docs_in_repository,
        };
        let renderer = Renderer::new(&self.site, &self.trace, &self.report, &means);
        act(&renderer)
    }
}

fn by_path(outputs: Vec<Output>) -> BTreeMap<String, Content> {
    outputs
        .into_iter()
        .map(|output| (output.path, output.content))
        .collect()
}
