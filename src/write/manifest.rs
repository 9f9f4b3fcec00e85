//! What a built site consists of.

use super::{Fault, io};
use crate::output::{Content, MANIFEST, Output};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a built site consists of: all of its files but those in `.bf-docs/`, the
/// manifest among them, and a `.gitignore` that was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this file; 1.
    pub version: u32,
    /// The files, by path.
    pub files: Vec<Entry>,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it lies below the site's root.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256 as 64 hexadecimal digits.
    pub sha256: String,
}

/// Where a build says what was wrong with the content.
pub const FOUND: &str = ".bf-docs/build.json";

/// What was wrong with the content of a built site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// Whether the build was to fail for warnings too.
    pub strict: bool,
}

impl Found {
    /// Reads what a site's build found; `None` where it does not say.
    pub fn read(site: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(site.join(FOUND)).ok()?).ok()
    }

    /// Whether a strict build failed.
    pub fn failed(&self) -> bool {
        self.strict && self.errors + self.warnings > 0
    }

    /// The file that says it.
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
    pub fn new(mut files: Vec<Entry>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { version: 1, files }
    }

    /// Reads the manifest of a site; `None` when the folder has none that can
    /// be understood.
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

    /// Whether a file is the site's.
    pub fn names(&self, path: &str) -> bool {
        self.files
            .binary_search_by(|entry| entry.path.as_str().cmp(path))
            .is_ok()
    }

    /// The manifest as it is written: one line a file, for people and diffs.
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
