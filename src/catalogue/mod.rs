//! The catalogue: the pages of a site and its chain, for programs that answer questions.
//!
//! **Enters:** a [`Site`], its [`Trace`], the [`ContentMap`] and git's [`History`].
//! **Leaves:** a [`Catalogue`], in memory or as a file of the built site.
//! **Invariant:** a catalogue that is read from a built site is the one that its build had in
//! memory.

mod page;
mod fault;

pub use fault::CatalogueFault;
pub use page::CataloguePage;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::address::encode;
use crate::content_map::ContentMap;
use crate::discover::History;
use crate::output::{Content, Output};
use crate::site::Site;
use crate::trace::Trace;
use page::CatalogueReader;

/// The path of the catalogue in the built site; nothing there is served or published.
pub const FILE: &str = ".bf-docs/trace.json";

/// The version of the file.
const VERSION: u32 = 1;

/// The pages of a site and its chain.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Catalogue {
    version: u32,
    /// The name of the site.
    pub name: String,
    /// The address of the site, with `/` at its end: in full if the content map has it, else the
    /// path on its host.
    pub root: String,
    /// The docs folder's path in the checkout, with `/` at its end; empty if it is its root.
    pub docs: String,
    /// The pages. Artifacts name them by their numbers.
    pub pages: Vec<CataloguePage>,
    /// The artifacts and their relations.
    pub trace: Trace,
}

/// The parts of a site that a catalogue is made of.
#[derive(Clone, Copy)]
pub struct CatalogueInputs<'s> {
    /// The site.
    pub site: &'s Site,
    /// Its artifacts and relations.
    pub trace: &'s Trace,
    /// The content map.
    pub map: &'s ContentMap,
    /// The last change of each page.
    pub history: &'s History,
    /// The docs folder's path in the checkout; empty if it is its root.
    pub docs: &'s str,
}

/// The catalogue of a site.
pub fn catalogue(inputs: CatalogueInputs<'_>) -> Catalogue {
    let docs = match inputs.docs {
        "" => String::new(),
        docs => format!("{docs}/"),
    };
    let reader = CatalogueReader {
        inputs,
        docs: &docs,
    };
    let pages = (0..inputs.site.pages.len()).map(|at| reader.page(at));
    Catalogue {
        version: VERSION,
        name: inputs.map.site.name.clone().unwrap_or_default(),
        root: inputs.map.root().to_owned(),
        pages: pages.collect(),
        trace: inputs.trace.clone(),
        docs,
    }
}

impl Catalogue {
    /// Reads the catalogue of a built site.
    pub fn open(site: &Path) -> Result<Self, CatalogueFault> {
        let path = site.join(FILE);
        let bytes = std::fs::read(&path).map_err(|source| CatalogueFault::Missing {
            path: path.clone(),
            source,
        })?;
        let damaged = |why: String| CatalogueFault::Damaged {
            path: path.clone(),
            why,
        };
        let catalogue: Self =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if catalogue.version != VERSION {
            return Err(damaged("another version of bf-docs wrote it".to_owned()));
        }
        let pages = catalogue.pages.len();
        let is_there = |page: Option<usize>| page.is_none_or(|page| page < pages);
        let mut artifacts = catalogue.trace.artifacts.iter();
        let mut links = catalogue.pages.iter().flat_map(|page| &page.links);
        if !artifacts.all(|artifact| is_there(artifact.page)) || !links.all(|at| *at < pages) {
            return Err(damaged("an artifact is on no page".to_owned()));
        }
        Ok(catalogue)
    }

    /// The catalogue as a file of the site.
    pub fn output(&self) -> Output {
        let json = serde_json::to_vec(self).expect("strings and numbers are always JSON");
        Output {
            path: FILE.to_owned(),
            content: Content::Bytes(json),
        }
    }

    /// The address of a path of the site.
    pub fn address(&self, path: &str) -> String {
        format!("{}{}", self.root, encode(path))
    }
}
