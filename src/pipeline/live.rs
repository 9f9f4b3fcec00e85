//! A tree that is kept in memory: after an edit, only what it touches is worked out again.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::beside::{Beside, Finder};
use super::memory::Memory;
use super::{
    Fault, Linked, Project, in_repository, inventory, linked, past, report, theme, traced,
};
use crate::cache::Cache;
use crate::content_map;
use crate::diag::{Diagnostic, Report};
use crate::discover::{self, History, Inventory};
use crate::output::{Content, Output};
use crate::parse::Allow;
use crate::render::{self, Highlights, Means, Renderer, Theme};
use crate::search;
use crate::site::{Drafts, Site};
use crate::trace::{self, Trace};

/// How the names of files end that are made of more than one page.
const MADE: [&str; 3] = [".html", ".json", ".xml"];

/// Rendered pages that an edition keeps.
const RENDERED: usize = 16;

/// A docs tree in memory, drafts included, from which editions of its site are made.
pub struct Live {
    project: Arc<Project>,
    inventory: Inventory,
    /// What was wrong with the files.
    found: Vec<Diagnostic>,
    theme: Arc<Theme>,
    memory: Memory,
    /// The same for the tree without its drafts, where it has some: that is what is checked.
    published: Memory,
    log: Log,
}

/// What git says.
#[derive(Clone, Default)]
pub struct Log {
    /// When each page changed.
    history: Arc<History>,
    /// The same as one line.
    edits: Arc<History>,
}

impl Log {
    /// Asks git: it takes as long as the history is.
    pub fn read(docs: &Path) -> Self {
        // Threads of their own: those of rayon have the pages to do.
        std::thread::scope(|scope| {
            let edits = scope.spawn(|| History::along_first_parents(docs));
            let history = History::read(docs).into();
            Self {
                history,
                edits: edits
                    .join()
                    .expect("git's answers are read without a panic")
                    .into(),
            }
        })
    }
}

impl Live {
    /// Reads a tree. Git is not asked: see [`Live::learn`].
    pub fn open(project: Project) -> Result<Self, Fault> {
        // A theme that does not work is found sooner.
        let theme = Arc::new(theme(&project)?);
        let (inventory, found) = inventory(&project)?;
        let memory = Memory::of(
            project
                .cache
                .as_deref()
                .map(Cache::reading)
                .unwrap_or_default(),
        );
        let project = Arc::new(project);
        let published = Memory::default();
        Ok(Self {
            project,
            inventory,
            found,
            theme,
            memory,
            published,
            log: Log::default(),
        })
    }

    /// What is kept of the project.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What links in the docs folder lead to, by full paths.
    pub fn links(&self) -> &[PathBuf] {
        &self.inventory.links
    }

    /// What the site is made of beside the files of the docs folder.
    pub fn beside(&self) -> Beside {
        let Project {
            config,
            map,
            root,
            docs,
            ..
        } = &*self.project;
        let mut finder = Finder::of(root);
        finder.docs(docs);
        // A content map may come to be.
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
        let includes = self.memory.includes();
        includes
            .iter()
            .flat_map(|path| self.inventory.snippets.places(path))
            .for_each(|file| finder.file(&file));
        let outside = self.memory.links.outside().keys();
        outside
            .filter_map(|path| self.inventory.checkout.place(path))
            .for_each(|file| finder.file(&file));
        // What they lead to may go and come back, or lie on a way that others change.
        self.inventory
            .symlinks
            .iter()
            .for_each(|link| finder.file(link));
        finder.done()
    }

    /// Takes what git says into account.
    pub fn learn(&mut self, log: Log) {
        self.log = log;
    }

    /// Reads what changed, given by full paths: pages that were there and still are by
    /// themselves, else the whole tree. The old one is kept where the tree cannot be read.
    pub fn touch(&mut self, paths: &[PathBuf]) -> Result<(), Fault> {
        let theme_folder = self
            .project
            .theme_folder()
            .and_then(|folder| folder.canonicalize().ok());
        if theme_folder.is_some_and(|folder| paths.iter().any(|path| path.starts_with(&folder))) {
            self.theme = Arc::new(theme(&self.project)?);
        }
        if !discover::again(&mut self.inventory, &mut self.found, paths) {
            (self.inventory, self.found) = inventory(&self.project)?;
        }
        Ok(())
    }

    /// Goes on with another content map: all is read and parsed anew.
    pub fn reopen(&mut self, project: Project) -> Result<(), Fault> {
        let log = self.log.clone();
        *self = Self {
            log,
            ..Self::open(project)?
        };
        Ok(())
    }

    /// The site as it is now.
    pub fn edition(&mut self) -> Edition {
        let (project, memory) = (&self.project, &mut self.memory);
        let inventory = self.inventory.clone();
        let Linked {
            mut site,
            mut findings,
            allows,
        } = linked(inventory, self.found.clone(), project, Drafts::Show, memory);
        let trace = traced(&mut site, project, &mut memory.said, &mut findings);
        let suspects = trace::suspects(
            &trace,
            &site,
            || self.log.edits.clone(),
            &past(project),
            &mut memory.said.past,
        );
        let report = match site.pages.iter().any(|page| page.draft) {
            false => report(
                findings,
                suspects.as_deref(),
                &allows,
                (&site, &trace),
                project,
            ),
            true => {
                let drafts = site
                    .pages
                    .iter()
                    .filter(|page| page.draft)
                    .flat_map(|page| page.page.text.sources());
                let drafts: HashSet<&Arc<str>> = drafts.map(|source| &source.path).collect();
                findings.retain(|finding| {
                    finding
                        .place
                        .as_ref()
                        .is_some_and(|place| drafts.contains(&place.path))
                });
                self.as_published(findings, &allows)
            }
        };
        let (project, memory) = (&self.project, &self.memory);
        let routes = site
            .pages
            .iter()
            .enumerate()
            .map(|(at, page)| (page.route.file(), at))
            .collect();
        Edition {
            docs: in_repository(&project.root, &project.docs),
            project: project.clone(),
            theme: self.theme.clone(),
            history: self.log.history.clone(),
            palette: memory.palette.clone(),
            site,
            trace,
            report,
            routes,
            rendered: Mutex::default(),
            made: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    /// What is wrong with the tree that is published, and, of drafts, this.
    fn as_published(&mut self, of_drafts: Vec<Diagnostic>, allows: &[Allow]) -> Report {
        let (project, memory) = (&self.project, &mut self.published);
        memory.take_parsed(&self.memory);
        let (inventory, found) = (self.inventory.clone(), self.found.clone());
        let Linked {
            mut site,
            mut findings,
            ..
        } = linked(inventory, found, project, Drafts::LeaveOut, memory);
        let trace = traced(&mut site, project, &mut memory.said, &mut findings);
        let suspects = trace::suspects(
            &trace,
            &site,
            || self.log.edits.clone(),
            &past(project),
            &mut memory.said.past,
        );
        let new: Vec<Diagnostic> = of_drafts
            .into_iter()
            .filter(|finding| !findings.contains(finding))
            .collect();
        findings.extend(new);
        report(
            findings,
            suspects.as_deref(),
            allows,
            (&site, &trace),
            project,
        )
    }
}

/// The site of a moment. Pages are rendered when they are asked for.
pub struct Edition {
    project: Arc<Project>,
    site: Site,
    trace: Trace,
    report: Report,
    theme: Arc<Theme>,
    history: Arc<History>,
    palette: Arc<render::Palette>,
    /// The docs folder's path in the repository.
    docs: String,
    /// The pages, by the paths of their files in the site.
    routes: HashMap<String, usize>,
    /// The pages that were asked for last: an open one is asked for again and again.
    rendered: Mutex<VecDeque<(usize, Vec<u8>)>>,
    /// All files that are made of more than one page, by path.
    made: OnceLock<Result<BTreeMap<String, Content>, String>>,
    /// The index for browsers, by path.
    index: OnceLock<BTreeMap<String, Content>>,
}

impl Edition {
    /// What was found, weighed.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The path that the site's root has once it is published: starts and ends with `/`.
    pub fn base(&self) -> &str {
        self.project.map.base()
    }

    /// The docs folder, as findings name it.
    pub fn docs(&self) -> &Path {
        &self.project.docs
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// A file of the site, but for those of the search index; `None` where it has none of that
    /// path. An error says what is wrong with the theme.
    pub fn file(&self, path: &str) -> Result<Option<Content>, String> {
        if let Some(at) = self.page(path) {
            return self
                .rendered(at)
                .map(Some)
                .map_err(|fault| fault.to_string());
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
        // A picture waits for no list.
        if copied.is_some() && !MADE.iter().any(|end| path.ends_with(end)) {
            return Ok(copied);
        }
        let made = self
            .made
            .get_or_init(|| self.made().map_err(|fault| fault.to_string()));
        let made = made.as_ref().map_err(Clone::clone)?;
        Ok(made.get(path).cloned().or(copied))
    }

    /// The index that browsers read, by path: made when it is first asked for.
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

    /// The number of the page whose file is at a path of the site.
    pub fn page(&self, path: &str) -> Option<usize> {
        self.routes.get(path).copied()
    }

    fn rendered(&self, at: usize) -> Result<Content, render::Fault> {
        // Held while it is rendered: who asks for the same page meanwhile waits for it.
        let mut rendered = self
            .rendered
            .lock()
            .expect("nobody panics while it is held");
        if let Some((_, bytes)) = rendered.iter().find(|(known, _)| *known == at) {
            return Ok(Content::Bytes(bytes.clone()));
        }
        let highlights = Highlights::of(std::iter::once(&*self.site.pages[at].page), &self.palette);
        highlights.keep(&self.palette);
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
        let none = Highlights::of(std::iter::empty(), &self.palette);
        self.with(&none, |renderer| renderer.made_pages())
            .map(by_path)
    }

    fn with<T>(&self, highlights: &Highlights<'_>, act: impl FnOnce(&Renderer<'_>) -> T) -> T {
        let Self {
            theme,
            history,
            docs,
            ..
        } = self;
        let (map, palette) = (&self.project.map, &self.palette);
        let means = Means {
            map,
            theme,
            highlights,
            palette,
            history,
            docs,
        };
        act(&Renderer::new(
            &self.site,
            &self.trace,
            &self.report,
            &means,
        ))
    }
}

fn by_path(outputs: Vec<Output>) -> BTreeMap<String, Content> {
    outputs
        .into_iter()
        .map(|output| (output.path, output.content))
        .collect()
}
