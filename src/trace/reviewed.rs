//! The entries of the field `reviewed`: `reviewed: [decision/0014 2026-11-21]`.

/// The id and the day of `decision/0014 2026-11-21`; the id may be missing.
pub fn reviewed_entry(entry: &str) -> (&str, &str) {
    let (id, day) = entry.rsplit_once([' ', '@']).unwrap_or(("", entry));
    (id.trim(), day.trim())
}
