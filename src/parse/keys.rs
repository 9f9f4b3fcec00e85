//! `++ctrl+alt+del++`: keyboard keys, with PyMdown's names and classes.

use crate::body::{Attrs, Event, EventKind};

/// PyMdown's key index (US): a name or alias, the key's own name and its cap, sorted by the first.
static KEYS: &str = include_str!("keys.tsv");

/// Reads keys at the start of `text`. Returns their events and their length in bytes.
pub fn read(text: &str) -> Option<(Vec<Event>, usize)> {
    let rest = text.strip_prefix("++")?;
    let end = rest.find("++")?;
    let names: Vec<&str> = rest[..end].split('+').collect();
    let is_more = rest[end + 2..].starts_with('+');
    if is_more || !names.iter().all(|name| may_be_key(name)) {
        return None;
    }
    let keys = names.iter().map(|name| KeyboardKey::named(name.trim()));
    let keys: Vec<KeyboardKey> = keys.collect::<Option<_>>()?;
    Some((elements(keys), end + 4))
}

fn may_be_key(name: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_name = !name.is_empty() && name.chars().all(is_of_name);
    let inner = name
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    is_name || inner.is_some_and(|cap| !cap.is_empty())
}

/// A key of a keyboard.
struct KeyboardKey {
    /// `key-` and the key's name; empty for a key that the author made up.
    class: String,
    /// The text on its cap.
    cap: String,
}

impl KeyboardKey {
    /// Looks a key up by its name or alias.
    fn named(name: &str) -> Option<Self> {
        let inner = name.strip_prefix('"');
        if let Some(cap) = inner.and_then(|rest| rest.strip_suffix('"')) {
            return Some(Self {
                class: String::new(),
                cap: cap.to_owned(),
            });
        }
        let wanted = name.to_lowercase().replace('_', "-");
        let found = KEYS
            .lines()
            .find_map(|line| line.strip_prefix(wanted.as_str())?.strip_prefix('\t'))?;
        let (full, cap) = found.split_once('\t')?;
        Some(Self {
            class: format!("key-{full}"),
            cap: cap.to_owned(),
        })
    }
}

fn elements(keys: Vec<KeyboardKey>) -> Vec<Event> {
    let mut events = vec![Event::open("span", Attrs::class("keys"))];
    for (index, key) in keys.into_iter().enumerate() {
        if index > 0 {
            events.push(Event::added(EventKind::start("span")));
            events.push(Event::added(EventKind::Literal("+".into())));
            events.push(Event::close());
        }
        events.push(Event::open("kbd", Attrs::class(&key.class)));
        events.push(Event::added(EventKind::Literal(key.cap.into())));
        events.push(Event::close());
    }
    events.push(Event::close());
    events
}
