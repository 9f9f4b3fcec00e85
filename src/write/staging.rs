//! The staging folder of a new site.

use super::guard::KEPT;
use super::manifest::{Manifest, ManifestEntry};
use super::place::SitePlace;
use super::{Fault, io};
use crate::output::{Content, MANIFEST, OWN_FOLDER, Output};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// A folder beside the site's place. It holds the new site, and after the swap the old one.
/// Dropping it removes its content.
#[derive(Debug)]
pub struct Staging {
    folder: TempDir,
    /// The lock that tells other builds that this one lives.
    _lock: File,
}

/// The staging folders of this process. While this lock is held, no folder is swapped or removed.
static STAGED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The number of tries to remove a folder that other threads write into.
const TRIES: usize = 100;

/// Removes all staging folders of this process. The process has to end now: a thread that wants to
/// swap its folder waits for ever.
pub fn abandon() {
    let staged = STAGED.lock().unwrap_or_else(PoisonError::into_inner);
    for folder in staged.iter() {
        (0..TRIES)
            .take_while(|_| fs::remove_dir_all(folder).is_err() && folder.exists())
            .for_each(drop);
    }
    std::mem::forget(staged);
}

impl Drop for Staging {
    fn drop(&mut self) {
        remove(self.folder.path());
        let mut staged = STAGED.lock().unwrap_or_else(PoisonError::into_inner);
        staged.remove(self.folder.path());
    }
}

impl Staging {
    /// Creates an empty staging folder.
    pub fn begin(place: &SitePlace) -> Result<Self, Fault> {
        let _lock = place.lock()?;
        place.tidy()?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(&place.prefix);
        // Others read a site, but not the temporary folders that this function makes.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        let mut staged = STAGED.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = builder
            .tempdir_in(&place.parent)
            .map_err(io("write into", &place.parent))?;
        staged.insert(folder.path().to_owned());
        drop(staged);
        let lock = File::open(folder.path()).map_err(io("read", folder.path()))?;
        match lock.lock() {
            Err(error) if error.kind() != ErrorKind::Unsupported => {
                Err(io("lock", folder.path())(error))
            }
            _ => Ok(Self {
                folder,
                _lock: lock,
            }),
        }
    }

    /// Writes the site.
    pub fn fill(&self, outputs: &[Output]) -> Result<Manifest, Fault> {
        let root = self.folder.path();
        for folders in levels(outputs) {
            folders
                .into_par_iter()
                .try_for_each(|folder| make(&root.join(folder)))?;
        }
        let files: Vec<ManifestEntry> = outputs
            .par_iter()
            .map(|output| write(root, output))
            .collect::<Result<_, _>>()?;
        let manifest = Manifest::new(
            files
                .into_iter()
                .filter(|entry| !entry.path.starts_with(OWN_FOLDER))
                .collect(),
        );
        let path = root.join(MANIFEST);
        fs::write(&path, manifest.json()).map_err(io("write", &path))?;
        Ok(manifest)
    }

    /// Puts the site in its place, and the old site into the staging folder.
    pub fn swap(&self, place: &SitePlace) -> Result<(), Fault> {
        let _lock = place.lock()?;
        let staged = self.folder.path();
        let is_there = place.check()?;
        let kept = place.out.join(KEPT);
        if is_there && kept.is_file() {
            fs::copy(&kept, staged.join(KEPT)).map_err(io("copy", &kept))?;
        }
        let uninterrupted = STAGED.lock().unwrap_or_else(PoisonError::into_inner);
        if is_there {
            replace(staged, place).map_err(io("replace", &place.out))?;
        } else {
            fs::rename(staged, &place.out).map_err(io("create", &place.out))?;
        }
        drop(uninterrupted);
        Ok(())
    }
}

/// The folders of all files by depth: those at the top, then those in them, and so on.
fn levels(outputs: &[Output]) -> Vec<BTreeSet<&str>> {
    let mut levels: Vec<BTreeSet<&str>> = Vec::new();
    for path in outputs
        .iter()
        .map(|output| output.path.as_str())
        .chain([MANIFEST])
    {
        for (depth, (end, _)) in path.match_indices('/').enumerate() {
            if depth == levels.len() {
                levels.push(BTreeSet::new());
            }
            levels[depth].insert(&path[..end]);
        }
    }
    levels
}

/// Creates a folder but no parent of it, so that an [abandoned](abandon) staging folder stays away.
fn make(folder: &Path) -> Result<(), Fault> {
    match fs::create_dir(folder) {
        // On file systems that ignore case, two names can be one.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(io("create", folder)(error)),
        _ => Ok(()),
    }
}

/// Writes one file and returns its manifest entry.
fn write(root: &Path, output: &Output) -> Result<ManifestEntry, Fault> {
    let path = root.join(&output.path);
    let (size, hash) = match &output.content {
        // The manifest does not have such a file, so its hash is not needed.
        Content::Bytes(bytes) if output.path.starts_with(OWN_FOLDER) => {
            fs::write(&path, bytes).map_err(io("write", &path))?;
            (
                bytes.len() as u64,
                sha2::digest::Output::<Sha256>::default(),
            )
        }
        Content::Bytes(bytes) => {
            fs::write(&path, bytes).map_err(io("write", &path))?;
            (bytes.len() as u64, Sha256::digest(bytes))
        }
        Content::File(source) => copy(source, &path)?,
    };
    Ok(ManifestEntry {
        path: output.path.clone(),
        size,
        sha256: hex::encode(hash),
    })
}

/// Copies a file of any length and hashes the copied bytes, because the file may change meanwhile.
fn copy(source: &Path, path: &PathBuf) -> Result<(u64, sha2::digest::Output<Sha256>), Fault> {
    let mut from = File::open(source).map_err(io("read", source))?;
    let mut to = File::create(path).map_err(io("write", path))?;
    let (mut buffer, mut size, mut hash) = (vec![0; 1 << 16], 0, Sha256::new());
    loop {
        let read = from.read(&mut buffer).map_err(io("read", source))?;
        if read == 0 {
            return Ok((size, hash.finalize()));
        }
        to.write_all(&buffer[..read]).map_err(io("write", path))?;
        hash.update(&buffer[..read]);
        size += read as u64;
    }
}

/// Removes the content of a folder, on all threads. The next build removes what is left.
fn remove(folder: &Path) {
    let parts: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    parts.into_par_iter().for_each(|part| {
        let is_folder = part.file_type().is_ok_and(|kind| kind.is_dir());
        let _ = if is_folder {
            fs::remove_dir_all(part.path())
        } else {
            fs::remove_file(part.path())
        };
    });
}

/// Exchanges two folders in one step if the system can. Otherwise moves the old one aside first,
/// and back if the new one cannot follow.
fn replace(staged: &Path, place: &SitePlace) -> std::io::Result<()> {
    match exchange(staged, &place.out) {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::Unsupported | ErrorKind::InvalidInput
            ) => {}
        done => return done,
    }
    let aside = place.aside();
    fs::rename(&place.out, &aside)?;
    if let Err(error) = fs::rename(staged, &place.out) {
        fs::rename(&aside, &place.out)?;
        return Err(error);
    }
    // The next build removes what is left.
    let _ = fs::remove_dir_all(aside);
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
