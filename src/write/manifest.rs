//! The manifest of a built site.

use super::{Fault, io};
use crate::output::{Content, MANIFEST, Output};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The manifest of a built site: all of its files but those in `.bf-docs/`, where the manifest is,
/// and a `.gitignore` that was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format; 1.
    pub version: u32,
    /// The files, sorted by path.
    pub files: Vec<ManifestEntry>,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// The path below the site's root.
    pub path: String,
    /// The length in bytes.
    pub size: u64,
    /// The SHA-256 as 64 hexadecimal digits.
    pub sha256: String,
}

/// The file in which a build counts its findings.
pub const FOUND: &str = ".bf-docs/build.json";

/// The number of findings of a build.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct FindingCount {
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// True if warnings were to fail the build too.
    pub strict: bool,
}

impl FindingCount {
    /// Reads the counts of a site's build; `None` if they are missing.
    pub fn read(site: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(site.join(FOUND)).ok()?).ok()
    }

    /// True if a strict build failed.
    pub fn failed(&self) -> bool {
        self.strict && self.errors + self.warnings > 0
    }

    /// The file with the counts.
    pub fn output(&self) -> Output {
        let json = serde_json::to_vec(self).expect("numbers are always JSON");
        Output {
            path: FOUND.to_owned(),
            content: Content::Bytes(json),
        }
    }
}

impl Manifest {
    /// Sorts the entries, so that the same site has the same manifest.
    pub fn new(mut files: Vec<ManifestEntry>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { version: 1, files }
    }

    /// Reads the manifest of a site; `None` if the folder has none of this version.
    pub fn read(site: &Path) -> Result<Option<Self>, Fault> {
        let path = site.join(MANIFEST);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes)
                .ok()
                .filter(|manifest: &Self| manifest.version == 1)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io("read", &path)(error)),
        }
    }

    /// True if a file is the site's.
    pub fn names(&self, path: &str) -> bool {
        self.files
            .binary_search_by(|entry| entry.path.as_str().cmp(path))
            .is_ok()
    }

    /// The manifest as JSON with a line for each file, for people and diffs.
    pub fn json(&self) -> String {
        let mut json = format!("{{\"version\":{},\"files\":[", self.version);
        for (index, entry) in self.files.iter().enumerate() {
            json.push_str(if index == 0 { "\n" } else { ",\n" });
            json.push_str(&serde_json::to_string(entry).expect("text and numbers are always JSON"));
        }
        json.push_str("\n]}\n");
        json
    }
}
