//! Includes as other tools write them: `{!path!}` of markdown-include, and `{% include "path" %}`
//! of template languages and of the include-markdown plugin.

use std::ops::Range;

use memchr::memmem;

use super::lines::{self, Fence};

/// What is longer is no include: a line of opening braces is read once.
const LONGEST: usize = 1000;

/// An include in a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Directive {
    /// Where it stands in the line.
    pub range: Range<usize>,
    /// The file, as it is written.
    pub path: String,
    /// What of the file.
    pub part: Part,
    /// Whether a file that is not there is missed: not where the text may mean itself.
    pub is_certain: bool,
    /// Whether the file's own folder is looked in first.
    pub is_near: bool,
}

impl Directive {
    /// Whether readers see it as it is written where there is no such file. A template's tag is
    /// left out, for it is told already and would be told again as [foreign](super::foreign).
    pub fn stays(&self) -> bool {
        !self.is_certain || !self.is_near
    }
}

/// What of a file is included.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Lines as [`super::snippets`] selects them; all, where it is empty.
    Lines(String),
    /// What stands behind the first text and before the second.
    Between(Option<String>, Option<String>),
}

/// Whether a text may hold such an include.
pub fn may_have_one(text: &str) -> bool {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    has("{!") || has("{%")
}

/// What a line stands in.
#[derive(Debug, Default)]
pub struct Context {
    fence: Option<Fence>,
    in_comment: bool,
}

impl Context {
    /// Takes the next line of the page.
    pub fn pass(&mut self, line: &str) {
        let mut content = line.trim_start_matches([' ', '\t', '>']);
        while let Some(marker) = lines::list_marker(content, false) {
            content = &content[marker.bytes..];
        }
        match self.fence {
            Some(fence) if fence.is_closed_by(0, content) => self.fence = None,
            Some(_) => {}
            None if self.in_comment => self.in_comment = !line.contains("-->"),
            None => {
                self.fence = Fence::open(0, 0, content);
                let comment = line.rfind("<!--").filter(|_| self.fence.is_none());
                self.in_comment = comment
                    .is_some_and(|at| !line[at..].contains("-->") && !Spans::of(line).hold(at));
            }
        }
    }

    /// The includes of a line that stands here.
    pub fn directives(&self, line: &str) -> Vec<Directive> {
        if self.in_comment || !may_have_one(line) {
            return Vec::new();
        }
        let (spans, comments) = (Spans::of(line), Spans::of_comments(line));
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = line[at..].find('{').map(|found| at + found) {
            at = start + 1;
            let sign = line
                .as_bytes()
                .get(at)
                .filter(|sign| matches!(sign, b'!' | b'%'));
            if sign.is_none() || line[..start].ends_with('\\') || comments.hold(start) {
                continue;
            }
            let in_span = self.fence.is_none() && spans.hold(start);
            let read = match sign {
                Some(b'!') => markdown_include(line, start),
                _ if self.fence.is_none() && !in_span => template_include(line, start),
                _ => None,
            };
            if let Some(directive) = read {
                at = directive.range.end;
                let is_certain = directive.is_certain && !in_span;
                found.push(Directive {
                    is_certain,
                    ..directive
                });
            }
        }
        found
    }

    /// Whether a template's tag starts on the line and ends on a later one.
    pub fn goes_on(&self, line: &str) -> bool {
        let open = line
            .rfind("{%")
            .filter(|_| self.fence.is_none() && !self.in_comment);
        open.is_some_and(|at| {
            let rest = line[at + 2..].trim();
            !line[at..].contains("%}")
                && (rest.is_empty() || rest.starts_with("include"))
                && !Spans::of(line).hold(at)
        })
    }
}

/// Parts of a line, in order.
struct Spans(Vec<Range<usize>>);

impl Spans {
    /// Comments that open on the line.
    fn of_comments(line: &str) -> Self {
        let mut spans: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while let Some(open) = line[at..].find("<!--").map(|found| at + found) {
            at = line[open..]
                .find("-->")
                .map_or(line.len(), |length| open + length);
            spans.push(open..at);
        }
        Self(spans)
    }

    /// Code, between signs of one length.
    fn of(line: &str) -> Self {
        // Every run of signs: where it stands, and its length.
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (at, _) in line.match_indices('`') {
            match runs.last_mut().filter(|run| run.end == at) {
                Some(run) => run.end += 1,
                None => runs.push(at..at + 1),
            }
        }
        let mut spans = Vec::new();
        // Lengths that have no partner are looked for once.
        let mut alone = 0u64;
        let mut next = 0;
        while let Some(open) = runs.get(next) {
            let bit = 1 << open.len().min(63);
            let close = runs[next + 1..]
                .iter()
                .position(|run| alone & bit == 0 && run.len() == open.len());
            match close {
                Some(close) => {
                    spans.push(open.start..runs[next + 1 + close].end);
                    next += close + 2;
                }
                None => {
                    alone |= bit;
                    next += 1;
                }
            }
        }
        Self(spans)
    }

    fn hold(&self, at: usize) -> bool {
        let next = self.0.partition_point(|span| span.end <= at);
        self.0.get(next).is_some_and(|span| span.contains(&at))
    }
}

/// `{!path!}`, `{! path !lines=1-3 5}` and mdx_include's `{!> path [ln:1-3]!}`.
fn markdown_include(line: &str, start: usize) -> Option<Directive> {
    let rest = line.get(start + 2..line.floor_char_boundary(start + LONGEST))?;
    let (inner, after, lines) =
        rest.match_indices('!')
            .filter(|(at, _)| *at > 0)
            .find_map(|(at, _)| {
                let tail = &rest[at + 1..];
                if tail.starts_with('}') {
                    return Some((&rest[..at], at + 2, ""));
                }
                let lines = tail.strip_prefix("lines=")?;
                let lines = &lines[..lines.find('}')?];
                let is_numbers = lines
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b' '));
                is_numbers.then_some((
                    &rest[..at],
                    at + 1 + "lines=".len() + lines.len() + 1,
                    lines,
                ))
            })?;
    let mut path = inner.trim_start_matches('>').trim();
    let mut lines = lines.split_whitespace().map(lines_of).collect::<Vec<_>>();
    if let Some((before, numbers)) = path.split_once(" [ln:") {
        path = before.trim();
        lines = numbers
            .strip_suffix(']')?
            .split(',')
            .map(|range| lines_of(range.trim()))
            .collect();
    }
    let is_path = path.contains(['.', '/'])
        && !path.contains(['{', '}', '(', ')', '=', ';', '|', '&', '<', '"', '\'']);
    // `{!! $html !!}` is a template's.
    (is_path && !path.starts_with(['!', '$'])).then(|| Directive {
        range: start..start + 2 + after,
        path: path.to_owned(),
        part: Part::Lines(lines.join(",")),
        is_certain: true,
        is_near: false,
    })
}

/// `4` and `4-6` as snippets say them.
fn lines_of(range: &str) -> String {
    let (from, to) = range.split_once('-').unwrap_or((range, range));
    format!("{from}:{to}")
}

/// `{% include "path" %}` and `{% include-markdown "path" start="..." end="..." %}`.
fn template_include(line: &str, start: usize) -> Option<Directive> {
    let rest = line.get(start + 2..line.floor_char_boundary(start + LONGEST))?;
    let end = rest.find("%}")?;
    let inner = rest[..end]
        .trim_start_matches('-')
        .trim_end_matches('-')
        .trim();
    let (word, rest) = inner.split_once([' ', '\t'])?;
    if !matches!(word, "include" | "include-markdown") {
        return None;
    }
    let (path, mut rest) = quoted(rest.trim_start())?;
    let (mut from, mut to) = (None, None);
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        if let Some(behind) = ["ignore missing", "with context", "without context"]
            .iter()
            .find_map(|w| rest.strip_prefix(w))
        {
            rest = behind;
            continue;
        }
        let (name, value) = rest.split_once('=')?;
        let (value, behind) =
            quoted(value).unwrap_or_else(|| value.split_at(value.find(' ').unwrap_or(value.len())));
        match name {
            "start" => from = Some(value.to_owned()),
            "end" => to = Some(value.to_owned()),
            "comments"
            | "dedent"
            | "encoding"
            | "preserve-includer-indent"
            | "recursive"
            | "rewrite-relative-urls"
            | "trailing-newlines" => {}
            // What moves headings or leaves files out is more than an include.
            _ => return None,
        }
        rest = behind;
    }
    // In indented code, and where a template's own files are meant, it may be text.
    let is_code = line[..start].trim().is_empty() && lines::columns(&line[..start]) >= 4;
    let is_one_file = !path.is_empty() && !path.contains(['*', '?', '{']);
    is_one_file.then(|| Directive {
        range: start..start + 2 + end + 2,
        path: path.to_owned(),
        part: Part::Between(from, to),
        is_certain: !is_code,
        is_near: true,
    })
}

/// A text in quotes, and what stands behind it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '"' | '\''))?;
    text[1..].split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[(&str, &str, &str)]) {
        let found = Context::default().directives(line);
        let found: Vec<_> = found
            .iter()
            .map(|directive| {
                let part = match &directive.part {
                    Part::Lines(lines) => lines.clone(),
                    Part::Between(from, to) => format!("{from:?} {to:?}"),
                };
                (
                    &line[directive.range.clone()],
                    directive.path.as_str(),
                    part,
                )
            })
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(text, path, part)| (*text, *path, part.as_str()))
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn includes_of_other_tools_are_read() {
        check(
            "a {!b.md!} c {! d/e !}",
            &[("{!b.md!}", "b.md", ""), ("{! d/e !}", "d/e", "")],
        );
        check(
            "{!a.py!lines=1-3 5}",
            &[("{!a.py!lines=1-3 5}", "a.py", "1:3,5:5")],
        );
        check(
            "{!> ../../a.py [ln:4-6]!}",
            &[("{!> ../../a.py [ln:4-6]!}", "../../a.py", "4:6")],
        );
        check(
            r#"{%- include 'a.md' -%}"#,
            &[(r#"{%- include 'a.md' -%}"#, "a.md", "None None")],
        );
        check(
            r#"{% include-markdown "../a.md" start="<!--s-->" comments=false %}"#,
            &[(
                r#"{% include-markdown "../a.md" start="<!--s-->" comments=false %}"#,
                "../a.md",
                r#"Some("<!--s-->") None"#,
            )],
        );
    }

    #[test]
    fn what_is_no_include_stays() {
        for line in [
            "{!! $html !!}",
            r"\{!a.md!}",
            "<!-- {!a.md!} -->",
            "`{% include \"a.md\" %}`",
            "{% include \"a\" ~ b %}",
            "{% include-markdown \"a.md\" heading-offset=1 %}",
            "{% include \"*.md\" %}",
            "{!loading && !error}",
            "{! {! {!",
            "{% include",
        ] {
            check(line, &[]);
        }
    }
}
