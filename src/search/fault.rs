//! The faults of reading an index.

use std::path::{Path, PathBuf};

use crate::fault::Helpful;

/// A fault of reading an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexFault {
    /// The site has no index.
    #[error("there is no search index in `{}`", site.display())]
    Missing {
        /// The built site.
        site: PathBuf,
    },
    /// It is of another version, or damaged.
    #[error("the search index in `{}` cannot be read: {why}", site.display())]
    Damaged {
        /// The built site.
        site: PathBuf,
        /// The reason.
        why: String,
    },
}

impl Helpful for IndexFault {
    fn help(&self) -> Option<String> {
        let help = match self {
            Self::Missing { .. } => "build the site first: `bf-docs build`",
            Self::Damaged { .. } => "build the site again",
        };
        Some(help.to_owned())
    }
}

impl IndexFault {
    /// There is no index in a built site.
    pub fn missing(site: &Path) -> Self {
        Self::Missing {
            site: site.to_owned(),
        }
    }

    /// The index of a built site cannot be read.
    pub fn damaged(site: &Path, why: impl ToString) -> Self {
        Self::Damaged {
            site: site.to_owned(),
            why: why.to_string(),
        }
    }
}
