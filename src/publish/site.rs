//! A built site, as it is to be published.

use std::collections::BTreeMap;
use std::path::Path;

use super::Fault;
use super::headers::headers_of;
use super::plan::{Source, Wanted};
use super::state::Entry;
use crate::store::Key;
use crate::write::{self, Found, Manifest};

/// A built site.
#[derive(Debug)]
pub struct Site {
    pub(super) wanted: BTreeMap<String, Wanted>,
}

impl Site {
    /// Reads a built site, which must have no more findings than are allowed.
    pub fn read(folder: &Path, allows: impl Fn(&Found) -> bool) -> Result<Self, Fault> {
        let no_site = |why: String| no_site(folder, why);
        let manifest = Manifest::read(folder).map_err(|fault| no_site(fault.to_string()))?;
        let manifest = manifest.ok_or_else(|| no_site("bf-docs has not built it".to_owned()))?;
        let found = Found::read(folder)
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

/// A file that the manifest of a site names, and that is there in that length.
fn wanted_file(folder: &Path, file: write::Entry) -> Result<Wanted, Fault> {
    let path = folder.join(&file.path);
    if Key::new(&file.path).is_none() {
        let name = file.path.escape_debug();
        return Err(no_site(folder, format!("its manifest names `{name}`")));
    }
    let size = std::fs::metadata(&path).map(|file| file.len()).ok();
    if size != Some(file.size) {
        return Err(Fault::changed(&path));
    }
    let entry = Entry {
        headers: headers_of(&file.path, &file.sha256),
        key: file.path,
        sha256: file.sha256,
        size: file.size,
        etag: String::new(),
    };
    Ok(Wanted {
        entry,
        source: Source::File(path),
    })
}
