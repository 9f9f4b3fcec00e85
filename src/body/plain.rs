//! The text of a page without its markup, with a blank wherever the eye sees one.

use super::element::{self, Role};
use super::event::{Element, Event, EventKind, Html, end_of};
use super::html_parts::image_text;

/// The gap that a reader sees between two texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum TextGap {
    /// The texts touch.
    #[default]
    None,
    /// A blank is between them.
    Blank,
    /// They are in two cells of a table's row.
    Cell,
    /// They are on lines of their own.
    Line,
}

/// The text that a reader sees in a run of events, on one line: no tags, no
/// footnote numbers, no images; a formula is its source.
pub fn plain_text(events: &[Event]) -> String {
    Reading {
        line_gap: ' ',
        ..Reading::default()
    }
    .of(events)
}

/// The text as in [`plain_text`], with a line for each block and for each part of a broken line.
pub fn plain_lines(events: &[Event]) -> String {
    Reading {
        line_gap: '\n',
        ..Reading::default()
    }
    .of(events)
}

/// The text as in [`plain_lines`], with the cells of a row on one line: a tab stands between them.
pub fn plain_rows(events: &[Event]) -> String {
    Reading {
        line_gap: '\n',
        cell_gap: Some('\t'),
        ..Reading::default()
    }
    .of(events)
}

/// A heading's text. An image counts as its alternative text, as in MkDocs' titles.
pub fn heading_text(heading: &[Event]) -> String {
    Reading {
        line_gap: ' ',
        images: true,
        ..Reading::default()
    }
    .of(heading)
}

/// The text that a heading's slug is made from, by Python-Markdown's rule: tags of the author's
/// HTML and images are left out and separate no words.
pub fn slug_text(heading: &[Event]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(event) = heading.get(at) {
        match &event.kind {
            EventKind::Text(part) | EventKind::Literal(part) => text.push_str(part),
            EventKind::InlineCode(code) => text.push_str(&code.code),
            EventKind::SoftBreak => text.push(' '),
            EventKind::Html(html) => text.push_str(html.text.as_deref().unwrap_or_default()),
            EventKind::Void(Element::Named(name), _) if name == "br" => text.push(' '),
            _ if is_footnote_sign(&event.kind) => at = end_of(heading, at),
            _ => {}
        }
        at += 1;
    }
    text
}

/// Returns whether a footnote's number or its backlink starts here: neither is part of the text.
fn is_footnote_sign(kind: &EventKind) -> bool {
    let EventKind::Start(_, attrs) = kind else {
        return false;
    };
    attrs.id().is_some_and(|id| id.starts_with("fnref")) || attrs.has_class("footnote-backref")
}

/// A text that is being collected.
#[derive(Default)]
struct Reading {
    text: String,
    /// The gap between the text so far and the next part.
    gap: TextGap,
    /// The character for a [`TextGap::Line`].
    line_gap: char,
    /// The character for a [`TextGap::Cell`], if it is another.
    cell_gap: Option<char>,
    /// True if images count as their alternative texts.
    images: bool,
    /// The open elements.
    open: Vec<Spacing>,
    /// The length of the text at the end of the last box: a box right after it is separated.
    box_end: Option<usize>,
}

impl Reading {
    fn of(mut self, events: &[Event]) -> String {
        let mut at = 0;
        while let Some(event) = events.get(at) {
            match &event.kind {
                EventKind::Text(part) | EventKind::Literal(part) => self.push(part),
                EventKind::InlineCode(code) => {
                    self.start(Spacing::of("code"));
                    self.push(&code.code);
                    self.box_end = Some(self.text.len());
                }
                EventKind::SoftBreak => self.part(TextGap::Blank),
                EventKind::Code(_) | EventKind::Toc => self.part(TextGap::Line),
                EventKind::Html(html) => self.html(html),
                EventKind::Void(Element::Named(name), _) => self.start(Spacing::of(name)),
                EventKind::Void(_, attrs) => {
                    self.image(attrs.value("alt").unwrap_or_default());
                }
                kind if is_footnote_sign(kind) => at = end_of(events, at),
                EventKind::Start(tag, _) => self.open(tag),
                EventKind::End => self.end(),
                EventKind::FootnoteReference(_) => {}
            }
            at += 1;
        }
        self.text.truncate(self.text.trim_end().len());
        self.text
    }

    fn part(&mut self, gap: TextGap) {
        self.gap = self.gap.max(gap);
    }

    fn push(&mut self, part: &str) {
        // A gap stays one character, whatever blanks follow it.
        let part = if self.gap == TextGap::None {
            part
        } else {
            part.trim_start()
        };
        if part.is_empty() {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        if gap != TextGap::None {
            self.text.truncate(self.text.trim_end().len());
        }
        if gap != TextGap::None && !self.text.is_empty() {
            self.text.push(match gap {
                TextGap::Line => self.line_gap,
                TextGap::Cell => self.cell_gap.unwrap_or(self.line_gap),
                TextGap::Blank | TextGap::None => ' ',
            });
        }
        match self.cell_gap {
            Some(cell_gap) => self.text.extend(part.chars().map(|letter| {
                // It would look like one between cells.
                if letter == cell_gap { ' ' } else { letter }
            })),
            None => self.text.push_str(part),
        }
    }

    /// Starts an element, or passes its tag in the author's HTML.
    fn start(&mut self, spacing: Spacing) {
        if spacing.is_box && self.box_end == Some(self.text.len()) {
            self.part(TextGap::Blank);
        }
        self.part(spacing.gap);
    }

    fn open(&mut self, tag: &Element) {
        let element = match tag {
            Element::Named(name) => name.as_ref(),
            Element::Heading(_) | Element::Footnote(_) => "div",
            Element::Link(_) | Element::Image(_) => "a",
        };
        let spacing = Spacing::of(element);
        self.start(spacing);
        self.open.push(spacing);
    }

    fn end(&mut self) {
        let Some(spacing) = self.open.pop() else {
            return;
        };
        self.part(spacing.gap);
        if spacing.is_box {
            self.box_end = Some(self.text.len());
        }
    }

    fn image(&mut self, alt: &str) {
        self.part(TextGap::Blank);
        if self.images {
            self.push(alt);
            self.part(TextGap::Blank);
        }
    }

    fn html(&mut self, html: &Html) {
        if let Some(text) = &html.text {
            return self.push(text);
        }
        if let Some(tag) = html.escaped_tag() {
            return self.push(&tag);
        }
        let Some(tag) = html.html.trim_start().strip_prefix('<') else {
            return;
        };
        let name = tag.trim_start_matches('/');
        let end = name
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(name.len());
        let name = name[..end].to_ascii_lowercase();
        let spacing = Spacing::of(&name);
        if tag.starts_with('/') {
            self.part(spacing.gap);
            if spacing.is_box {
                self.box_end = Some(self.text.len());
            }
        } else if name == "img" {
            self.image(&image_text(&html.html).unwrap_or_default());
        } else {
            self.start(spacing);
        }
    }
}

/// The properties of an element that gaps depend on.
#[derive(Clone, Copy)]
struct Spacing {
    /// The gap at the start and the end.
    gap: TextGap,
    /// True for a box: two boxes side by side do not touch.
    is_box: bool,
}

impl Spacing {
    /// The properties of an element by its name (lower case).
    fn of(name: &str) -> Self {
        let roles = element::roles(name);
        let gap = if roles.contains(&Role::Cell) {
            TextGap::Cell
        } else if roles.contains(&Role::BreaksLine) {
            TextGap::Line
        } else if roles.contains(&Role::Replaced) {
            TextGap::Blank
        } else {
            TextGap::None
        };
        Self {
            gap,
            is_box: roles.contains(&Role::Boxed),
        }
    }
}
