//! Outputs become the site's folder, all of them or none.
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

pub use manifest::{Entry, Found, Manifest};
pub use staging::{Staging, abandon};

use crate::output::Output;
use place::Place;
use std::io;
use std::path::{Path, PathBuf};

/// Why the site could not be written. The old one is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The disk is full, a folder may not be written, and the like.
    #[error("cannot {act} `{}`: {source}", path.display())]
    Io {
        /// What was tried: `write`, `read`, `lock`.
        act: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The output folder holds files that a swap would delete.
    #[error("`{}` holds what bf-docs did not write: {}; move it away, or build into another folder", out.display(), list(files, *count))]
    Foreign {
        /// The output folder.
        out: PathBuf,
        /// The first few of them, below it.
        files: Vec<String>,
        /// How many there are.
        count: usize,
    },
    /// The output folder cannot be one.
    #[error("cannot build into `{}`: {why}", out.display())]
    Place {
        /// The output folder.
        out: PathBuf,
        /// What stands against it.
        why: &'static str,
    },
    /// An output's path leads out of the site, or two have the same.
    #[error("cannot write `{path}`: {why}")]
    Path {
        /// The output's path.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

fn list(files: &[String], count: usize) -> String {
    let named: Vec<_> = files.iter().map(|file| format!("`{file}`")).collect();
    match count - files.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Names the file in what the system says.
fn io(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Fault {
    let path = path.to_owned();
    move |source| Fault::Io { act, path, source }
}

/// Writes a site into `out`. `docs` is the folder the site was built from, which must not lie in
/// `out`. The site that was there is returned, too: it goes when it is dropped, which takes its
/// time.
pub fn commit(outputs: &[Output], docs: &Path, out: &Path) -> Result<(Manifest, Staging), Fault> {
    guard::paths(outputs)?;
    let place = Place::new(out, docs)?;
    let staging = Staging::begin(&place)?;
    let manifest = staging.fill(outputs)?;
    staging.swap(&place)?;
    Ok((manifest, staging))
}
