//! The paths of files in messages: no other code shortens them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::source::Place;

/// The paths from the working directory to the files of a tree.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ShownPaths {
    /// The prefix of files in the docs folder: `docs/`, or empty.
    docs: String,
}

impl ShownPaths {
    /// The paths of a tree. `docs` is the docs folder as the command names it.
    pub fn of(docs: &Path) -> Self {
        let folder = docs.to_string_lossy().replace('\\', "/");
        let folder = folder.strip_prefix("./").unwrap_or(&folder);
        let folder = folder.trim_end_matches('/');
        match folder {
            "" | "." => Self::default(),
            folder => Self {
                docs: format!("{folder}/"),
            },
        }
    }

    /// The prefix of files in the docs folder: `docs/`, or empty.
    pub fn docs(&self) -> &str {
        &self.docs
    }

    /// A file's path.
    pub fn of_file<'f>(&self, file: &'f FileId) -> Cow<'f, str> {
        match self.before(file) {
            "" => file.path().into(),
            folder => format!("{folder}{}", file.path()).into(),
        }
    }

    /// The path and the line of a place: `docs/guide.md:3`.
    pub fn of_line(&self, place: &Place) -> String {
        format!("{}:{}", self.of_file(&place.file), place.line)
    }

    /// The path of a file from the docs folder, which does not depend on the working directory. The
    /// content map is read before it is known whether it is in the docs folder.
    pub fn from_docs<'f>(&self, file: &'f FileId) -> &'f str {
        let path = file.path();
        match file.below_docs() {
            Some(path) => path,
            None => path.strip_prefix(self.docs.as_str()).unwrap_or(path),
        }
    }

    /// Compares two files by their paths.
    pub fn compare(&self, one: &FileId, other: &FileId) -> Ordering {
        if self.before(one) == self.before(other) {
            return one.path().cmp(other.path());
        }
        let bytes = |file| self.before(file).bytes().chain(FileId::path(file).bytes());
        bytes(one).cmp(bytes(other))
    }

    /// The prefix of a file's path.
    fn before(&self, file: &FileId) -> &str {
        match file.below_docs() {
            Some(_) => &self.docs,
            None => "",
        }
    }
}
