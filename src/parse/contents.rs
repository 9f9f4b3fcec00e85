//! `[TOC]` alone in a paragraph becomes the page's table of contents. GitLab writes `[[_TOC_]]`.

use crate::body::{Event, EventKind, end_of, plain_text};

/// Replaces the first such paragraph by the page's table of contents.
pub fn place(events: &mut Vec<Event>) {
    let found = (0..events.len().saturating_sub(2)).find_map(|at| {
        let opens = matches!(&events[at + 1].kind, EventKind::Text(text) if text.starts_with('['));
        if !opens || events[at].kind != EventKind::start("p") {
            return None;
        }
        let end = end_of(events, at);
        matches!(
            plain_text(&events[at..end]).as_str(),
            "[TOC]" | "[[TOC]]" | "[[_TOC_]]"
        )
        .then_some(at..end + 1)
    });
    if let Some(range) = found {
        events.splice(range, [Event::added(EventKind::Toc)]);
    }
}
