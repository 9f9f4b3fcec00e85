//! The built site that is sent, and whether what its build found stands against it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::place::NamedPlace;
use super::text;
use crate::cli::Trouble;
use crate::publish::{Place, Site};
use crate::write::Found;

/// What may be wrong with a built site that is sent.
#[derive(Debug, Args)]
pub struct BuiltArgs {
    /// Publish a site whose strict build found something
    #[arg(long)]
    with_findings: bool,
    /// Refuse a site whose build found anything
    #[arg(long, conflicts_with = "with_findings")]
    strict: bool,
}

impl BuiltArgs {
    /// Reads the site that was built for a place.
    pub fn site(&self, named: &NamedPlace) -> Result<Site, Trouble> {
        if let Place::Folder(folder) = &named.place {
            must_lie_apart(&named.site, folder)?;
        }
        Site::read(&named.site, |found| self.allows(found)).map_err(text)
    }

    fn allows(&self, found: &Found) -> bool {
        self.with_findings || !(found.failed() || self.strict && found.errors + found.warnings > 0)
    }
}

/// Refuses to publish a site into itself.
fn must_lie_apart(site: &Path, folder: &Path) -> Result<(), Trouble> {
    match (real(folder), real(site)) {
        (Some(to), Some(from)) if to.starts_with(&from) || from.starts_with(&to) => Err(format!(
            "`{}` cannot be published into itself\n\
             help: name a folder that is neither the site, nor in it, nor around it",
            from.display()
        )),
        _ => Ok(()),
    }
}

/// Where a folder lies, or would lie once it is made.
fn real(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().find_map(|above| {
        let below = folder.strip_prefix(above).ok()?;
        Some(above.canonicalize().ok()?.join(below))
    })
}
