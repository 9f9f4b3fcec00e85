//! Includes of other tools: `{!path!}` of markdown-include, and `{% include "path" %}` of template
//! languages and of the include-markdown plugin.

mod spans;
mod markdown_include;
mod template_tag;

use std::ops::Range;

use memchr::memmem;

use super::lines::{self, Fence};

use spans::LineSpans;

/// A longer text, in bytes, is no include. The limit keeps a line of opening braces fast.
const LONGEST: usize = 1000;

/// An include of another tool on a line.
#[derive(Debug, Clone)]
pub struct Directive {
    /// Its byte range in the line.
    pub range: Range<usize>,
    /// The file's path as it is written.
    pub path: String,
    /// The part of the file that is included.
    pub part: IncludedPart,
    /// True if the text can only be an include, so that a missing file is a finding.
    pub is_certain: bool,
    /// True if the folder of the including file is searched first.
    pub is_near: bool,
}

impl Directive {
    /// Returns whether readers see the include as it is written if there is no such file. A
    /// template's tag is left out: it has a finding already, and would get another as
    /// [foreign](super::foreign).
    pub fn stays(&self) -> bool {
        !self.is_certain || !self.is_near
    }
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum IncludedPart {
    /// Lines as [`super::snippets`] selects them; empty for all.
    Lines(String),
    /// The text after the first of these and before the second.
    Between(Option<String>, Option<String>),
}

/// Returns whether a text may have such an include.
pub fn may_have_one(text: &str) -> bool {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    has("{!") || has("{%")
}

/// The code fence or comment around the next line.
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
                self.in_comment = comment.is_some_and(|at| {
                    !line[at..].contains("-->") && !LineSpans::of_code(line).hold(at)
                });
            }
        }
    }

    /// The includes of a line in this context.
    pub fn directives(&self, line: &str) -> Vec<Directive> {
        if self.in_comment || !may_have_one(line) {
            return Vec::new();
        }
        let (code, comments) = (LineSpans::of_code(line), LineSpans::of_comments(line));
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = line[at..].find('{').map(|found| at + found) {
            at = start + 1;
            if line[..start].ends_with('\\') || comments.hold(start) {
                continue;
            }
            let in_code = self.fence.is_none() && code.hold(start);
            if let Some(directive) = self.directive(line, start, in_code) {
                at = directive.range.end;
                found.push(directive);
            }
        }
        found
    }

    /// The include that starts with the brace at that byte. In inline code, a template's include is
    /// text, and any other is not certain.
    fn directive(&self, line: &str, start: usize, in_code: bool) -> Option<Directive> {
        let mut directive = match line.as_bytes().get(start + 1)? {
            b'!' => markdown_include::read(line, start)?,
            b'%' if self.fence.is_none() && !in_code => template_tag::read(line, start)?,
            _ => return None,
        };
        directive.is_certain &= !in_code;
        Some(directive)
    }

    /// Returns whether a template's tag starts on the line and ends on a later one.
    pub fn goes_on(&self, line: &str) -> bool {
        let open = line
            .rfind("{%")
            .filter(|_| self.fence.is_none() && !self.in_comment);
        open.is_some_and(|at| {
            let rest = line[at + 2..].trim();
            !line[at..].contains("%}")
                && (rest.is_empty() || rest.starts_with("include"))
                && !LineSpans::of_code(line).hold(at)
        })
    }
}

/// The text after the two signs that an include starts with, as far as it can reach.
fn behind_signs(line: &str, start: usize) -> Option<&str> {
    line.get(start + 2..line.floor_char_boundary(start + LONGEST))
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
                    IncludedPart::Lines(lines) => lines.clone(),
                    IncludedPart::Between(from, to) => format!("{from:?} {to:?}"),
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
