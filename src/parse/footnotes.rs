//! Footnotes move to the end of the page, in the order of their first reference.

use std::collections::HashMap;

use super::event::{Attrs, Event, Kind, Tag, end_of};

/// Numbers the references and gathers the texts, in Python-Markdown's shape.
pub fn gather(events: Vec<Event>) -> Vec<Event> {
    let has = |event: &Event| matches!(event.kind, Kind::FootnoteReference(_) | Kind::Start(Tag::Footnote(_), _));
    if !events.iter().any(has) {
        return events;
    }
    let (mut body, texts) = split(events);
    let order = number(&mut body);
    if texts.is_empty() {
        return body;
    }
    let mut texts: HashMap<Box<str>, Vec<Event>> = texts.into_iter().rev().collect();
    let mut notes = vec![
        Event::open("div", Attrs::class("footnote")),
        Event::made(Kind::Void(Tag::Element("hr".into()), Attrs::default())),
        Event::open("ol", Attrs::default()),
    ];
    for (label, count) in order {
        if let Some(text) = texts.remove(&label) {
            notes.push(Event::open("li", Attrs::default().with_id(format!("fn:{label}"))));
            notes.extend(with_way_back(text, &label, count));
            notes.push(Event::close());
        }
    }
    notes.extend([Event::close(), Event::close()]);
    body.extend(notes);
    body
}

/// A footnote's label and its text.
type Note = (Box<str>, Vec<Event>);

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
                notes.push((label.clone(), events[index + 1..end].to_vec()));
                skip_to = end + 1;
            }
            _ => body.push(events[index].clone()),
        }
    }
    (body, notes)
}

/// Turns references into links; returns the labels in order and how often each is referred to.
fn number(body: &mut Vec<Event>) -> Vec<(Box<str>, usize)> {
    let mut order: Vec<(Box<str>, usize)> = Vec::new();
    let mut out = Vec::with_capacity(body.len());
    for event in body.drain(..) {
        let Kind::FootnoteReference(label) = &event.kind else {
            out.push(event);
            continue;
        };
        let at = order.iter().position(|(known, _)| known == label).unwrap_or_else(|| {
            order.push((label.clone(), 0));
            order.len() - 1
        });
        order[at].1 += 1;
        out.push(Event::open("sup", Attrs::default().with_id(reference_id(label, order[at].1))));
        out.push(Event::open("a", Attrs::class("footnote-ref").with("href", format!("#fn:{label}"))));
        out.push(Event::made(Kind::Literal((at + 1).to_string().into())));
        out.extend([Event::close(), Event::close()]);
    }
    *body = out;
    order
}

/// `fnref:x`, and `fnref2:x` for the second reference to the same note.
fn reference_id(label: &str, count: usize) -> String {
    if count < 2 { format!("fnref:{label}") } else { format!("fnref{count}:{label}") }
}

/// The links back stand at the end of the note's last paragraph.
fn with_way_back(mut text: Vec<Event>, label: &str, count: usize) -> Vec<Event> {
    let links = (1..=count).flat_map(|n| {
        let attrs = Attrs::class("footnote-backref")
            .with("href", format!("#{}", reference_id(label, n)))
            .with("title", "Jump back to the text");
        [Event::made(Kind::Literal("\u{a0}".into())), Event::open("a", attrs), Event::made(Kind::Literal("↩".into())), Event::close()]
    });
    let ends_in_paragraph = text.len() > 1 && text.iter().rposition(|e| e.kind == Kind::start("p")).is_some_and(|p| end_of(&text, p) == text.len() - 1);
    let at = if ends_in_paragraph { text.len() - 1 } else { text.len() };
    text.splice(at..at, links);
    text
}
