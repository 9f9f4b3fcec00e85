//! Annotations, as in Material: numbers in code and text, and an ordered list right after them with
//! the notes.

use super::text_parts;
use crate::body::{Attrs, Element, Event, EventKind, end_of};

/// The class of a text with annotations.
const ANNOTATED: &str = "annotate";

/// Gives the notes their ids, and links the numbers in texts to them. The renderer makes the links
/// in code, whose comments hold `(1)`.
pub fn number(events: &mut Vec<Event>) {
    number_code(events);
    let is_annotated = |event: &Event| matches!(&event.kind, EventKind::Start(_, attrs) if attrs.has_class(ANNOTATED));
    if events.iter().any(is_annotated) {
        number_texts(events);
    }
}

fn number_code(events: &mut [Event]) {
    let mut blocks = 0;
    for index in 0..events.len().saturating_sub(1) {
        let EventKind::Code(block) = &events[index].kind else {
            continue;
        };
        if !is_list(&events[index + 1]) || !block.code.contains("(1)") {
            continue;
        }
        blocks += 1;
        if let EventKind::Code(block) = &mut events[index].kind {
            block.annotations = Some(blocks);
        }
        number_items(events, index + 1, &format!("__code_{blocks}"));
    }
}

fn is_list(event: &Event) -> bool {
    matches!(&event.kind, EventKind::Start(Element::Named(name), _) if name == "ol")
}

/// Gives the list the class and its items the ids that annotations link to. Returns the number of
/// items.
fn number_items(events: &mut [Event], list: usize, id: &str) -> usize {
    let end = end_of(events, list);
    let (mut depth, mut item) = (0, 0);
    for event in &mut events[list..end] {
        match &mut event.kind {
            EventKind::Start(_, attrs) => {
                depth += 1;
                if depth == 1 {
                    attrs.add_class("annotations");
                } else if depth == 2 {
                    item += 1;
                    attrs.list_mut().id = Some(format!("{id}_annotation_{item}"));
                }
            }
            EventKind::End => depth -= 1,
            _ => {}
        }
    }
    item
}

/// An element of the class, from its start to its end, with a list after it.
struct Annotated {
    start: usize,
    end: usize,
    /// The beginning of its notes' ids.
    id: String,
    notes: usize,
    /// True for each note that something refers to so far.
    used: Vec<bool>,
}

fn number_texts(events: &mut Vec<Event>) {
    let mut found = annotated(events);
    let mut inside: Vec<usize> = Vec::new();
    let mut links = 0usize;
    let mut next = 0;
    let mut out = Vec::with_capacity(events.len() + 8);
    for (index, event) in std::mem::take(events).into_iter().enumerate() {
        if found.get(next).is_some_and(|one| one.start == index) {
            inside.push(next);
            next += 1;
        }
        let innermost = inside.last().copied();
        match (&event.kind, innermost) {
            (EventKind::Start(Element::Link(_), _), _) => links += 1,
            (EventKind::Start(..), _) if links > 0 => links += 1,
            (EventKind::End, _) => links = links.saturating_sub(1),
            (EventKind::Text(text), Some(one)) if links == 0 && text.contains('(') => {
                refer(&event, text, &mut found[one], &mut out);
                continue;
            }
            _ => {}
        }
        if innermost.is_some_and(|one| found[one].end == index) {
            inside.pop();
        }
        out.push(event);
    }
    *events = out;
}

/// The elements of the class with a list after them, in the order of their starts.
fn annotated(events: &mut [Event]) -> Vec<Annotated> {
    let mut found: Vec<Annotated> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for index in 0..events.len().saturating_sub(1) {
        match &events[index].kind {
            EventKind::Start(_, attrs) => open.push((index, attrs.has_class(ANNOTATED))),
            EventKind::End => {
                let start = open
                    .pop()
                    .filter(|(_, is_annotated)| *is_annotated && is_list(&events[index + 1]));
                if let Some((start, _)) = start {
                    let id = format!("__text_{}", found.len() + 1);
                    let notes = number_items(events, index + 1, &id);
                    found.push(Annotated {
                        start,
                        end: index,
                        id,
                        notes,
                        used: vec![false; notes],
                    });
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|one| one.start);
    found
}

/// Writes a text in which `(1)` becomes a link if there is such a note.
fn refer(whole: &Event, text: &str, annotated: &mut Annotated, out: &mut Vec<Event>) {
    let mut done = 0;
    for (at, _) in text.match_indices('(') {
        if let Some((number, length)) = annotated.number_at(&text[at..]) {
            text_parts::push(out, whole, text, done..at);
            out.extend(annotated.link(number));
            done = at + length;
        }
    }
    text_parts::push(out, whole, text, done..text.len());
}

impl Annotated {
    /// The number of a note in parentheses at the start of a text, and the length of both.
    fn number_at(&self, text: &str) -> Option<(usize, usize)> {
        let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = text[1..].split_at(digits);
        let number = number.parse().ok()?;
        let is_reference = (1..=self.notes).contains(&number) && behind.starts_with(')');
        is_reference.then_some((number, digits + "()".len()))
    }

    /// The link to a note. The first one to each note has the id for the link back.
    fn link(&mut self, number: usize) -> [Event; 3] {
        let id = &self.id;
        let mut attrs =
            Attrs::class("code-annotation").with("href", format!("#{id}_annotation_{number}"));
        if !std::mem::replace(&mut self.used[number - 1], true) {
            attrs = attrs.with_id(format!("{id}_annotation_ref_{number}"));
        }
        [
            Event::open("a", attrs),
            Event::added(EventKind::Literal(format!("({number})").into())),
            Event::close(),
        ]
    }
}
