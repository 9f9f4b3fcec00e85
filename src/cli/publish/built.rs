//! The built site, and the check of its findings.

use std::path::{Path, PathBuf};

use clap::Args;

use super::place::NamedPlace;
use crate::cli::Trouble;
use crate::publish::{BuiltSite, StorePlace};
use crate::write::FindingCount;

/// The options for sites with findings.
#[derive(Debug, Args)]
pub struct BuiltArgs {
    /// Publish a site even if its build with --strict failed
    #[arg(long)]
    with_findings: bool,
    /// Refuse a site whose build found errors or warnings
    #[arg(long, conflicts_with = "with_findings")]
    strict: bool,
}

impl BuiltArgs {
    /// Reads the site that was built for a place.
    pub fn site(&self, named: &NamedPlace) -> Result<BuiltSite, Trouble> {
        if let StorePlace::Folder(folder) = &named.place {
            must_lie_apart(&named.site, folder)?;
        }
        Ok(BuiltSite::read(&named.site, |found| self.allows(found))?)
    }

    fn allows(&self, found: &FindingCount) -> bool {
        self.with_findings || !(found.failed() || self.strict && found.errors + found.warnings > 0)
    }
}

/// Refuses to publish a site into itself.
fn must_lie_apart(site: &Path, folder: &Path) -> Result<(), Trouble> {
    match (real(folder), real(site)) {
        (Some(to), Some(from)) if to.starts_with(&from) || from.starts_with(&to) => {
            Err(Trouble::new(format!(
                "`{}` cannot be published into itself",
                from.display()
            ))
            .help("name a folder that is neither the site, nor in it, nor around it"))
        }
        _ => Ok(()),
    }
}

/// The real path of a folder, or of the place where it would be created.
fn real(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().find_map(|above| {
        let below = folder.strip_prefix(above).ok()?;
        Some(above.canonicalize().ok()?.join(below))
    })
}
