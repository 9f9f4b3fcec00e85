//! Plain text and formulas.

use std::ops::Range;

use super::Lowering;
use crate::body::{Event, EventKind};
use crate::diag::Code;
use crate::parse::containers::GUARD;
use crate::parse::math;

impl Lowering<'_, '_> {
    /// Writes text. Escaped text is kept apart, so that no later syntax is read in it.
    pub fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(rest) = text.strip_prefix(GUARD) {
            if !rest.is_empty() {
                self.text(rest, range.start + GUARD.len_utf8()..range.end);
            }
            return;
        }
        let is_as_written = self.text.as_str().get(range.clone()) == Some(text);
        // An address in angle brackets has no signs.
        if !is_as_written || self.body.is_in_autolink() {
            let text = self.written(text.into());
            return self.push(EventKind::Literal(text.as_ref().into()), range);
        }
        if text.starts_with(|c: char| c.is_ascii_punctuation()) && self.is_escaped(range.start) {
            return self.escaped_text(text, range);
        }
        self.join_text(text, range);
    }

    /// Returns whether the sign at that offset follows a backslash that is not itself text.
    fn is_escaped(&self, at: usize) -> bool {
        let is_gap = self
            .body
            .events
            .last()
            .is_none_or(|last| (last.range.end as usize) < at || !is_text(&last.kind));
        is_gap && at > 0 && self.text.as_str().as_bytes()[at - 1] == b'\\'
    }

    /// Writes text that starts with an escaped sign.
    fn escaped_text(&mut self, text: &str, range: Range<usize>) {
        let behind = range.start + 1;
        self.push(EventKind::Literal(text[..1].into()), range.start..behind);
        if text.len() > 1 {
            self.push(EventKind::Text(text[1..].into()), behind..range.end);
        }
    }

    /// Appends text, joined to the previous text if that ends right before it.
    fn join_text(&mut self, text: &str, range: Range<usize>) {
        match self.body.events.last_mut() {
            Some(Event {
                kind: EventKind::Text(before),
                range: known,
            }) if known.end as usize == range.start => {
                let mut joined = String::from(std::mem::take(before));
                joined.push_str(text);
                *before = joined.into();
                known.end = range.end as u32;
            }
            _ => self.push(EventKind::Text(text.into()), range),
        }
    }

    pub fn math(&mut self, tex: &str, is_display: bool, range: Range<usize>) {
        let behind = &self.text.as_str()[range.end..];
        if !is_display && !closes(tex, behind) {
            return self.as_literal(range);
        }
        match math::formula(tex, is_display) {
            Ok(formula) => self.push(EventKind::Html(Box::new(formula)), range),
            Err(reason) => {
                self.findings.add(
                    Code::BadMath,
                    self.text.place(range.clone()),
                    format!("the formula does not parse: {reason}"),
                    "mend the LaTeX, or write `\\$` for a dollar sign",
                );
                self.as_literal(range);
            }
        }
    }

    /// Writes a part of the source as literal text.
    fn as_literal(&mut self, range: Range<usize>) {
        let shown = self.written(self.text.as_str()[range.clone()].into());
        self.push(EventKind::Literal(shown.as_ref().into()), range);
    }
}

/// Returns whether the dollar between these texts closes a formula. `$5 to $6` is none: by
/// PyMdown's rule, a closing dollar is not before a digit. Neither is `$HOME/$USER`: before a word,
/// a dollar begins a variable of a shell, unless the word is an ending, as in `$n$th`.
fn closes(tex: &str, behind: &str) -> bool {
    const ENDINGS: [&str; 6] = ["", "s", "st", "nd", "rd", "th"];
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = behind.find(|c| !is_of_name(c)).unwrap_or(behind.len());
    // A span of code goes before a formula.
    ENDINGS.contains(&&behind[..end]) && !tex.contains('`')
}

fn is_text(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Text(_) | EventKind::Literal(_))
}
