//! The fault of reading or writing a place.

use std::fmt::Display;
use std::path::Path;

use crate::fault::Helpful;

/// A place could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} `{what}`: {why}")]
pub struct StoreFault {
    /// The attempted act: `read`, `write`, `list`.
    act: &'static str,
    /// The object or file, without control characters.
    what: String,
    /// The reason, without control characters other than line ends.
    why: String,
    /// Advice for the reader.
    help: &'static str,
}

impl StoreFault {
    /// A fault of one object or file.
    pub fn new(
        act: &'static str,
        what: &dyn Display,
        why: &dyn Display,
        help: &'static str,
    ) -> Self {
        Self {
            act,
            what: plain(&what.to_string()),
            why: plain(&why.to_string()),
            help,
        }
    }

    /// The fault of a file that differs from the site's manifest.
    pub fn changed(path: &Path) -> Self {
        let why = "its bytes are not those of the site's manifest";
        Self::new("publish", &path.display(), &why, "build the site again")
    }
}

impl Helpful for StoreFault {
    fn help(&self) -> Option<String> {
        Some(self.help.to_owned())
    }
}

/// Replaces control characters in a text from elsewhere, because a terminal would obey them.
fn plain(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}
