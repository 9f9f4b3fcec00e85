//! Inline styles and handlers in attribute lists: the site's policy gives them no effect.

use super::Findings;
use super::containers::Container;
use crate::body::{AttrList, Attrs, Event, EventKind, Text};
use crate::diag::Code;
use crate::source::Place;

/// Reports those of elements, then those of containers.
pub fn report(events: &[Event], containers: &[Container], text: &Text, findings: &mut Findings) {
    for event in events {
        // A container's elements have no place of their own.
        if let Some(list) = attributes(event).and_then(Attrs::list)
            && !event.span().is_empty()
        {
            report_list(list, &text.place(event.span()), findings);
        }
    }
    for container in containers {
        report_list(&container.attrs, &container.place, findings);
    }
}

fn attributes(event: &Event) -> Option<&Attrs> {
    match &event.kind {
        EventKind::Start(_, attrs) | EventKind::Void(_, attrs) => Some(attrs),
        _ => None,
    }
}

fn report_list(list: &AttrList, place: &Place, findings: &mut Findings) {
    for (name, _) in &list.rest {
        if name == "style" {
            findings.add(
                Code::InlineStyle,
                place.clone(),
                "an inline style has no effect",
                "give it a class and a rule in a file of `css` in the content map",
            );
        } else if name.starts_with("on") {
            findings.add(
                Code::InlineScript,
                place.clone(),
                format!("the handler `{name}` has no effect"),
                "take it out",
            );
        }
    }
}
