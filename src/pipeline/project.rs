//! What is to be built, and what follows from it without reading the tree.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Fault;
use crate::content_map::ContentMap;
use crate::diag::{Baseline, Diagnostic, ShownPaths};
use crate::discover::{self, Checkout, Snippets};
use crate::parse::Dialect;
use crate::render::{self, Theme};
use crate::search;

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
    /// The texts that the content map and the known findings were read from.
    pub texts: ProjectTexts,
}

/// What the files that set up a project say, as it is written: who compares two builds compares
/// these.
#[derive(Debug, Clone, Default)]
pub struct ProjectTexts {
    /// The content map; empty where there is none.
    pub map: Arc<str>,
    /// The baseline; empty where there is none.
    pub baseline: Arc<str>,
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

    /// How people are shown its files.
    pub fn paths(&self) -> ShownPaths {
        ShownPaths::of(&self.docs)
    }

    /// The theme: the project's own files before those of bf-docs.
    pub(super) fn theme(&self) -> Result<Theme, render::Fault> {
        render::theme(self.theme_folder().as_deref(), &search::rules())
    }

    /// The Markdown that its pages are written in.
    pub(super) fn dialect(&self) -> Dialect {
        let markdown = &self.map.markdown;
        Dialect {
            math: markdown.math,
            autolink: markdown.autolink,
            slug: markdown.slug,
            ..Dialect::default()
        }
    }

    /// The folders that pages may include files of.
    pub(super) fn snippets(&self) -> Snippets {
        match &self.map.site.snippets {
            Some(roots) => Snippets::new(&self.docs, roots.iter().map(|root| self.root.join(root))),
            None => Snippets::new(
                &self.docs,
                [&self.docs, &self.root].map(|folder| discover::here(folder).to_owned()),
            ),
        }
    }

    /// The files and folders that are no part of the docs, should they lie among them.
    pub(super) fn not_content(&self) -> Vec<PathBuf> {
        [
            Some(self.out.clone()),
            self.cache.clone(),
            self.config.clone(),
            self.theme_folder(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The docs folder's path in the repository, where the content map does not give it.
    pub(super) fn docs_in_repository(&self) -> String {
        let below = full(&self.root)
            .zip(full(&self.docs))
            .and_then(|(root, docs)| Some(docs.strip_prefix(root).ok()?.to_owned()));
        below
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .unwrap_or_default()
    }
}

/// The full path of a folder.
fn full(folder: &Path) -> Option<PathBuf> {
    discover::here(folder).canonicalize().ok()
}
