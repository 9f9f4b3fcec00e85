//! The text of a page during the expansion of its includes.

use super::lines::{OwnedLine, lines_of, whole_tag};
use super::marks::{MARK, SnippetLine, section_mark};
use super::refusals::NotIncluded;
use super::selection::{range_of, select};
use crate::body::{Include, IncludeBase, Text};
use crate::diag::Code;
use crate::discover::Snippets;
use crate::parse::Findings;
use crate::parse::includes::{Context, IncludedPart};
use crate::source::Place;

/// The deepest nesting of snippets.
const DEEPEST: usize = 16;
/// The most lines that a page includes: a page is for reading.
const MOST_LINES: usize = 1_000_000;
/// The most snippets that a page includes: ten that each include ten that each include ten are read
/// a thousand times.
const MOST: usize = 10_000;

/// The text so far, and the includes that are being expanded.
pub struct Expansion<'a> {
    /// The folders that snippets are read from.
    pub snippets: &'a Snippets,
    /// The page's findings.
    pub findings: &'a mut Findings,
    /// The text so far.
    pub out: Text,
    /// Every file that was asked for, found or not.
    pub includes: Vec<Include>,
    /// The context of the next line.
    pub context: Context,
    /// The specifications that are being included, outermost first.
    open: Vec<String>,
    /// The number of lines in the text so far.
    pushed: usize,
    /// True once the finding about too many includes has been added.
    is_full: bool,
}

impl<'a> Expansion<'a> {
    /// Starts an empty text with the sources of `text`.
    pub fn new(text: &Text, snippets: &'a Snippets, findings: &'a mut Findings) -> Self {
        Self {
            snippets,
            findings,
            out: text.rewritten(),
            includes: Vec::new(),
            context: Context::default(),
            open: Vec::new(),
            pushed: 0,
            is_full: false,
        }
    }

    /// Writes lines with `indent` before each, and the lines that they include.
    pub fn lines(&mut self, lines: &[OwnedLine], indent: &str) {
        let mut in_block = false;
        let mut lines = lines.iter();
        while let Some(line) = lines.next() {
            match SnippetLine::read(&line.text) {
                SnippetLine::Block => in_block = !in_block,
                _ if in_block => {
                    let name = line.text.trim();
                    // A `;` comments out a file name.
                    if !name.is_empty() && !name.starts_with(';') {
                        self.include(line, name, indent);
                    }
                }
                SnippetLine::Inline(names) => {
                    for name in names {
                        self.include(line, name, indent);
                    }
                }
                SnippetLine::Escaped => {
                    let text = line.text.replacen(&format!(";{MARK}"), MARK, 1);
                    self.push(indent, &line.with_text(text));
                }
                SnippetLine::Other if self.context.goes_on(&line.text) => {
                    let whole = whole_tag(line, &mut lines);
                    self.line(&whole, indent);
                }
                SnippetLine::Other => self.line(line, indent),
            }
        }
    }

    /// Writes a line as it is.
    pub fn push(&mut self, indent: &str, line: &OwnedLine) {
        self.pushed += 1;
        self.context.pass(&line.text);
        if self.pushed <= MOST_LINES {
            let indent = if line.text.is_empty() { "" } else { indent };
            self.out.push(indent, &line.borrowed());
        }
    }

    /// Includes the snippet `FILE` or `FILE:PART` of that line.
    fn include(&mut self, at: &OwnedLine, spec: &str, indent: &str) {
        let range = at.in_source(0..at.text.len());
        let place = self.out.source_place(at.source, range);
        if !self.may_include(spec, place.clone()) {
            return;
        }
        let (path, part) = match spec.split_once(':') {
            Some((path, part)) if !part.starts_with("//") => (path, part),
            _ => (spec, ""),
        };
        match self.file(path, &IncludedPart::Lines(part.to_owned())) {
            Ok(lines) => self.nested(spec, &lines, &format!("{indent}{}", at.indent())),
            Err(NotIncluded { message, help, .. }) => {
                self.findings
                    .add(Code::MissingSnippet, place, message, help);
            }
        }
    }

    /// Returns whether one more file may be included; if not, a finding says why.
    pub fn may_include(&mut self, spec: &str, place: Place) -> bool {
        if self.open.iter().any(|open| open == spec) || self.open.len() >= DEEPEST {
            self.findings.add(
                Code::SnippetLoop,
                place,
                format!("the snippet `{spec}` includes itself"),
                "take one of the includes out",
            );
            return false;
        }
        let has_room = self.includes.len() < MOST && self.pushed <= MOST_LINES;
        if !has_room && !self.is_full {
            self.is_full = true;
            self.findings.add(
                Code::SnippetLoop,
                place,
                format!(
                    "the page includes more than {MOST} snippets, or {MOST_LINES} lines of them"
                ),
                "take some of the includes out",
            );
        }
        has_room
    }

    /// Writes included lines, which may include others themselves.
    pub fn nested(&mut self, spec: &str, lines: &[OwnedLine], indent: &str) {
        self.open.push(spec.to_owned());
        self.lines(lines, indent);
        self.open.pop();
    }

    /// Reads the lines of a part of a file, without the marks of sections.
    pub fn file(&mut self, path: &str, part: &IncludedPart) -> Result<Vec<OwnedLine>, NotIncluded> {
        let found = self.snippets.read(IncludeBase::Snippets, path);
        self.includes.push(Include {
            base: IncludeBase::Snippets,
            path: path.to_owned(),
            found: found.clone(),
        });
        let source = found.map_err(|refusal| NotIncluded::refused(path, refusal))?;
        let number = self.out.add_source(source.clone());
        let no_part = || NotIncluded::no_part(path, part);
        let range = range_of(&source.text, part).ok_or_else(no_part)?;
        let all = lines_of(&source.text, number, range);
        let mut chosen = match part {
            IncludedPart::Lines(lines) => select(all, lines).ok_or_else(no_part)?,
            IncludedPart::Between(..) => all,
        };
        chosen.retain(|line| section_mark(&line.text).is_none());
        Ok(chosen)
    }
}
