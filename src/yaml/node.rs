//! A value of a description, with its place.

use std::ops::Range;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Number};

/// A value and its place.
#[derive(Debug, Clone)]
pub struct DataNode {
    /// The value.
    pub value: DataValue,
    /// The place of the value in its file.
    pub span: Span,
}

/// A byte range of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The number of the file.
    pub file: u16,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A value as JSON has it. A number stays as it is written.
#[derive(Debug, Clone)]
pub enum DataValue {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(Box<str>),
    /// A text.
    Text(Box<str>),
    /// A list.
    List(Vec<DataNode>),
    /// A mapping, in the order in which it is written.
    Map(Vec<Entry>),
}

/// A key of a mapping and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key; a key that is no text is as it is written: `200`.
    pub key: Box<str>,
    /// The place of the key.
    pub at: Span,
    /// The value.
    pub node: DataNode,
}

impl Span {
    /// The byte range as indices.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl DataNode {
    /// The entries of a mapping; none of any other value.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            DataValue::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of any other value.
    pub fn items(&self) -> &[DataNode] {
        match &self.value {
            DataValue::List(items) => items,
            _ => &[],
        }
    }

    /// The entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| &*entry.key == key)
    }

    /// The value of a key, unless it is null.
    pub fn get(&self, key: &str) -> Option<&DataNode> {
        let node = &self.entry(key)?.node;
        (!matches!(node.value, DataValue::Null)).then_some(node)
    }

    /// The entries of the mapping at a key; none if there is no mapping.
    pub fn entries_of(&self, key: &str) -> &[Entry] {
        self.get(key).map(DataNode::entries).unwrap_or_default()
    }

    /// The items of the list at a key; none if there is no list.
    pub fn items_of(&self, key: &str) -> &[DataNode] {
        self.get(key).map(DataNode::items).unwrap_or_default()
    }

    /// The value of a key, if it is a text.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            DataValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar as readers are shown it: a number and a boolean as they are written.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            DataValue::Text(text) | DataValue::Number(text) => Some(text),
            DataValue::Bool(true) => Some("true"),
            DataValue::Bool(false) => Some("false"),
            DataValue::Null => Some("null"),
            DataValue::List(_) | DataValue::Map(_) => None,
        }
    }

    /// Returns whether a key is there and true.
    pub fn is_set(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|node| &node.value),
            Some(DataValue::Bool(true))
        )
    }

    /// The boolean, if it is one.
    pub fn bool(&self) -> Option<bool> {
        match self.value {
            DataValue::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns whether the value is a mapping.
    pub fn is_map(&self) -> bool {
        matches!(self.value, DataValue::Map(_))
    }

    /// The `$ref` of a mapping.
    pub fn reference(&self) -> Option<&DataNode> {
        self.get("$ref").filter(|node| node.text().is_some())
    }

    /// The value as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            DataValue::Null => serde_json::Value::Null,
            DataValue::Bool(value) => (*value).into(),
            DataValue::Number(written) => number(written),
            DataValue::Text(text) => serde_json::Value::String(text.to_string()),
            DataValue::List(items) => items.iter().map(DataNode::to_json).collect(),
            DataValue::Map(entries) => serde_json::Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.to_string(), entry.node.to_json()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }
}

/// A value as JSON text. Numbers stay as they are written, however long, if JSON has their form.
impl Serialize for DataNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            DataValue::Number(written) => match RawValue::from_string(written.to_string()) {
                Ok(number) => number.serialize(serializer),
                Err(_) => number(written).serialize(serializer),
            },
            DataValue::List(items) => serializer.collect_seq(items),
            DataValue::Map(entries) => {
                serializer.collect_map(entries.iter().map(|entry| (&entry.key, &entry.node)))
            }
            _ => self.to_json().serialize(serializer),
        }
    }
}

/// A number as JSON; a text if JSON has no such number (`.inf`).
fn number(written: &str) -> serde_json::Value {
    let digits = written.strip_prefix('+').unwrap_or(written);
    if let Ok(number) = digits.parse::<i64>() {
        return number.into();
    }
    let parsed = digits.parse::<f64>().ok().and_then(Number::from_f64);
    parsed.map_or_else(
        || serde_json::Value::String(written.to_owned()),
        serde_json::Value::Number,
    )
}
