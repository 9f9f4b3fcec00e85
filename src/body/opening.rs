//! How a page begins: whether it has a title of its own, and its first words.

use serde::{Deserialize, Serialize};

/// How a page's body begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The text of its first paragraph that has any.
    pub lead: Option<String>,
    /// Whether nothing but HTML stands before the first heading.
    pub is_heading: bool,
    /// Whether raw HTML has a level-1 heading.
    pub has_raw_title: bool,
}
