//! Files of this machine: hashed, written beside their place and moved there whole.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::fault::StoreFault;
use super::object::ObjectBody;

/// The SHA-256 of a file.
pub fn hashed(path: &Path) -> Result<String, StoreFault> {
    let file = File::open(path).map_err(|error| fault("read", path, &error))?;
    digest(&file, path)
}

/// The SHA-256 of an open file, from its current position on.
pub fn digest(mut file: &File, path: &Path) -> Result<String, StoreFault> {
    let mut buffer = vec![0; 1 << 16];
    let mut hash = Sha256::new();
    loop {
        let read = file.read(&mut buffer);
        let length = read.map_err(|error| fault("read", path, &error))?;
        if length == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(&buffer[..length]);
    }
}

/// Writes a body into a new file in `folder`. The file's place will be `path`.
pub fn written(body: &ObjectBody, folder: &Path, path: &Path) -> Result<NamedTempFile, StoreFault> {
    let mut file = readable()
        .tempfile_in(folder)
        .map_err(|error| fault("write into", folder, &error))?;
    match body {
        ObjectBody::Bytes(bytes) => file.write_all(bytes),
        ObjectBody::File { path: source, .. } => {
            let mut from = File::open(source).map_err(|error| fault("read", source, &error))?;
            io::copy(&mut from, &mut file).map(|_| ())
        }
    }
    .map_err(|error| fault("write", path, &error))?;
    Ok(file)
}

/// Moves a written file to its path, which is in `folder`. Whoever reads the path meanwhile gets
/// the old bytes or the new ones, whole.
pub fn put_in_place(file: NamedTempFile, path: &Path, folder: &Path) -> Result<(), StoreFault> {
    let done = file
        .persist(path)
        .or_else(|failed| match failed.error.kind() {
            // Another disk is mounted at the folder.
            ErrorKind::CrossesDevices => {
                let mut from = File::open(failed.file.path())?;
                let mut beside = readable().tempfile_in(folder)?;
                io::copy(&mut from, &mut beside)?;
                Ok(beside.persist(path)?)
            }
            _ => Err(failed.error),
        });
    done.map(drop).map_err(|error| fault("write", path, &error))
}

/// Makes temporary files that others may read, unlike the default.
fn readable() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Returns whether an error says that there is no such file.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A fault of a file, with help.
pub fn fault(act: &'static str, path: &Path, error: &io::Error) -> StoreFault {
    let help = match error.kind() {
        ErrorKind::IsADirectory | ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a file or folder that bf-docs did not write is in the way: remove it"
        }
        _ => "check that the folder can be read and written, and that the disk has room",
    };
    StoreFault::new(act, &path.display(), error, help)
}
