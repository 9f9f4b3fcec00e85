//! The first lines of containers. Each is read on its own.

mod head;
mod indented;
mod html;
mod slash;

pub use head::BlockHead;
pub use html::{MarkdownElement, markdown_element, opens_html};
pub use indented::{admonition, tab};
pub use slash::{BlockOptions, SlashBlock, options, slash_block, with_options};

/// `*[HTML]: HyperText Markup Language`.
pub fn abbreviation(text: &str) -> Option<(&str, &str)> {
    let (short, long) = text.strip_prefix("*[")?.split_once(']')?;
    let long = long.trim_start().strip_prefix(':')?.trim();
    (!short.is_empty()).then_some((short, long))
}
