//! The line scanner: containers become marker paragraphs, their bodies lose
//! their indentation.
//!
//! One pass over the lines keeps what CommonMark's block structure needs to
//! know here: open lists and their content columns, code fences, raw HTML.
//! A container's body is dedented in place, so that one run of pulldown-cmark
//! reads the whole page, with its reference definitions and footnotes, and
//! containers nest in lists and in each other (ADR 0003). A page without
//! containers is not touched.

mod elements;
mod prose;

use std::collections::HashMap;

use super::autolinks::has_start;
use super::blocks;
use super::containers::{CLOSE, Container, ContainerKind, GUARD, OPEN, TITLE};
use super::dialect::{self, Addresses};
use super::html_start::HtmlStart;
use super::lines::{self, Fence};
use super::text::{LineRef, Text};
use super::{Dialect, Findings};
use crate::diag::Code;

/// Containers and quotes in each other, no deeper than this; deeper ones stay text.
const DEEPEST: usize = 64;

/// What the scanner makes of a page.
pub struct Scanned {
    /// The text for pulldown-cmark.
    pub text: Text,
    /// The containers, by the number in their markers.
    pub containers: Vec<Container>,
    /// `*[HTML]: HyperText ...`: the short form and what it stands for.
    pub abbreviations: Vec<(String, String)>,
    /// Web addresses that were taken out of the text, by the number in their markers.
    pub addresses: Vec<Box<str>>,
}

/// Rewrites the containers of a text.
pub fn scan(text: Text, dialect: &Dialect, findings: &mut Findings) -> Scanned {
    let text = text.without_reserved();
    if !needs_scan(text.as_str()) {
        return Scanned {
            text,
            containers: Vec::new(),
            abbreviations: Vec::new(),
            addresses: Vec::new(),
        };
    }
    let out = text.rewritten();
    let all: Vec<LineRef<'_>> = text.lines().collect();
    let addresses = (dialect.autolink && has_start(text.as_str())).then(Addresses::new);
    let mut product = Product {
        out,
        containers: Vec::new(),
        abbreviations: Vec::new(),
        addresses,
        findings,
    };
    Scanner::new(&all, String::new(), 0, &mut product).run();
    Scanned {
        text: product.out,
        containers: product.containers,
        abbreviations: product.abbreviations,
        addresses: product
            .addresses
            .map(|addresses| addresses.list)
            .unwrap_or_default(),
    }
}

fn needs_scan(text: &str) -> bool {
    text.contains('<')
        || has_start(text)
        || ["!!!", "???", "=== ", "===!", "===+", "///", "*["]
            .iter()
            .any(|sign| text.contains(sign))
        || text.lines().any(dialect::needs_mending)
}

/// What scanners of nested quotes fill together.
struct Product<'f> {
    out: Text,
    containers: Vec<Container>,
    abbreviations: Vec<(String, String)>,
    /// None where web addresses in a text are no links.
    addresses: Option<Addresses>,
    findings: &'f mut Findings,
}

/// An open container.
struct Frame {
    id: usize,
    body: Body,
    /// Column at which its body is written.
    column: usize,
    /// How many lists were open outside it.
    lists: usize,
}

/// How far a container's body goes.
enum Body {
    /// As long as lines are indented to this column.
    Indented(usize),
    /// Up to a line of so many slashes.
    Slashes(usize),
    /// Up to the closing tag on this line, by number: where the tag starts in its
    /// source, and its length. So much indentation is dropped.
    Element {
        line: usize,
        at: u32,
        tag: usize,
        dedent: usize,
    },
}

/// The tab that closed last, and where, while nothing else has followed it.
#[derive(Clone, Copy, PartialEq)]
struct ClosedTab {
    depth: usize,
    column: usize,
}

struct Scanner<'l, 'p, 'f> {
    lines: &'l [LineRef<'l>],
    at: usize,
    /// Written before every line: the `> ` of the quotes around.
    prefix: String,
    depth: usize,
    product: &'p mut Product<'f>,
    frames: Vec<Frame>,
    /// Content columns of the open list items.
    lists: Vec<usize>,
    fence: Option<Fence>,
    /// The line that opened it.
    fence_line: usize,
    /// Raw HTML (a comment, `<script>`, `<pre>` ...) goes on until a line with this.
    raw_until: Option<&'static str>,
    /// Raw HTML goes on until a blank line.
    in_html: bool,
    blank_before: bool,
    in_paragraph: bool,
    closed_tab: Option<ClosedTab>,
    /// The last thing written is a marker, which is no term to define.
    after_marker: bool,
    in_table: bool,
    /// Up to this line a quote has nothing to scan: it is not asked at each of its lines.
    plain_quote: usize,
    /// Of each element asked for, the last line that closes one.
    last_closing: HashMap<String, Option<usize>>,
}

impl<'l, 'p, 'f> Scanner<'l, 'p, 'f> {
    fn new(
        lines: &'l [LineRef<'l>],
        prefix: String,
        depth: usize,
        product: &'p mut Product<'f>,
    ) -> Self {
        Self {
            lines,
            at: 0,
            prefix,
            depth,
            product,
            frames: Vec::new(),
            lists: Vec::new(),
            fence: None,
            fence_line: 0,
            raw_until: None,
            in_html: false,
            blank_before: true,
            in_paragraph: false,
            closed_tab: None,
            after_marker: false,
            in_table: false,
            plain_quote: 0,
            last_closing: HashMap::new(),
        }
    }

    fn run(&mut self) {
        while self.at < self.lines.len() {
            let line = self.lines[self.at].clone();
            self.at += 1;
            self.line(&line);
        }
        self.close_frames(0);
    }

    fn line(&mut self, line: &LineRef<'_>) {
        if let Some(frame) = self.element_ending_at(self.at - 1) {
            return self.end_element(frame, line);
        }
        let content = line.text.trim_start_matches([' ', '\t']);
        if content.trim_end().is_empty() {
            self.emit(0, "", line);
            self.blank_before = true;
            self.in_paragraph = false;
            return;
        }
        // A blank line, a container's first line or its last ends HTML.
        self.in_html &= !self.blank_before;
        let raw = lines::columns(&line.text[..line.text.len() - content.len()]);
        let column = self.enter(raw);
        let at = LineRef {
            text: content,
            origin: line.origin + (line.text.len() - content.len()) as u32,
            ..*line
        };
        // A line that no container has moved goes through to the letter, tabs and all.
        let untouched = (column == raw).then_some(line);
        self.content(column, &at, untouched);
        self.blank_before = false;
    }

    /// Closes the containers that a line of this indentation ends and
    /// returns its column inside the others.
    fn enter(&mut self, indent: usize) -> usize {
        let mut column = indent;
        for index in 0..self.frames.len() {
            let frame = &self.frames[index];
            match frame.body {
                Body::Indented(body) if column < body => {
                    self.close_frames(index);
                    break;
                }
                Body::Indented(body) => column = column - body + frame.column,
                Body::Element { dedent, .. } => {
                    column = column.saturating_sub(dedent) + frame.column
                }
                // The list item around it has ended.
                Body::Slashes(_) if column < frame.column => {
                    self.close_frames(index);
                    break;
                }
                Body::Slashes(_) => {}
            }
        }
        column
    }

    fn content(&mut self, column: usize, at: &LineRef<'_>, untouched: Option<&LineRef<'_>>) {
        let pass = |scanner: &mut Self| match untouched {
            Some(line) => scanner.emit(0, line.text, line),
            None => scanner.emit(column, at.text, at),
        };
        if self.inside_verbatim(column, at.text) {
            return pass(self);
        }
        self.leave_lists(column, at.text);
        let inner = column.saturating_sub(self.list_column());
        if inner >= 4 || self.depth + self.frames.len() >= DEEPEST {
            self.closed_tab = None;
            // Code cannot interrupt a paragraph: such a line goes on with it.
            let goes_on = self.in_paragraph && !self.blank_before;
            return match goes_on.then(|| self.mended(at.text, false)).flatten() {
                Some(mended) => self.emit_mended(&" ".repeat(column), false, Some(&mended), at),
                None => pass(self),
            };
        }
        if self.container(column, "", at) {
            return;
        }
        self.closed_tab = None;
        if at.text.starts_with('>') && needs_scan(at.text) | self.quote_needs_scan() {
            return self.quote(column, at);
        }
        let after_marker = std::mem::take(&mut self.after_marker);
        if at.text.starts_with(':') && (after_marker || dialect::is_no_definition(at.text)) {
            self.in_paragraph = true;
            return self.emit_with(&format!("{}{GUARD}", " ".repeat(column)), at.text, at);
        }
        if lines::list_marker(at.text, self.in_paragraph).is_some() {
            return self.list_item(column, at, untouched);
        }
        let start = self.html_start(at.text);
        if let Some(HtmlStart::Apart(end)) = start {
            return self.html_apart(column, " ".repeat(column), at, end);
        }
        self.open_verbatim(column, at.text);
        self.in_html |= start.is_none() && blocks::opens_html(at.text, self.in_paragraph);
        self.in_paragraph = !lines::ends_paragraph(at.text);
        self.track_table(at.text);
        if lines::is_footnote(at.text) {
            self.open_footnote(column);
        }
        match (self.mended(at.text, self.in_table), start) {
            (None, None) => pass(self),
            (mended, start) => {
                self.emit_mended(&" ".repeat(column), start.is_some(), mended.as_ref(), at)
            }
        }
    }

    /// A table's head is known by the row under it; the table goes on to the next blank line.
    fn track_table(&mut self, text: &str) {
        let next = self.lines.get(self.at).map_or("", |line| line.text);
        self.in_table = text.contains('|')
            && (self.in_table && !self.blank_before || dialect::is_delimiter_row(next));
    }

    /// Whether the line belongs to a fence or raw HTML that is open, or closes it.
    fn inside_verbatim(&mut self, column: usize, text: &str) -> bool {
        if let Some(end) = self.raw_until {
            if text.contains(end) {
                self.raw_until = None;
            }
            return true;
        }
        let Some(fence) = self.fence else {
            return false;
        };
        if column < fence.list_column {
            // The list item around it has ended, and the fence with it.
            self.fence = None;
            return false;
        }
        if fence.is_closed_by(column, text) {
            self.fence = None;
        }
        true
    }

    fn open_verbatim(&mut self, column: usize, text: &str) {
        self.fence = Fence::open(column, self.list_column(), text);
        self.fence_line = self.at - 1;
        if self.fence.is_none() {
            self.raw_until = lines::raw_html(text);
        }
    }

    fn list_column(&self) -> usize {
        let base = self
            .frames
            .last()
            .map_or((0, 0), |frame| (frame.lists, frame.column));
        self.lists
            .get(base.0..)
            .and_then(|own| own.last().copied())
            .unwrap_or(base.1)
    }

    /// Closes the list items that this line ends; a lazy continuation ends none.
    fn leave_lists(&mut self, column: usize, text: &str) {
        if !self.blank_before && self.in_paragraph && !lines::starts_block(text) {
            return;
        }
        let base = self.frames.last().map_or(0, |frame| frame.lists);
        while self.lists.len() > base && self.lists.last().is_some_and(|&content| column < content)
        {
            self.lists.pop();
        }
    }

    /// A line that starts with one or more list markers.
    fn list_item(&mut self, column: usize, at: &LineRef<'_>, untouched: Option<&LineRef<'_>>) {
        let (mut column_now, mut used) = (column, 0);
        while let Some(marker) =
            lines::list_marker(&at.text[used..], self.in_paragraph && used == 0)
        {
            column_now += marker.columns;
            used += marker.bytes;
            self.lists.push(column_now);
            self.in_paragraph = false;
        }
        let rest = LineRef {
            text: &at.text[used..],
            origin: at.origin + used as u32,
            ..*at
        };
        let lead = format!("{}{}", " ".repeat(column), &at.text[..used]);
        if !rest.text.is_empty() && self.container(column_now, &lead, &rest) {
            return;
        }
        self.in_html = false;
        let start = self.html_start(rest.text);
        if let Some(HtmlStart::Apart(end)) = start {
            return self.html_apart(column_now, lead, &rest, end);
        }
        self.open_verbatim(column_now, rest.text);
        self.in_html = start.is_none() && blocks::opens_html(rest.text, false);
        self.in_paragraph = !rest.text.is_empty() && !lines::ends_paragraph(rest.text);
        let mended = self.mended(rest.text, false);
        match untouched {
            _ if mended.is_some() || start.is_some() => {
                self.emit_mended(&lead, start.is_some(), mended.as_ref(), &rest)
            }
            Some(line) => self.emit(0, line.text, line),
            None => self.emit(column, at.text, at),
        }
    }

    /// Takes the line if it opens or closes a container, or defines an abbreviation.
    /// `lead` is what stands before it on the line (list markers).
    fn container(&mut self, column: usize, lead: &str, at: &LineRef<'_>) -> bool {
        let text = at.text.trim_end();
        match text.as_bytes().first().copied().unwrap_or_default() {
            b'!' | b'?' => blocks::admonition(text)
                .is_some_and(|head| self.open_indented(column, lead, at, head)),
            b'=' => {
                blocks::tab(text).is_some_and(|head| self.open_indented(column, lead, at, head))
            }
            b'/' => self.slashes(column, lead, at),
            b'<' => self.element(lead, at),
            b'*' => self.abbreviation(text, at),
            _ => false,
        }
    }

    fn open_indented(
        &mut self,
        column: usize,
        lead: &str,
        at: &LineRef<'_>,
        head: blocks::Head,
    ) -> bool {
        self.open(lead, at, head, Body::Indented(column + 4));
        true
    }

    fn slashes(&mut self, column: usize, lead: &str, at: &LineRef<'_>) -> bool {
        let text = at.text.trim_end();
        let count = text.bytes().take_while(|b| *b == b'/').count();
        if count < 3 {
            return false;
        }
        if text.len() == count {
            let open = self
                .frames
                .iter()
                .rposition(|f| matches!(f.body, Body::Slashes(n) if n == count));
            let Some(index) = open else { return false };
            self.close_frames(index);
            return true;
        }
        let Some(block) = blocks::slash_block(&text[count..]) else {
            return false;
        };
        let options = self.take_options(column).unwrap_or_default();
        let place = self.product.out.source_place(
            at.source,
            at.origin as usize..at.origin as usize + text.len(),
        );
        if block.unknown {
            let message = format!("there is no block named `{}`", block.name);
            let names = "a block is `/// note | Title` with an admonition's type, `details`, `tab`, `caption`, `html` or `define`";
            self.product
                .findings
                .add(Code::UnknownBlock, place, message, names);
        }
        self.open(
            lead,
            at,
            blocks::with_options(block, &options),
            Body::Slashes(count),
        );
        true
    }

    /// The option lines right under a block's header: indented by four, up to a blank line. Lines
    /// that are no options are its body.
    fn take_options(&mut self, column: usize) -> Option<blocks::Options> {
        let (least, start) = (column + 4 + self.outer_shift(), self.at);
        let mut options = String::new();
        while let Some(line) = self.lines.get(self.at) {
            let content = line.text.trim_start_matches([' ', '\t']);
            let indent = lines::columns(&line.text[..line.text.len() - content.len()]);
            if content.is_empty()
                || indent < least
                || (options.is_empty() && !content.contains(':'))
            {
                break;
            }
            options.push_str(&line.text[(line.text.len() - content.len()).min(least)..]);
            options.push('\n');
            self.at += 1;
        }
        let options = blocks::options(&options);
        if options.is_none() {
            self.at = start;
        }
        options
    }

    fn open(&mut self, lead: &str, at: &LineRef<'_>, mut head: blocks::Head, body: Body) {
        let column = self.list_column();
        self.in_html = false;
        if let ContainerKind::Tab { joins, .. } = &mut head.kind {
            *joins = *joins
                && self.closed_tab
                    == Some(ClosedTab {
                        depth: self.frames.len(),
                        column,
                    });
        }
        self.closed_tab = None;
        let id = self.product.containers.len();
        let place = self.product.out.source_place(
            at.source,
            at.origin as usize..at.origin as usize + at.text.len(),
        );
        self.product.containers.push(Container {
            kind: head.kind,
            attrs: head.attrs,
            place,
        });
        if lead.is_empty() {
            self.emit(0, "", at);
            self.emit(column, &format!("{OPEN}{id}"), at);
        } else {
            self.emit(0, &format!("{lead}{OPEN}{id}"), at);
        }
        self.emit(0, "", at);
        if let Some((offset, title)) = head.title {
            let origin = LineRef {
                origin: at.origin + offset as u32,
                ..*at
            };
            let lead = format!("{}{TITLE}", " ".repeat(column));
            self.emit_with(&lead, &title, &origin);
            self.emit(0, "", at);
        }
        self.frames.push(Frame {
            id,
            body,
            column,
            lists: self.lists.len(),
        });
        self.after_marker = true;
        self.blank_before = true;
        self.in_paragraph = false;
    }

    /// Closes the frames from the innermost down to the one at `index`.
    fn close_frames(&mut self, index: usize) {
        while self.frames.len() > index {
            self.end_verbatim();
            let Some(frame) = self.frames.pop() else {
                break;
            };
            let last = self.lines[self.at.saturating_sub(1).min(self.lines.len() - 1)].clone();
            let here = LineRef { text: "", ..last };
            self.emit(0, "", &here);
            self.emit(frame.column, &format!("{CLOSE}{}", frame.id), &here);
            self.emit(0, "", &here);
            self.lists.truncate(frame.lists);
            self.after_marker = true;
            self.blank_before = true;
            self.in_html = false;
            self.in_paragraph = false;
            let container = &self.product.containers[frame.id];
            if matches!(container.kind, ContainerKind::Tab { .. }) {
                self.closed_tab = Some(ClosedTab {
                    depth: self.frames.len(),
                    column: frame.column,
                });
            }
            // At the end of the text or of the container around it, the closing slashes are
            // missing.
            let closing = self
                .lines
                .get(self.at.saturating_sub(1))
                .map_or("", |line| line.text.trim());
            if matches!(frame.body, Body::Slashes(count) if closing != "/".repeat(count)) {
                let place = container.place.clone();
                self.product.findings.add(
                    Code::UnclosedBlock,
                    place,
                    "the block is never closed",
                    "close it with a line of as many slashes as open it",
                );
            }
        }
    }

    /// Ends an open fence or raw HTML where its container ends, lest it
    /// swallow the rest of the page.
    fn end_verbatim(&mut self) {
        let last = self.lines[self.at.saturating_sub(1).min(self.lines.len() - 1)].clone();
        let here = LineRef { text: "", ..last };
        if let Some(fence) = self.fence.take() {
            self.emit(fence.column, &fence.closing(), &here);
            let opening = &self.lines[self.fence_line];
            let start =
                opening.origin as usize + (opening.text.len() - opening.text.trim_start().len());
            let length = opening.text.trim().len();
            let place = self
                .product
                .out
                .source_place(opening.source, start..start + length);
            self.product.findings.unclosed_fence(place);
        }
        if let Some(end) = self.raw_until.take() {
            self.emit(0, end, &here);
        }
    }

    /// How far the containers around have moved lines to the left: raw
    /// indentation minus this is a column.
    fn outer_shift(&self) -> usize {
        self.frames
            .iter()
            .fold(0usize, |shift, frame| match frame.body {
                Body::Indented(body) => shift + body.saturating_sub(frame.column),
                Body::Element { dedent, .. } => shift + dedent.saturating_sub(frame.column),
                Body::Slashes(_) => shift,
            })
    }

    fn abbreviation(&mut self, text: &str, at: &LineRef<'_>) -> bool {
        let Some((short, long)) = blocks::abbreviation(text) else {
            return false;
        };
        self.product
            .abbreviations
            .push((short.to_owned(), long.to_owned()));
        self.emit(0, "", at);
        true
    }

    /// Whether a line of the quote further on has to be scanned.
    fn quote_needs_scan(&mut self) -> bool {
        if self.at < self.plain_quote {
            return false;
        }
        let quote = self.lines[self.at..]
            .iter()
            .take_while(|line| line.text.trim_start().starts_with('>'));
        let mut length = 0;
        let needs = quote
            .inspect(|_| length += 1)
            .any(|line| needs_scan(line.text));
        self.plain_quote = if needs { 0 } else { self.at + length };
        needs
    }

    /// The lines of a quote are scanned on their own, without their `>`.
    fn quote(&mut self, column: usize, first: &LineRef<'_>) {
        self.in_html = false;
        let mut inner = vec![unquoted(first)];
        while let Some(line) = self.lines.get(self.at) {
            let content = line.text.trim_start();
            if !content.starts_with('>') {
                break;
            }
            let skipped = (line.text.len() - content.len()) as u32;
            inner.push(unquoted(&LineRef {
                text: content,
                origin: line.origin + skipped,
                ..*line
            }));
            self.at += 1;
        }
        let prefix = format!("{}{}> ", self.prefix, " ".repeat(column));
        Scanner::new(
            &inner,
            prefix,
            self.depth + self.frames.len() + 1,
            self.product,
        )
        .run();
        self.in_paragraph = true;
    }

    fn emit(&mut self, column: usize, text: &str, line: &LineRef<'_>) {
        self.emit_with(&" ".repeat(column), text, line);
    }

    fn emit_with(&mut self, lead: &str, text: &str, line: &LineRef<'_>) {
        let lead = format!("{}{lead}", self.prefix);
        self.product.out.push(
            &lead,
            &LineRef {
                text,
                source: line.source,
                origin: line.origin,
            },
        );
    }
}

/// A quote's line without its `>` and the blank behind it.
fn unquoted<'a>(line: &LineRef<'a>) -> LineRef<'a> {
    let inner = line.text.get(1..).unwrap_or_default();
    let inner = inner.strip_prefix(' ').unwrap_or(inner);
    LineRef {
        text: inner,
        source: line.source,
        origin: line.origin + (line.text.len() - inner.len()) as u32,
    }
}
