//! The fields above the text of a page.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
        self.fields.get(field).and_then(as_bool) == Some(true)
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
pub fn as_bool(value: &Value) -> Option<bool> {
    match value.as_str()?.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// What a value says where a number is asked for.
pub fn as_number(value: &Value) -> Option<f64> {
    value.as_str()?.trim().replace('_', "").parse().ok()
}
