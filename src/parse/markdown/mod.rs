//! Turns pulldown-cmark's events into bf-docs' own.

mod references;
mod written;
mod elements;
mod tables;
mod tasks;
mod images;
mod code;
mod text;
mod html;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event as Md, Options, Parser, TagEnd};

use crate::body::{Attrs, Element, EventKind, Text};
use crate::parse::draft::PageDraft;
use crate::parse::{Dialect, Findings};
use code::OpenCode;
use html::OpenHtml;
use images::OpenImage;
use references::Unresolved;
use tables::OpenTable;

/// Reads the text as CommonMark with GFM's extensions. `addresses` are those that were taken out of
/// it.
pub fn read(
    text: &Text,
    dialect: &Dialect,
    addresses: &[Box<str>],
    findings: &mut Findings,
) -> PageDraft {
    let mut unresolved = Unresolved::default();
    let note = |broken: BrokenLink<'_>| {
        unresolved.note(broken);
        None
    };
    let options = options(text, dialect);
    let parser = Parser::new_with_broken_link_callback(text.as_str(), options, Some(note));
    let mut lowering = Lowering::new(text, dialect, addresses, findings);
    for (event, range) in parser.into_offset_iter() {
        lowering.event(event, range);
    }
    let body = lowering.body;
    unresolved.report(&body.events, text, findings);
    body
}

/// The extensions that are on. Formulas cost time, so they are off if no sign begins one.
fn options(text: &Text, dialect: &Dialect) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    options.set(
        Options::ENABLE_MATH,
        dialect.math && text.as_str().contains('$'),
    );
    options
}

/// Turns pulldown-cmark's events into [`Event`](crate::body::Event)s, one after the other.
struct Lowering<'t, 'f> {
    text: &'t Text,
    dialect: &'t Dialect,
    /// The web addresses that were taken out of the text.
    addresses: &'t [Box<str>],
    findings: &'f mut Findings,
    body: PageDraft,
    table: OpenTable,
    images: Vec<OpenImage>,
    code: Option<OpenCode>,
    /// The number of blocks that were made from code, by language.
    made: BTreeMap<&'static str, usize>,
    html: Option<OpenHtml>,
    /// The index of the start event of each of pulldown-cmark's open tags.
    open: Vec<usize>,
}

impl<'t, 'f> Lowering<'t, 'f> {
    fn new(
        text: &'t Text,
        dialect: &'t Dialect,
        addresses: &'t [Box<str>],
        findings: &'f mut Findings,
    ) -> Self {
        Self {
            text,
            dialect,
            addresses,
            findings,
            body: PageDraft::default(),
            table: OpenTable::default(),
            images: Vec::new(),
            code: None,
            made: BTreeMap::new(),
            html: None,
            open: Vec::new(),
        }
    }

    fn event(&mut self, event: Md<'_>, range: Range<usize>) {
        match self.as_written(event) {
            Md::Text(text) if self.code.is_some() => self.code_text(text, range.start),
            Md::Html(line) if self.html.is_some() => self.html_line(&line, range.start),
            Md::End(TagEnd::Image) => self.end_image(range),
            event if !self.images.is_empty() => self.in_image(event, range),
            Md::Start(tag) => self.start(tag, range),
            Md::End(tag) => self.end(tag, range),
            event => self.leaf(event, range),
        }
    }

    /// Reads an event other than the start or the end of an element.
    fn leaf(&mut self, event: Md<'_>, range: Range<usize>) {
        match event {
            Md::Start(_) | Md::End(_) => {}
            Md::Text(text) => self.text(&text, range),
            Md::Code(text) => self.inline_code(&text, range),
            Md::InlineMath(tex) => self.math(&tex, false, range),
            Md::DisplayMath(tex) => self.math(&tex, true, range),
            Md::Html(html) | Md::InlineHtml(html) => self.inline_html(&html, range),
            Md::FootnoteReference(label) => {
                self.push(EventKind::FootnoteReference(label.as_ref().into()), range)
            }
            Md::SoftBreak => self.soft_break(range),
            Md::HardBreak => self.void("br", Attrs::default(), range),
            Md::Rule => self.void("hr", Attrs::default(), range),
            Md::TaskListMarker(is_done) => self.task(is_done, range),
        }
    }

    fn push(&mut self, kind: EventKind, range: Range<usize>) {
        self.body.push(kind, range);
    }

    fn void(&mut self, name: &'static str, attrs: Attrs, range: Range<usize>) {
        self.push(EventKind::Void(Element::Named(name.into()), attrs), range);
    }

    /// Opens an element without a tag of pulldown-cmark's: its end has to be pushed, too.
    fn open_element(&mut self, name: &'static str, attrs: Attrs, range: Range<usize>) {
        self.push(EventKind::Start(Element::Named(name.into()), attrs), range);
    }
}
