//! Where a link leads.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use percent_encoding::percent_decode_str;

use crate::address::Route;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkDestination {
    /// A page of the site, and where on it.
    Page(usize, Tail),
    /// A file that is copied, with what stood behind its path (`?x`, `#page=2`).
    File(String, String),
    /// A page that bf-docs makes, with what stood behind its path.
    Made(Route, String),
    /// A file of the repository that is no part of the site: its full address on the forge.
    Forge(String),
    /// Anything else: left as it is written.
    Elsewhere,
}

/// What stands behind the path of a link to a page, as an address has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tail {
    /// `?x=1`, or nothing.
    pub query: String,
    /// What stands behind the `#`.
    pub fragment: Option<String>,
}

impl Tail {
    /// The id that it leads to.
    pub fn id(&self) -> Option<Cow<'_, str>> {
        self.fragment
            .as_ref()
            .map(|fragment| percent_decode_str(fragment).decode_utf8_lossy())
    }
}

impl Display for Tail {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.query)?;
        self.fragment
            .as_ref()
            .map_or(Ok(()), |fragment| write!(f, "#{fragment}"))
    }
}
