//! The front matter above a page's text: YAML between `---` lines, TOML between `+++` lines, or
//! MultiMarkdown's `Key: value` lines.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Findings, multi_markdown, toml_fields, yaml_fields};
use crate::body::{FrontMatter, as_bool};
use crate::diag::{Code, Diagnostic};
use crate::source::{Place, Source};

/// Splits a source into its front matter and the byte offset at which the text starts.
pub fn split(source: &Source, findings: &mut Findings) -> (FrontMatter, usize) {
    let text = &source.text;
    let yaml = block(text, "---")
        .and_then(|(yaml, body)| Some((yaml_block(source, yaml, findings)?, body)));
    if let Some(found) = yaml {
        return found;
    }
    match block(text, "+++") {
        Some((toml, body)) => (toml_block(source, toml, findings), body),
        None => match multi_markdown::read(text) {
            Some((fields, body)) => (FrontMatter { fields }, body),
            None => (FrontMatter::default(), 0),
        },
    }
}

/// The byte range between two such lines, and the offset after the second.
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

/// The fields of a YAML block; `None` if it is not a list of fields but text between two thematic
/// breaks.
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

/// The place of the block's line with this number, from 0.
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

/// Reports fields that bf-docs reads and whose values have the wrong type.
fn wrong_types(
    source: &Source,
    block: &Range<usize>,
    fields: &Map<String, Value>,
    findings: &mut Findings,
) {
    for (name, value) in fields {
        let Some(wanted) = wanted_instead(name, value) else {
            continue;
        };
        let text = &source.text[block.clone()];
        let names = |line: &str| {
            line.strip_prefix(name.as_str())
                .is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
        };
        let line = text.lines().position(names);
        findings.add(
            Code::FrontMatter,
            line_place(source, block, line.unwrap_or(0)),
            format!("`{name}` must be {wanted}"),
            "correct it; until then the field is ignored",
        );
    }
}

/// The type that a field must have; `None` if it has that type, or may have any.
fn wanted_instead(field: &str, value: &Value) -> Option<&'static str> {
    let (is_right, wanted) = match field {
        "title" | "description" | "kind" | "status" | "owner" | "date" => (is_text(value), "text"),
        "tags" | "hide" => (is_text(value) || is_list(value), "a list of texts"),
        "draft" | "hidden" => (
            value.is_null() || as_bool(value).is_some(),
            "`true` or `false`",
        ),
        _ => return None,
    };
    (!is_right).then_some(wanted)
}

fn is_text(value: &Value) -> bool {
    value.is_null() || value.is_string()
}

fn is_list(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|items| items.iter().all(is_text))
}
