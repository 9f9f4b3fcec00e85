//! One version of the docs: its catalogue, its texts and its search.

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::named_pages::NamedPages;
use crate::catalogue::Catalogue;
use crate::fault::{Helpful, Trouble};
use crate::output::{Content, INDEX_OF_TWINS};
use crate::pipeline::Edition;
use crate::search::SiteIndex;
use LibraryFiles::{FromEdition, FromFolder};

/// The docs that questions are answered from.
pub struct Library {
    /// The pages and the chain.
    pub catalogue: Catalogue,
    /// The paths that name the pages.
    pub paths: NamedPages,
    files: LibraryFiles,
    /// The Markdown that was read last: a long page is read in pieces.
    last: Mutex<Option<(usize, Arc<str>)>>,
    index: OnceLock<Result<SiteIndex, Trouble>>,
}

/// The files of the docs.
enum LibraryFiles {
    /// Those that a build would write.
    FromEdition(Arc<Edition>),
    /// Those of a built site.
    FromFolder(PathBuf),
}

impl Library {
    /// The docs of an edition.
    pub fn of_edition(edition: Arc<Edition>) -> Self {
        Self::of(edition.catalogue(), FromEdition(edition))
    }

    /// The docs of a built site.
    pub fn open(site: &Path) -> Result<Self, Trouble> {
        let catalogue = Catalogue::open(site).map_err(|fault| fault.trouble())?;
        Ok(Self::of(catalogue, FromFolder(site.to_owned())))
    }

    fn of(catalogue: Catalogue, files: LibraryFiles) -> Self {
        let paths = NamedPages::of(&catalogue);
        Self {
            catalogue,
            paths,
            files,
            last: Mutex::default(),
            index: OnceLock::new(),
        }
    }

    /// The edition that the docs are from; `None` for a built site.
    pub fn edition(&self) -> Option<&Arc<Edition>> {
        match &self.files {
            FromEdition(edition) => Some(edition),
            FromFolder(_) => None,
        }
    }

    /// The Markdown of a page.
    pub fn twin(&self, page: usize) -> Result<Arc<str>, Trouble> {
        let mut last = self.last.lock().expect("nobody panics while it is held");
        if let Some((_, text)) = last.as_ref().filter(|(known, _)| *known == page) {
            return Ok(text.clone());
        }
        let text: Arc<str> = self.read_twin(page)?.into();
        *last = Some((page, text.clone()));
        Ok(text)
    }

    fn read_twin(&self, page: usize) -> Result<String, Trouble> {
        let page = &self.catalogue.pages[page];
        let twin = page.twin.as_deref().ok_or_else(|| {
            Trouble::new(format!("`{}` has no Markdown", page.file))
                .help("the site is built with `twins = false`; read the file in the repository")
        })?;
        let unreadable =
            || Trouble::new(format!("`{twin}` cannot be read")).help("build the site again");
        self.text(twin).ok_or_else(unreadable)
    }

    /// The list of all pages, if the site has one.
    pub fn list(&self) -> Option<String> {
        self.text(INDEX_OF_TWINS)
    }

    /// The text of a file of the site.
    fn text(&self, path: &str) -> Option<String> {
        let bytes = match &self.files {
            FromFolder(site) => {
                let path = inside(site, path)?;
                std::fs::read(path).ok()?
            }
            FromEdition(edition) => {
                let file = edition.file(path).ok()??;
                match file {
                    Content::Bytes(bytes) => bytes,
                    Content::File(path) => std::fs::read(path).ok()?,
                }
            }
        };
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The search. The first call makes it, which takes a while.
    pub fn index(&self) -> Result<&SiteIndex, Trouble> {
        let index = self.index.get_or_init(|| self.make_index());
        index.as_ref().map_err(Clone::clone)
    }

    fn make_index(&self) -> Result<SiteIndex, Trouble> {
        let index = match &self.files {
            FromFolder(site) => Some(SiteIndex::open(site)),
            FromEdition(edition) => edition.search_index(),
        };
        match index {
            Some(index) => index.map_err(|fault| fault.trouble()),
            None => Err(Trouble::new("the site has no search").help(
                "it is built with `search = false`: `read` takes ids and addresses, and `llms.txt` lists all pages",
            )),
        }
    }
}

/// The full path of a file of a site; `None` if it is not inside.
fn inside(site: &Path, path: &str) -> Option<PathBuf> {
    let below = Path::new(path);
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    if !below.components().all(is_plain) {
        return None;
    }
    let full = site.join(below).canonicalize().ok()?;
    full.starts_with(site.canonicalize().ok()?).then_some(full)
}
