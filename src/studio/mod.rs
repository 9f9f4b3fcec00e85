//! The studio: it makes an edition of the site after each change on the disk.
//!
//! **Enters:** a [`Project`]. **Leaves:** the [`Newest`] edition, until the process ends.
//! **Invariant:** while the tree cannot be read, the last good edition stays, and says why.
//!
//! Two threads share the work: `watch` hears of changes, and the follower makes editions. Servers
//! receive the newest one. ADR 0020.

mod watch;
mod git;
mod shown;
mod newest;
mod follower;

pub use follower::{ChangeSummary, Follower, Reopen};
pub use newest::Newest;
pub use shown::ShownSite;

use crate::fault::{Helpful, Trouble};
use crate::pipeline::{self, Project};
use crate::site::Drafts;

/// The reason why there is no edition.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The tree cannot be read, or its theme does not work.
    #[error(transparent)]
    Site(#[from] pipeline::Fault),
    /// The docs folder cannot be watched.
    #[error("cannot watch `{path}`: {why}")]
    Watch {
        /// The folder.
        path: String,
        /// The system's message.
        why: String,
        /// Advice for the reader.
        help: &'static str,
    },
}

impl Helpful for Fault {
    fn help(&self) -> Option<String> {
        match self {
            Self::Site(fault) => fault.help(),
            Self::Watch { help, .. } => Some((*help).to_owned()),
        }
    }
}

/// A change of the tree, for whoever follows it.
pub enum TreeEvent<'n> {
    /// Something changed, and the edition is up to date again.
    Changed(&'n ChangeSummary),
    /// The change cannot be shown, for this reason.
    Stuck(&'n Trouble),
}

/// Reads a project and watches it. `reopen` reads the content map anew.
pub fn open(project: Project, reopen: Reopen, drafts: Drafts) -> Result<(Follower, Newest), Fault> {
    project.must_be_there()?;
    let (watch, changes) = watch::Watch::begin(&project.docs)?;
    Follower::open(project, reopen, drafts, (watch, changes))
}
