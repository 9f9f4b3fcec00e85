//! The beginning of a page: its title and its first words.

use serde::{Deserialize, Serialize};

/// The beginning of a page's body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The text of its first paragraph that is prose, and no date or status.
    pub lead: Option<String>,
    /// True if only HTML comes before the first heading.
    pub is_heading: bool,
    /// True if raw HTML has a level-1 heading.
    pub has_raw_title: bool,
}
