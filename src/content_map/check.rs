//! Checks the map against its schema: every unknown key and every value that its key does not take.
//!
//! Deserializing would stop at the first of them. This check finds all, each with its place, and
//! keeps only what the types understand.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Fault, rule, schema, shape};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::Source;

/// Removes everything that is wrong and returns a finding for each. A value of another type than
/// its key takes and a missing key are errors instead: the first in the file is returned.
pub(super) fn check<'t>(
    source: &Source,
    schema: &Value,
    table: DeTable<'t>,
) -> Result<(DeTable<'t>, Vec<Diagnostic>), Fault> {
    let mut check = MapCheck {
        source,
        findings: Vec::new(),
        misfits: Vec::new(),
    };
    let table = check.table(schema, "", 0..0, table);
    let misfits = check.misfits.into_iter();
    match misfits.min_by_key(|misfit| misfit.at.start) {
        Some(first) => Err(Fault::shape(source, first.at, first.message)),
        None => Ok((table.unwrap_or_default(), check.findings)),
    }
}

/// A value whose type its key does not take.
struct Misfit {
    at: Range<usize>,
    message: String,
}

struct MapCheck<'a> {
    source: &'a Source,
    findings: Vec<Diagnostic>,
    misfits: Vec<Misfit>,
}

impl MapCheck<'_> {
    /// The table without the wrong entries; `None` if a required key was among them.
    fn table<'t>(
        &mut self,
        schema: &Value,
        name: &str,
        at: Range<usize>,
        table: DeTable<'t>,
    ) -> Option<DeTable<'t>> {
        for what in shape::missing(schema, &table) {
            self.misfits.push(Misfit {
                at: at.clone(),
                message: format!("`{name}` must have {what}"),
            });
        }
        let mut kept = DeTable::new();
        for (key, value) in table {
            if let Some(value) = self.entry(schema, name, &key, value) {
                kept.insert(key, value);
            }
        }
        let is_whole = shape::missing(schema, &kept).is_empty();
        is_whole.then_some(kept)
    }

    fn entry<'t>(
        &mut self,
        schema: &Value,
        table: &str,
        key: &Spanned<impl AsRef<str>>,
        value: Spanned<DeValue<'t>>,
    ) -> Option<Spanned<DeValue<'t>>> {
        let word = key.get_ref().as_ref();
        let Some(inner) = property(schema, word) else {
            self.unknown_key(schema, table, word, key.span());
            return None;
        };
        self.text(&schema["propertyNames"], table, word, key.span())?;
        let name = within(table, word);
        self.value(inner, &name, value)
    }

    fn value<'t>(
        &mut self,
        schema: &Value,
        name: &str,
        value: Spanned<DeValue<'t>>,
    ) -> Option<Spanned<DeValue<'t>>> {
        let span = value.span();
        let schema = schema::target(schema);
        if let Some(message) = shape::misfit(schema, name, value.get_ref()) {
            self.misfits.push(Misfit { at: span, message });
            return None;
        }
        let schema = shape::alternative(schema, value.get_ref());
        let value = match value.into_inner() {
            DeValue::Table(table) => {
                DeValue::Table(self.table(schema, name, span.clone(), table)?)
            }
            DeValue::Array(items) => {
                let items = items.into_iter();
                let kept = items.filter_map(|item| self.value(&schema["items"], name, item));
                DeValue::Array(kept.collect())
            }
            DeValue::String(text) => {
                self.text(schema, name, &text, span.clone())?;
                DeValue::String(text)
            }
            other => other,
        };
        Some(Spanned::new(span, value))
    }

    /// Keeps a text that its schema takes.
    fn text(&mut self, schema: &Value, name: &str, text: &str, at: Range<usize>) -> Option<()> {
        let Some((message, help)) = refusal(schema, name, text) else {
            return Some(());
        };
        let finding = Diagnostic::new(Code::InvalidValue, self.source.place(at), message);
        self.findings.push(finding.help(help));
        None
    }

    fn unknown_key(&mut self, schema: &Value, table: &str, key: &str, at: Range<usize>) {
        let message = match table {
            "" => format!("unknown key `{key}`"),
            _ => format!("unknown key `{key}` in `{table}`"),
        };
        let finding = Diagnostic::new(Code::UnknownKey, self.source.place(at), message);
        let help = did_you_mean(key, &keys(schema));
        self.findings.push(finding.help(help));
    }
}

/// The reason that a schema refuses a text, and the text to write instead: the text is not one of
/// its choices, or breaks the rule of its format.
fn refusal(schema: &Value, name: &str, text: &str) -> Option<(String, String)> {
    let choices = choices(schema);
    if !choices.is_empty() && !choices.contains(&text) {
        let message = format!("`{name}` cannot be `{text}`");
        let help = did_you_mean(text, &choices);
        return Some((message, help));
    }
    let format = schema["format"].as_str()?;
    let broken = rule::test(format, text)?;
    let message = format!("`{text}` is not {}", broken.not);
    Some((message, broken.help.to_owned()))
}

/// The full name of a key, with its table's name, as TOML writes it.
fn within(table: &str, key: &str) -> String {
    let is_bare = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let key = if is_bare {
        key.to_owned()
    } else {
        format!("{key:?}")
    };
    if table.is_empty() {
        key
    } else {
        format!("{table}.{key}")
    }
}

/// A table's schema for one key; `None` if it does not know the key.
fn property<'s>(schema: &'s Value, key: &str) -> Option<&'s Value> {
    let others = &schema["additionalProperties"];
    schema["properties"]
        .get(key)
        .or_else(|| (*others != Value::Bool(false)).then_some(others))
}

fn keys(schema: &Value) -> Vec<&str> {
    match schema["properties"].as_object() {
        Some(properties) => properties.keys().map(String::as_str).collect(),
        None => Vec::new(),
    }
}

/// The values that a schema lists, with or without a description of each.
fn choices(schema: &Value) -> Vec<&str> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let described = schema["oneOf"].as_array().into_iter().flatten();
    listed
        .chain(described.map(|one| &one["const"]))
        .filter_map(Value::as_str)
        .collect()
}
