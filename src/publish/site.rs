//! A built site before it is published.

use std::collections::BTreeMap;
use std::path::Path;

use super::Fault;
use super::headers::headers_of;
use super::manifest::RemoteFile;
use super::plan::{ByteSource, WantedFile};
use crate::store::ObjectKey;
use crate::write::{self, FindingCount, Manifest};

/// The files of a built site.
#[derive(Debug)]
pub struct BuiltSite {
    pub(super) wanted: BTreeMap<String, WantedFile>,
}

impl BuiltSite {
    /// Reads a built site. Fails if its findings are not allowed.
    pub fn read(folder: &Path, allows: impl Fn(&FindingCount) -> bool) -> Result<Self, Fault> {
        let no_site = |why: String| no_site(folder, why);
        let manifest = Manifest::read(folder).map_err(|fault| no_site(fault.to_string()))?;
        let manifest = manifest.ok_or_else(|| no_site("bf-docs has not built it".to_owned()))?;
        let found = FindingCount::read(folder)
            .ok_or_else(|| no_site("it does not say what its build found".to_owned()))?;
        if !allows(&found) {
            return Err(Fault::Site {
                site: folder.to_owned(),
                why: format!(
                    "its build has findings (errors: {}, warnings: {})",
                    found.errors, found.warnings
                ),
                help: "mend what `bf-docs check` shows and build again, or publish with \
                       `--with-findings`",
            });
        }
        let mut wanted = BTreeMap::new();
        for file in manifest.files {
            wanted.insert(file.path.clone(), wanted_file(folder, file)?);
        }
        Ok(Self { wanted })
    }
}

fn no_site(folder: &Path, why: String) -> Fault {
    Fault::Site {
        site: folder.to_owned(),
        why,
        help: "build it first: `bf-docs build`, or name the built folder with `--site`",
    }
}

/// A file of the site's manifest. Fails if the disk has another length.
fn wanted_file(folder: &Path, file: write::ManifestEntry) -> Result<WantedFile, Fault> {
    let path = folder.join(&file.path);
    if ObjectKey::new(&file.path).is_none() {
        let name = file.path.escape_debug();
        return Err(no_site(folder, format!("its manifest names `{name}`")));
    }
    let size = std::fs::metadata(&path).map(|file| file.len()).ok();
    if size != Some(file.size) {
        return Err(Fault::changed(&path));
    }
    let entry = RemoteFile {
        headers: headers_of(&file.path, &file.sha256),
        key: file.path,
        sha256: file.sha256,
        size: file.size,
        etag: String::new(),
    };
    Ok(WantedFile {
        entry,
        source: ByteSource::File(path),
    })
}
