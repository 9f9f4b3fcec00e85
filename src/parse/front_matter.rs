//! What stands above a page's text: YAML between `---` lines, or MultiMarkdown's `Key: value` lines.

use serde_json::{Map, Value};

use super::Findings;
use crate::diag::Code;
use crate::source::Source;

/// The fields of the front matter. Those that bf-docs reads have a method of
/// their own; all others are kept for whoever needs them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// All fields, as JSON values.
    pub fields: Map<String, Value>,
}

impl FrontMatter {
    /// A field as text; numbers and booleans become text.
    pub fn text(&self, field: &str) -> Option<String> {
        scalar(self.fields.get(field)?)
    }

    /// A field as a list of texts: a YAML list, or one text split at commas.
    pub fn list(&self, field: &str) -> Vec<String> {
        match self.fields.get(field) {
            Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
            Some(value) => scalar(value)
                .map(|text| text.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect())
                .unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Whether a field is there and true.
    pub fn is_set(&self, field: &str) -> bool {
        matches!(self.fields.get(field), Some(Value::Bool(true)))
            || self.text(field).is_some_and(|text| text == "true")
    }

    /// Whether `hide:` names `what` (`navigation`, `toc`, `footer` ...).
    pub fn hides(&self, what: &str) -> bool {
        self.list("hide").iter().any(|hidden| hidden == what)
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Splits a source: its front matter, and the byte offset at which the text starts.
pub fn split(source: &Source, findings: &mut Findings) -> (FrontMatter, usize) {
    match yaml_block(&source.text) {
        Some((yaml, body)) => (yaml_fields(source, yaml, findings), body),
        None => multi_markdown(&source.text).unwrap_or_default(),
    }
}

/// The byte range of the YAML and the offset behind its closing line.
fn yaml_block(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let first = text.lines().next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let start = first.len() + 1;
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn yaml_fields(source: &Source, yaml: std::ops::Range<usize>, findings: &mut Findings) -> FrontMatter {
    let text = &source.text[yaml.clone()];
    let place = |at: usize| source.place(at..at);
    let advice = "quote values that hold `: ` or start with a special character; the page is built without its front matter";
    match serde_saphyr::from_str::<Value>(text) {
        Ok(Value::Object(fields)) => FrontMatter { fields },
        Ok(Value::Null) => FrontMatter::default(),
        Ok(_) => {
            findings.add(Code::FrontMatter, place(yaml.start), "the front matter is not a list of `key: value` lines", advice);
            FrontMatter::default()
        }
        Err(error) => {
            let line = error.location().map_or(0, |found| found.line().saturating_sub(1)) as usize;
            let offset: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let at = (yaml.start + offset).min(yaml.end.saturating_sub(1));
            let end = source.text[at..].find('\n').map_or(at, |length| at + length);
            let reason = error.without_snippet().to_string();
            let reason = reason.lines().next().unwrap_or_default();
            findings.add(Code::FrontMatter, source.place(at..end), format!("the front matter does not parse: {reason}"), advice);
            FrontMatter::default()
        }
    }
}

/// Fields whose presence tells MultiMarkdown's metadata from a first paragraph such as `Note: ...`.
const KNOWN: &[&str] = &[
    "title", "description", "date", "author", "authors", "tags", "status", "summary", "template", "owner", "kind", "draft", "hide",
];

/// `Key: value` lines down to the first blank one; all of them must be such
/// lines and one must be a field that documents have, so that no paragraph is lost.
fn multi_markdown(text: &str) -> Option<(FrontMatter, usize)> {
    let mut fields: Map<String, Value> = Map::new();
    let mut last: Option<String> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        match key_value(line) {
            Some((key, value)) => {
                fields.insert(key.clone(), Value::String(value.to_owned()));
                last = Some(key);
            }
            None if line.starts_with("    ") || line.starts_with('\t') => {
                let more = fields.get_mut(last.as_ref()?)?;
                let joined = format!("{}\n{}", more.as_str().unwrap_or_default(), line.trim());
                *more = Value::String(joined);
            }
            None => return None,
        }
        at += line.len();
    }
    fields.keys().any(|key| KNOWN.contains(&key.as_str())).then_some((FrontMatter { fields }, at))
}

fn key_value(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let indent = key.len() - key.trim_start_matches(' ').len();
    let key = key.trim();
    let named = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (named && indent <= 3 && !value.starts_with("//")).then(|| (key.to_lowercase(), value.trim()))
}
