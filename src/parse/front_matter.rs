//! What stands above a page's text: YAML between `---` lines, TOML between `+++` lines, or
//! MultiMarkdown's `Key: value` lines.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Findings, toml_fields, yaml_fields};
use crate::diag::{Code, Diagnostic};
use crate::source::{Place, Source};

/// The fields of the front matter. Those that bf-docs reads have a method of
/// their own; all others are kept for whoever needs them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// All fields. A scalar is its own text: `4.10`, `007` and `No` are what their author wrote.
    #[serde(with = "crate::cache::as_json")]
    pub fields: Map<String, Value>,
}

impl FrontMatter {
    /// A field as text.
    pub fn text(&self, field: &str) -> Option<String> {
        scalar(self.fields.get(field)?)
    }

    /// A field as a list of texts: a YAML list, or one text split at commas.
    pub fn list(&self, field: &str) -> Vec<String> {
        match self.fields.get(field) {
            Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
            Some(value) => scalar(value)
                .map(|text| {
                    text.split(',')
                        .map(|t| t.trim().to_owned())
                        .filter(|t| !t.is_empty())
                        .collect()
                })
                .unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Whether a field is there and true.
    pub fn is_set(&self, field: &str) -> bool {
        self.fields.get(field).and_then(truth) == Some(true)
    }

    /// Whether `hide:` names `what` (`navigation`, `toc`, `footer` ...).
    pub fn hides(&self, what: &str) -> bool {
        self.list("hide").iter().any(|hidden| hidden == what)
    }
}

fn scalar(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.trim().to_owned())
}

/// What a value says where yes or no is asked for, in YAML 1.1's words too; `None` where it says
/// neither.
pub fn truth(value: &Value) -> Option<bool> {
    match value.as_str()?.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// What a value says where a number is asked for.
pub fn number(value: &Value) -> Option<f64> {
    value.as_str()?.trim().replace('_', "").parse().ok()
}

/// Splits a source: its front matter, and the byte offset at which the text starts.
pub fn split(source: &Source, findings: &mut Findings) -> (FrontMatter, usize) {
    let text = &source.text;
    let yaml = block(text, "---")
        .and_then(|(yaml, body)| Some((yaml_block(source, yaml, findings)?, body)));
    if let Some(found) = yaml {
        return found;
    }
    match block(text, "+++") {
        Some((toml, body)) => (toml_block(source, toml, findings), body),
        None => multi_markdown(text).unwrap_or_default(),
    }
}

/// The byte range of what stands between two such lines, and the offset behind the second.
fn block(text: &str, sign: &str) -> Option<(Range<usize>, usize)> {
    let first = text.lines().next()?;
    if first.trim_end() != sign {
        return None;
    }
    let start = first.len() + 1;
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if line.trim_end() == sign || (sign == "---" && line.trim_end() == "...") {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// The fields of a YAML block; `None` when it is no list of fields but text
/// between two thematic breaks.
fn yaml_block(source: &Source, yaml: Range<usize>, findings: &mut Findings) -> Option<FrontMatter> {
    let text = &source.text[yaml.clone()];
    match yaml_fields::read(text) {
        Ok(Value::Object(fields)) => {
            wrong_types(source, &yaml, &fields, findings);
            Some(FrontMatter { fields })
        }
        Ok(Value::Null) if !text.trim().is_empty() => Some(FrontMatter::default()),
        Ok(_) => None,
        Err(fault) => {
            let place = line_place(source, &yaml, fault.line);
            let found = Diagnostic::new(Code::FrontMatter, place, fault.message);
            findings
                .list
                .push(found.help(fault.help).formerly(fault.former));
            Some(FrontMatter::default())
        }
    }
}

/// The fields of a TOML block.
fn toml_block(source: &Source, toml: Range<usize>, findings: &mut Findings) -> FrontMatter {
    match toml_fields::read(&source.text[toml.clone()]) {
        Ok(Value::Object(fields)) => {
            wrong_types(source, &toml, &fields, findings);
            FrontMatter { fields }
        }
        Ok(_) => FrontMatter::default(),
        Err(fault) => {
            let place = source.place(toml.start + fault.range.start..toml.start + fault.range.end);
            findings.add(Code::FrontMatter, place, fault.message, fault.help);
            FrontMatter::default()
        }
    }
}

/// The place of a line of the block, from 0.
fn line_place(source: &Source, block: &Range<usize>, line: usize) -> Place {
    let offset: usize = source.text[block.clone()]
        .split_inclusive('\n')
        .take(line)
        .map(str::len)
        .sum();
    let at = (block.start + offset).min(block.end.saturating_sub(1));
    let end = source.text[at..]
        .find('\n')
        .map_or(at, |length| at + length);
    source.place(at..end)
}

/// Fields that bf-docs reads, with a value that says nothing to it.
fn wrong_types(
    source: &Source,
    block: &Range<usize>,
    fields: &Map<String, Value>,
    findings: &mut Findings,
) {
    let is_text = |value: &Value| scalar(value).is_some() || value.is_null();
    let is_list = |value: &Value| {
        is_text(value)
            || value
                .as_array()
                .is_some_and(|items| items.iter().all(is_text))
    };
    let is_truth = |value: &Value| truth(value).is_some() || value.is_null();
    for (name, value) in fields {
        let wanted = match name.as_str() {
            "title" | "description" | "kind" | "status" | "owner" | "date" if !is_text(value) => {
                "text"
            }
            "tags" | "hide" if !is_list(value) => "a list of texts",
            "draft" | "hidden" if !is_truth(value) => "`true` or `false`",
            _ => continue,
        };
        let text = &source.text[block.clone()];
        let names = |line: &str| {
            line.strip_prefix(name.as_str())
                .is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
        };
        let line = text.lines().position(names);
        let place = line_place(source, block, line.unwrap_or(0));
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
    fields
        .keys()
        .any(|key| KNOWN.contains(&key.as_str()))
        .then_some((FrontMatter { fields }, at))
}

fn key_value(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let indent = key.len() - key.trim_start_matches(' ').len();
    let key = key.trim();
    let named = !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (named && indent <= 3 && !value.starts_with("//")).then(|| (key.to_lowercase(), value.trim()))
}
