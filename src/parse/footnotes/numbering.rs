//! References to footnotes become links, and each note gets links back to them.

use super::labels::folded;
use super::notes::NotesByLabel;
use crate::body::{Attrs, Event, EventKind, Text, end_of};
use crate::parse::Findings;

/// The state of numbering references.
pub struct Numbering<'t, 'f> {
    /// The notes to which references can lead.
    pub notes: NotesByLabel,
    /// The number of references to each note so far.
    pub counts: Vec<usize>,
    /// The page's text, for the places of findings.
    pub text: &'t Text,
    /// The page's findings, to which new ones are added.
    pub findings: &'f mut Findings,
}

impl Numbering<'_, '_> {
    /// Turns references to existing notes into links. Others are findings and are shown as they are
    /// written.
    pub fn number(&mut self, events: &mut Vec<Event>) {
        let is_reference = |event: &Event| matches!(event.kind, EventKind::FootnoteReference(_));
        if !events.iter().any(is_reference) {
            return;
        }
        let mut out = Vec::with_capacity(events.len() + 8);
        for event in events.drain(..) {
            match &event.kind {
                EventKind::FootnoteReference(label) => self.reference(&event, label, &mut out),
                _ => out.push(event),
            }
        }
        *events = out;
    }

    fn reference(&mut self, event: &Event, label: &str, out: &mut Vec<Event>) {
        let Some((at, label)) = self.notes.get(&folded(label)) else {
            let place = self.text.place(event.span());
            self.findings
                .undefined_reference(&format!("^{label}"), place, None);
            return out.push(Event {
                kind: EventKind::Literal(format!("[^{label}]").into()),
                range: event.range.clone(),
            });
        };
        self.counts[*at] += 1;
        let id = reference_id(label, self.counts[*at]);
        let link = Attrs::class("footnote-ref").with("href", format!("#fn:{label}"));
        out.extend([
            Event::open("sup", Attrs::default().with_id(id)),
            Event::open("a", link),
            Event::added(EventKind::Literal((at + 1).to_string().into())),
            Event::close(),
            Event::close(),
        ]);
    }
}

/// The id of a reference: `fnref:x`, and `fnref2:x` for the second one to the same note.
fn reference_id(label: &str, count: usize) -> String {
    if count < 2 {
        format!("fnref:{label}")
    } else {
        format!("fnref{count}:{label}")
    }
}

/// Adds the links back at the end of the note's last paragraph.
pub fn with_backlinks(mut text: Vec<Event>, label: &str, count: usize) -> Vec<Event> {
    let links = (1..=count).flat_map(|n| {
        let attrs = Attrs::class("footnote-backref")
            .with("href", format!("#{}", reference_id(label, n)))
            .with("title", "Jump back to the text");
        [
            Event::added(EventKind::Literal("\u{a0}".into())),
            Event::open("a", attrs),
            Event::added(EventKind::Literal("↩".into())),
            Event::close(),
        ]
    });
    let last_paragraph = text
        .iter()
        .rposition(|event| event.kind == EventKind::start("p"));
    let ends_in_paragraph = last_paragraph
        .is_some_and(|start| text.len() > 1 && end_of(&text, start) == text.len() - 1);
    let at = if ends_in_paragraph {
        text.len() - 1
    } else {
        text.len()
    };
    text.splice(at..at, links);
    text
}
