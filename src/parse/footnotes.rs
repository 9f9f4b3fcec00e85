//! Footnotes move to the end of the page, in the order of their definitions.

use std::collections::HashMap;
use std::ops::Range;

use super::Findings;
use super::event::{Attrs, Event, Kind, Tag, end_of};
use super::text::Text;
use crate::diag::Code;

/// Turns `[^label]` in texts into references: CommonMark's reader leaves those that nothing defines
/// as they are, and later steps would read their `^`.
pub fn refer(events: &mut Vec<Event>, text: &Text) {
    if !text.as_str().contains("[^")
        || !events
            .iter()
            .any(|event| references(event).next().is_some())
    {
        return;
    }
    let mut out = Vec::with_capacity(events.len() + 8);
    for event in events.drain(..) {
        let mut done = 0;
        let Kind::Text(text) = &event.kind else {
            out.push(event);
            continue;
        };
        let mut part = |kind: Kind, range: Range<usize>| {
            let start = event.range.start;
            out.push(Event {
                kind,
                range: start + range.start as u32..start + range.end as u32,
            });
        };
        for range in references(&event) {
            if done < range.start {
                part(
                    Kind::Text(text[done..range.start].into()),
                    done..range.start,
                );
            }
            part(
                Kind::FootnoteReference(text[range.start + 2..range.end - 1].into()),
                range.clone(),
            );
            done = range.end;
        }
        if done < text.len() {
            part(Kind::Text(text[done..].into()), done..text.len());
        }
    }
    *events = out;
}

/// Where a text refers to notes.
fn references(event: &Event) -> impl Iterator<Item = Range<usize>> {
    let text = if let Kind::Text(text) = &event.kind {
        text.as_ref()
    } else {
        ""
    };
    text.match_indices("[^").filter_map(move |(at, _)| {
        let rest = &text[at + 2..];
        let length = rest.find(|c: char| !is_of_label(c))?;
        let is_reference =
            rest[length..].starts_with(']') && is_label(&rest[..length], &rest[length + 1..]);
        is_reference.then_some(at..at + length + 3)
    })
}

fn is_of_label(c: char) -> bool {
    c.is_alphanumeric() || "-_.:+/'".contains(c)
}

/// Whether it is the label of a note, and no set of characters as regular expressions have it
/// (`[^a-z]+`).
fn is_label(label: &str, behind: &str) -> bool {
    let is_range = |part: &[u8]| match part {
        [from, b'-', to] => [
            u8::is_ascii_lowercase,
            u8::is_ascii_uppercase,
            u8::is_ascii_digit,
        ]
        .iter()
        .any(|kind| kind(from) && kind(to)),
        _ => false,
    };
    let is_set = label.as_bytes().chunks(3).all(is_range);
    label.contains(char::is_alphanumeric) && !is_set && !behind.starts_with(['+', '*'])
}

/// Numbers the references and gathers the texts, in Python-Markdown's shape;
/// a note that nothing refers to is kept.
pub fn gather(events: Vec<Event>, text: &Text, findings: &mut Findings) -> Vec<Event> {
    let has = |event: &Event| {
        matches!(
            event.kind,
            Kind::FootnoteReference(_) | Kind::Start(Tag::Footnote(_), _)
        )
    };
    if !events.iter().any(has) {
        return events;
    }
    let (mut body, mut notes) = split(events);
    let known = first_of_each(&mut notes, text, findings);
    let mut numbering = Numbering {
        known,
        counts: vec![0; notes.len()],
        text,
        findings,
    };
    numbering.number(&mut body);
    for note in &mut notes {
        numbering.number(&mut note.events);
    }
    let counts = numbering.counts;
    if notes.is_empty() {
        return body;
    }
    body.extend([
        Event::open("div", Attrs::class("footnote")),
        Event::made(Kind::Void(Tag::Element("hr".into()), Attrs::default())),
        Event::open("ol", Attrs::default()),
    ]);
    for (note, count) in notes.into_iter().zip(counts) {
        if count == 0 {
            report_unused(&note, text, findings);
        }
        body.push(Event::open(
            "li",
            Attrs::default().with_id(format!("fn:{}", note.label)),
        ));
        body.extend(with_way_back(note.events, &note.label, count));
        body.push(Event::close());
    }
    body.extend([Event::close(), Event::close()]);
    body
}

/// A footnote's definition.
struct Note {
    label: Box<str>,
    events: Vec<Event>,
    /// Where it stands in the page's text.
    range: Range<usize>,
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
fn first_of_each(notes: &mut Vec<Note>, text: &Text, findings: &mut Findings) -> Known {
    let mut known = Known::new();
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
fn report_unused(note: &Note, text: &Text, findings: &mut Findings) {
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
fn split(events: Vec<Event>) -> (Vec<Event>, Vec<Note>) {
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
type Known = HashMap<String, (usize, Box<str>)>;

/// A label as labels are compared: CommonMark's link labels, and GitHub's footnotes, match in any
/// case.
pub fn folded(label: &str) -> String {
    label
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// What numbers references.
struct Numbering<'t, 'f> {
    known: Known,
    /// How often each note has been referred to.
    counts: Vec<usize>,
    text: &'t Text,
    findings: &'f mut Findings,
}

impl Numbering<'_, '_> {
    /// Turns references to known notes into links; others are found, and shown as they are written.
    fn number(&mut self, events: &mut Vec<Event>) {
        if !events
            .iter()
            .any(|event| matches!(event.kind, Kind::FootnoteReference(_)))
        {
            return;
        }
        let mut out = Vec::with_capacity(events.len() + 8);
        for event in events.drain(..) {
            let Kind::FootnoteReference(label) = &event.kind else {
                out.push(event);
                continue;
            };
            let Some((at, label)) = self.known.get(&folded(label)) else {
                self.findings.undefined_reference(
                    &format!("^{label}"),
                    self.text.place(event.span()),
                    None,
                );
                out.push(Event {
                    kind: Kind::Literal(format!("[^{label}]").into()),
                    range: event.range,
                });
                continue;
            };
            self.counts[*at] += 1;
            let count = self.counts[*at];
            out.push(Event::open(
                "sup",
                Attrs::default().with_id(reference_id(label, count)),
            ));
            out.push(Event::open(
                "a",
                Attrs::class("footnote-ref").with("href", format!("#fn:{label}")),
            ));
            out.push(Event::made(Kind::Literal((at + 1).to_string().into())));
            out.extend([Event::close(), Event::close()]);
        }
        *events = out;
    }
}

/// `fnref:x`, and `fnref2:x` for the second reference to the same note.
fn reference_id(label: &str, count: usize) -> String {
    if count < 2 {
        format!("fnref:{label}")
    } else {
        format!("fnref{count}:{label}")
    }
}

/// The links back stand at the end of the note's last paragraph.
fn with_way_back(mut text: Vec<Event>, label: &str, count: usize) -> Vec<Event> {
    let links = (1..=count).flat_map(|n| {
        let attrs = Attrs::class("footnote-backref")
            .with("href", format!("#{}", reference_id(label, n)))
            .with("title", "Jump back to the text");
        [
            Event::made(Kind::Literal("\u{a0}".into())),
            Event::open("a", attrs),
            Event::made(Kind::Literal("↩".into())),
            Event::close(),
        ]
    });
    let ends_in_paragraph = text.len() > 1
        && text
            .iter()
            .rposition(|e| e.kind == Kind::start("p"))
            .is_some_and(|p| end_of(&text, p) == text.len() - 1);
    let at = if ends_in_paragraph {
        text.len() - 1
    } else {
        text.len()
    };
    text.splice(at..at, links);
    text
}
