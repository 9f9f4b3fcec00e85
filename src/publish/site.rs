//! A built site, as it is to be published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Fault;
use super::headers::headers_of;
use super::plan::{Source, Wanted};
use super::state::Entry;
use crate::store::Key;
use crate::write::{Found, Manifest};

/// A built site.
#[derive(Debug)]
pub struct Site {
    pub(super) wanted: BTreeMap<String, Wanted>,
}

impl Site {
    /// Reads a built site, which must have no more findings than are allowed.
    pub fn read(folder: &Path, allows: impl Fn(&Found) -> bool) -> Result<Self, Fault> {
        let site = || folder.to_owned();
        let no_site = |why: &str| Fault::Site {
            site: site(),
            why: why.to_owned(),
            help: "build it first: `bf-docs build`, or name the built folder with `--site`",
        };
        let manifest = Manifest::read(folder).map_err(|fault| no_site(&fault.to_string()))?;
        let manifest = manifest.ok_or_else(|| no_site("bf-docs has not built it"))?;
        let found =
            Found::read(folder).ok_or_else(|| no_site("it does not say what its build found"))?;
        if !allows(&found) {
            let why = format!(
                "its build has findings (errors: {}, warnings: {})",
                found.errors, found.warnings
            );
            let help = "mend what `bf-docs check` shows and build again, or publish with `--with-findings`";
            return Err(Fault::Site {
                site: site(),
                why,
                help,
            });
        }
        let mut wanted = BTreeMap::new();
        for file in manifest.files {
            let path: PathBuf = folder.join(&file.path);
            if Key::new(&file.path).is_none() {
                return Err(no_site(&format!(
                    "its manifest names `{}`",
                    file.path.escape_debug()
                )));
            }
            let size = std::fs::metadata(&path).map(|file| file.len()).ok();
            if size != Some(file.size) {
                return Err(Fault::changed(&path));
            }
            let headers = headers_of(&file.path, &file.sha256);
            let key = file.path.clone();
            let entry = Entry {
                key: file.path,
                sha256: file.sha256,
                size: file.size,
                headers,
                etag: String::new(),
            };
            wanted.insert(
                key,
                Wanted {
                    entry,
                    source: Source::File(path),
                },
            );
        }
        Ok(Self { wanted })
    }
}
