//! Writes a page as events, with the place in its file of whatever it says.

use std::ops::Range;

use super::cleaning;
use super::description::Description;
use super::documents::Documents;
use super::plan::PagePlan;
use crate::address::{relative_link, split};
use crate::body::{
    Attrs, CodeBlock, Element, Event, EventKind, LineRef, Link, LinkKind, Page, Text,
};
use crate::diag::Diagnostic;
use crate::parse::{self, Dialect, PageBody};
use crate::yaml::{DataNode, DataValue, Span};

/// The attribute of a heading that has its label in tables of contents.
const LABEL: &str = "data-toc-label";

/// The parameters that all pages of a description share.
#[derive(Clone, Copy)]
pub struct ApiContext<'d> {
    /// The description.
    pub description: &'d Description<'d>,
    /// The pages, and what is on which.
    pub plan: &'d PagePlan,
    /// The dialect of descriptions in Markdown.
    pub dialect: &'d Dialect,
    /// The path of the file that the overview is made of: that of the page which introduces the
    /// description, or of the description.
    pub file: &'d str,
    /// The path of the description.
    pub source: &'d str,
}

/// An unfinished page.
pub struct ApiWriter<'d> {
    /// The parameters of all pages.
    pub context: ApiContext<'d>,
    /// The number of the page in the plan.
    pub page: usize,
    body: PageBody,
    /// The numbers of the description's files among the sources of the page's text.
    source_numbers: Vec<u16>,
    /// The findings about descriptions.
    pub findings: Vec<Diagnostic>,
    /// The number of fragments so far.
    fragments: usize,
}

/// A destination of a link.
#[derive(Clone, Copy)]
pub enum Goal<'g> {
    /// The heading of an operation, by its number.
    Operation(usize),
    /// A named schema, by its number.
    Schema(usize),
    /// A page of the plan, by its number.
    Page(usize),
    /// A heading of a page of the plan.
    Heading(usize, &'g str),
    /// An address as it is written.
    Address(&'g str),
}

impl<'d> ApiWriter<'d> {
    /// Starts a page.
    pub fn new(context: ApiContext<'d>, page: usize) -> Self {
        let sources = context.description.documents.sources();
        let text = Text::of_lines(sources.cloned().collect());
        Self::on(context, page, text)
    }

    /// Starts the overview below the text of a page.
    pub fn below(context: ApiContext<'d>, page: &Page) -> Self {
        let mut writer = Self::on(context, 0, page.text.clone());
        let mut events = page.events.to_vec();
        for heading in &page.headings {
            // A label was taken out of the attributes.
            if let Some((label, event)) = heading.label.as_ref().zip(events.get_mut(heading.event))
                && let EventKind::Start(_, attrs) = &mut event.kind
            {
                *attrs = std::mem::take(attrs).with(LABEL, label.as_str());
            }
        }
        writer.body.events = events;
        writer.body.links.clone_from(&page.links);
        writer
    }

    fn on(context: ApiContext<'d>, page: usize, mut text: Text) -> Self {
        let sources = context.description.documents.sources();
        let source_numbers = sources
            .map(|source| text.add_source(source.clone()))
            .collect();
        Self {
            context,
            page,
            body: PageBody {
                events: Vec::new(),
                links: Vec::new(),
                ids: Vec::new(),
                text,
            },
            source_numbers,
            findings: Vec::new(),
            fragments: 0,
        }
    }

    /// The files of the description.
    pub fn documents(&self) -> &'d Documents {
        self.context.description.documents
    }

    /// Ends the page.
    pub fn finish(self) -> (PageBody, Vec<Diagnostic>) {
        (self.body, self.findings)
    }

    /// Opens an element; `class` may be empty.
    pub fn open(&mut self, name: &'static str, class: &str) {
        let attrs = if class.is_empty() {
            Attrs::default()
        } else {
            Attrs::class(class)
        };
        self.body.events.push(Event::open(name, attrs));
    }

    /// Opens an element with these attributes.
    pub fn open_with(&mut self, name: &'static str, attrs: Attrs) {
        self.body.events.push(Event::open(name, attrs));
    }

    /// Closes the innermost element.
    pub fn close(&mut self) {
        self.body.events.push(Event::close());
    }

    /// Writes a text as it is: no sign in it is Markdown, and no name in it becomes a link.
    pub fn text(&mut self, text: &str) {
        let kind = EventKind::Literal(text.into());
        self.body.events.push(Event::added(kind));
    }

    /// Writes an element with a text.
    pub fn element(&mut self, name: &'static str, class: &str, text: &str) {
        self.open(name, class);
        self.text(text);
        self.close();
    }

    /// Writes a text as code.
    pub fn code(&mut self, text: &str) {
        self.element("code", "", text);
    }

    /// Opens a heading with an id at a place of the file.
    pub fn open_heading(&mut self, level: u8, id: &str, label: Option<&str>, at: Span) {
        let mut attrs = Attrs::default();
        if !id.is_empty() {
            attrs = attrs.with_id(id);
        }
        if let Some(label) = label {
            attrs = attrs.with(LABEL, label);
        }
        let range = self.mark(at);
        self.body.events.push(Event {
            kind: EventKind::Start(Element::Heading(level), attrs),
            range,
        });
    }

    /// Writes a heading.
    pub fn heading(&mut self, level: u8, id: &str, text: &str, at: Span) {
        self.open_heading(level, id, None, at);
        self.text(text);
        self.close();
    }

    /// Opens a link.
    pub fn open_link(&mut self, goal: Goal<'_>) {
        let dest = self.address(goal);
        let number = self.body.links.len() as u32;
        self.body.links.push(Link {
            dest,
            kind: LinkKind::Link,
            range: 0..0,
            is_html: false,
        });
        let kind = EventKind::Start(Element::Link(number), Attrs::default());
        self.body.events.push(Event::added(kind));
    }

    /// Opens a link to the description's file, as a download.
    pub fn open_download(&mut self) {
        let address = relative_link(self.folder(), self.context.source, "");
        self.open_link(Goal::Address(&address));
        if let Some(link) = self.body.links.last_mut() {
            link.kind = LinkKind::Download;
        }
        self.mark_last("download", "");
    }

    /// Adds an attribute to the element that was opened last.
    pub fn mark_last(&mut self, name: &str, value: &str) {
        if let Some(Event {
            kind: EventKind::Start(_, attrs),
            ..
        }) = self.body.events.last_mut()
        {
            *attrs = std::mem::take(attrs).with(name, value);
        }
    }

    /// Writes a link with a text.
    pub fn link(&mut self, goal: Goal<'_>, text: &str) {
        self.open_link(goal);
        self.text(text);
        self.close();
    }

    /// The address of a goal, as a page of the file writes it.
    fn address(&self, goal: Goal<'_>) -> String {
        let ApiContext {
            plan, description, ..
        } = self.context;
        let (page, id) = match goal {
            Goal::Address(address) => return address.to_owned(),
            Goal::Page(page) => (page, ""),
            Goal::Heading(page, id) => (page, id),
            Goal::Operation(number) => (
                plan.page_of_operation[number],
                description.operations[number].anchor.as_str(),
            ),
            Goal::Schema(number) => (
                plan.page_of_schema[number],
                description.schemas[number].anchor.as_str(),
            ),
        };
        let tail = match id {
            "" => String::new(),
            id => format!("#{}", crate::address::fragment(id)),
        };
        if page == self.page && !tail.is_empty() {
            return tail;
        }
        relative_link(self.folder(), &plan.pages[page].path, &tail)
    }

    /// The folder that links of the page start from: that of its file.
    fn folder(&self) -> &'d str {
        let ApiContext { file, source, .. } = self.context;
        split(if self.page == 0 { file } else { source }).0
    }

    /// Writes a block of code in a language.
    pub fn code_block(&mut self, language: &str, code: &str) {
        let block = CodeBlock {
            language: language.to_owned(),
            code: format!("{}\n", code.trim_end()),
            ..CodeBlock::default()
        };
        let kind = EventKind::Code(Box::new(block));
        self.body.events.push(Event::added(kind));
    }

    /// Adds the line of a place to the page's text, and returns the place's range there.
    fn mark(&mut self, at: Span) -> Range<u32> {
        let text = &self.documents().source(at).text;
        let start = floor(text, at.start as usize);
        let line_end = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end);
        let end = floor(text, at.end as usize).clamp(start, line_end);
        let from = self.body.text.as_str().len() as u32;
        let line = LineRef {
            text: &text[start..end],
            source: self.source_numbers[usize::from(at.file)],
            origin: start as u32,
        };
        self.body.text.push("", &line);
        from..from + (end - start) as u32
    }

    /// Writes a description in Markdown. Its headings become headings of this level and below.
    pub fn markdown(&mut self, node: &DataNode, level: u8) {
        self.prose(node, Headings::OfPage(level));
    }

    /// Writes a description whose headings are not those of the page.
    pub fn remark(&mut self, node: &DataNode) {
        self.prose(node, Headings::Bold);
    }

    /// Writes a description of one paragraph as a part of a line; of a longer one, nothing. Returns
    /// whether it was written.
    pub fn inline(&mut self, node: &DataNode) -> bool {
        let node = self.documents().follow(node).unwrap_or(node);
        let Some(text) = node.text().map(str::trim).filter(|text| !text.is_empty()) else {
            return true;
        };
        if is_plain(text) {
            self.text(text);
            return true;
        }
        let body = self.fragment(node, text);
        let ends = crate::body::end_of(&body.events, 0);
        let is_paragraph = body
            .events
            .first()
            .is_some_and(|first| first.kind.element() == Some("p"));
        let is_one = is_paragraph && ends + 1 == body.events.len();
        if is_one {
            let events = body.events[1..ends].to_vec();
            self.append(PageBody { events, ..body }, Headings::Bold, node);
        }
        is_one
    }

    fn prose(&mut self, node: &DataNode, headings: Headings) {
        // Some tools take a description from a file of its own.
        let node = self.documents().follow(node).unwrap_or(node);
        let Some(text) = node.text().map(str::trim).filter(|text| !text.is_empty()) else {
            return;
        };
        if is_plain(text) {
            self.element("p", "", text);
            return;
        }
        let body = self.fragment(node, text);
        self.append(body, headings, node);
    }

    /// Parses a description.
    fn fragment(&mut self, node: &DataNode, text: &str) -> PageBody {
        let lines = written_lines(self.documents(), node, text);
        let mut of_lines = Text::of_lines(self.body.text.sources().to_vec());
        let source = self.source_numbers[usize::from(node.span.file)];
        for line in lines {
            of_lines.push("", &LineRef { source, ..line });
        }
        let dialect = Dialect {
            // The ids in drawings are numbered by page, and a page has many descriptions.
            diagrams: self.context.dialect.diagrams && self.fragments == 0,
            ..self.context.dialect.clone()
        };
        self.fragments += 1;
        let (body, findings) = parse::fragment(of_lines, &dialect, cleaning::clean);
        let is_told = |finding: &Diagnostic| !cleaning::ANSWERED.contains(&finding.code);
        self.findings.extend(findings.into_iter().filter(is_told));
        body
    }

    /// Appends the events of a description, with numbers that count on this page.
    fn append(&mut self, fragment: PageBody, headings: Headings, node: &DataNode) {
        let start = self.body.text.append(&fragment.text);
        let links = self.body.links.len() as u32;
        let folder = split(self.documents().source(node.span).file.path()).0;
        let own_folder = self.folder();
        for mut link in fragment.links {
            link.range = link.range.start + start..link.range.end + start;
            if folder != own_folder && is_path(&link.dest) {
                link.dest = moved(folder, own_folder, &link.dest);
            }
            self.body.links.push(link);
        }
        self.body.ids.extend(fragment.ids);
        let mut least = 6;
        for event in &fragment.events {
            if let EventKind::Start(Element::Heading(level), _) = &event.kind {
                least = least.min(*level);
            }
        }
        for mut event in fragment.events {
            let start = start as u32;
            event.range = event.range.start + start..event.range.end + start;
            match &mut event.kind {
                EventKind::Start(Element::Link(link) | Element::Image(link), _)
                | EventKind::Void(Element::Image(link), _) => *link += links,
                EventKind::Html(html) => {
                    html.links.iter_mut().for_each(|(_, link)| *link += links);
                }
                EventKind::Start(element @ Element::Heading(_), _) => {
                    headings.shift(element, least);
                }
                _ => {}
            }
            self.body.events.push(event);
        }
    }
}

/// The treatment of the headings in a description.
#[derive(Clone, Copy)]
enum Headings {
    /// They are headings of the page; the highest is of this level.
    OfPage(u8),
    /// They are lines of bold text.
    Bold,
}

impl Headings {
    fn shift(self, element: &mut Element, least: u8) {
        let Element::Heading(level) = element else {
            return;
        };
        *element = match self {
            Self::OfPage(top) => Element::Heading((top + (*level - least)).min(6)),
            Self::Bold => Element::Named("h5".into()),
        };
    }
}

/// Returns whether a text is the same as Markdown: it has words and marks that mean nothing there.
fn is_plain(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_alphabetic());
    let mut before = ' ';
    starts
        && text.chars().all(|c| {
            let is_word = c.is_alphanumeric()
                || matches!(c, '.' | ',' | ';' | '\'' | '"' | '(' | ')' | '?' | '%');
            let is_blank = c == ' ' && before != ' ' || c == '/' && before != '/' && before != ':';
            let is_mark = c == '-' && before.is_alphanumeric();
            let is_colon = c == ':' && before.is_alphanumeric();
            let after_colon = before != ':' || c == ' ';
            before = c;
            (is_word || is_blank || is_mark || is_colon) && after_colon
        })
        && !text.ends_with(':')
        && !text.contains("www.")
}

/// The lines of a text with their places in the file, as far as the file has them as they are.
fn written_lines<'t>(documents: &Documents, node: &DataNode, text: &'t str) -> Vec<LineRef<'t>> {
    let source = &documents.source(node.span).text;
    let end = floor(source, node.span.end as usize);
    let mut at = floor(source, node.span.start as usize);
    let mut lines = Vec::new();
    for line in text.lines() {
        let near = floor(source, (at + 4 * line.len() + 1024).min(end));
        let found = source.get(at..near).and_then(|near| near.find(line));
        let origin = at + found.unwrap_or_default();
        lines.push(LineRef {
            text: line,
            source: node.span.file,
            origin: origin as u32,
        });
        if found.is_some() {
            at = origin + line.len();
        }
    }
    lines
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_path(dest: &str) -> bool {
    !dest.is_empty() && !dest.starts_with(['/', '#', '?']) && crate::address::scheme(dest).is_none()
}

/// A link of a file in `folder`, as a file in `own_folder` writes it.
fn moved(folder: &str, own_folder: &str, dest: &str) -> String {
    let end = dest.find(['?', '#']).unwrap_or(dest.len());
    match crate::address::join(folder, &dest[..end]) {
        Some(path) => format!(
            "{}{}",
            crate::address::relative(own_folder, &path),
            &dest[end..]
        ),
        None => dest.to_owned(),
    }
}

/// A value as one line: a text as it is, anything else as JSON.
pub fn one_line(node: &DataNode) -> String {
    match &node.value {
        DataValue::Text(text) if text.is_empty() => "\"\"".to_owned(),
        _ => node.scalar().map_or_else(
            || serde_json::to_string(node).unwrap_or_default(),
            str::to_owned,
        ),
    }
}
