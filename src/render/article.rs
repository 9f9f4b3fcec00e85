//! A page's events become the HTML of its article.

use std::borrow::Cow;

use super::html::{HtmlWriter, StartTag};
use super::items::{self, Items};
use crate::body::element::{self, Role};
use crate::body::{Attrs, CodeBlock, Element, Event, EventKind};

/// The input of an article from outside its page.
pub trait Furnish {
    /// The address of a link, as it goes into the HTML (unescaped).
    fn address(&self, link: u32) -> Cow<'_, str>;
    /// Writes a code block.
    fn code(&self, block: &CodeBlock, html: &mut HtmlWriter);
    /// Writes inline code in a language.
    fn inline_code(&self, block: &CodeBlock, html: &mut HtmlWriter);
    /// Writes the page's contents in the place of `[TOC]`.
    fn contents(&self, html: &mut HtmlWriter);
    /// Returns whether headings carry their ids and links to themselves.
    fn permalinks(&self) -> bool;
    /// Writes a note about a link's target right behind the link.
    fn note(&self, _link: u32, _html: &mut HtmlWriter) {}
    /// Names that become links wherever a text has them.
    fn items(&self) -> Option<&Items> {
        None
    }
}

/// Writes events as HTML, with pulldown-cmark's line breaks between blocks.
pub fn article(events: &[Event], furnish: &dyn Furnish) -> String {
    let mut writer = Writer {
        html: HtmlWriter::with_capacity(events.len() * 32),
        furnish,
        items: furnish.items(),
        open: Vec::new(),
        literal: 0,
        before: None,
        at_line_start: true,
    };
    for event in events {
        writer.event(&event.kind);
    }
    // The parser's events close every element. An open one would be no reason to lose a page.
    while !writer.open.is_empty() {
        writer.end();
    }
    writer.html.into()
}

/// The line breaks around an element.
#[derive(Clone, Copy, PartialEq)]
enum LineLayout {
    /// Inside a line of text.
    Inline,
    /// On a line of its own: `<p>...</p>`.
    Line,
    /// Around lines: the content starts on the next line.
    Around,
    /// Table parts, whose line breaks are pulldown-cmark's.
    Table,
}

struct Writer<'f> {
    html: HtmlWriter,
    furnish: &'f dyn Furnish,
    items: Option<&'f Items>,
    open: Vec<Open>,
    /// The number of open elements whose text is left as it is.
    literal: usize,
    /// The last character of the block's text so far.
    before: Option<char>,
    at_line_start: bool,
}

struct Open {
    name: Cow<'static, str>,
    layout: LineLayout,
    /// True for an element whose text is left as it is.
    is_literal: bool,
    /// The id of a heading that links to itself.
    permalink: Option<String>,
    link: Option<u32>,
}

fn layout(roles: &[Role]) -> LineLayout {
    let layouts = roles.iter().map(|role| match role {
        Role::AroundLines => LineLayout::Around,
        Role::OwnLine => LineLayout::Line,
        Role::TablePart => LineLayout::Table,
        _ => LineLayout::Inline,
    });
    let mut layouts = layouts.filter(|layout| *layout != LineLayout::Inline);
    layouts.next().unwrap_or(LineLayout::Inline)
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

impl Writer<'_> {
    fn event(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Start(tag, attrs) => self.start(tag, attrs),
            EventKind::End => self.end(),
            EventKind::Void(tag, attrs) => self.void(tag, attrs),
            EventKind::Text(text) => self.text(text),
            EventKind::Literal(text) => self.literal(text),
            EventKind::Code(block) => {
                self.new_line();
                self.furnish.code(block, &mut self.html);
                self.at_line_start = self.html.ends_a_line();
            }
            EventKind::InlineCode(block) => {
                self.furnish.inline_code(block, &mut self.html);
                self.before = Some('`');
                self.at_line_start = false;
            }
            EventKind::Html(piece) => self.raw(piece),
            EventKind::SoftBreak => {
                self.before = None;
                self.write("\n");
            }
            EventKind::FootnoteReference(label) => {
                self.html.text(&format!("[^{label}]"));
            }
            EventKind::Toc => {
                self.new_line();
                self.furnish.contents(&mut self.html);
                self.at_line_start = self.html.ends_a_line();
            }
        }
    }

    fn literal(&mut self, text: &str) {
        self.html.text(text);
        self.before = text.chars().next_back().or(self.before);
        self.at_line_start = text.ends_with('\n');
    }

    /// Writes a text, with a link for each item that it names.
    fn text(&mut self, text: &str) {
        let mut done = 0;
        let items = self.items.filter(|_| self.literal == 0);
        for (range, address) in items
            .map(|items| items.found(text, self.before))
            .unwrap_or_default()
        {
            self.literal(&text[done..range.start]);
            self.html.open("a").href("href", &address);
            self.literal(&text[range.clone()]);
            self.html.close("a");
            done = range.end;
        }
        self.literal(&text[done..]);
    }

    fn write(&mut self, text: &str) {
        self.html.raw(text);
        if !text.is_empty() {
            self.at_line_start = text.ends_with('\n');
        }
    }

    fn new_line(&mut self) {
        if !self.at_line_start {
            self.write("\n");
        }
    }

    fn start(&mut self, tag: &Element, attrs: &Attrs) {
        let name: Cow<'static, str> = match tag {
            Element::Heading(level) => HEADINGS[usize::from(*level).clamp(1, 6) - 1].into(),
            Element::Link(_) => "a".into(),
            Element::Image(_) => "img".into(),
            Element::Footnote(_) => "div".into(),
            Element::Named(name) => name.clone(),
        };
        let roles = element::roles(&name);
        let layout = layout(roles);
        let is_literal = roles.contains(&Role::Literal);
        if matches!(layout, LineLayout::Line | LineLayout::Around) {
            self.new_line();
        }
        if layout != LineLayout::Inline {
            self.before = None;
        }
        self.literal += usize::from(is_literal);
        let is_heading = matches!(tag, Element::Heading(_));
        let bare = is_heading && !self.furnish.permalinks();
        let mut start = self.html.open(&name);
        if let Element::Link(link) = tag {
            start = start.href("href", &self.furnish.address(*link));
        }
        attributes(start, attrs, bare);
        self.at_line_start = layout == LineLayout::Around;
        if self.at_line_start {
            self.html.raw("\n");
        }
        let permalink = attrs
            .id()
            .filter(|_| is_heading && !bare)
            .map(str::to_owned);
        let link = if let Element::Link(link) = tag {
            Some(*link)
        } else {
            None
        };
        self.open.push(Open {
            name,
            layout,
            is_literal,
            permalink,
            link,
        });
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.literal = self.literal.saturating_sub(usize::from(open.is_literal));
        if open.layout != LineLayout::Inline {
            self.before = None;
        }
        if let Some(id) = open.permalink {
            self.html
                .open("a")
                .attr("class", "headerlink")
                .href("href", &format!("#{id}"))
                .attr("title", "Link to this section");
            self.html.raw("¶</a>");
        }
        self.html.close(&open.name);
        if let Some(link) = open.link {
            self.furnish.note(link, &mut self.html);
        }
        self.at_line_start = false;
        match (open.layout, open.name.as_ref()) {
            (LineLayout::Line | LineLayout::Around, _)
            | (LineLayout::Table, "tr" | "table" | "thead") => self.write("\n"),
            _ => {}
        }
    }

    fn void(&mut self, tag: &Element, attrs: &Attrs) {
        let name = match tag {
            Element::Image(_) => "img",
            Element::Named(name) => name.as_ref(),
            _ => return,
        };
        if name == "hr" {
            self.new_line();
        }
        self.before = matches!(tag, Element::Image(_)).then_some('\u{fffc}');
        let mut start = self.html.void(name);
        if let Element::Image(link) = tag {
            start = start.href("src", &self.furnish.address(*link));
        }
        attributes(start, attrs, false);
        self.at_line_start = matches!(name, "hr" | "br");
        if self.at_line_start {
            self.html.raw("\n");
        }
    }

    /// Writes an author's HTML, with its addresses replaced by those on the site.
    fn raw(&mut self, piece: &crate::body::Html) {
        if self.items.is_some() && piece.raw {
            self.literal = self
                .literal
                .saturating_add_signed(items::opened(&piece.html));
            self.before = self.before.filter(|_| !piece.html.starts_with("<br"));
        }
        let mut from = 0;
        for (range, link) in &piece.links {
            let (start, end) = (range.start as usize, range.end as usize);
            let Some(before) = piece.html.get(from..start) else {
                continue;
            };
            self.html.raw(before);
            self.html.attribute_text(&self.furnish.address(*link));
            from = end;
        }
        self.write(&piece.html[from..]);
    }
}

fn attributes(mut start: StartTag<'_>, attrs: &Attrs, without_id: bool) {
    let Some(list) = attrs.list() else { return };
    if let Some(id) = list.id.as_ref().filter(|_| !without_id) {
        start = start.attr("id", id);
    }
    if !list.classes.is_empty() {
        start = start.attr("class", &list.classes.join(" "));
    }
    for (name, value) in &list.rest {
        start = match value {
            Some(value) => start.attr(name, value),
            None => start.flag(name),
        };
    }
}
