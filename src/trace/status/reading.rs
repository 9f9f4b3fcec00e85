//! The status in the lines of a field or of a section *Status*.

use std::ops::Range;

use super::Stated;
use super::line_state::{LineState, successor};
use super::vocabulary::StatusWords;
use crate::trace::dates;
use crate::trace::lines::{Line, LineSetting};
use crate::trace::model::Status;

impl StatusWords {
    /// Reads the status in lines: a field's value, or the text under a heading *Status*.
    pub fn read(&self, lines: &[Line]) -> Stated {
        let lines = readable(lines);
        if let Some(stated) = self.boxes(&lines).or_else(|| succeeded(&lines)) {
            return stated;
        }
        let states: Vec<(&Line, LineState)> = lines
            .iter()
            .filter_map(|line| Some((line, self.state(&line.text)?)))
            .collect();
        latest(&states)
            .or_else(|| chosen(&states))
            .unwrap_or_else(Stated::nothing)
    }
}

/// The lines that may state a status: no quotations, no templates, and one line per row of a table.
fn readable(lines: &[Line]) -> Vec<Line> {
    // The cells of a row belong together: a status and its date.
    let rows = lines
        .chunk_by(|one, next| one.row().is_some() && one.row() == next.row())
        .map(Line::joined);
    rows.filter(|line| line.setting != LineSetting::Quote)
        .filter_map(|line| without_templates(&line))
        .collect()
}

/// The first line that names a successor.
fn succeeded(lines: &[Line]) -> Option<Stated> {
    let line = lines.iter().find(|line| successor(&line.text).is_some())?;
    Some(Stated {
        status: Status::Superseded,
        unread: None,
        since: dates::first(&line.text).and_then(|day| day.iso),
    })
}

/// The status of the first line. Some authors write a sentence first, and the status on its own
/// line after it.
fn chosen(states: &[(&Line, LineState)]) -> Option<Stated> {
    let first = states.first()?;
    let is_known_alone = |(line, state): &&(&Line, LineState)| {
        state.status.is_some() && is_alone(&line.text, &state.range)
    };
    let (line, state) = first;
    if state.status.is_some() {
        return Some(Stated::of(line, state));
    }
    let known = states.iter().find(is_known_alone);
    let (line, state) = known.unwrap_or(first);
    Some(Stated::of(line, state))
}

/// The current status in a history: the one with the latest date, or the last of a list.
fn latest(states: &[(&Line, LineState)]) -> Option<Stated> {
    let known: Vec<_> = states
        .iter()
        .filter(|(_, state)| state.status.is_some())
        .collect();
    if known.len() < 2 {
        return None;
    }
    for (line, state) in &known {
        let is_listed = matches!(line.setting, LineSetting::Item | LineSetting::Cell { .. });
        if !is_listed && state.since.is_none() {
            return None;
        }
    }
    let (line, state) = known
        .iter()
        .max_by_key(|(_, state)| state.since.as_deref().unwrap_or_default())?;
    Some(Stated::of(line, state))
}

/// Returns whether the line has only a date and signs beside the status.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.start];
    let behind = &text[range.end..];
    let mut rest = format!("{before} {behind}");
    if let Some(day) = dates::first(&rest) {
        rest.replace_range(day.range, "");
    }
    !rest.contains(char::is_alphanumeric)
}

/// A line without a template's braces, `{Proposed | Accepted}`, and without brackets that hold a
/// choice.
fn without_templates(line: &Line) -> Option<Line> {
    let text = &line.text;
    let Some(open) = text.find(['{', '[', '<']) else {
        return Some(line.clone());
    };
    let close = match &text[open..=open] {
        "{" => '}',
        "[" => ']',
        _ => '>',
    };
    let Some(length) = text[open..].rfind(close) else {
        return Some(line.clone());
    };
    let end = open + length + 1;
    let inner = &text[open + 1..end - 1];
    if close != '}' && !inner.contains(['|', '/']) {
        return Some(line.clone());
    }
    let before = line.part(0..open);
    if before.text.contains(char::is_alphanumeric) {
        return Some(before);
    }
    let behind = line.behind(end);
    if behind.text.is_empty() {
        return None;
    }
    Some(behind)
}
