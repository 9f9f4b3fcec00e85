//! Attribute lists: `{ .class #id key="value" }`, and attributes in HTML.

use crate::body::AttrList;

/// Reads an attribute list at the start of `text`. Returns the list, and its length with the
/// braces.
///
/// `{: ...}` takes anything. `{ ... }` takes only what looks like attributes (`.class`, `#id`,
/// `key=value`, some bare names), so that other text in braces stays text.
pub fn braces(text: &str) -> Option<(AttrList, usize)> {
    let rest = text.strip_prefix('{')?;
    let end = closing_brace(rest)?;
    let inner = &rest[..end];
    let list = match inner.strip_prefix(':') {
        Some(inner) => parse(inner)?,
        None => parse(inner).filter(|_| looks_like_attributes(inner))?,
    };
    Some((list, end + 2))
}

/// The offset of the closing brace outside quotes, on the same line.
fn closing_brace(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('\n', _) => return None,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('}', None) => return Some(at),
            _ => {}
        }
    }
    None
}

/// Returns whether braces hold attributes and not text such as `{name}` or `{user-id}`. The bare
/// name `data-...` always is one. Names that HTML knows without a value count beside another
/// attribute, or between blanks as in Material's documentation: `{ download }`.
fn looks_like_attributes(inner: &str) -> bool {
    let pairs = pairs(inner);
    let is_spaced = inner.starts_with(' ') && inner.ends_with(' ');
    let mut has_sign = false;
    let mut has_bare = false;
    for (name, value) in &pairs {
        if value.is_some() || (name.len() > 1 && name.starts_with(['.', '#'])) || is_data(name) {
            has_sign = true;
        } else if BOOLEAN.contains(&name.as_str()) {
            has_bare = true;
        } else {
            return false;
        }
    }
    has_sign || (has_bare && is_spaced)
}

/// Returns whether a name is an attribute for scripts, which text in braces never is:
/// `data-search-exclude`.
fn is_data(name: &str) -> bool {
    let is_name_byte = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.:".contains(&b);
    name.strip_prefix("data-")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(is_name_byte))
}

/// Attributes that HTML allows without a value, and PyMdown's `markdown`.
const BOOLEAN: &[&str] = &[
    "allowfullscreen",
    "async",
    "autofocus",
    "autoplay",
    "checked",
    "controls",
    "default",
    "defer",
    "disabled",
    "download",
    "hidden",
    "inert",
    // Not one of HTML: it asks for an SVG file as a part of the page.
    "inline",
    "ismap",
    "itemscope",
    "loop",
    "markdown",
    "multiple",
    "muted",
    "nomodule",
    "novalidate",
    "open",
    "playsinline",
    "popover",
    "readonly",
    "required",
    "reversed",
    "selected",
];

/// Reads the inside of an attribute list; `None` if it is empty.
pub fn parse(inner: &str) -> Option<AttrList> {
    let mut list = AttrList::default();
    let mut found = false;
    for (name, value) in pairs(inner) {
        found = true;
        match value {
            None if name.starts_with('#') => list.id = Some(name[1..].to_owned()),
            None if name.starts_with('.') => {
                list.classes.extend(
                    name[1..]
                        .split('.')
                        .filter(|class| !class.is_empty())
                        .map(str::to_owned),
                );
            }
            None => set(&mut list, &name, Some(name.clone())),
            Some(value) => set(&mut list, &name, Some(value)),
        }
    }
    found.then_some(list)
}

/// Reads the attributes of an HTML tag.
pub fn parse_html(inner: &str) -> AttrList {
    let mut list = AttrList::default();
    for (name, value) in pairs(inner.trim_end_matches('/')) {
        set(&mut list, &name.to_lowercase(), value);
    }
    list
}

/// Sets the id, adds classes, or adds to the other attributes. An invalid name is dropped.
pub fn set(list: &mut AttrList, name: &str, value: Option<String>) {
    match name {
        "id" => list.id = value,
        "class" => list.classes.extend(
            value
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned),
        ),
        name if name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '@' | '.'))
            && !name.is_empty() =>
        {
            list.rest.retain(|(known, _)| known != name);
            list.rest.push((name.to_owned(), value));
        }
        _ => {}
    }
}

/// The `name` and `name=value` parts; a value may be in quotes.
fn pairs(inner: &str) -> Vec<(String, Option<String>)> {
    let mut pairs = Vec::new();
    let mut rest = inner.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let value = rest.strip_prefix('=').map(|after| {
            let (value, behind) = value_of(after);
            rest = behind;
            value
        });
        if !name.is_empty() {
            pairs.push((name, value));
        }
        rest = rest.trim_start();
    }
    pairs
}

fn value_of(text: &str) -> (String, &str) {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = &text[1..];
        let end = inner.find(quote).unwrap_or(inner.len());
        return (
            inner[..end].to_owned(),
            inner.get(end + 1..).unwrap_or_default(),
        );
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}
