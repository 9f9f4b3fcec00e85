//! The content map: its file and its contents.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Trouble;
use crate::content_map::{self, ContentMap};
use crate::diag::Diagnostic;
use crate::file::FileId;
use crate::source::Source;

/// A content map, with its findings, its folder and its text.
#[derive(Default)]
pub struct MapFile {
    /// The content map.
    pub map: ContentMap,
    /// The findings about it.
    pub findings: Vec<Diagnostic>,
    /// The folder that its paths are relative to.
    pub root: PathBuf,
    /// The text of the file.
    pub text: Arc<str>,
}

impl MapFile {
    /// Reads the content map of a file.
    pub fn read(file: &Path) -> Result<Self, Trouble> {
        Self::of(&source(file)?, file.parent().unwrap_or(Path::new("")))
    }

    /// Reads a content map whose paths are relative to `root`.
    pub fn of(source: &Source, root: &Path) -> Result<Self, Trouble> {
        let (map, findings) = content_map::read(source)?;
        Ok(Self {
            map,
            findings,
            root: root.to_owned(),
            text: source.text.clone(),
        })
    }

    /// The folder that the site is built into.
    pub fn out(&self) -> PathBuf {
        self.root.join(&self.map.site.out)
    }
}

/// The content map of a file, or else of the current folder; an empty one if neither exists.
pub fn map_of(file: Option<&Path>) -> Result<MapFile, Trouble> {
    match file.map(Path::to_owned).or_else(map_here) {
        Some(file) => MapFile::read(&file),
        None => Ok(MapFile::default()),
    }
}

/// The built site that is named, or else the one that `build` writes with a content map.
pub fn built_site(site: Option<&Path>, map: Option<&Path>) -> Result<PathBuf, Trouble> {
    match site {
        Some(site) => Ok(site.to_owned()),
        None => map_of(map).map(|file| file.out()),
    }
}

/// The content map's file in the current folder.
pub fn map_here() -> Option<PathBuf> {
    map_in(Path::new(""))
}

/// The content map's file in a folder, if there is one.
pub fn map_in(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(content_map::FILE)).filter(|file| file.is_file())
}

fn source(file: &Path) -> Result<Source, Trouble> {
    let bytes = std::fs::read(file).map_err(|error| {
        Trouble::new(format!(
            "cannot read the content map `{}`: {error}",
            file.display()
        ))
    })?;
    match Source::from_bytes(FileId::outside_at(file), &bytes) {
        (source, None) => Ok(source),
        (_, Some(_)) => {
            let text = format!("the content map `{}` is not UTF-8", file.display());
            Err(Trouble::new(text))
        }
    }
}
