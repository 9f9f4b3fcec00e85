//! A page's events become Markdown, element by element.
//!
//! The elements of events and those of the author's HTML are written alike. The stack of open
//! elements is explicit: pages nest as deep as their authors like.

use std::borrow::Cow;

use super::escape::{self, BRACKETS, BREAK};
use super::html_tokens::{HtmlToken, tokens};
use super::lines::LineGap::{self, Blank};
use super::lines::{MarkdownLines, TextUse};
use super::table::CellRows;
use crate::body::element::{self, Role};
use crate::body::{Attrs, CodeBlock, Element, Event, EventKind, Html};

/// The elements of headings, by level.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The addresses in a page, as its twin writes them.
pub trait TwinAddresses {
    /// The address of a link, by its number.
    fn address(&self, link: u32) -> String;
    /// A remark behind a link, such as the status of a decision that no longer holds.
    fn remark(&self, link: u32) -> Option<String>;
}

/// Writes events as Markdown. Each line has its end.
pub fn markdown(events: &[Event], addresses: &dyn TwinAddresses) -> String {
    let mut writer = MarkdownWriter {
        addresses,
        texts: vec![MarkdownLines::new(TextUse::Blocks)],
        open: Vec::new(),
        hidden: 0,
        code: 0,
        links: 0,
        signs: Vec::new(),
        preformatted: None,
        lists: Vec::new(),
        last_list: None,
        tables: Vec::new(),
        tabs: Vec::new(),
    };
    for event in events {
        writer.event(&event.kind);
    }
    while !writer.open.is_empty() {
        writer.end();
    }
    writer.texts.remove(0).finish()
}

/// An element that is open.
pub struct OpenPart {
    /// Its name.
    pub name: Cow<'static, str>,
    /// The effect of its end.
    pub end: ElementEnd,
    /// True for an element of the author's HTML, which may lack its end tag.
    pub is_html: bool,
    /// True for the notes at the end of a page.
    pub is_footnotes: bool,
}

impl OpenPart {
    /// Returns whether it holds the box of a task.
    pub fn is_task_box(&self) -> bool {
        self.name == "label" && matches!(self.end, ElementEnd::Hidden)
    }

    /// Returns whether it plays one of the sources in it.
    pub fn is_media(&self) -> bool {
        matches!(self.name.as_ref(), "video" | "audio")
    }
}

/// The effect of an element's end.
pub enum ElementEnd {
    /// None.
    Nothing,
    /// Its text is no part of the twin.
    Hidden,
    /// The text after it is another block.
    Block(LineGap),
    /// The signs of its start have a counterpart.
    Tag(&'static str),
    /// A container ends, whose signs on each line have this length.
    Container { signs: usize, gap: LineGap },
    /// A list ends.
    List { gap: LineGap },
    /// The text between signs ends. It starts at that byte of the block.
    Signs { at: usize, signs: &'static str },
    /// Code within a text ends.
    Code { at: usize },
    /// A link ends.
    Link {
        at: usize,
        dest: String,
        title: String,
        remark: Option<String>,
    },
    /// A link ends that has blocks in it.
    LinkAround {
        /// Its address.
        dest: String,
    },
    /// A heading of that level ends.
    Heading { level: usize, id: Option<String> },
    /// A title ends: a line in bold.
    Title,
    /// The label of a tab ends.
    TabLabel,
    /// A set of tabs ends.
    Tabs,
    /// Text whose lines count ends.
    Preformatted,
    /// A table ends.
    Table,
    /// A cell ends.
    Cell { is_head: bool, attrs: Attrs },
}

/// A list that is open.
pub struct OpenList {
    /// The number of the next item; `None` for a list without numbers.
    pub number: Option<usize>,
    /// The sign of its items: two lists in a row have different ones.
    pub sign: char,
}

/// Code whose lines count, in the author's HTML.
#[derive(Default)]
pub struct Preformatted {
    /// Its language; empty if no class names one.
    pub language: String,
    /// The code so far.
    pub text: String,
}

impl Preformatted {
    /// Takes the language that a class of an element names.
    pub fn learn_language(&mut self, attrs: &Attrs) {
        let classes = attrs.list().map_or(&[][..], |list| &list.classes);
        let mut named = classes
            .iter()
            .filter_map(|class| class.strip_prefix("language-"));
        if let Some(language) = named.next() {
            language.clone_into(&mut self.language);
        }
    }
}

/// The tabs of a set.
#[derive(Default)]
pub struct TabLabels {
    /// The labels that have been read.
    pub labels: Vec<String>,
    /// The number of bodies so far.
    pub bodies: usize,
}

/// A page's Markdown that is being written.
pub struct MarkdownWriter<'a> {
    /// The addresses in the page.
    pub addresses: &'a dyn TwinAddresses,
    /// The page, and the texts on one line that are open in it.
    pub texts: Vec<MarkdownLines>,
    /// The open elements.
    pub open: Vec<OpenPart>,
    /// The number of open elements whose text is left out.
    pub hidden: usize,
    /// The number of open elements of code.
    pub code: usize,
    /// The number of open links: at most one.
    pub links: usize,
    /// The signs whose counterparts are still to be written.
    pub signs: Vec<&'static str>,
    /// The code that is being read, of which each line counts.
    pub preformatted: Option<Preformatted>,
    /// The open lists.
    pub lists: Vec<OpenList>,
    /// The sign of the list that has just ended.
    pub last_list: Option<char>,
    /// The open tables.
    pub tables: Vec<CellRows>,
    /// The open sets of tabs.
    pub tabs: Vec<TabLabels>,
}

impl MarkdownWriter<'_> {
    fn event(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Start(element, attrs) => self.start_event(element, attrs),
            EventKind::End => self.end_event(),
            EventKind::Void(Element::Image(link), attrs) => self.image(Some(*link), attrs),
            EventKind::Void(Element::Named(name), attrs) => self.void(name, attrs, None),
            EventKind::Void(..) | EventKind::Toc => {}
            EventKind::Text(text) | EventKind::Literal(text) => self.text(text),
            EventKind::Code(block) => self.code_block(block),
            EventKind::InlineCode(block) => self.inline_code(&block.code),
            EventKind::Html(html) => self.html(html),
            EventKind::SoftBreak => self.soft_break(),
            EventKind::FootnoteReference(label) => self.text(&format!("[^{label}]")),
        }
    }

    fn start_event(&mut self, element: &Element, attrs: &Attrs) {
        let (name, link) = match element {
            Element::Heading(level) => (HEADINGS[usize::from(*level).clamp(1, 6) - 1].into(), None),
            Element::Link(link) => ("a".into(), Some(*link)),
            Element::Image(_) => ("span".into(), None),
            Element::Footnote(_) => ("div".into(), None),
            Element::Named(name) => (name.clone(), None),
        };
        self.start(name, attrs, link, false);
    }

    /// Ends the innermost element of an event, and the author's HTML that is open in it.
    fn end_event(&mut self) {
        while self.open.last().is_some_and(|open| open.is_html) {
            self.end();
        }
        self.end();
    }

    /// The text that is being written.
    pub fn lines(&mut self) -> &mut MarkdownLines {
        self.texts
            .last_mut()
            .expect("the page's text is never taken")
    }

    fn html(&mut self, html: &Html) {
        if let Some(text) = &html.text {
            return self.formula(html, text);
        }
        if let Some(tag) = html.escaped_tag() {
            return self.text(&tag);
        }
        if !html.raw {
            return;
        }
        for token in tokens(html) {
            // In a field for text, other tags are text.
            let is_field = self.open.last().is_some_and(|open| open.name == "textarea");
            match token {
                HtmlToken::Start(..) if is_field => {}
                HtmlToken::Start(name, attrs, link) if element::has(&name, Role::Void) => {
                    self.void(&name, &attrs, link);
                }
                HtmlToken::Start(name, attrs, link) => {
                    self.imply_ends(&name);
                    self.start(name.into(), &attrs, link, true);
                }
                HtmlToken::End(name) => self.end_html(&name),
                HtmlToken::Text(text) => self.text(&text),
            }
        }
    }

    /// Writes the text of HTML for readers without HTML. That of a formula is its source.
    fn formula(&mut self, html: &Html, text: &str) {
        if !html.html.contains("\"arithmatex\"") {
            return self.text(text);
        }
        if self.hidden > 0 {
            return;
        }
        let is_block = html.html.contains("display=\"block\"");
        let has_lines = !text.lines().any(ends_formula);
        if is_block && has_lines && !self.is_one_line() {
            let signs = ["$$"].into_iter();
            let lines: Vec<&str> = signs.clone().chain(text.lines()).chain(signs).collect();
            return self.write_block(&lines);
        }
        let tex = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let signs = if is_block { "$$" } else { "$" };
        let block = &mut self.lines().block;
        block.push_str(signs);
        block.push_str(&tex);
        block.push_str(signs);
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        if let Some(code) = &mut self.preformatted {
            return code.text.push_str(text);
        }
        let is_code = self.code > 0;
        // Brackets would end the text of a link.
        let always = if self.links > 0 { &BRACKETS[..] } else { &[] };
        let block = &mut self.lines().block;
        if is_code {
            block.push_str(text);
        } else {
            escape::push(block, text, always);
            self.last_list = self.last_list.filter(|_| text.trim().is_empty());
        }
    }

    fn soft_break(&mut self) {
        if self.is_one_line() || self.code > 0 {
            return self.text(" ");
        }
        if self.preformatted.is_some() {
            return self.text("\n");
        }
        if self.hidden == 0 {
            let block = &mut self.lines().block;
            block.truncate(block.trim_end_matches(' ').len());
            block.push('\n');
        }
    }

    /// Breaks the line, where readers see a new one.
    pub fn hard_break(&mut self) {
        if self.preformatted.is_some() {
            return self.text("\n");
        }
        if self.hidden > 0 || self.code > 0 {
            return self.text(" ");
        }
        self.lines().block.push(BREAK);
    }

    fn inline_code(&mut self, code: &str) {
        if self.hidden > 0 || self.preformatted.is_some() || self.code > 0 {
            return self.text(code);
        }
        self.push_code(code);
    }

    /// Writes code within a text.
    pub fn push_code(&mut self, code: &str) {
        let code = escape::code(code);
        let block = &mut self.lines().block;
        // Two codes side by side would be one.
        if block.ends_with('`') {
            block.push(' ');
        }
        block.push_str(&code);
        self.last_list = None;
    }

    /// Writes signs within a text, as they are.
    pub fn push_sign(&mut self, sign: &str) {
        self.lines().block.push_str(sign);
        self.last_list = None;
    }

    /// Writes a line in bold that is a block of its own.
    pub fn bold_line(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.end_block(Blank);
        let signs = if text.contains("**") { "" } else { "**" };
        self.push_sign(&format!("{signs}{text}{signs}"));
        self.end_block(Blank);
    }

    /// Returns whether the text that is being written stands on one line.
    pub fn is_one_line(&mut self) -> bool {
        self.lines().text_use == TextUse::OneLine
    }

    /// Ends the open block. The next one has at least this gap before it.
    pub fn end_block(&mut self, gap: LineGap) {
        self.close_inline();
        self.lines().end_block(gap);
    }

    /// Returns whether the notes at the end of the page have started.
    pub fn is_footnotes(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_footnotes)
    }

    fn code_block(&mut self, block: &CodeBlock) {
        if self.hidden > 0 {
            return;
        }
        if self.preformatted.is_some() {
            return self.text(&block.code);
        }
        let title = match &block.title {
            Some(title) => format!(" title=\"{}\"", title.replace('"', "'")),
            None => String::new(),
        };
        self.fence(&format!("{}{title}", block.language), &block.code);
    }

    /// Writes code as a block, with this head. On one line, each of its lines is code within the
    /// text.
    pub fn fence(&mut self, head: &str, code: &str) {
        self.close_inline();
        if self.is_one_line() {
            let lines = code.lines().filter(|line| !line.trim().is_empty());
            let lines: Vec<String> = lines.map(|line| escape::code(line.trim_end())).collect();
            return self.write_block(&lines);
        }
        let signs = "`".repeat(escape::longest_run(code, '`').max(2) + 1);
        let start = format!("{signs}{}", head.replace('`', "").trim_end());
        let mut lines = vec![start.as_str()];
        lines.extend(code.lines());
        lines.push(&signs);
        self.write_block(&lines);
    }

    /// Writes lines that are a block of their own, as they are.
    pub fn write_block(&mut self, lines: &[impl AsRef<str>]) {
        self.close_inline();
        self.last_list = None;
        self.lines().write_block(lines.iter().map(AsRef::as_ref));
    }
}

/// Returns whether a line of a formula would end it, because it starts a block.
fn ends_formula(line: &str) -> bool {
    let line = line.trim();
    let is_html_or_code = line.starts_with(['<', '`']);
    line.is_empty() || is_html_or_code || escape::line_start(line).is_some()
}
