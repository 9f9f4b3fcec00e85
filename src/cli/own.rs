//! bf-docs' own documentation, which the program contains.

use std::path::PathBuf;

use include_dir::{Dir, include_dir};
use tempfile::TempDir;

use super::Trouble;
use super::map::MapFile;
use crate::content_map;
use crate::file::FileId;
use crate::source::Source;

/// The docs folder.
pub static OWN_DOCS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs");
const OWN_MAP: &str = include_str!("../../content-map.toml");

/// bf-docs' own documentation on disk.
pub struct Unpacked {
    /// The folder that it is unpacked into. It is removed when this is dropped.
    pub folder: TempDir,
    /// The docs folder.
    pub docs: PathBuf,
    /// The content map.
    pub map: MapFile,
}

/// Unpacks bf-docs' own documentation.
pub fn unpack() -> Result<Unpacked, Trouble> {
    let folder = tempfile::tempdir().map_err(|error| {
        Trouble::new(format!(
            "cannot unpack the documentation of bf-docs: {error}"
        ))
    })?;
    let docs = folder.path().join("docs");
    std::fs::create_dir(&docs)
        .and_then(|()| OWN_DOCS.extract(&docs))
        .map_err(|error| {
            Trouble::new(format!(
                "cannot unpack the documentation of bf-docs into `{}`: {error}",
                docs.display()
            ))
        })?;
    let map = MapFile::of(
        &Source::new(FileId::outside(content_map::FILE), OWN_MAP),
        folder.path(),
    )?;
    Ok(Unpacked { folder, docs, map })
}
