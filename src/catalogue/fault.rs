//! The faults of reading a catalogue.

use std::io;
use std::path::PathBuf;

use crate::fault::Helpful;

/// A fault of reading the catalogue of a built site.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueFault {
    /// There is none.
    #[error("cannot read `{}`: {source}", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// The system's message.
        source: io::Error,
    },
    /// It is of another version, or damaged.
    #[error("`{}` is damaged: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The reason.
        why: String,
    },
}

impl Helpful for CatalogueFault {
    fn help(&self) -> Option<String> {
        let help = match self {
            Self::Missing { .. } => "build the site first: `bf-docs build`",
            Self::Damaged { .. } => "build the site again",
        };
        Some(help.to_owned())
    }
}
