//! Where a key of the map stands, for the findings of other rooms.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::ContentMap;
use crate::source::Place;

impl ContentMap {
    /// The place of a key, such as `["folder", "process", "order", "2"]`: the key
    /// itself, or for a number the item of that index. `None` where the map has no
    /// file or no such key.
    ///
    /// The file is parsed once more for it: a finding is rare, and the types stay
    /// free of places.
    pub fn key_place(&self, keys: &[&str]) -> Option<Place> {
        self.locate(keys).map(|(key, _)| key)
    }

    /// The place of a key's value; see [`ContentMap::key_place`].
    pub fn value_place(&self, keys: &[&str]) -> Option<Place> {
        self.locate(keys).map(|(_, value)| value)
    }

    fn locate(&self, keys: &[&str]) -> Option<(Place, Place)> {
        let source = self.source.as_ref()?;
        let (table, _) = DeTable::parse_recoverable(&source.text);
        let (key, value) = spans(&DeValue::Table(table.into_inner()), keys)?;
        Some((source.place(key), source.place(value)))
    }
}

fn spans(within: &DeValue<'_>, keys: &[&str]) -> Option<(Range<usize>, Range<usize>)> {
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
    if rest.is_empty() {
        Some((key, value.span()))
    } else {
        spans(value.get_ref(), rest)
    }
}

/// A path may be written with a `/` at its end, and is known without.
fn same(written: &str, key: &str) -> bool {
    written == key || super::TreePath::from(written).as_str() == key
}
