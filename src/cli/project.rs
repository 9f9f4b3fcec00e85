//! The choice of docs folder, content map and output folder.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Trouble;
use super::map::{MapFile, map_here, map_in};
use super::own::{Unpacked, unpack};
use crate::content_map::ContentMap;
use crate::diag::{Baseline, Report};
use crate::discover::Checkout;
use crate::pipeline::{self, Project, ProjectTexts, Understood};

/// The name of the default cache folder.
const CACHE: &str = ".bf-docs-cache";

/// The options of every command that reads the tree.
#[derive(Debug, Clone, Args)]
pub struct TreeArgs {
    /// The docs folder [default: `site.docs` of the content map, or `docs`; with neither, the
    /// documentation of bf-docs]
    #[arg(value_name = "DOCS")]
    folder: Option<PathBuf>,
    /// The docs folder, as an option
    #[arg(long, value_name = "DOCS", conflicts_with = "folder")]
    docs: Option<PathBuf>,
    /// The content map [default: content-map.toml in DOCS or beside it; without DOCS, in the
    /// current folder]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// The options of the cache.
#[derive(Debug, Clone, Default, Args)]
pub struct CacheArgs {
    /// The cache folder [default: `.bf-docs-cache` beside the content map, or in the current
    /// folder]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Do not read or write the cache
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
}

/// A project, with the temporary folder that it may need.
pub struct Opened {
    /// The project.
    pub project: Project,
    /// The unpacked documentation of bf-docs, if that is built.
    pub own: Option<tempfile::TempDir>,
}

impl TreeArgs {
    /// Finds the docs, or else the documentation of bf-docs, and reads the content map.
    pub fn open(&self, out: Option<&Path>) -> Result<Opened, Trouble> {
        self.find(out)?.map_or_else(|| own_documentation(out), Ok)
    }

    /// Reads and checks the tree. The report leaves out findings that the baseline knows and those
    /// that need git.
    pub fn weighed(&self) -> Result<(Understood, Report), Trouble> {
        let opened = self.open(None)?.with_baseline()?;
        Ok(pipeline::weighed(&opened.project)?)
    }

    /// Finds the docs and reads the content map; `None` if neither exists.
    pub fn find(&self, out: Option<&Path>) -> Result<Option<Opened>, Trouble> {
        let docs = self.folder.as_deref().or(self.docs.as_deref());
        let config = self.map_file(docs);
        if config.is_none() && docs.is_none() && !Path::new("docs").is_dir() {
            return Ok(None);
        }
        let file = match &config {
            Some(file) => MapFile::read(file)?,
            None => MapFile {
                root: docs.map_or_else(PathBuf::new, above),
                ..MapFile::default()
            },
        };
        Ok(Some(opened(file, config, docs, out)))
    }

    /// The named content map, or else the one in the docs folder, or else the one beside it.
    fn map_file(&self, docs: Option<&Path>) -> Option<PathBuf> {
        match (&self.config, docs) {
            (Some(config), _) => Some(config.clone()),
            (None, Some(docs)) => map_in(docs).or_else(|| map_in(&above(docs))),
            (None, None) => map_here(),
        }
    }
}

/// The project of a docs folder, as if there were no content map.
pub fn without_map(docs: &Path) -> Opened {
    let file = MapFile {
        root: above(docs),
        ..MapFile::default()
    };
    opened(file, None, Some(docs), None)
}

/// The project of a content map. `docs` and `out` are what the command names.
fn opened(
    file: MapFile,
    config: Option<PathBuf>,
    docs: Option<&Path>,
    out: Option<&Path>,
) -> Opened {
    let MapFile {
        map,
        findings,
        root,
        text,
    } = file;
    let docs = docs.map_or_else(|| root.join(&map.site.docs), Path::to_owned);
    let out = match out {
        Some(out) => out.to_owned(),
        None if config.is_some() => root.join(&map.site.out),
        None => map.site.out.clone(),
    };
    let project = Project {
        checkout: checkout(&map, &root, &docs),
        map: named(map, &docs),
        docs,
        out,
        cache: None,
        root,
        config,
        findings,
        baseline: Baseline::default(),
        texts: ProjectTexts {
            map: text,
            ..ProjectTexts::default()
        },
    };
    Opened { project, own: None }
}

/// The docs folder's place in its repository.
fn checkout(map: &ContentMap, root: &Path, docs: &Path) -> Checkout {
    let repository = map.site.repository.as_ref();
    let in_repository = repository.and_then(|repository| repository.docs.as_deref());
    Checkout::of(root, docs, in_repository)
}

impl Opened {
    /// Sets the cache folder.
    pub fn with_cache(mut self, kept: &CacheArgs) -> Self {
        let Project { config, root, .. } = &self.project;
        // The cache is not beside the site: that folder may be served as a whole.
        let folder = if config.is_some() {
            root.join(CACHE)
        } else {
            PathBuf::from(CACHE)
        };
        let named = kept.cache.clone().or(self.own.is_none().then_some(folder));
        self.project.cache = named.filter(|_| !kept.no_cache);
        self
    }

    /// Reads the known findings that the content map names.
    pub fn with_baseline(mut self) -> Result<Self, Trouble> {
        if let Some(path) = &self.project.map.site.baseline {
            let (baseline, text) = read_baseline(&self.project.root.join(path))?;
            self.project.baseline = baseline;
            self.project.texts.baseline = text.into();
        }
        Ok(self)
    }
}

/// The parent of a folder.
fn above(folder: &Path) -> PathBuf {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ if folder.is_absolute() => folder.to_owned(),
        _ if folder.ends_with("..") => folder.join(".."),
        Some(_) if folder != Path::new(".") => PathBuf::from("."),
        _ => PathBuf::from(".."),
    }
}

/// Reads a file of known findings, and returns its text, too.
pub fn read_baseline(file: &Path) -> Result<(Baseline, String), Trouble> {
    let help = "write it with `bf-docs check --write-baseline FILE`";
    let text = std::fs::read_to_string(file).map_err(|error| {
        Trouble::new(format!(
            "cannot read the baseline `{}`: {error}",
            file.display()
        ))
        .help(help)
    })?;
    let baseline = Baseline::read(&text).map_err(|why| {
        Trouble::new(format!("the baseline `{}` is none: {why}", file.display())).help(help)
    })?;
    Ok((baseline, text))
}

/// Gives a site without a name the name of the folder that it documents.
fn named(mut map: ContentMap, docs: &Path) -> ContentMap {
    if map.site.name.is_none() {
        let full = docs.canonicalize().unwrap_or_else(|_| docs.to_owned());
        let mut names = full
            .iter()
            .rev()
            .map(|part| part.to_string_lossy().into_owned())
            .peekable();
        names.next_if(|own| matches!(own.as_str(), "docs" | "doc"));
        map.site.name = names.next().filter(|name| name != "/");
    }
    map
}

/// Without docs, bf-docs builds its own documentation.
fn own_documentation(out: Option<&Path>) -> Result<Opened, Trouble> {
    let Unpacked { folder, docs, map } = unpack()?;
    let out = out.map_or_else(|| map.map.site.out.clone(), Path::to_owned);
    let project = Project {
        map: map.map,
        docs,
        out,
        cache: None,
        root: map.root,
        checkout: Checkout::default(),
        config: None,
        findings: map.findings,
        baseline: Baseline::default(),
        texts: ProjectTexts {
            map: map.text,
            ..ProjectTexts::default()
        },
    };
    Ok(Opened {
        project,
        own: Some(folder),
    })
}
