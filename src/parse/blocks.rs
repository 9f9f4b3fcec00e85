//! The first lines of containers: what they say, read on their own.

use super::attributes;
use super::containers::{ADMONITIONS, BLOCK_ELEMENTS, ContainerKind, SPAN_ELEMENTS};
use super::event::AttrList;

/// A container's first line, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Which construct.
    pub kind: ContainerKind,
    /// Its attributes.
    pub attrs: AttrList,
    /// The title as Markdown, and where it stands on the line; `None` shows none.
    pub title: Option<(usize, String)>,
}

impl Head {
    fn new(kind: ContainerKind, title: Option<(usize, String)>) -> Self {
        Self {
            kind,
            attrs: AttrList::default(),
            title,
        }
    }
}

/// `!!! type classes "Title"` and `???`, `???+` likewise.
///
/// Only double quotes hold a title; the default is the type with a capital,
/// and `""` takes it away (Python-Markdown's admonition, PyMdown's details).
pub fn admonition(text: &str) -> Option<Head> {
    let (details, rest) = match text.get(..3)? {
        "!!!" => (false, &text[3..]),
        "???" => (true, &text[3..]),
        _ => return None,
    };
    let (open, rest) = match rest.strip_prefix('+').filter(|_| details) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (words, title) = words_and_title(rest)?;
    if words.is_empty() && !(details && title.is_some()) {
        return None;
    }
    let offset = |title: &str| text.rfind(title).unwrap_or(0);
    let title = match title {
        Some("") => None,
        Some(title) => Some((offset(title), title.to_owned())),
        None => Some((0, capitalised(words.split(' ').next().unwrap_or_default()))),
    };
    let kind = if details {
        ContainerKind::Details(words, open)
    } else {
        ContainerKind::Admonition(words)
    };
    Some(Head::new(kind, title))
}

/// `=== "Label"`; `===!` starts a new set, `===+` is the tab shown first.
pub fn tab(text: &str) -> Option<Head> {
    let rest = text.strip_prefix("===")?;
    let signs = &rest[..rest.len() - rest.trim_start_matches(['!', '+']).len()];
    let rest = &rest[signs.len()..];
    let title = rest
        .strip_prefix(' ')?
        .trim()
        .strip_prefix('"')?
        .strip_suffix('"')?;
    let kind = ContainerKind::Tab {
        joins: !signs.contains('!'),
        selected: signs.contains('+'),
    };
    Some(Head::new(
        kind,
        Some((text.rfind(title).unwrap_or(0), title.to_owned())),
    ))
}

/// The words before a title in double quotes, lower case, and the title.
fn words_and_title(rest: &str) -> Option<(String, Option<&str>)> {
    let (words, title) = match rest.find('"') {
        Some(quote) => (
            &rest[..quote],
            Some(
                rest[quote..]
                    .trim_end()
                    .strip_prefix('"')?
                    .strip_suffix('"')?,
            ),
        ),
        None => (rest, None),
    };
    let is_word = |word: &str| {
        word.chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let words: Vec<&str> = words.split_whitespace().collect();
    words
        .iter()
        .all(|word| is_word(word))
        .then(|| (words.join(" ").to_lowercase(), title))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// `/// name | title`, before its options are known.
#[derive(Debug, Clone)]
pub struct SlashBlock {
    /// The block's name, lower case.
    pub name: String,
    /// It is none that bf-docs knows.
    pub unknown: bool,
    title: Option<String>,
    offset: usize,
}

/// Reads what follows the slashes.
pub fn slash_block(rest: &str) -> Option<SlashBlock> {
    let (name, title) = rest.split_once('|').map_or((rest, None), |(name, title)| {
        (name, Some(title.trim().to_owned()))
    });
    let name = name.trim().to_lowercase();
    if name.is_empty()
        || !name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    {
        return None;
    }
    const OTHERS: &[&str] = &[
        "details",
        "tab",
        "html",
        "define",
        "caption",
        "figure-caption",
        "table-caption",
    ];
    let unknown = !ADMONITIONS.contains(&name.as_str()) && !OTHERS.contains(&name.as_str());
    let offset = rest.find('|').map_or(0, |bar| bar + 5);
    Some(SlashBlock {
        name,
        unknown,
        title: title.filter(|t| !t.is_empty()),
        offset,
    })
}

/// A block's options, by name.
pub type Options = serde_json::Map<String, serde_json::Value>;

/// Reads a block's options; `None` where these are other lines.
pub fn options(yaml: &str) -> Option<Options> {
    const NAMES: [&str; 6] = ["type", "open", "new", "select", "attrs", "markdown"];
    if yaml.is_empty() {
        return Some(Options::new());
    }
    let is_known = |name: &str| NAMES.contains(&name);
    let first = yaml.split(':').next().unwrap_or_default().trim();
    match serde_saphyr::from_str::<Options>(yaml) {
        Ok(options) => options.keys().any(|name| is_known(name)).then_some(options),
        Err(_) => is_known(first).then(Options::new),
    }
}

/// Joins a block's header with its options.
pub fn with_options(block: SlashBlock, options: &Options) -> Head {
    let flag = |name: &str| {
        options
            .get(name)
            .and_then(serde_json::Value::as_bool)
            .unwrap_or(false)
    };
    let kind_option = options
        .get("type")
        .and_then(|v| v.as_str())
        .unwrap_or_default()
        .to_lowercase();
    let title = block.title.clone().map(|title| (block.offset, title));
    let default = |words: &str| Some((0, capitalised(words.split(' ').next().unwrap_or_default())));
    let mut head = match block.name.as_str() {
        "details" => {
            let shown = if kind_option.is_empty() {
                default("details")
            } else {
                default(&kind_option)
            };
            Head::new(
                ContainerKind::Details(kind_option, flag("open")),
                title.or(shown),
            )
        }
        "tab" => {
            let kind = ContainerKind::Tab {
                joins: !flag("new"),
                selected: flag("select"),
            };
            Head::new(kind, title.or_else(|| default("tab")))
        }
        "caption" | "figure-caption" | "table-caption" => {
            let label = match block.name.as_str() {
                "figure-caption" => Some("Figure"),
                "table-caption" => Some("Table"),
                _ => None,
            };
            let above = block
                .title
                .as_deref()
                .is_some_and(|title| title.starts_with('<'));
            Head::new(ContainerKind::Caption { label, above }, None)
        }
        "define" => Head::new(ContainerKind::Definitions, None),
        "html" => html(block.title.as_deref().unwrap_or("div"), options),
        "admonition" => {
            let words = if kind_option.is_empty() {
                "note".to_owned()
            } else {
                kind_option
            };
            let shown = title.or_else(|| default(&words));
            Head::new(ContainerKind::Admonition(words), shown)
        }
        name => Head::new(
            ContainerKind::Admonition(name.to_owned()),
            title.or_else(|| default(name)),
        ),
    };
    for (name, value) in options
        .get("attrs")
        .and_then(|v| v.as_object())
        .into_iter()
        .flatten()
    {
        attributes::set(
            &mut head.attrs,
            name,
            value
                .as_str()
                .map(str::to_owned)
                .or_else(|| Some(value.to_string())),
        );
    }
    head
}

/// `/// html | div.class#id`: the element is named as in CSS.
fn html(selector: &str, options: &Options) -> Head {
    let end = selector
        .find(['.', '#', '[', ' '])
        .unwrap_or(selector.len());
    let tag = selector[..end].to_lowercase();
    let known = BLOCK_ELEMENTS.contains(&tag.as_str())
        || matches!(tag.as_str(), "span" | "em" | "strong" | "small");
    let tag = if known {
        own_name(tag)
    } else {
        "div".to_owned()
    };
    let span = options.get("markdown").and_then(|v| v.as_str()) == Some("span");
    let inline =
        span || SPAN_ELEMENTS.contains(&tag.as_str()) || !BLOCK_ELEMENTS.contains(&tag.as_str());
    let mut head = Head::new(ContainerKind::Html(tag, inline), None);
    let rest = selector[end..]
        .replace('.', " .")
        .replace('#', " #")
        .replace(['[', ']'], " ");
    if let Some(list) = attributes::parse(&rest) {
        head.attrs = list;
    }
    head
}

/// A page has one `<article>`, one `<main>` and one `<body>`, and they are bf-docs'.
fn own_name(tag: String) -> String {
    if matches!(tag.as_str(), "article" | "main" | "body") {
        "section".to_owned()
    } else {
        tag
    }
}

/// `*[HTML]: HyperText Markup Language`.
pub fn abbreviation(text: &str) -> Option<(&str, &str)> {
    let (short, long) = text.strip_prefix("*[")?.split_once(']')?;
    let long = long.trim_start().strip_prefix(':')?.trim();
    (!short.is_empty()).then_some((short, long))
}

/// Whether a line begins HTML that goes on to the next blank line: CommonMark's sixth and seventh
/// kind.
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
    // Any other tag has to stand alone, and cannot interrupt a paragraph.
    let is_alone = || {
        !in_paragraph
            && text
                .trim_end()
                .split_once('>')
                .is_some_and(|(_, behind)| behind.is_empty())
    };
    is_tag && (BLOCK_ELEMENTS.contains(&name.to_ascii_lowercase().as_str()) || is_alone())
}

/// An HTML element with a `markdown` attribute.
pub struct MarkdownElement {
    /// The tag, lower case.
    pub tag: String,
    /// Offset behind the opening tag.
    pub end: usize,
    /// What to open.
    pub head: Head,
}

/// Reads `<div class="x" markdown="1">`; the tag must be closed on the same line.
pub fn markdown_element(text: &str) -> Option<MarkdownElement> {
    let end = text.find('>')? + 1;
    let inner = text.get(1..end - 1)?;
    let name = inner.split([' ', '\t']).next()?.to_lowercase();
    if !BLOCK_ELEMENTS.contains(&name.as_str()) || !inner.contains("markdown") {
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
        _ => SPAN_ELEMENTS.contains(&name.as_str()),
    };
    let head = Head {
        kind: ContainerKind::Html(own_name(name.clone()), inline),
        attrs: list,
        title: None,
    };
    Some(MarkdownElement {
        tag: name,
        end,
        head,
    })
}
