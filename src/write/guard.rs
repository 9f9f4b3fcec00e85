//! Checks that protect files which bf-docs must not write or delete.

use super::manifest::Manifest;
use super::{Fault, io};
use crate::output::{MANIFEST, OWN_FOLDER, Output};
use std::collections::HashSet;
use std::path::Path;
use walkdir::WalkDir;

/// The file that every build leaves in the folder: `site/.gitignore` is committed.
pub const KEPT: &str = ".gitignore";

/// The number of foreign files that a fault names.
const NAMED: usize = 5;

/// Refuses outputs whose path leads out of the site, and outputs with the same path.
pub fn paths(outputs: &[Output]) -> Result<(), Fault> {
    let mut seen = HashSet::with_capacity(outputs.len());
    outputs
        .iter()
        .map(|output| output.path.as_str())
        .try_for_each(|path| {
            let why = if path.split('/').any(|part| matches!(part, "" | "." | ".."))
                || path.contains(['\\', '\0'])
            {
                "it is not a path below the site"
            } else if path == MANIFEST || path == KEPT {
                "bf-docs writes this file itself"
            } else if !seen.insert(path) {
                "two pages or files of the site would have this path"
            } else {
                return Ok(());
            };
            Err(Fault::Path {
                path: path.to_owned(),
                why,
            })
        })
}

/// Refuses to replace a folder that has files which no build wrote.
pub fn folder(out: &Path) -> Result<(), Fault> {
    let manifest = Manifest::read(out)?.unwrap_or_else(|| Manifest::new(Vec::new()));
    let (mut files, mut count) = (Vec::new(), 0);
    for entry in WalkDir::new(out).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(out).to_owned();
            io("read", &path)(error.into())
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry
            .path()
            .strip_prefix(out)
            .unwrap_or(entry.path())
            .to_string_lossy();
        let ours = path == KEPT || path.starts_with(OWN_FOLDER) || manifest.names(&path);
        if !ours {
            count += 1;
            files.extend((count <= NAMED).then(|| path.into_owned()));
        }
    }
    if count == 0 {
        Ok(())
    } else {
        Err(Fault::Foreign {
            out: out.to_owned(),
            files,
            count,
        })
    }
}
