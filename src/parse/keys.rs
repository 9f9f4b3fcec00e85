//! `++ctrl+alt+del++`: keyboard keys, with PyMdown's names and classes.

use super::event::{Attrs, Event, Kind};

/// Names and what the key cap says, as PyMdown's key index has them.
const CAPS: &[(&str, &str)] = &[
    ("alt", "Alt"), ("left-alt", "Left Alt"), ("right-alt", "Right Alt"), ("altgr", "AltGr"),
    ("arrow-down", "Down"), ("arrow-left", "Left"), ("arrow-right", "Right"), ("arrow-up", "Up"),
    ("backspace", "Backspace"), ("caps-lock", "Caps Lock"), ("command", "Cmd"), ("context-menu", "Menu"),
    ("control", "Ctrl"), ("delete", "Del"), ("end", "End"), ("enter", "Enter"), ("escape", "Esc"), ("function", "Fn"),
    ("home", "Home"), ("insert", "Ins"), ("meta", "Meta"), ("num-lock", "Num Lock"), ("option", "Option"),
    ("page-down", "Page Down"), ("page-up", "Page Up"), ("pause", "Pause"), ("print-screen", "Print Screen"),
    ("scroll-lock", "Scroll Lock"), ("shift", "Shift"), ("space", "Space"), ("super", "Super"), ("tab", "Tab"), ("windows", "Win"),
    ("plus", "+"), ("minus", "-"), ("slash", "/"), ("backslash", "\\"), ("period", "."), ("comma", ","), ("semicolon", ";"),
    ("colon", ":"), ("equal", "="), ("asterisk", "*"), ("exclam", "!"), ("question", "?"), ("tilde", "~"), ("grave", "`"),
    ("pipe", "|"), ("bracket-left", "["), ("bracket-right", "]"), ("hash", "#"), ("at", "@"), ("dollar", "$"), ("percent", "%"),
    ("ampersand", "&"), ("underscore", "_"), ("double-quote", "\""), ("single-quote", "'"), ("less", "<"), ("greater", ">"),
];

/// Other names for the same keys.
const ALIASES: &[(&str, &str)] = &[
    ("ctrl", "control"), ("cmd", "command"), ("del", "delete"), ("ins", "insert"), ("esc", "escape"), ("return", "enter"),
    ("win", "windows"), ("opt", "option"), ("menu", "context-menu"), ("up", "arrow-up"), ("down", "arrow-down"),
    ("left", "arrow-left"), ("right", "arrow-right"), ("pgup", "page-up"), ("page-up", "page-up"), ("pgdn", "page-down"),
    ("prtsc", "print-screen"), ("caps", "caps-lock"), ("spc", "space"), ("bksp", "backspace"), ("fn", "function"),
    ("question-mark", "question"), ("star", "asterisk"), ("dash", "minus"), ("dot", "period"),
];

/// Reads keys at the start of `text`: the events, and how much was read.
pub fn read(text: &str) -> Option<(Vec<Event>, usize)> {
    let rest = text.strip_prefix("++")?;
    let end = rest.find("++")?;
    let inner = &rest[..end];
    let names: Vec<&str> = inner.split('+').collect();
    let is_name = |name: &&str| {
        let quoted = name.len() > 2 && name.starts_with('"') && name.ends_with('"');
        quoted || (!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
    };
    if !names.iter().all(is_name) || rest[end + 2..].starts_with('+') {
        return None;
    }
    let mut events = vec![Event::open("span", Attrs::class("keys"))];
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            events.push(Event::made(Kind::start("span")));
            events.push(Event::made(Kind::Literal("+".into())));
            events.push(Event::close());
        }
        let (class, cap) = key(name);
        events.push(Event::open("kbd", Attrs::class(&class)));
        events.push(Event::made(Kind::Literal(cap.into())));
        events.push(Event::close());
    }
    events.push(Event::close());
    Some((events, end + 4))
}

/// The class and the cap of a key.
fn key(name: &str) -> (String, String) {
    if let Some(own) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return (String::new(), own.to_owned());
    }
    let lower = name.to_lowercase();
    let full = ALIASES.iter().find(|(alias, _)| *alias == lower).map_or(lower.as_str(), |(_, full)| full);
    let cap = match CAPS.iter().find(|(known, _)| *known == full) {
        Some((_, cap)) => (*cap).to_owned(),
        None if full.len() <= 3 => full.to_uppercase(),
        None => full.split('-').map(capitalised).collect::<Vec<_>>().join(" "),
    };
    (format!("key-{full}"), cap)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
