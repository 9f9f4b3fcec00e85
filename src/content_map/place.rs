//! The place of a key in the map's file, for the findings of other rooms.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::ContentMap;
use crate::source::{Place, Source};

impl ContentMap {
    /// The place of a key, such as `["folder", "process", "order", "2"]`: the key itself, or for a
    /// number the item with that index. `None` if the map has no file or no such key.
    ///
    /// This parses the file once more. Findings are rare, and the types stay free of places.
    pub fn key_place(&self, keys: &[&str]) -> Option<Place> {
        let source = self.source.as_ref()?;
        let spans = locate(source, keys)?;
        Some(source.place(spans.key))
    }

    /// The place of a key's value; see [`ContentMap::key_place`].
    pub fn value_place(&self, keys: &[&str]) -> Option<Place> {
        let source = self.source.as_ref()?;
        let spans = locate(source, keys)?;
        Some(source.place(spans.value))
    }
}

fn locate(source: &Source, keys: &[&str]) -> Option<EntrySpans> {
    let (table, _) = DeTable::parse_recoverable(&source.text);
    let table = DeValue::Table(table.into_inner());
    EntrySpans::of(&table, keys)
}

/// The spans of a key and its value, in bytes.
struct EntrySpans {
    key: Range<usize>,
    value: Range<usize>,
}

impl EntrySpans {
    fn of(within: &DeValue<'_>, keys: &[&str]) -> Option<Self> {
        let (first, rest) = keys.split_first()?;
        let (key, value) = match within {
            DeValue::Table(table) => {
                let mut rows = table.iter();
                let (key, value) = rows.find(|(key, _)| same(key.get_ref(), first))?;
                (key.span(), value)
            }
            DeValue::Array(items) => {
                let at: usize = first.parse().ok()?;
                let value = items.get(at)?;
                (value.span(), value)
            }
            _ => return None,
        };
        if !rest.is_empty() {
            return Self::of(value.get_ref(), rest);
        }
        let value = value.span();
        Some(Self { key, value })
    }
}

/// A path may be written with a `/` at its end; the map's keys have none.
fn same(written: &str, key: &str) -> bool {
    written == key || super::TreePath::from(written).as_str() == key
}
