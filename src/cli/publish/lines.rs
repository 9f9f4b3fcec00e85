//! Actions, releases and sizes in one line.

use crate::cli::count;
use crate::publish::{Action, Release};

/// The number of actions with this verb.
pub fn how_many(actions: &[Action], verb: &str) -> usize {
    actions
        .iter()
        .filter(|action| action.step.verb() == verb)
        .count()
}

/// A release in a line.
pub fn release_line(release: &Release) -> String {
    let again = release
        .again
        .map(|number| format!(", release {number} again"))
        .unwrap_or_default();
    let commit = release.commit.as_ref().map(|commit| {
        format!(
            ", commit {}",
            commit.get(..12).unwrap_or(commit).escape_debug()
        )
    });
    format!(
        "release {}{again}: {} by {}{}, {} ({})",
        release.number,
        release.published_at(),
        release.by.escape_debug(),
        commit.unwrap_or_default(),
        count(release.count, "file"),
        size(release.bytes),
    )
}

/// A number of bytes for people: `1.5 KB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.1} KB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
