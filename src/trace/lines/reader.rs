//! The events of a page, read as lines.

use super::{Line, LineSetting};
use crate::body::{Attrs, Element, Event, EventKind, Page, end_of};

/// The lines of a page, up to an event.
pub fn read(page: &Page, end: usize) -> Vec<Line> {
    let mut reader = LineReader::new(page);
    let mut at = 0;
    while at < end.min(page.events.len()) {
        at = reader.event(at);
    }
    reader.end_line();
    reader.lines
}

/// An open element.
struct OpenElement {
    setting: Option<LineSetting>,
    is_admonition: bool,
    /// The number of the event that opens it.
    at: usize,
}

/// Turns a page's events into lines.
pub struct LineReader<'p> {
    page: &'p Page,
    lines: Vec<Line>,
    /// The current line.
    now: Line,
    open: Vec<OpenElement>,
    heading: Option<usize>,
    next_heading: usize,
    /// True inside raw HTML that strikes out text.
    pub is_struck: bool,
    pub cell: CellPosition,
    /// True inside a table cell in raw HTML.
    pub in_raw_cell: bool,
}

/// The reader's position in the page's tables. All numbers start at 1.
#[derive(Clone, Copy, Default)]
pub struct CellPosition {
    table: usize,
    row: usize,
    column: usize,
}

impl CellPosition {
    pub fn next_table(&mut self) {
        *self = Self {
            table: self.table + 1,
            ..Self::default()
        };
    }

    pub fn next_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    pub fn next_column(&mut self) {
        self.column += 1;
    }

    fn setting(self) -> LineSetting {
        let Self { table, row, column } = self;
        LineSetting::Cell { table, row, column }
    }
}

impl<'p> LineReader<'p> {
    fn new(page: &'p Page) -> Self {
        Self {
            page,
            lines: Vec::new(),
            now: Line::default(),
            open: Vec::new(),
            heading: None,
            next_heading: 0,
            is_struck: false,
            cell: CellPosition::default(),
            in_raw_cell: false,
        }
    }

    /// Reads the event at `at` and returns the number of the next event to read.
    fn event(&mut self, at: usize) -> usize {
        let event = &self.page.events[at];
        match &event.kind {
            EventKind::Start(tag, attrs) => return self.start(tag, attrs, at),
            EventKind::End => self.end(),
            EventKind::Void(Element::Image(_), attrs) => self.image(attrs, event),
            EventKind::Void(Element::Named(name), attrs) if name == "input" => self.checkbox(attrs),
            EventKind::Void(Element::Named(name), _) if name == "br" => self.end_line(),
            EventKind::Text(text) | EventKind::Literal(text) => self.text(text, event.span().start),
            EventKind::InlineCode(code) => self.text(&code.code, event.span().start),
            EventKind::Html(html) if html.raw => self.html(html, event.span().start),
            EventKind::SoftBreak => self.end_line(),
            EventKind::Code(_)
            | EventKind::Html(_)
            | EventKind::FootnoteReference(_)
            | EventKind::Toc
            | EventKind::Void(..) => {}
        }
        at + 1
    }

    /// Opens an element, or skips one that has no lines. Returns the number of the next event to
    /// read.
    fn start(&mut self, tag: &Element, attrs: &Attrs, at: usize) -> usize {
        let is_passed_over = match tag {
            // The text of a heading is no line.
            Element::Heading(_) => {
                self.heading(at);
                true
            }
            Element::Named(name) if name == "del" => true,
            _ => attrs.id().is_some_and(|id| id.starts_with("fnref")),
        };
        if is_passed_over {
            return end_of(&self.page.events, at) + 1;
        }
        if let Element::Named(name) = tag {
            self.element(name, attrs, at);
        } else {
            self.open.push(OpenElement {
                setting: None,
                is_admonition: false,
                at,
            });
        }
        at + 1
    }

    fn heading(&mut self, at: usize) {
        self.end_line();
        let next = self.page.headings.get(self.next_heading);
        if next.is_some_and(|heading| heading.event == at) {
            self.heading = Some(self.next_heading);
            self.next_heading += 1;
        }
    }

    fn element(&mut self, name: &str, attrs: &Attrs, at: usize) {
        match name {
            "table" => self.cell.next_table(),
            "tr" => self.cell.next_row(),
            "td" | "th" => self.cell.next_column(),
            _ => {}
        }
        let setting = match name {
            "td" | "th" => Some(self.cell.setting()),
            "li" => Some(LineSetting::Item),
            "blockquote" => Some(LineSetting::Quote),
            "dt" => Some(LineSetting::Term),
            "dd" => Some(LineSetting::Definition),
            "p" if attrs.has_class("admonition-title") => Some(LineSetting::Title),
            "p" | "summary" => Some(LineSetting::Prose),
            _ => None,
        };
        let is_admonition = attrs.has_class("admonition") || name == "details";
        if setting.is_some() || is_admonition {
            self.end_line();
        }
        self.open.push(OpenElement {
            setting,
            is_admonition,
            at,
        });
    }

    /// Closes the innermost element.
    fn end(&mut self) {
        let is_block = |open: &OpenElement| open.setting.is_some() || open.is_admonition;
        if self.open.last().is_some_and(is_block) {
            self.end_line();
        }
        self.open.pop();
    }

    fn checkbox(&mut self, attrs: &Attrs) {
        self.now.ticked = attrs
            .list()
            .map(|list| list.rest.iter().any(|(name, _)| name == "checked"));
    }

    /// The setting of the current line: a quotation if it is in one, else the innermost setting
    /// other than a paragraph.
    fn setting(&self) -> LineSetting {
        if self.in_raw_cell {
            return self.cell.setting();
        }
        let settings = || self.open.iter().rev().filter_map(|open| open.setting);
        let is_quote = settings().any(|setting| setting == LineSetting::Quote);
        let inner = settings()
            .find(|setting| *setting != LineSetting::Prose)
            .unwrap_or_default();
        if is_quote { LineSetting::Quote } else { inner }
    }

    /// Adds text to the current line, unless it is struck out.
    pub fn text(&mut self, text: &str, from: usize) {
        if !self.is_struck && !text.is_empty() {
            self.now.append(text, from);
        }
    }

    /// Ends the current line if it has any text.
    pub fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.now);
        if line.text.trim().is_empty() {
            // The checkbox of an item comes before its paragraph.
            self.now.ticked = line.ticked;
            return;
        }
        line.setting = self.setting();
        line.heading = self.heading;
        line.admonition = self
            .open
            .iter()
            .rev()
            .find(|open| open.is_admonition)
            .map(|open| open.at);
        let whole = line.text.len();
        self.lines.push(line.part(0..whole));
    }

    /// Adds the alternative text of an image as a separate line.
    fn image(&mut self, attrs: &Attrs, event: &Event) {
        let alt = attrs.value("alt").filter(|alt| !alt.trim().is_empty());
        let Some(alt) = alt else {
            return;
        };
        let source = &self.page.text.as_str()[event.span()];
        let from = event.span().start + source.find(alt).unwrap_or(0);
        let line = Line::new(alt.trim().to_owned(), from);
        self.lines.push(Line {
            setting: LineSetting::Image,
            heading: self.heading,
            ..line
        });
    }
}
