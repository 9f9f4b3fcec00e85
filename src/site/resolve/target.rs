//! Destinations of links.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use percent_encoding::percent_decode_str;

use crate::address::Route;

/// The destination of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkDestination {
    /// A page of the site, with the query and the fragment.
    Page(usize, Tail),
    /// A file that is copied, with the query and the fragment (`?x`, `#page=2`).
    File(String, String),
    /// A page that bf-docs makes, with the query and the fragment.
    Made(Route, String),
    /// A file of the repository outside the site: its full address on the forge.
    Forge(String),
    /// Any other address, which stays as it is written.
    Elsewhere,
}

/// The end of a link to a page, in the form of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tail {
    /// `?x=1`, or an empty string.
    pub query: String,
    /// The text behind the `#`.
    pub fragment: Option<String>,
}

impl Tail {
    /// The id in the fragment, decoded.
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
