//! Two paragraphs `{==` and `==}` of one element mark all blocks between them.

use super::signs::{Side, Sign, WrittenSign};
use crate::body::{Event, EventKind};

/// A paragraph that opens a mark around blocks.
struct OpeningParagraph {
    /// Index of its start event.
    at: usize,
    sign: Sign,
}

/// Turns all pairs of such paragraphs into elements.
pub fn mark(events: &mut [Event]) {
    // The last opening paragraph in each open element.
    let mut open: Vec<Option<OpeningParagraph>> = vec![None];
    for at in 0..events.len() {
        match &events[at].kind {
            EventKind::Start(..) => open.push(None),
            EventKind::End => {
                open.pop();
            }
            _ => {}
        }
        let Some(WrittenSign { sign, side, .. }) = critic_paragraph(&events[at..]) else {
            continue;
        };
        // The last entry is the paragraph itself, which has just been opened.
        let Some(outer) = open.len().checked_sub(2).and_then(|at| open.get_mut(at)) else {
            continue;
        };
        if side == Side::Opens {
            *outer = Some(OpeningParagraph { at, sign });
        } else if let Some(opening) = outer.take_if(|opening| opening.sign == sign) {
            join(events, &opening, at);
        }
    }
}

/// The critic sign that is the whole text of the paragraph that starts here.
fn critic_paragraph(events: &[Event]) -> Option<WrittenSign> {
    let [start, inside, end, ..] = events else {
        return None;
    };
    let EventKind::Text(text) = &inside.kind else {
        return None;
    };
    if start.kind != EventKind::start("p") || end.kind != EventKind::End || text.len() != 3 {
        return None;
    }
    WrittenSign::read(text.as_bytes())
        .filter(|written| matches!(written.side, Side::Opens | Side::Closes))
}

/// Turns two paragraphs and everything between them into an element. The first of their six events
/// starts it, and the last ends it.
fn join(events: &mut [Event], opening: &OpeningParagraph, closing: usize) {
    let mut start = opening.sign.start();
    if let EventKind::Start(_, attrs) = &mut start {
        attrs.add_class("block");
    }
    events[opening.at].kind = start;
    for at in [opening.at + 1, opening.at + 2, closing, closing + 1] {
        events[at].kind = EventKind::Literal("".into());
    }
}
