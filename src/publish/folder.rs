//! A folder of this machine as a place.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::Fault;
use super::place::Key;
use super::state::OWN;
use super::store::{Body, If, Listed};

/// A folder. An object is a file; its ETag is the SHA-256 of its bytes; what it is
/// served with is in the manifest alone.
pub struct Folder(PathBuf);

/// The file whose lock makes a condition and what it allows one step.
const LOCK: &str = "lock";

/// Where files are written before they take their place.
const UNFINISHED: &str = ".bf-docs/unfinished/";

/// One that nobody wrote to for so long is a dead publisher's.
const UNFINISHED_FOR: Duration = Duration::from_secs(60);

impl Folder {
    /// Opens a folder, which is made when it is first written to.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub fn get(&self, key: &Key, most: u64) -> Result<Option<(Vec<u8>, String)>, Fault> {
        let path = self.path(key);
        let mut bytes = Vec::new();
        match File::open(&path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)) {
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(io("read", &path, &error)),
            Ok(read) if read as u64 > most => Err(too_long("read", &path, most)),
            Ok(_) => {
                let etag = crate::output::sha256(&bytes);
                Ok(Some((bytes, etag)))
            }
        }
    }

    pub fn put(&self, key: &Key, body: &Body, condition: &If) -> Result<Option<String>, Fault> {
        let _lock = if *condition == If::Always {
            None
        } else {
            Some(self.lock()?)
        };
        let path = self.path(key);
        let holds = match condition {
            If::Always => true,
            If::Absent => !path.exists(),
            If::Tag(tag) => path.exists() && hashed(&path)? == *tag,
        };
        if !holds {
            return Ok(None);
        }
        let folder = path.parent().unwrap_or(&self.0);
        if let Some(link) = self.link_above(&path) {
            let help = "take it out: nothing is written outside of the place";
            return Err(Fault::place(
                "write",
                &path.display(),
                &format!("`{}` is a symbolic link", link.display()),
                help,
            ));
        }
        let own = self.0.join(UNFINISHED);
        for folder in [folder, &own] {
            fs::create_dir_all(folder).map_err(|error| io("create", folder, &error))?;
        }
        // Whoever reads it meanwhile has the old bytes or the new ones, whole.
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder
            .tempfile_in(&own)
            .map_err(|error| io("write into", &own, &error))?;
        match body {
            Body::Bytes(bytes) => std::io::Write::write_all(&mut file, bytes),
            Body::File { path: source, .. } => {
                let mut from = File::open(source).map_err(|error| io("read", source, &error))?;
                std::io::copy(&mut from, &mut file).map(|_| ())
            }
        }
        .map_err(|error| io("write", &path, &error))?;
        let etag = hashed(file.path())?;
        if let Body::File {
            path: source,
            sha256,
        } = body
            && etag != *sha256
        {
            return Err(Fault::changed(source));
        }
        let done = file
            .persist(&path)
            .or_else(|failed| match failed.error.kind() {
                // Another disk is mounted there.
                ErrorKind::CrossesDevices => {
                    let mut beside = builder.tempfile_in(folder)?;
                    std::io::copy(&mut File::open(failed.file.path())?, &mut beside)?;
                    Ok(beside.persist(&path)?)
                }
                _ => Err(failed.error),
            });
        done.map_err(|error| io("write", &path, &error))?;
        Ok(Some(etag))
    }

    pub fn copy(&self, from: &Key, to: &Key, tag: Option<&str>) -> Result<Option<String>, Fault> {
        match self.tag(from)?.filter(|is| tag.is_none_or(|tag| tag == is)) {
            Some(sha256) => self.put(
                to,
                &Body::File {
                    path: self.path(from),
                    sha256,
                },
                &If::Always,
            ),
            None => Ok(None),
        }
    }

    pub fn tag(&self, key: &Key) -> Result<Option<String>, Fault> {
        let path = self.path(key);
        path.is_file().then(|| hashed(&path)).transpose()
    }

    pub fn delete(&self, keys: &[Key]) -> Result<(), Fault> {
        for key in keys {
            let path = self.path(key);
            // A folder has taken its place, or it lies elsewhere: no object has its name.
            if path.is_dir() && !path.is_symlink() || self.link_above(&path).is_some() {
                continue;
            }
            match fs::remove_file(&path) {
                Err(error) if !is_absent(&error) => return Err(io("delete", &path, &error)),
                _ => {}
            }
            // Folders that it leaves empty go too: a bucket has none.
            let _ = self
                .above(&path)
                .map(fs::remove_dir)
                .take_while(Result::is_ok)
                .count();
        }
        Ok(())
    }

    /// Removes what publishers that died were about to write.
    pub fn tidy(&self) {
        let is_old = |file: &fs::DirEntry| {
            let changed = file.metadata().and_then(|file| file.modified());
            changed.is_ok_and(|then| then.elapsed().is_ok_and(|age| age > UNFINISHED_FOR))
        };
        let files = fs::read_dir(self.0.join(UNFINISHED))
            .into_iter()
            .flatten()
            .flatten();
        // What cannot be removed is in nobody's way.
        files
            .filter(is_old)
            .for_each(|file| _ = fs::remove_file(file.path()));
    }

    pub fn list(&self) -> Result<Vec<Listed>, Fault> {
        let mut listed = Vec::new();
        for entry in WalkDir::new(&self.0).sort_by_file_name() {
            let entry = match entry {
                Err(error) if error.io_error().is_some_and(is_absent) && error.depth() == 0 => {
                    break;
                }
                Err(error) => {
                    return Err(Fault::place(
                        "list",
                        &self.0.display(),
                        &error,
                        "check that the folder can be read",
                    ));
                }
                Ok(entry) => entry,
            };
            let below = entry.path().strip_prefix(&self.0).unwrap_or(entry.path());
            let key = below
                .to_string_lossy()
                .replace(std::path::MAIN_SEPARATOR, "/");
            let is_ours = key.starts_with(UNFINISHED) || key == format!("{OWN}{LOCK}");
            if !entry.file_type().is_dir() && !is_ours {
                let size = entry.metadata().map_or(0, |file| file.len());
                // A link, or what is no file at all, has no bytes of its own.
                let etag = if entry.file_type().is_file() {
                    hashed(entry.path())?
                } else {
                    String::new()
                };
                listed.push(Listed {
                    key,
                    size,
                    etag: Some(etag),
                });
            }
        }
        Ok(listed)
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.0.join(key.as_str())
    }

    /// The folders that a path is in, from the inside out.
    fn above<'p>(&'p self, path: &'p Path) -> impl Iterator<Item = &'p Path> {
        path.ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(&self.0) && *folder != self.0)
    }

    /// A symbolic link on the way to a path, which may lead out of the place.
    fn link_above<'p>(&'p self, path: &'p Path) -> Option<&'p Path> {
        self.above(path).find(|folder| folder.is_symlink())
    }

    fn lock(&self) -> Result<File, Fault> {
        let path = self.0.join(OWN).join(LOCK);
        fs::create_dir_all(self.0.join(OWN)).map_err(|error| io("create", &path, &error))?;
        let file = File::create(&path).map_err(|error| io("write", &path, &error))?;
        file.lock().map_err(|error| io("lock", &path, &error))?;
        Ok(file)
    }
}

/// The SHA-256 of a file.
fn hashed(path: &Path) -> Result<String, Fault> {
    let mut file = File::open(path).map_err(|error| io("read", path, &error))?;
    let (mut buffer, mut hash) = (vec![0; 1 << 16], Sha256::new());
    loop {
        match file
            .read(&mut buffer)
            .map_err(|error| io("read", path, &error))?
        {
            0 => return Ok(hex::encode(hash.finalize())),
            read => hash.update(&buffer[..read]),
        }
    }
}

fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn io(act: &'static str, path: &Path, error: &std::io::Error) -> Fault {
    let help = match error.kind() {
        ErrorKind::IsADirectory | ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "something that bf-docs did not write has this name, or that of a folder of it: take it out"
        }
        _ => "check that the folder can be read and written, and that the disk has room",
    };
    Fault::place(act, &path.display(), error, help)
}

fn too_long(act: &'static str, path: &Path, most: u64) -> Fault {
    Fault::place(
        act,
        &path.display(),
        &format!("it has more than {most} bytes"),
        "it is not what bf-docs wrote",
    )
}
