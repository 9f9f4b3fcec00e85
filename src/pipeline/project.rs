//! The project to build, and the values that follow from it without reading the tree.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Fault;
use crate::colour::Rgb;
use crate::content_map::ContentMap;
#[cfg(feature = "draw")]
use crate::diag::Code;
use crate::diag::{Baseline, Diagnostic, ShownPaths};
use crate::discover::{self, Checkout, Snippets};
#[cfg(feature = "draw")]
use crate::draw::FontFile;
use crate::parse::Dialect;
use crate::render::{self, Theme};
use crate::search::{self, Language};

/// A project to build: its folders, and the decisions of its author.
#[derive(Debug, Clone)]
pub struct Project {
    /// The docs folder.
    pub docs: PathBuf,
    /// The folder that the site is written to.
    pub out: PathBuf,
    /// The cache folder; `None` if nothing is cached.
    pub cache: Option<PathBuf>,
    /// The folder that paths of the content map are relative to.
    pub root: PathBuf,
    /// The repository that the docs folder lies in.
    pub checkout: Checkout,
    /// The content map's file, if there is one.
    pub config: Option<PathBuf>,
    /// The content map.
    pub map: ContentMap,
    /// The findings about the content map.
    pub findings: Vec<Diagnostic>,
    /// The known findings.
    pub baseline: Baseline,
    /// The texts that the content map and the known findings were read from.
    pub texts: ProjectTexts,
}

/// The texts of the files that configure a project. A comparison of two builds compares these.
#[derive(Debug, Clone, Default)]
pub struct ProjectTexts {
    /// The content map; empty if there is none.
    pub map: Arc<str>,
    /// The baseline; empty if there is none.
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

    /// Fails if there is no docs folder.
    pub fn must_be_there(&self) -> Result<(), Fault> {
        if self.docs.is_dir() {
            Ok(())
        } else {
            Err(discover::Fault::NotThere(self.docs.clone()).into())
        }
    }

    /// The paths of its files in messages.
    pub fn paths(&self) -> ShownPaths {
        ShownPaths::of(&self.docs)
    }

    /// The theme: the project's own files take precedence over those of bf-docs.
    pub(super) fn theme(&self) -> Result<Theme, render::Fault> {
        let language = Language::of(&self.map.site.language);
        let accent = self.map.site.accent.as_deref().and_then(Rgb::from_hex);
        let rules = search::rules(language);
        render::theme(self.theme_folder().as_deref(), &rules, accent)
    }

    /// The dialect of its Markdown. A font that cannot be read is left out, with a finding.
    pub(super) fn dialect(&self) -> (Dialect, Option<Diagnostic>) {
        let markdown = &self.map.markdown;
        #[cfg(feature = "draw")]
        let (font, finding) = self.diagram_font();
        #[cfg(not(feature = "draw"))]
        let finding = None;
        let dialect = Dialect {
            math: markdown.math,
            diagrams: markdown.diagrams,
            autolink: markdown.autolink,
            slug: markdown.slug,
            #[cfg(feature = "draw")]
            font,
            ..Dialect::default()
        };
        (dialect, finding)
    }

    /// The font of texts in diagrams.
    #[cfg(feature = "draw")]
    fn diagram_font(&self) -> (Option<Arc<FontFile>>, Option<Diagnostic>) {
        let Some(path) = &self.map.markdown.diagram_font else {
            return (None, None);
        };
        let bytes = std::fs::read(self.docs.join(&**path)).map_err(|error| error.to_string());
        match bytes.and_then(|bytes| FontFile::read(&bytes)) {
            Ok(font) => (Some(font.into()), None),
            Err(reason) => {
                let place = self.map.value_place(&["markdown", "diagram-font"]);
                let message = format!("no font is at `{path}`: {reason}");
                let help = "name a TrueType or OpenType file of the docs folder (`.ttf`, `.otf`)";
                let finding = Diagnostic::of(Code::InvalidValue, place, message).help(help);
                (None, Some(finding))
            }
        }
    }

    /// The folders that pages may include files from.
    pub(super) fn snippets(&self) -> Snippets {
        match &self.map.site.snippets {
            Some(roots) => Snippets::new(&self.docs, roots.iter().map(|root| self.root.join(root))),
            None => Snippets::new(
                &self.docs,
                [&self.docs, &self.root].map(|folder| discover::openable(folder).to_owned()),
            ),
        }
    }

    /// The files and folders that are not content, even if they are inside the docs folder.
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

    /// The docs folder's path in the repository, if the content map does not give it.
    pub(super) fn docs_in_repository(&self) -> String {
        let below = full(&self.root)
            .zip(full(&self.docs))
            .and_then(|(root, docs)| Some(docs.strip_prefix(root).ok()?.to_owned()));
        below
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .unwrap_or_default()
    }

    /// The docs folder's path in git's checkout, as `git diff` names its files; without git, that
    /// in the folder of the content map.
    pub fn docs_in_checkout(&self) -> String {
        let below = full(&self.docs).and_then(|docs| {
            let mut folders = docs.ancestors();
            let top = folders.find(|folder| folder.join(".git").exists())?;
            Some(docs.strip_prefix(top).ok()?.to_owned())
        });
        match below {
            Some(path) => path.to_string_lossy().replace('\\', "/"),
            None => self.docs_in_repository(),
        }
    }
}

/// The full path of a folder.
fn full(folder: &Path) -> Option<PathBuf> {
    discover::openable(folder).canonicalize().ok()
}
