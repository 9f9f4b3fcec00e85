//! Checks of the definitions of link references: repeated ones, of which the first holds, and lines
//! that were meant as definitions but are text.

use std::collections::HashMap;
use std::ops::Range;

use super::Findings;
use super::footnotes::folded;
use crate::body::{Event, EventKind, Text};
use crate::diag::Code;

/// A line that looks like a definition: `[label]: target`.
struct Definition<'t> {
    label: &'t str,
    target: &'t str,
    range: Range<usize>,
    /// The byte offset of its colon. If the page shows the line as text, it shows the colon.
    colon: usize,
}

/// Reports definitions that have no effect because an earlier one has another target.
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
    let shown = ShownText::of(
        events
            .iter()
            .filter(|event| !matches!(event.kind, EventKind::Start(..) | EventKind::End)),
    );
    for same in by_label.into_values() {
        let mut same = same
            .into_iter()
            .filter(|definition| !shown.has(definition.colon));
        let Some(first) = same.next() else { continue };
        for again in same.filter(|again| again.target != first.target) {
            report_again(&first, &again, text, findings);
        }
    }
}

fn report_again(
    first: &Definition<'_>,
    again: &Definition<'_>,
    text: &Text,
    findings: &mut Findings,
) {
    let line = text.line(first.range.start);
    findings.add(
        Code::DuplicateDefinition,
        text.place(again.range.clone()),
        format!(
            "the reference `[{}]` is defined again, with another target",
            again.label
        ),
        format!(
            "line {line} counts and leads to `{}`: take one out, or rename it",
            first.target
        ),
    );
}

/// The help for references to definitions that are shown as text, by their labels.
pub fn advice_by_label(events: &[Event], text: &Text) -> HashMap<String, String> {
    let texts = events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Text(_)));
    let shown = ShownText::of(texts);
    definitions(text.as_str())
        .filter(|definition| shown.has(definition.colon))
        .map(|definition| {
            let start = definition.range.start;
            (folded(definition.label), repair_advice(start, text, &shown))
        })
        .collect()
}

/// The help for the definition that starts at that byte and is shown as text.
fn repair_advice(start: usize, text: &Text, shown: &ShownText) -> String {
    let line = text.line(start);
    match line_above(text.as_str(), start).filter(|above| shown.has(*above)) {
        Some(above) => {
            let above = text.line(above);
            format!(
                "line {line} was meant to define it, but continues the text of line {above}: \
                 put a blank line between them"
            )
        }
        None => format!(
            "line {line} was meant to define it, but is text: \
             its address may have a blank or a parenthesis too many"
        ),
    }
}

/// The byte offset of the text of the line above; `None` if that line is blank.
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
        definition(line, start, &text[next..])
    })
}

/// Reads the line that starts at that byte of the text.
fn definition<'t>(line: &'t str, start: usize, below: &'t str) -> Option<Definition<'t>> {
    let (head, target) = line.split_once("]:")?;
    let (before, label) = head.split_once('[')?;
    if !is_lead(before) || label.starts_with('^') || label.is_empty() {
        return None;
    }
    let target = Some(target.trim()).filter(|target| !target.is_empty());
    let start = start + before.len();
    let length = line.trim_end_matches('\n').len() - before.len();
    Some(Definition {
        label,
        target: address(target.unwrap_or_else(|| first_line(below))),
        range: start..start + length,
        colon: start + label.len() + 2,
    })
}

/// Returns whether a definition can follow: after blanks, and the signs of quotes and lists.
fn is_lead(before: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_digit() || " \t>-+*:.)".contains(c);
    before.chars().all(is_sign) && (before.is_empty() || before.ends_with([' ', '\t', '>']))
}

/// The line below a label, on which its target may be.
fn first_line(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches([' ', '\t', '>'])
}

/// The address at the start of a target, without angle brackets.
fn address(target: &str) -> &str {
    let in_brackets = target
        .strip_prefix('<')
        .and_then(|rest| rest.split_once('>'));
    match in_brackets {
        Some((address, _)) => address,
        None => target.split_whitespace().next().unwrap_or_default(),
    }
}

/// The ranges that the page shows as text. A line in one of them is no definition.
struct ShownText(Vec<Range<u32>>);

impl ShownText {
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
