//! The fields of a page's front matter.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The front matter's fields. Those that bf-docs reads have methods of their own; other rooms may
/// ask for any.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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

    /// Returns whether a field is present and true.
    pub fn is_set(&self, field: &str) -> bool {
        self.fields.get(field).and_then(as_bool) == Some(true)
    }

    /// Returns whether `hide:` names `what` (`navigation`, `toc`, `footer` ...).
    pub fn hides(&self, what: &str) -> bool {
        self.list("hide").iter().any(|hidden| hidden == what)
    }
}

fn scalar(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.trim().to_owned())
}

/// A value as a boolean, with YAML 1.1's words (`yes`, `on`); `None` if it is neither true nor
/// false.
pub fn as_bool(value: &Value) -> Option<bool> {
    match value.as_str()?.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// A value as a number; `_` may separate its digits.
pub fn as_number(value: &Value) -> Option<f64> {
    value.as_str()?.trim().replace('_', "").parse().ok()
}
