//! Addresses in a page.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// An address in a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Link {
    /// The address as written.
    pub dest: String,
    /// The use that a reader or a browser makes of the address.
    pub kind: LinkKind,
    /// Byte range of the whole link in the page's text.
    pub range: Range<usize>,
    /// True if it is in HTML that the author wrote.
    pub is_html: bool,
}

/// The use of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// A reader follows it.
    Link,
    /// A reader follows it; the author wrote it in full (`<https://...>`).
    Autolink,
    /// A reader saves it: it leads to the file, even if pages are made of that.
    Download,
    /// The browser loads it.
    Image,
    /// The browser shows it as a page within the page.
    Frame,
}
