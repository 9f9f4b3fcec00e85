//! Why a place could not be read or written.

use std::fmt::Display;
use std::path::Path;

/// A place could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} `{what}`: {why}\nhelp: {help}")]
pub struct StoreFault {
    /// What was tried: `read`, `write`, `list`.
    act: &'static str,
    /// The object or file, without control characters.
    what: String,
    /// What the place says, without control characters other than line ends.
    why: String,
    /// What to do.
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

    /// A file of the site is not what the site's manifest says.
    pub fn changed(path: &Path) -> Self {
        let why = "its bytes are not those of the site's manifest";
        Self::new("publish", &path.display(), &why, "build the site again")
    }
}

/// A text of servers or strangers: a terminal obeys the control characters in it.
fn plain(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}
