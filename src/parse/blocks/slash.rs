//! PyMdown's blocks between slashes: `/// name | title`, options below it, and `///`.

use serde_json::Value;

use super::head::{BlockHead, default_title, is_word};
use crate::body::element::{self, Role};
use crate::parse::attributes;
use crate::parse::containers::{ADMONITIONS, ContainerKind};

/// `/// name | title`, before its options are known.
#[derive(Debug, Clone)]
pub struct SlashBlock {
    /// The block's name, lower case.
    pub name: String,
    /// True if bf-docs has no such block.
    pub unknown: bool,
    title: Option<String>,
    offset: usize,
}

/// Reads the text after the slashes.
pub fn slash_block(rest: &str) -> Option<SlashBlock> {
    let (name, title) = rest.split_once('|').map_or((rest, None), |(name, title)| {
        (name, Some(title.trim().to_owned()))
    });
    let name = name.trim().to_lowercase();
    if name.is_empty() || !is_word(&name) {
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
pub type BlockOptions = serde_json::Map<String, Value>;

/// Reads a block's options; `None` if the lines are something else.
pub fn options(yaml: &str) -> Option<BlockOptions> {
    const NAMES: [&str; 6] = ["type", "open", "new", "select", "attrs", "markdown"];
    if yaml.is_empty() {
        return Some(BlockOptions::new());
    }
    let is_known = |name: &str| NAMES.contains(&name);
    let first = yaml.split(':').next().unwrap_or_default().trim();
    match serde_saphyr::from_str::<BlockOptions>(yaml) {
        Ok(options) => options.keys().any(|name| is_known(name)).then_some(options),
        Err(_) => is_known(first).then(BlockOptions::new),
    }
}

/// Joins a block's header with its options.
pub fn with_options(block: SlashBlock, options: &BlockOptions) -> BlockHead {
    let mut head = block.head(options);
    let attrs = options.get("attrs").and_then(Value::as_object);
    for (name, value) in attrs.into_iter().flatten() {
        let text = value.as_str().map(str::to_owned);
        let text = text.unwrap_or_else(|| value.to_string());
        attributes::set(&mut head.attrs, name, Some(text));
    }
    head
}

impl SlashBlock {
    fn head(&self, options: &BlockOptions) -> BlockHead {
        let words = lower_case(options, "type");
        match self.name.as_str() {
            "details" => self.details(words, options),
            "tab" => self.tab(options),
            "caption" => self.caption(None),
            "figure-caption" => self.caption(Some("Figure")),
            "table-caption" => self.caption(Some("Table")),
            "define" => BlockHead::new(ContainerKind::Definitions, None),
            "html" => html(self.title.as_deref().unwrap_or("div"), options),
            "admonition" if words.is_empty() => self.admonition("note"),
            "admonition" => self.admonition(&words),
            name => self.admonition(name),
        }
    }

    fn admonition(&self, words: &str) -> BlockHead {
        let kind = ContainerKind::Admonition(words.to_owned());
        BlockHead::new(kind, Some(self.title_or(words)))
    }

    fn details(&self, words: String, options: &BlockOptions) -> BlockHead {
        let name = if words.is_empty() {
            "details"
        } else {
            words.as_str()
        };
        let title = self.title_or(name);
        let kind = ContainerKind::Details(words, is_set(options, "open"));
        BlockHead::new(kind, Some(title))
    }

    fn tab(&self, options: &BlockOptions) -> BlockHead {
        let kind = ContainerKind::Tab {
            joins: !is_set(options, "new"),
            selected: is_set(options, "select"),
        };
        BlockHead::new(kind, Some(self.title_or("tab")))
    }

    /// `/// caption | < text` is above the block that it describes.
    fn caption(&self, label: Option<&'static str>) -> BlockHead {
        let title = self.title.as_deref();
        let above = title.is_some_and(|title| title.starts_with('<'));
        BlockHead::new(ContainerKind::Caption { label, above }, None)
    }

    fn title_or(&self, default: &str) -> (usize, String) {
        match &self.title {
            Some(title) => (self.offset, title.clone()),
            None => default_title(default),
        }
    }
}

fn is_set(options: &BlockOptions, name: &str) -> bool {
    options.get(name).and_then(Value::as_bool) == Some(true)
}

fn lower_case(options: &BlockOptions, name: &str) -> String {
    let text = options.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_lowercase()
}

/// `/// html | div.class#id` names the element as CSS does.
fn html(selector: &str, options: &BlockOptions) -> BlockHead {
    let end = selector
        .find(['.', '#', '[', ' '])
        .unwrap_or(selector.len());
    let tag = selector[..end].to_lowercase();
    let known = element::has(&tag, Role::TakesMarkdown)
        || matches!(tag.as_str(), "span" | "em" | "strong" | "small");
    let tag = if known {
        element::own_name(&tag).to_owned()
    } else {
        "div".to_owned()
    };
    let span = options.get("markdown").and_then(Value::as_str) == Some("span");
    let inline =
        span || element::has(&tag, Role::TakesInlines) || !element::has(&tag, Role::TakesMarkdown);
    let mut head = BlockHead::new(ContainerKind::Html(tag, inline), None);
    let rest = selector[end..]
        .replace('.', " .")
        .replace('#', " #")
        .replace(['[', ']'], " ");
    if let Some(list) = attributes::parse(&rest) {
        head.attrs = list;
    }
    head
}
