//! `++ctrl+alt+del++`: keyboard keys, with PyMdown's names and classes.

use super::event::{Attrs, Event, Kind};

/// PyMdown's key index (US): a name or alias, the key's own name and what its
/// cap says, sorted by the first.
static KEYS: &str = include_str!("keys.tsv");

/// Reads keys at the start of `text`: the events, and how much was read.
pub fn read(text: &str) -> Option<(Vec<Event>, usize)> {
    let rest = text.strip_prefix("++")?;
    let end = rest.find("++")?;
    let inner = &rest[..end];
    let names: Vec<&str> = inner.split('+').collect();
    let is_name = |name: &&str| {
        let quoted = name.len() > 2 && name.starts_with('"') && name.ends_with('"');
        quoted
            || (!name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
    };
    if !names.iter().all(is_name) || rest[end + 2..].starts_with('+') {
        return None;
    }
    let keys: Vec<_> = names
        .iter()
        .map(|name| key(name.trim()))
        .collect::<Option<_>>()?;
    let mut events = vec![Event::open("span", Attrs::class("keys"))];
    for (index, (class, cap)) in keys.into_iter().enumerate() {
        if index > 0 {
            events.push(Event::made(Kind::start("span")));
            events.push(Event::made(Kind::Literal("+".into())));
            events.push(Event::close());
        }
        events.push(Event::open("kbd", Attrs::class(&class)));
        events.push(Event::made(Kind::Literal(cap.into())));
        events.push(Event::close());
    }
    events.push(Event::close());
    Some((events, end + 4))
}

/// The class and the cap of a key; `None` for a name that no key has.
fn key(name: &str) -> Option<(String, String)> {
    if let Some(own) = name
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return Some((String::new(), own.to_owned()));
    }
    let wanted = name.to_lowercase().replace('_', "-");
    let found = KEYS
        .lines()
        .find_map(|line| line.strip_prefix(wanted.as_str())?.strip_prefix('\t'))?;
    let (full, cap) = found.split_once('\t')?;
    Some((format!("key-{full}"), cap.to_owned()))
}
