//! A page's text as a reader sees it, a line at a time: what struck out, commented out or shown as
//! code is left out, and each line knows what it stands in.

use std::ops::Range;

use crate::parse::{Attrs, Event, Html, Kind, Page, Tag, end_of};
use crate::source::Place;

/// A line of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Its text, without markup.
    pub text: String,
    /// What it stands in.
    pub setting: Setting,
    /// The heading that it stands under, by number.
    pub heading: Option<usize>,
    /// Whether it has a box, and whether that is ticked.
    pub ticked: Option<bool>,
    /// The admonition around it, by the event that opens it.
    pub admonition: Option<usize>,
    /// Where runs of its text begin: there, and in the page's text.
    runs: Vec<(usize, usize)>,
}

/// What a line stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Setting {
    /// A paragraph.
    #[default]
    Prose,
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// A term of a definition list.
    Term,
    /// What defines the term before it.
    Definition,
    /// An admonition's title.
    Title,
    /// An image: the line is its alternative text.
    Image,
    /// A cell of a table; all numbers from 1.
    Cell {
        /// The table on the page.
        table: usize,
        /// The row in it, its head included.
        row: usize,
        /// The cell in that.
        column: usize,
    },
}

impl Line {
    /// A line of a paragraph, which begins at a byte of the page's text.
    pub fn new(text: String, from: usize) -> Self {
        Self {
            text,
            runs: vec![(0, from)],
            ..Self::default()
        }
    }

    /// The bytes of the page's text that a part of the line comes from.
    pub fn span(&self, part: Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let run = self
                .runs
                .partition_point(|(start, _)| *start <= byte)
                .saturating_sub(1);
            self.runs
                .get(run)
                .map_or(0, |(start, from)| from + byte.saturating_sub(*start))
        };
        at(part.start)..at(part.end).max(at(part.start))
    }

    /// Where a part of the line stands.
    pub fn place(&self, page: &Page, part: Range<usize>) -> Place {
        page.text.place(self.span(part))
    }

    /// Lines one behind another, with a blank between them; in the setting of the first.
    pub fn joined(lines: &[Self]) -> Self {
        let mut whole = lines.first().cloned().unwrap_or_default();
        for line in lines.iter().skip(1) {
            whole.text.push(' ');
            let start = whole.text.len();
            whole
                .runs
                .extend(line.runs.iter().map(|(at, from)| (at + start, *from)));
            whole.text.push_str(&line.text);
        }
        whole
    }

    /// The row of the table that the line is a cell of: table and row, from 1.
    pub fn row(&self) -> Option<(usize, usize)> {
        if let Setting::Cell { table, row, .. } = self.setting {
            Some((table, row))
        } else {
            None
        }
    }

    /// The same line, but for so many bytes at its beginning and white space around the rest.
    #[must_use]
    pub fn behind(&self, bytes: usize) -> Self {
        self.part(bytes..self.text.len())
    }

    /// A part of the line, without white space around it.
    #[must_use]
    pub fn part(&self, part: Range<usize>) -> Self {
        let text = &self.text[part.clone()];
        let start = part.start + (text.len() - text.trim_start().len());
        let from = self.span(start..start).start;
        let inner = self
            .runs
            .iter()
            .filter(|(at, _)| *at > start && *at < part.end)
            .map(|(at, from)| (at - start, *from));
        Self {
            text: text.trim().to_owned(),
            runs: std::iter::once((0, from)).chain(inner).collect(),
            ..self.clone()
        }
    }
}

/// The lines of a page, up to an event.
pub fn read(page: &Page, end: usize) -> Vec<Line> {
    let mut reader = Reader::new(page);
    let mut at = 0;
    while at < end.min(page.events.len()) {
        at = reader.event(at);
    }
    reader.end_line();
    reader.lines
}

/// An element that is open.
struct Open {
    setting: Option<Setting>,
    admonition: bool,
    at: usize,
}

struct Reader<'p> {
    page: &'p Page,
    lines: Vec<Line>,
    now: Line,
    open: Vec<Open>,
    heading: Option<usize>,
    next_heading: usize,
    /// Raw HTML that strikes out is open.
    is_struck: bool,
    cell: (usize, usize, usize),
    /// A cell of a table that is written as HTML.
    in_raw_cell: bool,
}

impl<'p> Reader<'p> {
    fn new(page: &'p Page) -> Self {
        Self {
            page,
            lines: Vec::new(),
            now: Line::default(),
            open: Vec::new(),
            heading: None,
            next_heading: 0,
            is_struck: false,
            cell: (0, 0, 0),
            in_raw_cell: false,
        }
    }

    /// Reads the event at `at` and returns where to go on.
    fn event(&mut self, at: usize) -> usize {
        let event = &self.page.events[at];
        match &event.kind {
            Kind::Start(Tag::Heading(_), _) => {
                self.end_line();
                if self
                    .page
                    .headings
                    .get(self.next_heading)
                    .is_some_and(|heading| heading.event == at)
                {
                    (self.heading, self.next_heading) =
                        (Some(self.next_heading), self.next_heading + 1);
                }
                // Its text is the heading's.
                return end_of(&self.page.events, at) + 1;
            }
            Kind::Start(Tag::Element(name), _) if name == "del" => {
                return end_of(&self.page.events, at) + 1;
            }
            Kind::Start(_, attrs) if attrs.id().is_some_and(|id| id.starts_with("fnref")) => {
                return end_of(&self.page.events, at) + 1;
            }
            Kind::Start(Tag::Element(name), attrs) => self.start(name, attrs, at),
            Kind::Start(..) => self.open.push(Open {
                setting: None,
                admonition: false,
                at,
            }),
            Kind::End => {
                if self
                    .open
                    .last()
                    .is_some_and(|open| open.setting.is_some() || open.admonition)
                {
                    self.end_line();
                }
                self.open.pop();
            }
            Kind::Void(Tag::Image(_), attrs) => self.image(attrs, event),
            Kind::Void(Tag::Element(name), attrs) if name == "input" => {
                self.now.ticked = attrs
                    .list()
                    .map(|list| list.rest.iter().any(|(name, _)| name == "checked"));
            }
            Kind::Void(Tag::Element(name), _) if name == "br" => self.end_line(),
            Kind::Text(text) | Kind::Literal(text) => self.text(text, event.span().start),
            Kind::InlineCode(code) => self.text(&code.code, event.span().start),
            Kind::Html(html) if html.raw => self.html(html, event.span().start),
            Kind::SoftBreak => self.end_line(),
            Kind::Code(_)
            | Kind::Html(_)
            | Kind::FootnoteReference(_)
            | Kind::Toc
            | Kind::Void(..) => {}
        }
        at + 1
    }

    fn start(&mut self, name: &str, attrs: &Attrs, at: usize) {
        let setting = match name {
            "table" => {
                self.cell = (self.cell.0 + 1, 0, 0);
                None
            }
            "tr" => {
                self.cell = (self.cell.0, self.cell.1 + 1, 0);
                None
            }
            "td" | "th" => {
                self.cell.2 += 1;
                Some(self.cell_setting())
            }
            "li" => Some(Setting::Item),
            "blockquote" => Some(Setting::Quote),
            "dt" => Some(Setting::Term),
            "dd" => Some(Setting::Definition),
            "p" if attrs.has_class("admonition-title") => Some(Setting::Title),
            "p" | "summary" => Some(Setting::Prose),
            _ => None,
        };
        let admonition = attrs.has_class("admonition") || name == "details";
        if setting.is_some() || admonition {
            self.end_line();
        }
        self.open.push(Open {
            setting,
            admonition,
            at,
        });
    }

    fn cell_setting(&self) -> Setting {
        let (table, row, column) = self.cell;
        Setting::Cell { table, row, column }
    }

    /// What the line that is read stands in: a quotation is one, whatever is in it; else the
    /// innermost that says more than "a paragraph".
    fn setting(&self) -> Setting {
        if self.in_raw_cell {
            return self.cell_setting();
        }
        let settings = || self.open.iter().rev().filter_map(|open| open.setting);
        let is_quote = settings().any(|setting| setting == Setting::Quote);
        let inner = settings()
            .find(|setting| *setting != Setting::Prose)
            .unwrap_or_default();
        if is_quote { Setting::Quote } else { inner }
    }

    fn text(&mut self, text: &str, from: usize) {
        if self.is_struck || text.is_empty() {
            return;
        }
        self.now.runs.push((self.now.text.len(), from));
        self.now.text.push_str(text);
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.now);
        if line.text.trim().is_empty() {
            // The box of an item stands before its paragraph.
            self.now.ticked = line.ticked;
            return;
        }
        line.setting = self.setting();
        line.heading = self.heading;
        line.admonition = self
            .open
            .iter()
            .rev()
            .find(|open| open.admonition)
            .map(|open| open.at);
        let whole = line.text.len();
        self.lines.push(line.part(0..whole));
    }

    fn image(&mut self, attrs: &Attrs, event: &Event) {
        let alt = attrs
            .list()
            .and_then(|list| list.rest.iter().find(|(name, _)| name == "alt"));
        let Some(alt) = alt
            .and_then(|(_, alt)| alt.as_deref())
            .filter(|alt| !alt.trim().is_empty())
        else {
            return;
        };
        let source = &self.page.text.as_str()[event.span()];
        let from = event.span().start + source.find(alt).unwrap_or(0);
        let line = Line::new(alt.trim().to_owned(), from);
        self.lines.push(Line {
            setting: Setting::Image,
            heading: self.heading,
            ..line
        });
    }

    /// The text of HTML as it is written, and where it breaks lines.
    fn html(&mut self, html: &Html, from: usize) {
        if let Some(tag) = html.escaped_tag() {
            return self.text(&tag, from);
        }
        let mut rest: &str = &html.html;
        while let Some(open) = rest.find('<') {
            let at = html.html.len() - rest.len();
            self.raw_text(&rest[..open], from + at);
            let tag = &rest[open..];
            let end = if tag.starts_with("<!--") {
                tag.find("-->").map(|at| at + 3)
            } else {
                tag.find('>').map(|at| at + 1)
            };
            let Some(end) = end else { return };
            self.tag(&tag[1..end]);
            rest = &tag[end..];
        }
        let at = html.html.len() - rest.len();
        self.raw_text(rest, from + at);
    }

    fn raw_text(&mut self, text: &str, from: usize) {
        let mut at = from;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.end_line();
            }
            self.text(&line.replace("&nbsp;", " ").replace("&amp;", "&"), at);
            at += line.len() + 1;
        }
    }

    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with('/');
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "del" | "s" | "strike" => self.is_struck = !closes,
            "table" if !closes => self.cell = (self.cell.0 + 1, 0, 0),
            "tr" if !closes => self.cell = (self.cell.0, self.cell.1 + 1, 0),
            "td" | "th" => {
                self.end_line();
                self.in_raw_cell = !closes;
                self.cell.2 += usize::from(!closes);
            }
            "br" | "p" | "li" | "div" | "ul" | "ol" | "dt" | "dd" | "blockquote" => self.end_line(),
            _ => {}
        }
    }
}
