//! Definitions of link references: of those that stand twice the first holds, and the second is
//! found; and lines that were meant as one.

use std::collections::HashMap;
use std::ops::Range;

use super::Findings;
use super::event::{Event, Kind};
use super::footnotes::folded;
use super::text::Text;
use crate::diag::Code;

/// What looks like a definition: `[label]: target`.
struct Definition<'t> {
    label: &'t str,
    target: &'t str,
    range: Range<usize>,
    /// Its colon: what is shown as a text has it, too.
    colon: usize,
}

/// Finds definitions that have no effect because an earlier one names another target.
pub fn check(events: &[Event], text: &Text, findings: &mut Findings) {
    if !text.as_str().contains("]:") {
        return;
    }
    let mut by_label: HashMap<String, Vec<Definition<'_>>> = HashMap::new();
    for definition in definitions(text.as_str()) {
        by_label
            .entry(folded(definition.label))
            .or_default()
            .push(definition);
    }
    by_label.retain(|_, same| same.iter().any(|other| other.target != same[0].target));
    if by_label.is_empty() {
        return;
    }
    let shown = Shown::of(
        events
            .iter()
            .filter(|event| !matches!(event.kind, Kind::Start(..) | Kind::End)),
    );
    for same in by_label.into_values() {
        let mut same = same
            .into_iter()
            .filter(|definition| !shown.has(definition.colon));
        let Some(first) = same.next() else { continue };
        for again in same.filter(|again| again.target != first.target) {
            let message = format!(
                "the reference `[{}]` is defined again, with another target",
                again.label
            );
            let line = text.line(first.range.start);
            let advice = format!(
                "line {line} leads to `{}`, and that holds: take one out, or rename it",
                first.target
            );
            findings.add(
                Code::DuplicateDefinition,
                text.place(again.range),
                message,
                advice,
            );
        }
    }
}

/// What to do about lines that look like definitions and are shown as text, by their labels.
pub fn spoilt(events: &[Event], text: &Text) -> HashMap<String, String> {
    let texts = events
        .iter()
        .filter(|event| matches!(event.kind, Kind::Text(_)));
    let shown = Shown::of(texts);
    let advice = |start: usize| {
        let line = text.line(start);
        match line_above(text.as_str(), start).filter(|above| shown.has(*above)) {
            Some(above) => {
                let above = text.line(above);
                format!(
                    "line {line} was meant to, and is text as line {above} is: put a blank line between them"
                )
            }
            None => {
                format!(
                    "line {line} was meant to, and is text: its address may have a blank or a parenthesis too many"
                )
            }
        }
    };
    let spoilt = definitions(text.as_str()).filter(|definition| shown.has(definition.colon));
    spoilt
        .map(|definition| (folded(definition.label), advice(definition.range.start)))
        .collect()
}

/// Where the text begins of the line above; nothing where that is blank.
fn line_above(text: &str, at: usize) -> Option<usize> {
    let above = &text[..text[..at].rfind('\n')?];
    let start = above.rfind('\n').map_or(0, |end| end + 1);
    let indent = above[start..].find(|c| !" \t>".contains(c))?;
    Some(start + indent)
}

/// The lines of a text that look like definitions.
fn definitions(text: &str) -> impl Iterator<Item = Definition<'_>> {
    let mut next = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = next;
        next += line.len();
        let (head, target) = line.split_once("]:")?;
        let (before, label) = head.split_once('[')?;
        let is_lead = before
            .chars()
            .all(|c| c.is_ascii_digit() || " \t>-+*:.)".contains(c));
        if !is_lead
            || !(before.is_empty() || before.ends_with([' ', '\t', '>']))
            || label.starts_with('^')
            || label.is_empty()
        {
            return None;
        }
        // The target may stand on the next line.
        let below = text[next..]
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches([' ', '\t', '>']);
        let target = if target.trim().is_empty() {
            below
        } else {
            target.trim()
        };
        let bare = target.split_whitespace().next().unwrap_or_default();
        let target = target
            .strip_prefix('<')
            .and_then(|rest| Some(rest.split_once('>')?.0))
            .unwrap_or(bare);
        let start = start + before.len();
        let range = start
            ..start
                + line
                    .len()
                    .saturating_sub(before.len() + usize::from(line.ends_with('\n')));
        Some(Definition {
            label,
            target,
            range,
            colon: start + label.len() + 2,
        })
    })
}

/// Where the page shows something: what stands there is no definition.
struct Shown(Vec<Range<u32>>);

impl Shown {
    fn of<'e>(leaves: impl Iterator<Item = &'e Event>) -> Self {
        let mut ranges: Vec<Range<u32>> = leaves.map(|event| event.range.clone()).collect();
        ranges.sort_by_key(|range| range.start);
        Self(ranges)
    }

    fn has(&self, at: usize) -> bool {
        let behind = self.0.partition_point(|range| range.start as usize <= at);
        behind > 0 && self.0[behind - 1].end as usize > at
    }
}
