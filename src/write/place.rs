//! The place of a site, and the lock of that place.

use super::{Fault, guard, io};
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The place of a site: a name in a parent folder.
pub struct SitePlace {
    /// The output folder.
    pub out: PathBuf,
    /// The parent folder, which has the staging folders too.
    pub parent: PathBuf,
    /// The prefix of the names of its staging folders.
    pub prefix: String,
}

impl SitePlace {
    /// Checks that a site can be put there at all.
    pub fn new(out: &Path, docs: &Path) -> Result<Self, Fault> {
        let fault = |why| Fault::Place {
            out: out.to_owned(),
            why,
        };
        let absolute = std::path::absolute(out).map_err(io("find", out))?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(fault("it must be a folder in another"));
        };
        fs::create_dir_all(parent).map_err(io("create", parent))?;
        let parent = parent.canonicalize().map_err(io("find", parent))?;
        let prefix = format!(".{}.bf-docs-", name.to_string_lossy());
        let place = Self {
            out: parent.join(name),
            parent,
            prefix,
        };
        match docs.canonicalize() {
            Ok(docs) if docs.starts_with(&place.out) => {
                Err(fault("the docs it is built from lie in it"))
            }
            _ => Ok(place),
        }
    }

    /// Checks that a swap would remove only an older site. Returns true if there is one.
    pub fn check(&self) -> Result<bool, Fault> {
        let fault = |why| Fault::Place {
            out: self.out.clone(),
            why,
        };
        match fs::symlink_metadata(&self.out) {
            Ok(found) if found.is_symlink() => {
                Err(fault("it is a symbolic link; name the folder it leads to"))
            }
            Ok(found) if !found.is_dir() => Err(fault("it is a file")),
            Ok(_) => guard::folder(&self.out).map(|()| true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(io("read", &self.out)(error)),
        }
    }

    /// Waits until no other build prepares or swaps here. Other builds wait until the value is
    /// dropped.
    pub fn lock(&self) -> Result<File, Fault> {
        let folder = File::open(&self.parent).map_err(io("read", &self.parent))?;
        match folder.lock() {
            // Some network file systems have no locks. Builds there are not protected from each
            // other.
            Err(error) if error.kind() != ErrorKind::Unsupported => {
                Err(io("lock", &self.parent)(error))
            }
            _ => Ok(folder),
        }
    }

    /// The path of the old site while the new one is moved, on systems that cannot exchange two
    /// folders.
    pub fn aside(&self) -> PathBuf {
        self.parent.join(format!("{}old", self.prefix))
    }

    /// Cleans up after builds that died here. Needs the lock.
    pub fn tidy(&self) -> Result<(), Fault> {
        if !self.out.exists() && self.aside().exists() {
            fs::rename(self.aside(), &self.out).map_err(io("restore", &self.out))?;
        }
        let entries = fs::read_dir(&self.parent).map_err(io("read", &self.parent))?;
        for entry in entries.flatten() {
            let is_staging = entry
                .file_name()
                .to_string_lossy()
                .starts_with(&self.prefix);
            if is_staging
                && entry.file_type().is_ok_and(|kind| kind.is_dir())
                && is_dead(&entry.path())
            {
                // A folder that cannot be removed now does no harm.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(())
    }
}

/// True if no living build holds the lock of the staging folder.
fn is_dead(staging: &Path) -> bool {
    File::open(staging)
        .is_ok_and(|folder| !matches!(folder.try_lock(), Err(TryLockError::WouldBlock)))
}
