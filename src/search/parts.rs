//! A page as the texts between its headings.

use std::collections::BTreeSet;

use crate::body::{Element, Event, EventKind, Page, end_of, plain_rows};
use serde::{Deserialize, Serialize};

/// The texts between two headings.
#[derive(Default, Serialize, Deserialize)]
pub struct PartTexts {
    /// The text, a block a line; a tab between the cells of a row.
    pub text: String,
    /// The code blocks.
    pub code: String,
    /// The drawings, whose words are not in the text.
    pub drawings: Vec<DrawingTexts>,
}

/// The texts of a drawing.
#[derive(Serialize, Deserialize)]
pub struct DrawingTexts {
    /// The id of its figure.
    pub id: String,
    /// The line of its file, from 1.
    pub line: u32,
    /// The title.
    pub title: String,
    /// The labels, one a line.
    pub labels: String,
}

/// The texts that are read from a page's events.
#[derive(Default, Serialize, Deserialize)]
pub struct PageTexts {
    /// The parts of the page: above its first heading, and below each.
    pub parts: Vec<PartTexts>,
    /// The long forms of the abbreviations that the page uses, in the order of the alphabet.
    pub long_forms: BTreeSet<String>,
}

/// Reads a page's events.
pub fn texts(page: &Page) -> PageTexts {
    let parts = page.sections().map(|section| part(page, section.events));
    let long_forms = page.events.iter().filter_map(|event| match &event.kind {
        EventKind::Start(Element::Named(name), attrs) if name == "abbr" => attrs.value("title"),
        _ => None,
    });
    PageTexts {
        parts: parts.collect(),
        long_forms: long_forms.map(str::to_owned).collect(),
    }
}

/// A run of events as text, blocks on lines of their own, and its code blocks and drawings.
fn part(page: &Page, events: &[Event]) -> PartTexts {
    let mut part = PartTexts::default();
    let mut others = Vec::new();
    let mut at = 0;
    while let Some(event) = events.get(at) {
        match drawing(page, &events[at..]) {
            Some((drawing, length)) => {
                part.drawings.push(drawing);
                at += length;
            }
            None => {
                if let EventKind::Code(block) = &event.kind {
                    part.code.push_str(&block.code);
                    part.code.push('\n');
                }
                others.push(event);
                at += 1;
            }
        }
    }
    part.text = if part.drawings.is_empty() {
        plain_rows(events)
    } else {
        let others: Vec<Event> = others.into_iter().cloned().collect();
        plain_rows(&others)
    };
    part
}

/// The drawing whose figure begins at the first event, and the number of its events. The first line
/// of its text is the title.
fn drawing(page: &Page, events: &[Event]) -> Option<(DrawingTexts, usize)> {
    let figure = events.first()?;
    let EventKind::Start(Element::Named(name), attrs) = &figure.kind else {
        return None;
    };
    if name != "figure" || !attrs.has_class("mermaid") {
        return None;
    }
    let length = end_of(events, 0) + 1;
    let text = events[..length]
        .iter()
        .find_map(|event| match &event.kind {
            EventKind::Html(html) => html.text.as_deref().filter(|text| !text.is_empty()),
            _ => None,
        })?;
    let (title, labels) = text.split_once('\n').unwrap_or((text, ""));
    let drawing = DrawingTexts {
        id: attrs.id()?.to_owned(),
        line: page.text.line(figure.span().start),
        title: title.to_owned(),
        labels: labels.to_owned(),
    };
    Some((drawing, length))
}
