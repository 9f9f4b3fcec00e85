//! Footnotes move to the end of the page, in the order of their definitions.

mod labels;
mod references;
mod notes;
mod numbering;

pub use labels::folded;
pub use references::refer;

use super::Findings;

use crate::body::{Attrs, Element, Event, EventKind, Text};
use notes::Note;
use numbering::{Numbering, with_backlinks};

/// Numbers the references and collects the notes, in Python-Markdown's shape. A note without a
/// reference is kept.
pub fn gather(events: Vec<Event>, text: &Text, findings: &mut Findings) -> Vec<Event> {
    if !events.iter().any(is_of_footnote) {
        return events;
    }
    let (mut body, mut notes) = notes::split(events);
    let by_label = notes::first_of_each(&mut notes, text, findings);
    let mut numbering = Numbering {
        notes: by_label,
        counts: vec![0; notes.len()],
        text,
        findings,
    };
    numbering.number(&mut body);
    for note in &mut notes {
        numbering.number(&mut note.events);
    }
    let counts = numbering.counts;
    if !notes.is_empty() {
        append_list(&mut body, notes, &counts, text, findings);
    }
    body
}

/// Appends the notes as a list; `counts` has the number of references to each.
fn append_list(
    body: &mut Vec<Event>,
    notes: Vec<Note>,
    counts: &[usize],
    text: &Text,
    findings: &mut Findings,
) {
    body.extend([
        Event::open("div", Attrs::class("footnote")),
        Event::added(EventKind::Void(
            Element::Named("hr".into()),
            Attrs::default(),
        )),
        Event::open("ol", Attrs::default()),
    ]);
    for (note, count) in notes.into_iter().zip(counts) {
        if *count == 0 {
            notes::report_unused(&note, text, findings);
        }
        let id = format!("fn:{}", note.label);
        body.push(Event::open("li", Attrs::default().with_id(id)));
        body.extend(with_backlinks(note.events, &note.label, *count));
        body.push(Event::close());
    }
    body.extend([Event::close(), Event::close()]);
}

fn is_of_footnote(event: &Event) -> bool {
    matches!(
        event.kind,
        EventKind::FootnoteReference(_) | EventKind::Start(Element::Footnote(_), _)
    )
}
