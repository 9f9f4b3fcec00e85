//! The line scanner: containers become marker paragraphs, and their bodies lose their indentation.
//!
//! One pass over the lines tracks what CommonMark's block structure needs to know: open lists and
//! their content columns, code fences, raw HTML. A container's body is dedented in place, so that
//! one run of pulldown-cmark reads the whole page, with its reference definitions and footnotes,
//! and containers nest in lists and in each other (ADR 0003). A page without containers is not
//! changed.

mod above;
mod verbatim;
mod frames;
mod content;
mod openings;
mod slashes;
mod elements;
mod quotes;
mod lists;
mod prose;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::body::{LineRef, Text};
use crate::parse::autolinks::has_start;
use crate::parse::containers::{Container, has_reserved, is_reserved};
use crate::parse::dialect::{self, Addresses};
use crate::parse::lines;
use crate::parse::{Dialect, Findings};
use above::Above;
use content::DedentedLine;
use frames::{ClosedTab, Frame};
use verbatim::Inside;

/// The scanner's result for a page.
pub struct Scanned {
    /// The text for pulldown-cmark.
    pub text: Text,
    /// The containers, by the number in their markers.
    pub containers: Vec<Container>,
    /// Abbreviations of `*[HTML]: HyperText ...`: the short form and its meaning.
    pub abbreviations: Vec<(String, String)>,
    /// Web addresses that were taken out of the text, by the number in their markers.
    pub addresses: Vec<Box<str>>,
}

/// Rewrites the containers of a text as marker paragraphs.
pub fn scan(text: Text, dialect: &Dialect, findings: &mut Findings) -> Scanned {
    let text = if has_reserved(text.as_str()) {
        text.without(is_reserved)
    } else {
        text
    };
    if !needs_scan(text.as_str()) {
        return Scanned {
            text,
            containers: Vec::new(),
            abbreviations: Vec::new(),
            addresses: Vec::new(),
        };
    }
    let all: Vec<LineRef<'_>> = text.lines().collect();
    let mut output = ScanOutput {
        out: text.rewritten(),
        containers: Vec::new(),
        abbreviations: Vec::new(),
        addresses: (dialect.autolink && has_start(text.as_str())).then(Addresses::new),
        findings,
    };
    Scanner::new(&all, String::new(), 0, &mut output).run();
    Scanned {
        text: output.out,
        containers: output.containers,
        abbreviations: output.abbreviations,
        addresses: output
            .addresses
            .map(|addresses| addresses.list)
            .unwrap_or_default(),
    }
}

/// Returns whether a text may have something to rewrite.
fn needs_scan(text: &str) -> bool {
    text.contains('<')
        || has_start(text)
        || ["!!!", "???", "=== ", "===!", "===+", "///", "*["]
            .iter()
            .any(|sign| text.contains(sign))
        || text.lines().any(dialect::needs_rewriting)
}

/// The output that the scanners of nested quotes share.
struct ScanOutput<'f> {
    out: Text,
    containers: Vec<Container>,
    abbreviations: Vec<(String, String)>,
    /// `None` if web addresses in a text are not links.
    addresses: Option<Addresses>,
    findings: &'f mut Findings,
}

/// Reads the lines of a page, or of a quote, one after the other.
struct Scanner<'l, 'p, 'f> {
    lines: &'l [LineRef<'l>],
    /// The number of the line that is read next, from 0.
    at: usize,
    /// The prefix of every written line: the `> ` of the quotes around.
    prefix: String,
    /// The number of containers and quotes around the lines.
    depth: usize,
    output: &'p mut ScanOutput<'f>,
    /// The open containers, from the outermost to the innermost.
    frames: Vec<Frame>,
    /// Content columns of the open list items.
    lists: Vec<usize>,
    inside: Inside,
    above: Above,
    in_table: bool,
    closed_tab: Option<ClosedTab>,
    /// The line up to which the current quote has nothing to scan, so that it is not checked at
    /// each of its lines.
    plain_quote: usize,
    /// The last line that closes an element, for each name that was looked up.
    last_closing: HashMap<String, Option<usize>>,
}

impl<'l, 'p, 'f> Scanner<'l, 'p, 'f> {
    fn new(
        lines: &'l [LineRef<'l>],
        prefix: String,
        depth: usize,
        output: &'p mut ScanOutput<'f>,
    ) -> Self {
        Self {
            lines,
            at: 0,
            prefix,
            depth,
            output,
            frames: Vec::new(),
            lists: Vec::new(),
            inside: Inside::Markdown,
            above: Above::START,
            in_table: false,
            closed_tab: None,
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

    /// Reads a line, or the rest of a line after an element's closing tag.
    fn line(&mut self, line: &LineRef<'_>) {
        if let Some(frame) = self.element_ending_at(self.at - 1) {
            return self.end_element(frame, line);
        }
        let content = line.text.trim_start_matches([' ', '\t']);
        if content.trim_end().is_empty() {
            self.emit_blank(line);
            return self.above.add_blank();
        }
        // A blank line, and a container's first or last line, end HTML.
        if self.above.is_blank {
            self.inside.leave_html();
        }
        let indent = line.text.len() - content.len();
        let raw = lines::columns(&line.text[..indent]);
        let column = self.enter(raw);
        self.content(&DedentedLine {
            column,
            content: LineRef {
                text: content,
                origin: line.origin + indent as u32,
                ..*line
            },
            untouched: (column == raw).then_some(line),
        });
        self.above.is_blank = false;
    }

    /// The end of the line that was read last.
    fn here(&self) -> LineRef<'l> {
        let last = &self.lines[self.at.saturating_sub(1).min(self.lines.len() - 1)];
        LineRef { text: "", ..*last }
    }

    /// Writes a blank line, whose place is that of `line`.
    fn emit_blank(&mut self, line: &LineRef<'_>) {
        self.emit(0, &LineRef { text: "", ..*line });
    }

    /// Writes a line at that column.
    fn emit(&mut self, column: usize, line: &LineRef<'_>) {
        self.emit_with(&" ".repeat(column), line);
    }

    /// Writes a line after `lead`: indentation, list markers, or the scanner's own signs.
    fn emit_with(&mut self, lead: &str, line: &LineRef<'_>) {
        let lead = self.quoted(lead);
        self.output.out.push(&lead, line);
    }

    /// The beginning of a line with the signs of the quotes around.
    fn quoted<'s>(&self, lead: &'s str) -> Cow<'s, str> {
        if self.prefix.is_empty() {
            Cow::Borrowed(lead)
        } else {
            Cow::Owned(format!("{}{lead}", self.prefix))
        }
    }
}
