//! The files that an index is read from: those of a built site, or files in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tantivy::Directory;
use tantivy::directory::RamDirectory;

use super::fault::IndexFault;
use super::index::FOLDER;
use super::read_only_folder::ReadOnlyFolder;
use crate::output::{Content, Output};

/// The files of an index, by their paths in the site.
pub enum IndexFiles {
    /// The files of a built site.
    Folder(PathBuf),
    /// The files of a site that nobody wrote.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl IndexFiles {
    /// Takes files that were made and not written.
    pub fn of(outputs: Vec<Output>) -> Self {
        let files = outputs
            .into_iter()
            .filter_map(|output| match output.content {
                Content::Bytes(bytes) => Some((output.path, bytes)),
                Content::File(_) => None,
            });
        Self::Memory(files.collect())
    }

    /// The site, for messages.
    pub fn site(&self) -> &Path {
        match self {
            Self::Folder(site) => site,
            Self::Memory(_) => Path::new("memory"),
        }
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Folder(site) => std::fs::read(site.join(path)).ok().map(Cow::Owned),
            Self::Memory(files) => files.get(path).map(|bytes| Cow::Borrowed(&**bytes)),
        }
    }

    /// The text of a file of the index.
    pub fn text(&self, name: &str) -> Option<String> {
        let bytes = self.bytes(&format!("{FOLDER}/{name}"))?;
        String::from_utf8(bytes.into_owned()).ok()
    }

    /// Fails if the site has no index.
    pub fn must_be_there(&self) -> Result<(), IndexFault> {
        let is_there = match self {
            Self::Folder(site) => site.join(FOLDER).join("meta.json").is_file(),
            Self::Memory(_) => true,
        };
        if is_there {
            Ok(())
        } else {
            Err(IndexFault::missing(self.site()))
        }
    }

    /// The files that Tantivy reads; an error says what is wrong with them.
    pub fn directory(&self) -> Result<Box<dyn Directory>, String> {
        let files = match self {
            Self::Folder(site) => {
                let folder = ReadOnlyFolder::open(&site.join(FOLDER));
                let folder = folder.map_err(|error| error.to_string())?;
                return Ok(Box::new(folder));
            }
            Self::Memory(files) => files,
        };
        let directory = RamDirectory::create();
        for (path, bytes) in files {
            let name = path.strip_prefix(FOLDER).unwrap_or(path);
            let name = Path::new(name.trim_start_matches('/'));
            let written = directory.atomic_write(name, bytes);
            written.map_err(|error| error.to_string())?;
        }
        Ok(Box::new(directory))
    }
}
