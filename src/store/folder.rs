//! A folder of this machine as a place.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use walkdir::{DirEntry, WalkDir};

use super::digests::FileDigests;
use super::disk::{fault, hashed, is_absent, put_in_place, written};
use super::fault::StoreFault;
use super::object::{ListedObject, ObjectBody, WriteCondition};
use super::place::ObjectKey;
use super::reader::ObjectReader;
use crate::output::OWN_FOLDER;

/// A folder. An object is a file, and its ETag is the SHA-256 of its bytes. Its headers are only in
/// the manifest.
pub struct FolderStore(PathBuf, Arc<FileDigests>);

/// The file whose lock makes a condition and its write one step.
const LOCK: &str = "lock";

/// The folder of files that are being written.
const UNFINISHED: &str = ".bf-docs/unfinished/";

/// An unfinished file of this age belongs to a dead publisher.
const UNFINISHED_FOR: Duration = Duration::from_secs(60);

impl FolderStore {
    /// Opens a folder. The first write creates it.
    pub fn new(path: PathBuf) -> Self {
        Self(path, Arc::default())
    }

    /// Opens an object for reading, if it has this ETag.
    pub async fn read(
        &self,
        key: &ObjectKey,
        tag: &str,
        range: Option<Range<u64>>,
    ) -> Result<Option<ObjectReader>, StoreFault> {
        let (path, digests, tag) = (self.path(key), self.1.clone(), tag.to_owned());
        if self.link_above(&path).is_some() {
            return Ok(None);
        }
        let opening = move || opened(path, &digests, &tag, range);
        let opened = tokio::task::spawn_blocking(opening).await;
        opened.expect("reading a file does not panic")
    }

    pub fn get(&self, key: &ObjectKey, most: u64) -> Result<Option<(Vec<u8>, String)>, StoreFault> {
        let path = self.path(key);
        let mut bytes = Vec::new();
        match File::open(&path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)) {
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(fault("read", &path, &error)),
            Ok(read) if read as u64 > most => Err(too_long("read", &path, most)),
            Ok(_) => {
                let etag = crate::output::sha256(&bytes);
                Ok(Some((bytes, etag)))
            }
        }
    }

    pub fn put(
        &self,
        key: &ObjectKey,
        body: &ObjectBody,
        condition: &WriteCondition,
    ) -> Result<Option<String>, StoreFault> {
        let _lock = match condition {
            WriteCondition::Always => None,
            WriteCondition::Absent | WriteCondition::Tag(_) => Some(self.lock()?),
        };
        let path = self.path(key);
        if !holds(condition, &path)? {
            return Ok(None);
        }
        self.must_lead_nowhere_else(&path)?;
        let folder = path.parent().unwrap_or(&self.0);
        let unfinished = self.0.join(UNFINISHED);
        for folder in [folder, &unfinished] {
            fs::create_dir_all(folder).map_err(|error| fault("create", folder, &error))?;
        }
        let file = written(body, &unfinished, &path)?;
        let etag = hashed(file.path())?;
        match body {
            ObjectBody::File { path, sha256 } if etag != *sha256 => Err(StoreFault::changed(path)),
            _ => {
                put_in_place(file, &path, folder)?;
                Ok(Some(etag))
            }
        }
    }

    /// Fails if a path is behind a symbolic link.
    fn must_lead_nowhere_else(&self, path: &Path) -> Result<(), StoreFault> {
        let Some(link) = self.link_above(path) else {
            return Ok(());
        };
        Err(StoreFault::new(
            "write",
            &path.display(),
            &format!("`{}` is a symbolic link", link.display()),
            "remove the link: nothing is written outside the place",
        ))
    }

    pub fn copy(
        &self,
        from: &ObjectKey,
        to: &ObjectKey,
        tag: Option<&str>,
    ) -> Result<Option<String>, StoreFault> {
        let Some(sha256) = self.tag(from)? else {
            return Ok(None);
        };
        if tag.is_some_and(|tag| tag != sha256) {
            return Ok(None);
        }
        let body = ObjectBody::File {
            path: self.path(from),
            sha256,
        };
        self.put(to, &body, &WriteCondition::Always)
    }

    pub fn tag(&self, key: &ObjectKey) -> Result<Option<String>, StoreFault> {
        let path = self.path(key);
        if !path.is_file() {
            return Ok(None);
        }
        let tag = hashed(&path)?;
        Ok(Some(tag))
    }

    pub fn delete(&self, keys: &[ObjectKey]) -> Result<(), StoreFault> {
        for key in keys {
            let path = self.path(key);
            // A folder has taken the file's place, or a link leads out of the place: no object has
            // this name.
            if path.is_dir() && !path.is_symlink() || self.link_above(&path).is_some() {
                continue;
            }
            match fs::remove_file(&path) {
                Err(error) if !is_absent(&error) => return Err(fault("delete", &path, &error)),
                _ => {}
            }
            // Folders that become empty are removed too, because a bucket has none.
            let _ = self
                .above(&path)
                .map(fs::remove_dir)
                .take_while(Result::is_ok)
                .count();
        }
        Ok(())
    }

    /// The number of files that are deleted before the lease is checked again.
    pub fn deletes_at_once(&self) -> usize {
        1
    }

    /// Removes the unfinished files of dead publishers.
    pub fn tidy(&self) {
        let files = fs::read_dir(self.0.join(UNFINISHED))
            .into_iter()
            .flatten()
            .flatten();
        // A file that cannot be removed does no harm.
        files
            .filter(is_abandoned)
            .for_each(|file| _ = fs::remove_file(file.path()));
    }

    pub fn list(&self) -> Result<Vec<ListedObject>, StoreFault> {
        let mut listed = Vec::new();
        for entry in WalkDir::new(&self.0).sort_by_file_name() {
            match entry {
                Ok(entry) => listed.extend(self.listed(&entry)?),
                // The first write creates the folder.
                Err(error) if error.io_error().is_some_and(is_absent) && error.depth() == 0 => {
                    break;
                }
                Err(error) => {
                    let help = "check that the folder can be read";
                    return Err(StoreFault::new("list", &self.0.display(), &error, help));
                }
            }
        }
        Ok(listed)
    }

    /// An object of the list; `None` for folders, unfinished files and the lock.
    fn listed(&self, entry: &DirEntry) -> Result<Option<ListedObject>, StoreFault> {
        let below = entry.path().strip_prefix(&self.0).unwrap_or(entry.path());
        let key = below.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        let is_ours = key.starts_with(UNFINISHED) || key == format!("{OWN_FOLDER}{LOCK}");
        if entry.file_type().is_dir() || is_ours {
            return Ok(None);
        }
        let size = entry.metadata().map_or(0, |file| file.len());
        // A link or another special file has no bytes of its own.
        let etag = if entry.file_type().is_file() {
            hashed(entry.path())?
        } else {
            String::new()
        };
        Ok(Some(ListedObject {
            key,
            size,
            etag: Some(etag),
        }))
    }

    fn path(&self, key: &ObjectKey) -> PathBuf {
        self.0.join(key.as_str())
    }

    /// The folders that contain a path, from the inside out.
    fn above<'p>(&'p self, path: &'p Path) -> impl Iterator<Item = &'p Path> {
        path.ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(&self.0) && *folder != self.0)
    }

    /// A symbolic link on the way to a path: it may lead out of the place.
    fn link_above<'p>(&'p self, path: &'p Path) -> Option<&'p Path> {
        self.above(path).find(|folder| folder.is_symlink())
    }

    fn lock(&self) -> Result<File, StoreFault> {
        let path = self.0.join(OWN_FOLDER).join(LOCK);
        fs::create_dir_all(self.0.join(OWN_FOLDER))
            .map_err(|error| fault("create", &path, &error))?;
        let file = File::create(&path).map_err(|error| fault("write", &path, &error))?;
        file.lock().map_err(|error| fault("lock", &path, &error))?;
        Ok(file)
    }
}

/// Opens a file for reading, if it has this SHA-256.
fn opened(
    path: PathBuf,
    digests: &FileDigests,
    sha256: &str,
    range: Option<Range<u64>>,
) -> Result<Option<ObjectReader>, StoreFault> {
    let mut file = match File::open(&path) {
        Err(error) if is_absent(&error) => return Ok(None),
        file => file.map_err(|error| fault("read", &path, &error))?,
    };
    let metadata = file
        .metadata()
        .map_err(|error| fault("read", &path, &error))?;
    if !metadata.is_file() || digests.sha256(&path, &file)? != sha256 {
        return Ok(None);
    }
    let range = range.unwrap_or(0..metadata.len());
    file.seek(SeekFrom::Start(range.start))
        .map_err(|error| fault("read", &path, &error))?;
    Ok(Some(ObjectReader::File {
        file,
        path,
        left: range.end.saturating_sub(range.start),
    }))
}

/// Tests a condition on the file at a path.
fn holds(condition: &WriteCondition, path: &Path) -> Result<bool, StoreFault> {
    Ok(match condition {
        WriteCondition::Always => true,
        WriteCondition::Absent => !path.exists(),
        WriteCondition::Tag(tag) => path.exists() && hashed(path)? == *tag,
    })
}

/// Returns whether an unfinished file is so old that its publisher is dead.
fn is_abandoned(file: &fs::DirEntry) -> bool {
    let changed = file.metadata().and_then(|file| file.modified());
    changed.is_ok_and(|then| then.elapsed().is_ok_and(|age| age > UNFINISHED_FOR))
}

fn too_long(act: &'static str, path: &Path, most: u64) -> StoreFault {
    StoreFault::new(
        act,
        &path.display(),
        &format!("it has more than {most} bytes"),
        "it is not what bf-docs wrote",
    )
}
