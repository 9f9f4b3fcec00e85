//! HTML elements by the effect of their tags on the page.

/// Elements that end or hide a page from within its body, or belong in its head.
pub const REFUSED: &[&str] = &[
    "title",
    "html",
    "head",
    "body",
    "plaintext",
    "xmp",
    "noembed",
    "noframes",
    "frameset",
    "frame",
    "base",
    "link",
    "meta",
    "template",
];
/// Elements in which a browser looks only for their end.
pub const VERBATIM: &[&str] = &["script", "style", "textarea", "iframe", "noscript"];
/// Elements without content, and names that browsers take for one of them.
pub const VOID: &[&str] = &[
    "area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr",
    "basefont", "bgsound", "keygen", "image",
];
/// Elements whose end tag HTML makes optional.
pub const OPTIONAL: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "tr", "td", "th",
    "colgroup", "caption", "rt", "rp",
];
/// Elements that end the paragraph in which they start.
pub const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "main",
    "menu",
    "nav",
    "ol",
    "section",
    "summary",
    "table",
    "ul",
];

/// The name under which the element is written: a page has one `<article>` and one `<main>`, which
/// bf-docs writes itself.
pub fn own_name(name: &str) -> &str {
    if matches!(name, "article" | "main") {
        "section"
    } else {
        name
    }
}
