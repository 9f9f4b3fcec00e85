//! The beginning of a page: its title and its first words.

use crate::body::{Element, Event, EventKind, Heading, Opening, end_of, plain_lines, plain_text};

/// Reads the beginning of a body; `headings` are the body's own.
pub fn read(events: &[Event], headings: &[Heading]) -> Opening {
    let is_html = |event: &Event| matches!(event.kind, EventKind::Html(_));
    let is_titled = |event: &Event| match &event.kind {
        EventKind::Html(html) => html.raw && html.html.contains("<h1"),
        _ => false,
    };
    let first = headings.first();
    Opening {
        lead: lead(events, headings),
        is_heading: first.is_some_and(|first| events[..first.event].iter().all(is_html)),
        has_raw_title: events.iter().any(is_titled),
    }
}

/// The text of the first paragraph that is prose; of the first with any text if none is.
fn lead(events: &[Event], headings: &[Heading]) -> Option<String> {
    let below = headings.iter().find(|heading| heading.level > 1);
    let mut first = None;
    let mut depth = 0usize;
    for (at, event) in events.iter().enumerate() {
        match &event.kind {
            EventKind::Start(Element::Named(name), _) if name == "p" && depth == 0 => {
                let paragraph = &events[at..end_of(events, at)];
                let is_break = |event: &Event| matches!(event.kind, EventKind::SoftBreak);
                let lines: Vec<String> = paragraph.split(is_break).map(plain_lines).collect();
                let is_in_section = below.is_some_and(|heading| heading.event < at);
                let text = plain_text(paragraph).trim().to_owned();
                if !is_data(&lines, is_in_section) {
                    return Some(text);
                }
                if !text.is_empty() {
                    first.get_or_insert(text);
                }
                depth += 1;
            }
            EventKind::Start(..) => depth += 1,
            EventKind::End => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    first
}

/// Returns whether a paragraph is data about the page: lines such as `Date: 2026-01-02`, or the
/// value that a section such as *Status* consists of.
fn is_data(lines: &[String], is_in_section: bool) -> bool {
    let lines = lines.iter().flat_map(|line| line.lines());
    let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
    let is_short = |line: &&str| {
        let value = field(line);
        value.is_some_and(is_value) || is_in_section && is_value(line)
    };
    let is_table = lines.len() > 1 && lines.iter().all(|line| field(line).is_some());
    is_table || lines.iter().all(is_short)
}

/// The value of a line such as `Date: 2026-01-02` or `Status: Superseded by 0004`.
fn field(line: &str) -> Option<&str> {
    const NAME: usize = 3;
    let (name, value) = line.split_once(':')?;
    (name.split_whitespace().count() <= NAME).then_some(value)
}

/// Returns whether a text is a few words and no sentence.
fn is_value(text: &str) -> bool {
    const WORDS: usize = 4;
    const BYTES: usize = 40;
    let text = text.trim();
    let words = text.split_whitespace().count();
    let is_sentence = text.ends_with(['.', '!', '?', ':', '。', '！', '？']);
    text.len() <= BYTES && (words <= 1 && text.is_ascii() || words <= WORDS && !is_sentence)
}
