//! HTML elements by what their tags do to the page around them.

/// Elements that end or hide a page when they stand in its body, or belong in its head.
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
/// Elements in which a browser looks for nothing but their end.
pub const VERBATIM: &[&str] = &["script", "style", "textarea", "iframe", "noscript"];
/// Elements without content, and names that browsers take for one of them.
pub const VOID: &[&str] = &[
    "area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr",
    "basefont", "bgsound", "keygen", "image",
];
/// Elements whose end may be left out, as HTML has it.
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

/// The name that the element gets: a page has one `<article>` and one `<main>`, and they are
/// bf-docs'.
pub fn own_name(name: &str) -> &str {
    if matches!(name, "article" | "main") {
        "section"
    } else {
        name
    }
}
