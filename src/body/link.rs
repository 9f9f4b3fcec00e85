//! Addresses in a page, and what each is for.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// An address in a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The address as written.
    pub dest: String,
    /// What it does.
    pub kind: LinkKind,
    /// Byte range of the whole link in the page's text.
    pub range: Range<usize>,
    /// Whether it stands in HTML that the author wrote.
    pub is_html: bool,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// A reader follows it.
    Link,
    /// A reader follows it; the author wrote it in full (`<https://...>`).
    Autolink,
    /// The browser loads it.
    Image,
    /// The browser loads it as a page of its own.
    Frame,
}
