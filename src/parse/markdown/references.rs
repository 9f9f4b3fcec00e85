//! References without a definition.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, LinkType};

use crate::body::{Event, Text};
use crate::parse::footnotes::folded;
use crate::parse::{Findings, definitions};

/// Texts in the form of a reference (`[text][label]`, `[label][]`) without a definition.
#[derive(Default)]
pub struct Unresolved {
    /// The range of each in the text, and its label.
    list: Vec<(Range<usize>, String)>,
}

impl Unresolved {
    /// Keeps a text, unless it is a label alone: `[text]` may be no reference at all.
    pub fn note(&mut self, broken: BrokenLink<'_>) {
        if matches!(broken.link_type, LinkType::Reference | LinkType::Collapsed) {
            self.list.push((broken.span, broken.reference.to_string()));
        }
    }

    /// Adds a finding for each text that is meant as a reference.
    pub fn report(mut self, events: &[Event], text: &Text, findings: &mut Findings) {
        self.list
            .retain(|(range, label)| is_reference(text, range, label));
        if self.list.is_empty() {
            return;
        }
        let spoilt = definitions::advice_by_label(events, text);
        for (range, label) in self.list {
            let advice = spoilt.get(&folded(&label)).cloned();
            findings.undefined_reference(&label, text.place(range), advice);
        }
    }
}

/// Returns whether a text in the form of a reference is meant as one.
fn is_reference(text: &Text, range: &Range<usize>, label: &str) -> bool {
    let written = &text.as_str()[range.clone()];
    let shown = written
        .trim_start_matches(['!', '['])
        .split(']')
        .next()
        .unwrap_or_default();
    // `a[i][0]` is an index, and `[1][2]` may cite: neither is a link. `[the manual][1]` is one.
    let is_behind = text.as_str()[..range.start]
        .ends_with(|c: char| c.is_alphanumeric() || "_)]}\"'`$".contains(c));
    let is_short = label.len() <= 2;
    let is_numbered = is_number(label) && shown.len() > 2 && !is_number(shown);
    let is_index = is_behind && (is_short || written.ends_with("[]")) || is_short && !is_numbered;
    !is_index
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
