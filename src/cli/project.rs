//! Which docs, which content map, which output folder.

use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};

use crate::content_map::{self, ContentMap};
use crate::diag::Baseline;
use crate::discover::Checkout;
use crate::pipeline::Project;
use crate::source::Source;

/// bf-docs' own documentation.
pub static OWN_DOCS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs");
const OWN_MAP: &str = include_str!("../../content-map.toml");

/// The folder for what the next run can use.
const CACHE: &str = ".bf-docs-cache";

/// What every command that reads the tree takes.
#[derive(Debug, Clone, Args)]
pub struct Tree {
    /// The docs folder [default: `site.docs` of the content map, or `docs`]
    #[arg(value_name = "DOCS")]
    folder: Option<PathBuf>,
    /// The docs folder, as an option
    #[arg(long, value_name = "DOCS", conflicts_with = "folder")]
    docs: Option<PathBuf>,
    /// The content map [default: content-map.toml in DOCS, beside it, or here]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What is kept for the next run.
#[derive(Debug, Clone, Default, Args)]
pub struct Kept {
    /// The folder for what the next run can use [default: `.bf-docs-cache` beside the content map,
    /// or here]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Use nothing of earlier runs, and keep nothing for the next
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
}

/// A project, and what keeps it alive.
pub struct Opened {
    /// The project.
    pub project: Project,
    /// The unpacked documentation of bf-docs, where that is built.
    pub own: Option<tempfile::TempDir>,
}

/// Why a project cannot be opened: a message for the reader.
pub type Trouble = String;

impl Tree {
    /// Finds the docs, or else the documentation of bf-docs, and reads the content map.
    pub fn open(&self, out: Option<&Path>) -> Result<Opened, Trouble> {
        self.find(out)?.map_or_else(|| own_documentation(out), Ok)
    }

    /// Finds the docs and reads the content map; `None` where there is neither.
    pub fn find(&self, out: Option<&Path>) -> Result<Option<Opened>, Trouble> {
        let docs = self.folder.as_deref().or(self.docs.as_deref());
        let file = match (&self.config, docs) {
            (Some(config), _) => Some(config.clone()),
            (None, Some(docs)) => [docs.to_owned(), above(docs)]
                .iter()
                .map(|folder| folder.join(content_map::FILE))
                .find(|file| file.is_file()),
            (None, None) => Some(PathBuf::from(content_map::FILE)).filter(|file| file.is_file()),
        };
        if file.is_none() && docs.is_none() && !Path::new("docs").is_dir() {
            return Ok(None);
        }
        let (map, findings, root) = match &file {
            Some(file) => {
                let (map, findings) = read_map(file)?;
                (
                    map,
                    findings,
                    file.parent().map_or_else(PathBuf::new, Path::to_owned),
                )
            }
            None => (
                ContentMap::default(),
                Vec::new(),
                docs.map_or_else(PathBuf::new, above),
            ),
        };
        let docs = docs.map_or_else(|| root.join(&map.site.docs), Path::to_owned);
        let out = out.map_or_else(
            || {
                if file.is_some() {
                    root.join(&map.site.out)
                } else {
                    map.site.out.clone()
                }
            },
            Path::to_owned,
        );
        let in_repository = map
            .site
            .repository
            .as_ref()
            .and_then(|repository| repository.docs.as_deref());
        let checkout = Checkout::of(&root, &docs, in_repository);
        let (map, baseline) = (named(map, &docs), Baseline::default());
        let project = Project {
            map,
            docs,
            out,
            cache: None,
            root,
            checkout,
            config: file,
            findings,
            baseline,
        };
        Ok(Some(Opened { project, own: None }))
    }
}

impl Opened {
    /// The same, with the folder for what one run leaves to the next.
    pub fn with_cache(mut self, kept: &Kept) -> Self {
        let Project { config, root, .. } = &self.project;
        // Not beside the site: that may be a folder whose files are all served.
        let folder = if config.is_some() {
            root.join(CACHE)
        } else {
            PathBuf::from(CACHE)
        };
        let named = kept.cache.clone().or(self.own.is_none().then_some(folder));
        self.project.cache = named.filter(|_| !kept.no_cache);
        self
    }

    /// The same, with the known findings of the content map.
    pub fn with_baseline(mut self) -> Result<Self, Trouble> {
        if let Some(path) = &self.project.map.site.baseline {
            self.project.baseline = read_baseline(&self.project.root.join(path))?;
        }
        Ok(self)
    }
}

/// The folder that a folder lies in.
fn above(folder: &Path) -> PathBuf {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ if folder.is_absolute() => folder.to_owned(),
        _ if folder.ends_with("..") => folder.join(".."),
        Some(_) if folder != Path::new(".") => PathBuf::from("."),
        _ => PathBuf::from(".."),
    }
}

#[cfg(feature = "publish")]
/// The content map of a file, or of the folder that this runs in, and the folder that its paths
/// start from.
pub fn map_of(file: Option<&Path>) -> Result<(ContentMap, PathBuf), Trouble> {
    let file = file
        .map(Path::to_owned)
        .or_else(|| Some(PathBuf::from(content_map::FILE)).filter(|file| file.is_file()));
    let Some(file) = file else {
        return Ok(Default::default());
    };
    Ok((
        read_map(&file)?.0,
        file.parent().map_or_else(PathBuf::new, Path::to_owned),
    ))
}

fn read_map(file: &Path) -> Result<(ContentMap, Vec<crate::diag::Diagnostic>), Trouble> {
    let bytes = std::fs::read(file)
        .map_err(|error| format!("cannot read the content map `{}`: {error}", file.display()))?;
    let shown = file
        .strip_prefix(".")
        .unwrap_or(file)
        .to_string_lossy()
        .into_owned();
    let (source, invalid) = Source::from_bytes(shown, &bytes);
    if invalid.is_some() {
        return Err(format!("the content map `{}` is not UTF-8", file.display()));
    }
    content_map::read(&source).map_err(|fault| fault.to_string())
}

/// Reads a file of known findings.
pub fn read_baseline(file: &Path) -> Result<Baseline, Trouble> {
    let help = "write it with `bf-docs check --write-baseline FILE`";
    let text = std::fs::read_to_string(file).map_err(|error| {
        format!(
            "cannot read the baseline `{}`: {error}\nhelp: {help}",
            file.display()
        )
    })?;
    Baseline::read(&text).map_err(|why| {
        format!(
            "the baseline `{}` is none: {why}\nhelp: {help}",
            file.display()
        )
    })
}

/// A site without a name has that of the folder it documents.
fn named(mut map: ContentMap, docs: &Path) -> ContentMap {
    if map.site.name.is_none() {
        let full = docs.canonicalize().unwrap_or_else(|_| docs.to_owned());
        let mut names = full
            .iter()
            .rev()
            .map(|part| part.to_string_lossy().into_owned());
        let own = names.next();
        let name = if own
            .as_deref()
            .is_some_and(|own| matches!(own, "docs" | "doc"))
        {
            names.next()
        } else {
            own
        };
        map.site.name = name.filter(|name| name != "/");
    }
    map
}

/// Without docs to build, bf-docs builds its own documentation.
fn own_documentation(out: Option<&Path>) -> Result<Opened, Trouble> {
    let folder = tempfile::tempdir()
        .map_err(|error| format!("cannot unpack the documentation of bf-docs: {error}"))?;
    let docs = folder.path().join("docs");
    let unpacked = std::fs::create_dir(&docs).and_then(|()| OWN_DOCS.extract(&docs));
    unpacked.map_err(|error| {
        format!(
            "cannot unpack the documentation of bf-docs into `{}`: {error}",
            docs.display()
        )
    })?;
    let (map, findings) = content_map::read(&Source::new(content_map::FILE, OWN_MAP))
        .map_err(|fault| fault.to_string())?;
    let out = out.map_or_else(|| map.site.out.clone(), Path::to_owned);
    let project = Project {
        map,
        docs,
        out,
        cache: None,
        root: folder.path().to_owned(),
        checkout: Checkout::default(),
        config: None,
        findings,
        baseline: Baseline::default(),
    };
    Ok(Opened {
        project,
        own: Some(folder),
    })
}
