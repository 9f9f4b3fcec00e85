//! The definitions of footnotes, taken out of the body.

use std::collections::HashMap;
use std::ops::Range;

use super::labels::folded;
use crate::diag::Code;
use crate::parse::Findings;
use crate::parse::event::{Event, Kind, Tag, end_of};
use crate::parse::text::Text;

/// A footnote's definition.
pub struct Note {
    /// As the author wrote it.
    pub label: Box<str>,
    /// What it says.
    pub events: Vec<Event>,
    /// Where it stands in the page's text.
    pub range: Range<usize>,
}

impl Note {
    /// Its label with the signs around it.
    fn head(&self) -> Range<usize> {
        self.range.start..self.range.start + "[^]:".len() + self.label.len()
    }

    /// What it says, as it was written.
    fn says<'t>(&self, text: &'t Text) -> impl Iterator<Item = &'t str> {
        let whole = text.as_str().get(self.range.clone()).unwrap_or_default();
        whole
            .split_once("]:")
            .map_or(whole, |(_, says)| says)
            .split_whitespace()
    }
}

/// Keeps the first definition of each label, and finds others that say something else.
pub fn first_of_each(notes: &mut Vec<Note>, text: &Text, findings: &mut Findings) -> KnownNotes {
    let mut known = KnownNotes::new();
    let mut kept: Vec<Note> = Vec::with_capacity(notes.len());
    for note in notes.drain(..) {
        match known.get(&folded(&note.label)) {
            None => {
                known.insert(folded(&note.label), (kept.len(), note.label.clone()));
                kept.push(note);
            }
            Some((first, _)) if !note.says(text).eq(kept[*first].says(text)) => {
                let message = format!(
                    "the footnote `[^{}]` is defined again, with another text",
                    note.label
                );
                let line = text.line(kept[*first].range.start);
                let advice = format!("the text on line {line} holds: take one out, or rename it");
                findings.add(
                    Code::DuplicateDefinition,
                    text.place(note.head()),
                    message,
                    advice,
                );
            }
            Some(_) => {}
        }
    }
    *notes = kept;
    known
}

/// A note of an included file may be for other pages that include it.
pub fn report_unused(note: &Note, text: &Text, findings: &mut Findings) {
    let place = text.place(note.head());
    if text
        .sources()
        .first()
        .is_some_and(|own| own.path == place.path)
    {
        let message = format!("nothing refers to the footnote `[^{}]`", note.label);
        let advice = format!(
            "write `[^{}]` where it belongs, or take the note out",
            note.label
        );
        findings.add(Code::UnusedFootnote, place, message, advice);
    }
}

/// The body without the footnotes' texts, and those, in the order of the source.
pub fn split(events: Vec<Event>) -> (Vec<Event>, Vec<Note>) {
    let (mut body, mut notes) = (Vec::with_capacity(events.len()), Vec::new());
    let mut skip_to = 0;
    for index in 0..events.len() {
        if index < skip_to {
            continue;
        }
        match &events[index].kind {
            Kind::Start(Tag::Footnote(label), _) => {
                let end = end_of(&events, index);
                let (label, range) = (label.clone(), events[index].span());
                notes.push(Note {
                    label,
                    events: events[index + 1..end].to_vec(),
                    range,
                });
                skip_to = end + 1;
            }
            _ => body.push(events[index].clone()),
        }
    }
    (body, notes)
}

/// The number and the label of each note, by its folded label.
pub type KnownNotes = HashMap<String, (usize, Box<str>)>;
