//! Findings about authors' HTML: the repairs of mistakes.

use std::ops::Range;

use super::repair::{HtmlRepair, RepairKind, Unclosed};
use crate::body::{Event, Text};
use crate::diag::Code;
use crate::parse::Findings;

/// Adds a finding for every such repair, in the order of the repairs.
pub fn report(events: &[Event], repairs: &[HtmlRepair], text: &Text, findings: &mut Findings) {
    for repair in repairs {
        let mut add = |event: usize, range: &Range<usize>, message: String, help: &str| {
            let place = text.place(in_page(&events[event], range));
            findings.add(Code::UnbalancedHtml, place, message, help);
        };
        match &repair.kind {
            RepairKind::Show(range) => add(
                repair.event,
                range,
                "this HTML would hide the rest of the page: it is shown as text".to_owned(),
                "put it in backquotes, or take it out",
            ),
            RepairKind::Stray(range, name) => add(
                repair.event,
                range,
                format!("`</{name}>` closes nothing here: it is left out"),
                "take it out, or move it to the container in which the element opens",
            ),
            RepairKind::Close(Unclosed { name, event, range }) => add(
                *event,
                range,
                format!(
                    "`<{name}>` is not closed in the container in which it opens: bf-docs closes it"
                ),
                "close it, or put it in backquotes if it is no HTML",
            ),
            RepairKind::EndParagraph | RepairKind::Drop | RepairKind::Rename(_) => {}
        }
    }
}

/// The range in the page's text of a range of an event's HTML, as far as the event reaches.
fn in_page(event: &Event, range: &Range<usize>) -> Range<usize> {
    let span = event.span();
    let start = span.start + range.start;
    let length = range.len().min(span.len().saturating_sub(range.start));
    start..start + length
}
