//! Footnotes move to the end of the page, in the order of their definitions.

use std::collections::HashMap;

use super::event::{Attrs, Event, Kind, Tag, end_of};

/// Numbers the references and gathers the texts, in Python-Markdown's shape;
/// a note that nothing refers to is kept.
pub fn gather(events: Vec<Event>) -> Vec<Event> {
    let has = |event: &Event| matches!(event.kind, Kind::FootnoteReference(_) | Kind::Start(Tag::Footnote(_), _));
    if !events.iter().any(has) {
        return events;
    }
    let (mut body, mut texts) = split(events);
    let mut known = Known::new();
    texts.retain(|(label, _)| {
        let next = known.len();
        known.entry(folded(label)).or_insert_with(|| (next, label.clone())).0 == next
    });
    let mut counts = vec![0; texts.len()];
    number(&mut body, &known, &mut counts);
    for (_, text) in &mut texts {
        number(text, &known, &mut counts);
    }
    if texts.is_empty() {
        return body;
    }
    body.extend([
        Event::open("div", Attrs::class("footnote")),
        Event::made(Kind::Void(Tag::Element("hr".into()), Attrs::default())),
        Event::open("ol", Attrs::default()),
    ]);
    for ((label, text), count) in texts.into_iter().zip(counts) {
        body.push(Event::open("li", Attrs::default().with_id(format!("fn:{label}"))));
        body.extend(with_way_back(text, &label, count));
        body.push(Event::close());
    }
    body.extend([Event::close(), Event::close()]);
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

/// The number and the label of each note, by its folded label.
type Known = HashMap<String, (usize, Box<str>)>;

/// A label as labels are compared: CommonMark's link labels, and GitHub's footnotes, match in any case.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Turns references to known notes into links, and counts them for each note.
fn number(events: &mut Vec<Event>, known: &Known, counts: &mut [usize]) {
    if !events.iter().any(|event| matches!(event.kind, Kind::FootnoteReference(_))) {
        return;
    }
    let mut out = Vec::with_capacity(events.len() + 8);
    for event in events.drain(..) {
        let Kind::FootnoteReference(label) = &event.kind else {
            out.push(event);
            continue;
        };
        let Some((at, label)) = known.get(&folded(label)).map(|(at, label)| (*at, label)) else {
            out.push(Event { kind: Kind::Literal(format!("[^{label}]").into()), range: event.range });
            continue;
        };
        counts[at] += 1;
        out.push(Event::open("sup", Attrs::default().with_id(reference_id(label, counts[at]))));
        out.push(Event::open("a", Attrs::class("footnote-ref").with("href", format!("#fn:{label}"))));
        out.push(Event::made(Kind::Literal((at + 1).to_string().into())));
        out.extend([Event::close(), Event::close()]);
    }
    *events = out;
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
        [
            Event::made(Kind::Literal("\u{a0}".into())),
            Event::open("a", attrs),
            Event::made(Kind::Literal("↩".into())),
            Event::close(),
        ]
    });
    let ends_in_paragraph = text.len() > 1
        && text.iter().rposition(|e| e.kind == Kind::start("p")).is_some_and(|p| end_of(&text, p) == text.len() - 1);
    let at = if ends_in_paragraph { text.len() - 1 } else { text.len() };
    text.splice(at..at, links);
    text
}
