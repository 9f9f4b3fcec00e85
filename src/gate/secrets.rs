//! Secrets: from the environment and from files alone.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use openidconnect::ClientSecret;

use super::fault::Fault;
use super::keys::KeyRing;

/// The environment variable of the secret that the provider gave to this site.
pub const CLIENT_SECRET: &str = "BF_DOCS_GATE_CLIENT_SECRET";

/// The environment variable of the key ring's path.
pub const KEYS: &str = "BF_DOCS_GATE_KEYS";

/// The largest ring in bytes.
const MOST: u64 = 1 << 20;

/// Reads the client secret's text: `value` is that of the variable.
pub fn client_secret(value: Option<String>) -> Result<ClientSecret, Fault> {
    let fault = |why: &str| Fault::Secret {
        variable: CLIENT_SECRET,
        why: why.to_owned(),
        help: "set it to the secret that the provider gave to this site",
    };
    let secret = value.ok_or_else(|| fault("is not set"))?;
    match secret.trim() {
        "" => Err(fault("is empty")),
        secret => Ok(ClientSecret::new(secret.to_owned())),
    }
}

/// Reads the key ring at a path, which only its owner may read.
pub fn key_ring(path: &Path) -> Result<KeyRing, Fault> {
    let fault = |why: String, help| Fault::Keys {
        path: path.to_owned(),
        why,
        help,
    };
    let make = "make one with `bf-docs gate keys new FILE`";
    let metadata = fs::metadata(path);
    let metadata = metadata.map_err(|error| fault(format!("cannot be read: {error}"), make))?;
    if !metadata.is_file() || metadata.len() > MOST {
        return Err(fault("is no file of keys".to_owned(), make));
    }
    if others_may_read(&metadata) {
        let help = "close it: `chmod 600 FILE`; if others could read it, make a new ring too";
        return Err(fault("may be read by others".to_owned(), help));
    }
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| fault(format!("cannot be read: {error}"), make))?;
    KeyRing::parse(&text).map_err(|why| fault(why, make))
}

#[cfg(unix)]
fn others_may_read(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

/// Other systems have no such mode.
#[cfg(not(unix))]
fn others_may_read(_: &fs::Metadata) -> bool {
    false
}

/// Writes a new ring into a new file, which only its owner may read.
pub fn write_new_ring(path: &Path, ring: &KeyRing) -> Result<(), Fault> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(ring.text().as_bytes()));
    written.map_err(|error| Fault::Keys {
        path: path.to_owned(),
        why: format!("cannot be written: {error}"),
        help: "name a file that does not exist yet; `bf-docs gate keys rotate FILE` changes one",
    })
}

/// Replaces a ring. A gate that reads the file meanwhile gets the old ring or the new one, whole.
pub fn replace_ring(path: &Path, ring: &KeyRing) -> Result<(), Fault> {
    let fault = |error: std::io::Error| Fault::Keys {
        path: path.to_owned(),
        why: format!("cannot be written: {error}"),
        help: "check that its folder can be written",
    };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    // A temporary file may be read by its owner alone.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fault)?;
    file.write_all(ring.text().as_bytes()).map_err(fault)?;
    keep_owner(path, file.as_file()).map_err(fault)?;
    file.persist(path).map_err(|error| fault(error.error))?;
    Ok(())
}

/// Gives a new ring to the owner of the old one: an administrator may rotate a gate's keys.
#[cfg(unix)]
fn keep_owner(old: &Path, new: &File) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (old, own) = (fs::metadata(old)?, new.metadata()?);
    if (old.uid(), old.gid()) == (own.uid(), own.gid()) {
        return Ok(());
    }
    fchown(new, Some(old.uid()), Some(old.gid()))
}

/// Other systems have no such owner.
#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_set_and_never_shown() {
        assert!(client_secret(None).is_err());
        assert!(client_secret(Some(" \n".into())).is_err());
        let secret = client_secret(Some("hush\n".into())).expect("it is one");
        assert_eq!(secret.secret(), "hush");
        assert!(!format!("{secret:?}").contains("hush"));
    }

    #[cfg(unix)]
    #[test]
    fn a_ring_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("keys.json");
        write_new_ring(&path, &KeyRing::new(0)).expect("it is new");
        assert!(key_ring(&path).is_ok());
        assert!(write_new_ring(&path, &KeyRing::new(0)).is_err());
        replace_ring(&path, &KeyRing::new(0).rotated(5)).expect("it is replaced");
        assert_eq!(key_ring(&path).expect("it is closed").ids().len(), 2);
        for mode in [0o644, 0o640, 0o604] {
            let open = fs::Permissions::from_mode(mode);
            fs::set_permissions(&path, open).expect("it is ours");
            assert!(key_ring(&path).is_err(), "{mode:o}");
        }
    }
}
