//! How people are shown files: the only place that knows.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::source::Place;

/// The paths that lead to the files of a tree from where the command runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPaths {
    /// What stands before the path of a file of the docs folder: `docs/`, or nothing.
    docs: String,
}

impl ShownPaths {
    /// The paths of a tree, whose docs folder the command names so.
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

    /// `docs/`, as it stands before the path of a file of the docs folder; or nothing.
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

    /// The path of a place, and its line: `docs/guide.md:3`.
    pub fn of_line(&self, place: &Place) -> String {
        format!("{}:{}", self.of_file(&place.file), place.line)
    }

    /// The path of a file from the docs folder: the same from whichever folder the command is
    /// called. The content map is read before it is known that it lies in the docs folder.
    pub fn from_docs<'f>(&self, file: &'f FileId) -> &'f str {
        let path = file.path();
        match file.below_docs() {
            Some(path) => path,
            None => path.strip_prefix(self.docs.as_str()).unwrap_or(path),
        }
    }

    /// The order of two files by their paths.
    pub fn compare(&self, one: &FileId, other: &FileId) -> Ordering {
        if self.before(one) == self.before(other) {
            return one.path().cmp(other.path());
        }
        let bytes = |file| self.before(file).bytes().chain(FileId::path(file).bytes());
        bytes(one).cmp(bytes(other))
    }

    /// What stands before the path of a file.
    fn before(&self, file: &FileId) -> &str {
        match file.below_docs() {
            Some(_) => &self.docs,
            None => "",
        }
    }
}
