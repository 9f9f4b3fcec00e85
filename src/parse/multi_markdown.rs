//! Front matter in MultiMarkdown's form: `Key: value` lines.

use serde_json::{Map, Value};

/// Fields that tell MultiMarkdown's metadata from a first paragraph such as `Note: ...`.
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

/// Reads the lines up to the first blank one. Returns the fields and the offset after them. Every
/// line must be a field and one of them a known field, so that no paragraph is lost.
pub fn read(text: &str) -> Option<(Map<String, Value>, usize)> {
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
    let has_known = fields.keys().any(|key| KNOWN.contains(&key.as_str()));
    has_known.then_some((fields, at))
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
