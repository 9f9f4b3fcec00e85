//! The definitions of footnotes, and their separation from the body.

use std::collections::HashMap;
use std::ops::Range;

use super::labels::folded;
use crate::body::{Element, Event, EventKind, Text};
use crate::diag::Code;
use crate::parse::Findings;

/// A footnote's definition.
pub struct Note {
    /// Its label as the author wrote it.
    pub label: Box<str>,
    /// The events of its blocks.
    pub events: Vec<Event>,
    /// Its byte range in the page's text.
    pub range: Range<usize>,
}

impl Note {
    /// The byte range of its label and the signs around it.
    fn head(&self) -> Range<usize> {
        self.range.start..self.range.start + "[^]:".len() + self.label.len()
    }

    /// Its words as the author wrote them, without the label.
    fn words<'t>(&self, text: &'t Text) -> impl Iterator<Item = &'t str> {
        let whole = text.as_str().get(self.range.clone()).unwrap_or_default();
        whole
            .split_once("]:")
            .map_or(whole, |(_, says)| says)
            .split_whitespace()
    }
}

/// Splits a body into itself without the notes, and the notes in the order of the source.
pub fn split(events: Vec<Event>) -> (Vec<Event>, Vec<Note>) {
    let (mut body, mut notes) = (Vec::with_capacity(events.len()), Vec::new());
    let mut events = events.into_iter();
    while let Some(event) = events.next() {
        let range = event.span();
        match event.kind {
            EventKind::Start(Element::Footnote(label), _) => notes.push(Note {
                label,
                events: up_to_end(&mut events),
                range,
            }),
            _ => body.push(event),
        }
    }
    (body, notes)
}

/// The events of an element that has just started, without its end.
fn up_to_end(events: &mut impl Iterator<Item = Event>) -> Vec<Event> {
    let mut depth = 0;
    let is_inside = |event: &Event| {
        match event.kind {
            EventKind::Start(..) => depth += 1,
            EventKind::End => depth -= 1,
            _ => {}
        }
        depth >= 0
    };
    events.take_while(is_inside).collect()
}

/// The number and the label of each note, by its folded label.
pub type NotesByLabel = HashMap<String, (usize, Box<str>)>;

/// Keeps the first definition of each label. Later ones with another text are findings.
pub fn first_of_each(notes: &mut Vec<Note>, text: &Text, findings: &mut Findings) -> NotesByLabel {
    let mut known = NotesByLabel::new();
    let mut kept: Vec<Note> = Vec::with_capacity(notes.len());
    for note in notes.drain(..) {
        let label = folded(&note.label);
        match known.get(&label) {
            Some((first, _)) => report_again(&kept[*first], &note, text, findings),
            None => {
                known.insert(label, (kept.len(), note.label.clone()));
                kept.push(note);
            }
        }
    }
    *notes = kept;
    known
}

/// Reports a note with a label that an earlier one has, unless both have the same words.
fn report_again(first: &Note, again: &Note, text: &Text, findings: &mut Findings) {
    if again.words(text).eq(first.words(text)) {
        return;
    }
    let line = text.line(first.range.start);
    findings.add(
        Code::DuplicateDefinition,
        text.place(again.head()),
        format!(
            "the footnote `[^{}]` is defined again, with another text",
            again.label
        ),
        format!("the text on line {line} counts: take one out, or rename it"),
    );
}

/// Reports a note without a reference. A note of an included file may be for other pages.
pub fn report_unused(note: &Note, text: &Text, findings: &mut Findings) {
    let place = text.place(note.head());
    let own = text.sources().first();
    if own.is_some_and(|own| own.file == place.file) {
        let message = format!("nothing refers to the footnote `[^{}]`", note.label);
        let advice = format!(
            "write `[^{}]` where it belongs, or take the note out",
            note.label
        );
        findings.add(Code::UnusedFootnote, place, message, advice);
    }
}
