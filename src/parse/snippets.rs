//! `--8<--` includes, as PyMdown's Snippets writes them.
//!
//! `--8<-- "file"`, `"file:section"`, `"file:4:6"`, the block form between two
//! bare `--8<--` lines, and `;--8<--` for the literal text. They work inside
//! code fences too, and what they include keeps the indentation of their line.
//! What [other tools](super::includes) write is followed as they do.

use serde::{Deserialize, Serialize};

use super::Findings;
use super::includes::{self, Context, Part};
use super::text::{LineRef, Text};
use crate::diag::Code;
use crate::discover::{Refusal, Snippets};
use crate::source::{Place, Source};

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
    if !text.as_str().contains(MARK) && !includes::may_have_one(text.as_str()) {
        return (text, Vec::new());
    }
    let out = text.rewritten();
    let lines: Vec<Owned> = text.lines().map(|line| Owned::from(&line)).collect();
    let mut expansion = Expansion {
        snippets,
        findings,
        out,
        open: Vec::new(),
        pushed: 0,
        includes: Vec::new(),
        is_full: false,
        context: Context::default(),
    };
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
        Self {
            text: line.text.to_owned(),
            source: line.source,
            origin: line.origin,
        }
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
    /// What the next line stands in.
    context: Context,
}

impl Expansion<'_> {
    fn lines(&mut self, lines: &[Owned], indent: &str) {
        let mut in_block = false;
        let mut lines = lines.iter();
        while let Some(line) = lines.next() {
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
                    self.push(
                        indent,
                        &Owned {
                            text,
                            ..line.clone()
                        },
                    );
                }
                Directive::None if self.context.goes_on(&line.text) => {
                    let whole = whole_tag(line, &mut lines);
                    self.line(&whole, indent);
                }
                Directive::None => self.line(line, indent),
            }
        }
    }

    /// A line that may have includes of other tools.
    fn line(&mut self, line: &Owned, indent: &str) {
        let found = self.context.directives(&line.text);
        let is_alone = |found: &includes::Directive| {
            line.text[..found.range.start].trim().is_empty()
                && line.text[found.range.end..].trim().is_empty()
        };
        match found.as_slice() {
            [] => self.push(indent, line),
            [one] if is_alone(one) => {
                let own = format!("{indent}{}", &line.text[..one.range.start]);
                match self.found(line, one) {
                    Some(lines) => self.nested(&one.path, &lines, &own),
                    None if one.stays() => self.push(indent, line),
                    None => {}
                }
            }
            _ => self.in_line(line, &found, indent),
        }
    }

    /// A line with includes in its text: what is before and behind them stays there.
    fn in_line(&mut self, line: &Owned, found: &[includes::Directive], indent: &str) {
        let mut last = Owned {
            text: String::new(),
            ..line.clone()
        };
        let mut from = 0;
        for directive in found {
            last.text.push_str(&line.text[from..directive.range.start]);
            from = directive.range.end;
            let Some(lines) = self.found(line, directive) else {
                if directive.stays() {
                    last.text.push_str(&line.text[directive.range.clone()]);
                }
                continue;
            };
            let text = |line: &Owned| !line.text.trim().is_empty();
            let end = lines.iter().rposition(text).map_or(0, |end| end + 1);
            let start = lines.iter().position(text).unwrap_or(end);
            for (number, included) in lines[start..end].iter().enumerate() {
                if number > 0 {
                    let next = Owned {
                        text: String::new(),
                        ..included.clone()
                    };
                    self.push(indent, &std::mem::replace(&mut last, next));
                }
                last.text.push_str(&included.text);
            }
        }
        last.text.push_str(&line.text[from..]);
        self.push(indent, &last);
    }

    /// The lines that an include of another tool names. What is not there is a finding where it
    /// can only be an include.
    fn found(&mut self, at: &Owned, directive: &includes::Directive) -> Option<Vec<Owned>> {
        let range =
            at.origin as usize + directive.range.start..at.origin as usize + directive.range.end;
        let place = self.out.source_place(at.source, range);
        if !self.may_include(&directive.path, place.clone()) {
            return None;
        }
        let file = self.out.sources()[at.source as usize].path.clone();
        let paths = self.snippets.paths_from(&file, &directive.path);
        let near = paths.into_iter().rev();
        let paths: Vec<String> = if directive.is_near {
            near.collect()
        } else {
            near.rev().collect()
        };
        let mut trouble = None;
        for path in paths {
            match self.file(&path, &directive.part) {
                Ok(lines) => return Some(lines),
                // A file that is there has more to say than one that is not.
                Err(found) if trouble.is_none() || found.is_there => trouble = Some(found),
                Err(_) => {}
            }
        }
        let trouble = trouble?;
        if directive.is_certain {
            let message = trouble.message.replacen(&trouble.path, &directive.path, 1);
            self.findings
                .add(Code::MissingSnippet, place, message, trouble.help);
        }
        None
    }

    fn push(&mut self, indent: &str, line: &Owned) {
        self.pushed += 1;
        self.context.pass(&line.text);
        if self.pushed <= MOST_LINES {
            let indent = if line.text.is_empty() { "" } else { indent };
            self.out.push(
                indent,
                &LineRef {
                    text: &line.text,
                    source: line.source,
                    origin: line.origin,
                },
            );
        }
    }

    fn include(&mut self, at: &Owned, spec: &str, indent: &str) {
        let range = at.origin as usize..at.origin as usize + at.text.len();
        let place = self.out.source_place(at.source, range);
        if !self.may_include(spec, place.clone()) {
            return;
        }
        let (path, part) = match spec.split_once(':') {
            Some((path, part)) if !part.starts_with("//") => (path, part),
            _ => (spec, ""),
        };
        match self.file(path, &Part::Lines(part.to_owned())) {
            Ok(lines) => self.nested(spec, &lines, indent),
            Err(trouble) => {
                self.findings
                    .add(Code::MissingSnippet, place, trouble.message, trouble.help)
            }
        }
    }

    /// Whether one more file may be included; says why where it may not.
    fn may_include(&mut self, spec: &str, place: Place) -> bool {
        if self.open.iter().any(|open| open == spec) || self.open.len() >= DEEPEST {
            let message = format!("the snippet `{spec}` includes itself");
            self.findings.add(
                Code::SnippetLoop,
                place,
                message,
                "take one of the includes out",
            );
            return false;
        }
        if self.includes.len() >= MOST || self.pushed > MOST_LINES {
            if !std::mem::replace(&mut self.is_full, true) {
                let message = format!(
                    "the page includes more than {MOST} snippets, or {MOST_LINES} lines of them"
                );
                self.findings.add(
                    Code::SnippetLoop,
                    place,
                    message,
                    "take some of the includes out",
                );
            }
            return false;
        }
        true
    }

    /// Included lines, which may include others.
    fn nested(&mut self, spec: &str, lines: &[Owned], indent: &str) {
        self.open.push(spec.to_owned());
        self.lines(lines, indent);
        self.open.pop();
    }

    /// The lines of a part of a file.
    fn file(&mut self, path: &str, part: &Part) -> Result<Vec<Owned>, Trouble> {
        let found = self.snippets.read(path);
        self.includes.push(Include {
            path: path.to_owned(),
            found: found.clone(),
        });
        let source = found.map_err(|refusal| refused(path, refusal))?;
        let number = self.out.add_source(source.clone());
        let range = range_of(&source.text, part).ok_or_else(|| no_part(path, part))?;
        let mut at = range.start as u32;
        let all = source.text[range].split_terminator('\n').map(|text| {
            let origin = at;
            at += text.len() as u32 + 1;
            Owned {
                text: text.to_owned(),
                source: number,
                origin,
            }
        });
        let all: Vec<Owned> = all.collect();
        let chosen = match part {
            Part::Lines(lines) => select(all, lines).ok_or_else(|| no_part(path, part))?,
            Part::Between(..) => all,
        };
        Ok(chosen
            .into_iter()
            .filter(|line| section_mark(&line.text).is_none())
            .collect())
    }
}

/// Why nothing is included.
struct Trouble {
    path: String,
    /// Whether there is such a file, and it lacks the part.
    is_there: bool,
    message: String,
    help: &'static str,
}

/// The byte range of a file that a part can be in.
fn range_of(text: &str, part: &Part) -> Option<std::ops::Range<usize>> {
    let Part::Between(from, to) = part else {
        return Some(0..text.len());
    };
    let start = match from {
        Some(from) => text.find(from.as_str())? + from.len(),
        None => 0,
    };
    let end = match to {
        Some(to) => start + text[start..].find(to.as_str())?,
        None => text.len(),
    };
    Some(start..end)
}

fn no_part(path: &str, part: &Part) -> Trouble {
    let (name, help) = match part {
        Part::Lines(lines) => (
            lines.clone(),
            "name a section between `--8<-- [start:NAME]` and `--8<-- [end:NAME]`, or lines as `FILE:4:6`",
        ),
        Part::Between(from, to) => (
            [from, to]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join("` ... `"),
            "write `start` and `end` as they stand in the file, one behind the other",
        ),
    };
    Trouble {
        path: path.to_owned(),
        is_there: true,
        message: format!("`{path}` has no `{name}`"),
        help,
    }
}

/// A template's tag that goes over several lines, as one.
fn whole_tag<'l>(first: &Owned, rest: &mut (impl Iterator<Item = &'l Owned> + Clone)) -> Owned {
    /// A tag has few lines: what has more is a text that never closes it.
    const MOST: usize = 20;
    let mut text = first.text.clone();
    let mut ahead = rest.clone();
    for taken in 1..=MOST {
        let Some(line) = ahead.next().filter(|line| !line.text.trim().is_empty()) else {
            break;
        };
        text.push(' ');
        text.push_str(line.text.trim());
        if line.text.contains("%}") {
            rest.nth(taken - 1);
            return Owned {
                text,
                ..first.clone()
            };
        }
    }
    first.clone()
}

fn refused(path: &str, refusal: Refusal) -> Trouble {
    let (message, help) = match refusal {
        Refusal::NotThere => (
            format!("the snippet `{path}` is not there"),
            "paths are relative to the folders of `snippets` in the content map",
        ),
        Refusal::Outside => (
            format!("the snippet `{path}` lies outside the snippet folders"),
            "copy it below one of the folders of `snippets` in the content map",
        ),
        Refusal::Unreadable => (
            format!("the snippet `{path}` cannot be read"),
            "it must be a readable text file of at most 4 MB",
        ),
    };
    Trouble {
        path: path.to_owned(),
        is_there: refusal == Refusal::Unreadable,
        message,
        help,
    }
}

fn directive(line: &str) -> Directive<'_> {
    let trimmed = line.trim();
    if trimmed.starts_with(";--8<--") {
        return Directive::Escaped;
    }
    let Some(rest) = trimmed.strip_prefix(MARK) else {
        return Directive::None;
    };
    let rest = rest.trim();
    if rest.is_empty() {
        return Directive::Block;
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        return Directive::None;
    };
    let names: Vec<&str> = rest
        .split(quote)
        .skip(1)
        .step_by(2)
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .collect();
    Directive::Inline(names)
}

/// The lines of a section, of one or more line ranges, or all of them.
fn select(lines: Vec<Owned>, part: &str) -> Option<Vec<Owned>> {
    if part.is_empty() {
        return Some(lines);
    }
    if part
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'-'))
    {
        return ranges(&lines, part);
    }
    let start = lines
        .iter()
        .position(|line| section_mark(&line.text) == Some(("start", part)))?;
    let end = lines
        .iter()
        .skip(start)
        .position(|line| section_mark(&line.text) == Some(("end", part)));
    let end = end.map_or(lines.len(), |length| start + length);
    Some(lines[start + 1..end].to_vec())
}

/// `4`, `4:6`, `:6`, `4:`, and several of them between commas; lines from 1.
fn ranges(lines: &[Owned], part: &str) -> Option<Vec<Owned>> {
    let mut chosen = Vec::new();
    for range in part.split(',') {
        let (from, to) = range.split_once(':').unwrap_or((range, ""));
        let from = if from.is_empty() {
            1
        } else {
            from.parse::<usize>().ok()?.max(1)
        };
        let to = if to.is_empty() {
            lines.len()
        } else {
            to.parse::<usize>().ok()?.min(lines.len())
        };
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
