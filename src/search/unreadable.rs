//! The faults of reading an index.

use std::path::{Path, PathBuf};

/// Why an index cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is none.
    #[error("there is no search index in `{}`\nhelp: build the site first: `bf-docs build`", site.display())]
    Missing {
        /// The built site.
        site: PathBuf,
    },
    /// It is of another version, or damaged.
    #[error("the search index in `{}` cannot be read: {why}\nhelp: build the site again", site.display())]
    Damaged {
        /// The built site.
        site: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl Unreadable {
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
