//! The first line of a container.

use crate::body::AttrList;
use crate::parse::containers::ContainerKind;

/// The content of a container's first line.
#[derive(Debug, Clone)]
pub struct BlockHead {
    /// The construct that opens.
    pub kind: ContainerKind,
    /// The attributes of its element.
    pub attrs: AttrList,
    /// The title as Markdown, and its byte offset on the line; `None` shows no title.
    pub title: Option<(usize, String)>,
}

impl BlockHead {
    /// A first line without attributes.
    pub fn new(kind: ContainerKind, title: Option<(usize, String)>) -> Self {
        Self {
            kind,
            attrs: AttrList::default(),
            title,
        }
    }
}

/// The title of a container without one: the first of its words, with a capital.
pub fn default_title(words: &str) -> (usize, String) {
    (0, capitalised(words.split(' ').next().unwrap_or_default()))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Returns whether a text is letters, digits, `-` and `_` only.
pub fn is_word(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
