//! Changes that containers make to the blocks in them.

use crate::body::{Attrs, Element, Event, EventKind};

/// The title's events in an element of that name.
pub fn titled(name: &'static str, class: &str, title: Option<Vec<Event>>) -> Vec<Event> {
    let Some(title) = title else {
        return Vec::new();
    };
    let mut events = vec![Event::open(name, Attrs::class(class))];
    events.extend(inner(title));
    events.push(Event::close());
    events
}

/// A paragraph's events without the paragraph.
pub fn inner(mut paragraph: Vec<Event>) -> Vec<Event> {
    paragraph.pop();
    paragraph.drain(..1.min(paragraph.len()));
    paragraph
}

/// Turns paragraphs into terms and list items into definitions, as PyMdown's `define` does.
pub fn definitions(events: Vec<Event>) -> Vec<Event> {
    let mut depth = 0usize;
    let mut lists: Vec<bool> = Vec::new();
    let mut out = Vec::with_capacity(events.len());
    for mut event in events {
        match &mut event.kind {
            EventKind::Start(Element::Named(name), _) => {
                let is_list = depth == 0 && matches!(name.as_ref(), "ul" | "ol");
                lists.push(is_list);
                if is_list {
                    continue;
                }
                match (depth, name.as_ref()) {
                    (0, "p") => *name = "dt".into(),
                    (0, "li") => *name = "dd".into(),
                    _ => {}
                }
                depth += 1;
            }
            EventKind::Start(..) => {
                lists.push(false);
                depth += 1;
            }
            EventKind::End if lists.pop() == Some(true) => continue,
            EventKind::End => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push(event);
    }
    out
}

/// Removes the paragraphs that are not inside another element, and keeps their content.
pub fn without_paragraphs(events: Vec<Event>) -> Vec<Event> {
    let mut open: Vec<bool> = Vec::new();
    events
        .into_iter()
        .filter(|event| match &event.kind {
            EventKind::Start(..) => {
                let drop = open.iter().all(|dropped| *dropped) && event.kind.element() == Some("p");
                open.push(drop);
                !drop
            }
            EventKind::End => !open.pop().unwrap_or(false),
            _ => true,
        })
        .collect()
}

/// The index at which the last whole block starts.
pub fn last_block(events: &[Event]) -> usize {
    let mut depth = 0usize;
    for (index, event) in events.iter().enumerate().rev() {
        match event.kind {
            EventKind::End => depth += 1,
            EventKind::Start(..) if depth <= 1 => {
                return if depth == 1 { index } else { events.len() };
            }
            EventKind::Start(..) => depth -= 1,
            EventKind::Code(_) | EventKind::Html(_) if depth == 0 => return index,
            _ => {}
        }
    }
    events.len()
}
