//! Writing a site's folder: all outputs or none.
//!
//! **Enters:** the [`Output`]s of a build. **Leaves:** a [`Manifest`] of what
//! now lies in the folder.
//! **Invariant:** whoever reads the folder sees the old site or the new one,
//! whole, at any moment; a fault leaves the old one as it was; and no file
//! that bf-docs did not write is ever deleted.
//!
//! The site is written into a staging folder beside its place and then
//! exchanged with it. Writing takes no lock, so builds wait for each other
//! only while they swap.

mod manifest;
mod guard;
mod place;
mod staging;
#[cfg(test)]
mod tests;

pub use manifest::{FindingCount, Manifest, ManifestEntry};
pub use staging::{Staging, abandon};

use crate::fault::Helpful;
use crate::output::Output;
use place::SitePlace;
use std::io;
use std::path::{Path, PathBuf};

/// The reason why the site could not be written. The old site is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The disk is full, a folder may not be written, and the like.
    #[error("cannot {act} `{}`: {source}", path.display())]
    Io {
        /// The attempted act: `write`, `read`, `lock`.
        act: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's message.
        source: io::Error,
    },
    /// The output folder holds files that a swap would delete.
    #[error("`{}` holds what bf-docs did not write: {}; move it away, or build into another folder", out.display(), list(files, *count))]
    Foreign {
        /// The output folder.
        out: PathBuf,
        /// The paths of the first few, below the folder.
        files: Vec<String>,
        /// The number of all of them.
        count: usize,
    },
    /// The folder cannot be an output folder.
    #[error("cannot build into `{}`: {why}", out.display())]
    Place {
        /// The output folder.
        out: PathBuf,
        /// The obstacle.
        why: &'static str,
    },
    /// An output's path leads out of the site, or two outputs have the same path.
    #[error("cannot write `{path}`: {why}")]
    Path {
        /// The output's path.
        path: String,
        /// The defect.
        why: &'static str,
    },
}

impl Helpful for Fault {}

fn list(files: &[String], count: usize) -> String {
    let named: Vec<_> = files.iter().map(|file| format!("`{file}`")).collect();
    match count - files.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Adds the file to the system's message.
fn io(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Fault {
    let path = path.to_owned();
    move |source| Fault::Io { act, path, source }
}

/// Writes a site into `out`. `docs` is the folder that the site was built from; it must not be in
/// `out`. The old site is returned too: dropping it deletes it, which takes time.
pub fn commit(outputs: &[Output], docs: &Path, out: &Path) -> Result<(Manifest, Staging), Fault> {
    guard::paths(outputs)?;
    let place = SitePlace::new(out, docs)?;
    let staging = Staging::begin(&place)?;
    let manifest = staging.fill(outputs)?;
    staging.swap(&place)?;
    Ok((manifest, staging))
}
