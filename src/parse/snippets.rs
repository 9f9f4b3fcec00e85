//! `--8<--` includes, as PyMdown's Snippets writes them.
//!
//! `--8<-- "file"`, `"file:section"`, `"file:4:6"`, the block form between two
//! bare `--8<--` lines, and `;--8<--` for the literal text. They work inside
//! code fences too, and what they include keeps the indentation of their line.

use serde::{Deserialize, Serialize};

use super::Findings;
use super::text::{LineRef, Text};
use crate::diag::Code;
use crate::discover::{Refusal, Snippets};
use crate::source::Source;

/// Snippets in snippets, no deeper than this.
const DEEPEST: usize = 16;
/// A page's includes together, in lines: a page is for reading.
const MOST_LINES: usize = 1_000_000;
/// And in number: ten that each include ten that each include ten are read a thousand times.
const MOST: usize = 10_000;

const MARK: &str = "--8<--";

/// A file that a page asked for, and what was there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Include {
    /// Its path, relative to a folder of snippets.
    pub path: String,
    /// What was found in one of these folders, or why nothing was.
    pub found: Result<Source, Refusal>,
}

/// Expands every include; without any, the text comes back as it is.
pub fn expand(text: Text, snippets: &Snippets, findings: &mut Findings) -> (Text, Vec<Include>) {
    if !text.as_str().contains(MARK) {
        return (text, Vec::new());
    }
    let out = text.rewritten();
    let lines: Vec<Owned> = text.lines().map(|line| Owned::from(&line)).collect();
    let mut expansion =
        Expansion { snippets, findings, out, open: Vec::new(), pushed: 0, includes: Vec::new(), is_full: false };
    expansion.lines(&lines, "");
    (expansion.out, expansion.includes)
}

/// A line that outlives the text it was read from.
#[derive(Clone)]
struct Owned {
    text: String,
    source: u16,
    origin: u32,
}

impl From<&LineRef<'_>> for Owned {
    fn from(line: &LineRef<'_>) -> Self {
        Self { text: line.text.to_owned(), source: line.source, origin: line.origin }
    }
}

/// What a line says about including.
enum Directive<'a> {
    /// `;--8<--`: the text without the semicolon.
    Escaped,
    /// `--8<-- "a" "b"`.
    Inline(Vec<&'a str>),
    /// A bare mark opens or closes a block of file names.
    Block,
    None,
}

struct Expansion<'a> {
    snippets: &'a Snippets,
    findings: &'a mut Findings,
    out: Text,
    /// The specifications being included, outermost first.
    open: Vec<String>,
    pushed: usize,
    includes: Vec<Include>,
    /// It was said that there are too many.
    is_full: bool,
}

impl Expansion<'_> {
    fn lines(&mut self, lines: &[Owned], indent: &str) {
        let mut in_block = false;
        for line in lines {
            let own = &line.text[..line.text.len() - line.text.trim_start().len()];
            match directive(&line.text) {
                Directive::Block => in_block = !in_block,
                _ if in_block => {
                    let name = line.text.trim();
                    // A `;` comments a file name out.
                    if !name.is_empty() && !name.starts_with(';') {
                        self.include(line, name, &format!("{indent}{own}"));
                    }
                }
                Directive::Inline(names) => {
                    for name in names {
                        self.include(line, name, &format!("{indent}{own}"));
                    }
                }
                Directive::Escaped => {
                    let text = line.text.replacen(&format!(";{MARK}"), MARK, 1);
                    self.push(indent, &Owned { text, ..line.clone() });
                }
                Directive::None => self.push(indent, line),
            }
        }
    }

    fn push(&mut self, indent: &str, line: &Owned) {
        self.pushed += 1;
        if self.pushed <= MOST_LINES {
            let indent = if line.text.is_empty() { "" } else { indent };
            self.out.push(indent, &LineRef { text: &line.text, source: line.source, origin: line.origin });
        }
    }

    fn include(&mut self, at: &Owned, spec: &str, indent: &str) {
        let range = at.origin as usize..at.origin as usize + at.text.len();
        let place = self.out.source_place(at.source, range);
        if self.open.iter().any(|open| open == spec) || self.open.len() >= DEEPEST {
            let message = format!("the snippet `{spec}` includes itself");
            self.findings.add(Code::SnippetLoop, place, message, "take one of the includes out");
            return;
        }
        if self.includes.len() >= MOST || self.pushed > MOST_LINES {
            if !std::mem::replace(&mut self.is_full, true) {
                let message = format!("the page includes more than {MOST} snippets, or {MOST_LINES} lines of them");
                self.findings.add(Code::SnippetLoop, place, message, "take some of the includes out");
            }
            return;
        }
        match self.read(spec) {
            Ok(lines) => {
                self.open.push(spec.to_owned());
                self.lines(&lines, indent);
                self.open.pop();
            }
            Err(trouble) => self.findings.add(Code::MissingSnippet, place, trouble.0, trouble.1),
        }
    }

    /// The lines that a specification names, or a message and advice.
    fn read(&mut self, spec: &str) -> Result<Vec<Owned>, (String, &'static str)> {
        let (path, part) = match spec.split_once(':') {
            Some((path, part)) if !part.starts_with("//") => (path, part),
            _ => (spec, ""),
        };
        let found = self.snippets.read(path);
        self.includes.push(Include { path: path.to_owned(), found: found.clone() });
        let source = found.map_err(|refusal| refused(path, refusal))?;
        let number = self.out.add_source(source.clone());
        let mut at = 0u32;
        let all = source.text.split_terminator('\n').map(|text| {
            let origin = at;
            at += text.len() as u32 + 1;
            Owned { text: text.to_owned(), source: number, origin }
        });
        let chosen = select(all.collect(), part).ok_or_else(|| {
            (
                format!("`{path}` has no `{part}`"),
                "name a section between `--8<-- [start:NAME]` and `--8<-- [end:NAME]`, or lines as `FILE:4:6`",
            )
        })?;
        Ok(chosen.into_iter().filter(|line| section_mark(&line.text).is_none()).collect())
    }
}

fn refused(path: &str, refusal: Refusal) -> (String, &'static str) {
    match refusal {
        Refusal::NotThere => (
            format!("the snippet `{path}` is not there"),
            "paths are relative to the folders of `snippets` in the content map",
        ),
        Refusal::Outside => (
            format!("the snippet `{path}` lies outside the snippet folders"),
            "copy it below one of the folders of `snippets` in the content map",
        ),
        Refusal::Unreadable => {
            (format!("the snippet `{path}` cannot be read"), "it must be a readable text file of at most 4 MB")
        }
    }
}

fn directive(line: &str) -> Directive<'_> {
    let trimmed = line.trim();
    if trimmed.starts_with(";--8<--") {
        return Directive::Escaped;
    }
    let Some(rest) = trimmed.strip_prefix(MARK) else { return Directive::None };
    let rest = rest.trim();
    if rest.is_empty() {
        return Directive::Block;
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else { return Directive::None };
    let names: Vec<&str> = rest.split(quote).skip(1).step_by(2).map(str::trim).filter(|n| !n.is_empty()).collect();
    Directive::Inline(names)
}

/// The lines of a section, of one or more line ranges, or all of them.
fn select(lines: Vec<Owned>, part: &str) -> Option<Vec<Owned>> {
    if part.is_empty() {
        return Some(lines);
    }
    if part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'-')) {
        return ranges(&lines, part);
    }
    let start = lines.iter().position(|line| section_mark(&line.text) == Some(("start", part)))?;
    let end = lines.iter().skip(start).position(|line| section_mark(&line.text) == Some(("end", part)));
    let end = end.map_or(lines.len(), |length| start + length);
    Some(lines[start + 1..end].to_vec())
}

/// `4`, `4:6`, `:6`, `4:`, and several of them between commas; lines from 1.
fn ranges(lines: &[Owned], part: &str) -> Option<Vec<Owned>> {
    let mut chosen = Vec::new();
    for range in part.split(',') {
        let (from, to) = range.split_once(':').unwrap_or((range, ""));
        let from = if from.is_empty() { 1 } else { from.parse::<usize>().ok()?.max(1) };
        let to = if to.is_empty() { lines.len() } else { to.parse::<usize>().ok()?.min(lines.len()) };
        chosen.extend_from_slice(lines.get(from - 1..to)?);
    }
    Some(chosen)
}

/// `--8<-- [start:name]` behind any comment sign: which end, and the name.
fn section_mark(line: &str) -> Option<(&str, &str)> {
    let rest = &line[line.find(MARK)? + MARK.len()..];
    let inner = rest.trim_start().strip_prefix('[')?;
    let (end, name) = inner[..inner.find(']')?].split_once(':')?;
    matches!(end.trim(), "start" | "end").then(|| (end.trim(), name.trim()))
}
