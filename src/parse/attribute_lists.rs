//! Attribute lists in braces belong to the element before them: an inline element, or a block if
//! they are on a line of their own or at a heading's end.

use super::attributes;
use crate::body::element::{self, Role};
use crate::body::{AttrList, Element, Event, EventKind};

/// Removes the lists from the texts and merges each into its element's attributes.
pub fn attach(events: &mut Vec<Event>) {
    let has_brace =
        |event: &Event| matches!(&event.kind, EventKind::Text(text) if text.contains('{'));
    if !events.iter().any(has_brace) {
        return;
    }
    let mut open: Vec<usize> = Vec::new();
    // The start of the element that ended right before this event.
    let mut ended: Option<usize> = None;
    for index in 0..events.len() {
        ended = match (&events[index].kind, ended) {
            (EventKind::Start(..), _) => {
                open.push(index);
                None
            }
            (EventKind::End, _) => {
                let start = open.pop();
                if let Some(start) = start {
                    attach_to_block(events, start, index);
                }
                start
            }
            (EventKind::Void(..) | EventKind::InlineCode(_), _) => Some(index),
            (EventKind::Text(_), Some(element)) => {
                attach_to_inline(events, element, index);
                None
            }
            _ => None,
        };
    }
    events.retain(|event| !matches!(&event.kind, EventKind::Text(text) if text.is_empty()));
}

/// Gives an inline element the list at the start of the text after it.
fn attach_to_inline(events: &mut [Event], element: usize, text: usize) {
    let EventKind::Text(behind) = &events[text].kind else {
        return;
    };
    if is_inline(&events[element].kind)
        && let Some((list, length)) = attributes::braces(behind)
    {
        cut_front(&mut events[text], length);
        merge(&mut events[element], list);
    }
}

fn is_inline(kind: &EventKind) -> bool {
    const NAMES: [&str; 11] = [
        "em", "strong", "code", "del", "ins", "mark", "sub", "sup", "span", "abbr", "kbd",
    ];
    match kind {
        EventKind::Start(Element::Link(_), _)
        | EventKind::Void(Element::Image(_), _)
        | EventKind::InlineCode(_) => true,
        EventKind::Start(Element::Named(name), _) => NAMES.contains(&name.as_ref()),
        _ => false,
    }
}

/// The positions in its last text at which an element takes a list.
struct ListSpots {
    at_end: bool,
    on_own_line: bool,
}

impl ListSpots {
    fn of(kind: &EventKind) -> Self {
        match kind {
            EventKind::Start(Element::Heading(_), _) => Self {
                at_end: true,
                on_own_line: true,
            },
            EventKind::Start(Element::Named(name), _) => Self {
                at_end: element::has(name, Role::EndsWithList),
                on_own_line: element::has(name, Role::StartsLine),
            },
            _ => Self {
                at_end: false,
                on_own_line: false,
            },
        }
    }
}

/// Gives a block the list at the end of its last text, if it takes one there.
fn attach_to_block(events: &mut [Event], start: usize, end: usize) {
    let spots = ListSpots::of(&events[start].kind);
    let Some(last) = end
        .checked_sub(1)
        .filter(|last| *last > start && (spots.at_end || spots.on_own_line))
    else {
        return;
    };
    let EventKind::Text(text) = &events[last].kind else {
        return;
    };
    let Some(TrailingList { before, list }) = trailing_list(text) else {
        return;
    };
    let is_alone = before.trim().is_empty();
    let previous = &events[last - 1].kind;
    let behind_element = is_alone && matches!(previous, EventKind::End);
    let at_end = spots.at_end && (before.ends_with([' ', '\t']) || behind_element);
    let on_own_line = spots.on_own_line && is_alone && matches!(previous, EventKind::SoftBreak);
    if !at_end && !on_own_line {
        return;
    }
    let kept: Box<str> = without_closing_signs(before.trim_end(), &events[start].kind).into();
    if on_own_line {
        events[last - 1].kind = EventKind::Text("".into());
    }
    events[last].kind = EventKind::Text(kept);
    merge(&mut events[start], list);
}

/// A text that ends with a list.
struct TrailingList<'t> {
    before: &'t str,
    list: AttrList,
}

fn trailing_list(text: &str) -> Option<TrailingList<'_>> {
    let text = text.trim_end();
    let brace = text.rfind('{').filter(|_| text.ends_with('}'))?;
    let (list, length) = attributes::braces(&text[brace..])?;
    let before = &text[..brace];
    (brace + length == text.len()).then_some(TrailingList { before, list })
}

/// Removes the closing signs of `## Title ## { #id }`, which end the heading once the list is gone.
fn without_closing_signs<'t>(text: &'t str, element: &EventKind) -> &'t str {
    let title = text.trim_end_matches('#');
    if matches!(element, EventKind::Start(Element::Heading(_), _)) && title.ends_with(' ') {
        title.trim_end()
    } else {
        text
    }
}

fn cut_front(event: &mut Event, length: usize) {
    if let EventKind::Text(text) = &mut event.kind {
        *text = text[length..].into();
        event.range.start += length as u32;
    }
}

fn merge(event: &mut Event, list: AttrList) {
    match &mut event.kind {
        EventKind::Start(_, attrs) | EventKind::Void(_, attrs) => attrs.merge(list),
        EventKind::InlineCode(code) => code.attrs.merge(list),
        _ => {}
    }
}
