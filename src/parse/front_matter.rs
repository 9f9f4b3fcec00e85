//! What stands above a page's text: YAML between `---` lines, or MultiMarkdown's `Key: value` lines.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Findings;
use crate::diag::Code;
use crate::source::{Place, Source};

/// The fields of the front matter. Those that bf-docs reads have a method of
/// their own; all others are kept for whoever needs them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// All fields, as JSON values.
    #[serde(with = "crate::cache::as_json")]
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
        matches!(self.fields.get(field), Some(Value::Bool(true))) || self.text(field).is_some_and(|text| text == "true")
    }

    /// Whether `hide:` names `what` (`navigation`, `toc`, `footer` ...).
    pub fn hides(&self, what: &str) -> bool {
        self.list("hide").iter().any(|hidden| hidden == what)
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        // YAML reads `0014` as a number with a fraction of nothing.
        Value::Number(number) => Some(match number.as_f64().filter(|_| number.is_f64()) {
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole:.0}"),
            _ => number.to_string(),
        }),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Splits a source: its front matter, and the byte offset at which the text starts.
pub fn split(source: &Source, findings: &mut Findings) -> (FrontMatter, usize) {
    let yaml = yaml_block(&source.text).and_then(|(yaml, body)| Some((yaml_fields(source, yaml, findings)?, body)));
    yaml.or_else(|| multi_markdown(&source.text)).unwrap_or_default()
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

/// The fields of a YAML block; `None` when it is no list of fields but text
/// between two thematic breaks.
fn yaml_fields(source: &Source, yaml: std::ops::Range<usize>, findings: &mut Findings) -> Option<FrontMatter> {
    let text = &source.text[yaml.clone()];
    match serde_saphyr::from_str::<Value>(text) {
        Ok(Value::Object(fields)) => {
            wrong_types(source, &yaml, &fields, findings);
            Some(FrontMatter { fields })
        }
        Ok(Value::Null) if !text.trim().is_empty() => Some(FrontMatter::default()),
        Ok(_) => None,
        Err(error) => {
            let line = error.location().map_or(0, |found| found.line().saturating_sub(1)) as usize;
            let place = line_place(source, &yaml, line);
            let advice = "quote values that hold `: ` or start with a special character; the page is built without its front matter";
            findings.add(
                Code::FrontMatter,
                place,
                format!("the front matter does not parse: {}", reason(&error)),
                advice,
            );
            Some(FrontMatter::default())
        }
    }
}

/// What the parser says, without the place, which it counts from the block's start.
fn reason(error: &serde_saphyr::Error) -> String {
    let text = error.without_snippet().to_string();
    let first = text.lines().next().unwrap_or_default();
    first.split(" at line ").next().unwrap_or(first).trim_start_matches("error: ").to_owned()
}

/// The place of a line of the YAML, from 0.
fn line_place(source: &Source, yaml: &std::ops::Range<usize>, line: usize) -> Place {
    let offset: usize = source.text[yaml.clone()].split_inclusive('\n').take(line).map(str::len).sum();
    let at = (yaml.start + offset).min(yaml.end.saturating_sub(1));
    let end = source.text[at..].find('\n').map_or(at, |length| at + length);
    source.place(at..end)
}

/// Fields that bf-docs reads, with a value that says nothing to it.
fn wrong_types(source: &Source, yaml: &std::ops::Range<usize>, fields: &Map<String, Value>, findings: &mut Findings) {
    let is_text = |value: &Value| scalar(value).is_some() || value.is_null();
    let is_list = |value: &Value| is_text(value) || value.as_array().is_some_and(|items| items.iter().all(is_text));
    let is_truth = |value: &Value| value.is_boolean() || value.is_null();
    for (name, value) in fields {
        let wanted = match name.as_str() {
            "title" | "description" | "kind" | "status" | "owner" | "date" if !is_text(value) => "text",
            "tags" | "hide" if !is_list(value) => "a list of texts",
            "draft" | "hidden" if !is_truth(value) => "`true` or `false`",
            _ => continue,
        };
        let text = &source.text[yaml.clone()];
        let line = text
            .lines()
            .position(|line| line.strip_prefix(name.as_str()).is_some_and(|rest| rest.trim_start().starts_with(':')));
        let place = line_place(source, yaml, line.unwrap_or(0));
        findings.add(
            Code::FrontMatter,
            place,
            format!("`{name}` must be {wanted}"),
            "mend it; until then the page has none",
        );
    }
}

/// Fields whose presence tells MultiMarkdown's metadata from a first paragraph such as `Note: ...`.
const KNOWN: &[&str] = &[
    "title",
    "description",
    "date",
    "author",
    "authors",
    "tags",
    "status",
    "summary",
    "template",
    "owner",
    "kind",
    "draft",
    "hide",
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
