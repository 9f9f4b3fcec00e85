//! Lines that begin HTML, and elements whose content is Markdown.

use super::head::BlockHead;
use crate::body::element::{self, Role};
use crate::parse::attributes;
use crate::parse::containers::ContainerKind;

/// Returns whether a line begins HTML that continues to the next blank line: CommonMark's sixth and
/// seventh kind.
pub fn opens_html(text: &str, in_paragraph: bool) -> bool {
    let Some(rest) = text.strip_prefix('<') else {
        return false;
    };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let (name, behind) = rest.split_at(
        rest.bytes()
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
            .count(),
    );
    // These end at their own closing tag.
    let is_raw = ["pre", "script", "style", "textarea"]
        .iter()
        .any(|raw| name.eq_ignore_ascii_case(raw));
    let is_tag = !is_raw
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (behind.is_empty() || behind.starts_with([' ', '\t', '>', '/']));
    // Any other tag must be alone on its line, and cannot interrupt a paragraph.
    let is_alone = || {
        !in_paragraph
            && text
                .trim_end()
                .split_once('>')
                .is_some_and(|(_, behind)| behind.is_empty())
    };
    is_tag && (element::has(&name.to_ascii_lowercase(), Role::TakesMarkdown) || is_alone())
}

/// An HTML element with a `markdown` attribute.
pub struct MarkdownElement {
    /// The tag, lower case.
    pub tag: String,
    /// Byte offset after the opening tag.
    pub end: usize,
    /// The container that it opens.
    pub head: BlockHead,
}

/// Reads `<div class="x" markdown="1">`; the tag must be closed on the same line.
pub fn markdown_element(text: &str) -> Option<MarkdownElement> {
    let end = text.find('>')? + 1;
    let inner = text.get(1..end - 1)?;
    let name = inner.split([' ', '\t']).next()?.to_lowercase();
    if !element::has(&name, Role::TakesMarkdown) || !inner.contains("markdown") {
        return None;
    }
    let mut list = attributes::parse_html(&inner[name.len()..]);
    let at = list.rest.iter().position(|(key, _)| key == "markdown")?;
    let (_, value) = list.rest.remove(at);
    if value.as_deref() == Some("0") {
        return None;
    }
    let inline = match value.as_deref() {
        Some("span") => true,
        Some("block") => false,
        _ => element::has(&name, Role::TakesInlines),
    };
    let head = BlockHead {
        kind: ContainerKind::Html(element::own_name(&name).to_owned(), inline),
        attrs: list,
        title: None,
    };
    Some(MarkdownElement {
        tag: name,
        end,
        head,
    })
}
