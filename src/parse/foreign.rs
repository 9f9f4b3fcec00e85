//! What another tool would have replaced and bf-docs shows as it stands: macros, template tags,
//! directives and wiki links.

use std::ops::Range;

use memchr::memmem;

use super::Findings;
use super::containers::ADMONITIONS;
use super::event::{Event, Html, Kind, Tag};
use super::tags::{TagKind, tags};
use super::text::Text;
use crate::diag::Code;

/// A notation of other tools.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Notation {
    /// `{{ name }}`.
    Macro,
    /// `{% tag %}`.
    Template,
    /// `::: name` at the start of a line.
    Directive,
    /// `[[page]]`.
    WikiLink,
}

impl Notation {
    /// What to write instead of what is written.
    fn help(self, written: &str) -> String {
        let help = match self {
            Self::Macro => {
                "write the text that should stand there, or put this in backticks to show it"
            }
            Self::Template => {
                "write what the tag makes, `--8<-- \"FILE\"` for a file, or put it in backticks to show it"
            }
            Self::Directive => match admonition(written) {
                Some(line) => {
                    return format!("write `{line}`, and indent what belongs to it by four blanks");
                }
                None => "write what the directive makes, or a link to it",
            },
            Self::WikiLink => {
                "write a link, as in `[text](page.md)`, or put this in backticks to show it"
            }
        };
        help.to_owned()
    }
}

/// The admonition that a directive means: `:::info[Title]`, `::: tip Title`, `:::{note} Title`.
fn admonition(written: &str) -> Option<String> {
    let inner = written.trim_start_matches([':', ' ', '\t', '{', '.']);
    let (word, rest) = inner.split_at(
        inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len()),
    );
    let word = word.to_ascii_lowercase();
    let title = rest.trim_start_matches('}').trim();
    let title = title
        .strip_prefix('[')
        .and_then(|title| title.strip_suffix(']'))
        .unwrap_or(title);
    let is_title = !title.is_empty() && !title.contains(['{', '}', '=', '"']);
    let title = if is_title {
        format!(" \"{title}\"")
    } else {
        String::new()
    };
    ADMONITIONS
        .contains(&word.as_str())
        .then(|| format!("!!! {word}{title}"))
}

/// Where the first of a notation stands, how it is shown, and what to write instead.
struct First {
    range: Range<usize>,
    shown: String,
    help: String,
}

/// The first of a notation on the page, and how many there are.
#[derive(Default)]
struct Seen {
    first: Option<First>,
    count: usize,
}

/// What each begins with; the first three are braces.
const SIGNS: [&str; 5] = ["{{", "{%", "{* ", ":::", "[["];

/// Finds the first of each notation outside code and comments.
pub fn report(events: &[Event], text: &Text, findings: &mut Findings) {
    if !SIGNS
        .iter()
        .any(|sign| memmem::find(text.as_str().as_bytes(), sign.as_bytes()).is_some())
    {
        return;
    }
    let mut reader = Reader::default();
    for (at, event) in events.iter().enumerate() {
        let starts_line = at
            .checked_sub(1)
            .is_some_and(|before| starts_line(&events[before].kind));
        reader.event(event, starts_line);
    }
    for seen in reader.seen {
        let Some(First { range, shown, help }) = seen.first else {
            continue;
        };
        let more = if seen.count > 1 {
            format!("; the page has {} of this kind", seen.count)
        } else {
            String::new()
        };
        findings.add(
            Code::ForeignSyntax,
            text.place(range),
            format!("`{shown}` is shown as it stands"),
            help + &more,
        );
    }
}

/// Whether a text behind this stands at the start of its line.
fn starts_line(kind: &Kind) -> bool {
    match kind {
        Kind::SoftBreak => true,
        Kind::Start(Tag::Element(name), _) => matches!(name.as_ref(), "p" | "li" | "dd"),
        Kind::Void(Tag::Element(name), _) => name == "br",
        _ => false,
    }
}

#[derive(Default)]
struct Reader {
    seen: [Seen; 4],
    /// The author's elements of code that are open in the text.
    code: usize,
    /// What stands between template tags `raw` and `endraw` was to be shown.
    is_raw: bool,
}

impl Reader {
    fn event(&mut self, event: &Event, starts_line: bool) {
        match &event.kind {
            Kind::Text(text) if self.code == 0 => {
                self.text(text, event.range.start as usize, starts_line)
            }
            Kind::Html(html) if html.raw => self.html(html, event.range.start as usize),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, at: usize, starts_line: bool) {
        if text.contains('{') && SIGNS[..3].iter().any(|sign| text.contains(sign)) {
            self.braces(text, at);
        }
        if starts_line && text.starts_with(":::") {
            self.directive(text, at);
        }
        if text.contains('[') && text.contains("[[") {
            self.wiki_links(text, at);
        }
    }

    fn add(&mut self, notation: Notation, at: usize, written: &str) {
        const LONGEST: usize = 60;
        let seen = &mut self.seen[notation as usize];
        seen.count += 1;
        if seen.first.is_none() {
            let shown = match written.char_indices().nth(LONGEST) {
                Some((end, _)) => format!("{}...", written[..end].trim_end()),
                None => written.to_owned(),
            };
            seen.first = Some(First {
                range: at..at + written.len(),
                shown,
                help: notation.help(written),
            });
        }
    }

    fn braces(&mut self, text: &str, at: usize) {
        /// What is longer is no tag: a page of opening braces is read once.
        const LONGEST: usize = 400;
        let mut from = 0;
        while let Some(open) = text[from..].find('{').map(|found| from + found) {
            from = open + 1;
            let rest = &text[from..text.floor_char_boundary(from + LONGEST)];
            let (notation, close) = match rest.as_bytes().first() {
                Some(b'{') => (Notation::Macro, "}}"),
                Some(b'%') => (Notation::Template, "%}"),
                Some(b'*') => (Notation::Template, "*}"),
                _ => continue,
            };
            let Some(length) = rest[1..].find(close) else {
                continue;
            };
            let inner = rest[1..=length].trim();
            let whole = open..from + 1 + length + close.len();
            let is_one = match notation {
                Notation::Macro => is_macro(inner, &text[..open]),
                // `{* ../src/a.py hl[2] *}` is FastAPI's include.
                _ if close == "*}" => inner.contains('/') && inner.contains('.'),
                _ => is_template_tag(inner),
            };
            if notation == Notation::Template && is_one {
                let word = inner.trim_matches(['-', '+', ' ']);
                self.is_raw = word == "raw" || self.is_raw && word != "endraw";
            }
            if is_one && (notation == Notation::Template || !self.is_raw) {
                self.add(notation, at + open, &text[whole.clone()]);
            }
            if is_one {
                from = whole.end;
            }
        }
    }

    fn directive(&mut self, text: &str, at: usize) {
        let name = text.trim_start_matches(':').trim_start_matches([' ', '\t']);
        if name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{')) {
            self.add(Notation::Directive, at, text.trim_end());
        }
    }

    fn wiki_links(&mut self, text: &str, at: usize) {
        let mut from = 0;
        while let Some(open) = text[from..].find("[[").map(|found| from + found) {
            from = open + 2;
            let Some(length) = text[from..].find([']', '[', '\n']) else {
                return;
            };
            let inner = &text[from..from + length];
            let end = from + length + 2;
            let is_closed = text[from + length..].starts_with("]]");
            let behind = if is_closed {
                text[end..].trim_start_matches(' ')
            } else {
                ""
            };
            let is_link =
                is_closed && is_wiki_page(inner) && !behind.starts_with(['(', '（', '[', ']', ':']);
            // `a[[i]]` is an index.
            let is_apart = !text[..open]
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '['));
            if is_link && is_apart {
                let start = if text[..open].ends_with('!') {
                    open - 1
                } else {
                    open
                };
                self.add(Notation::WikiLink, at + start, &text[start..end]);
            }
        }
    }

    /// Braces in an author's HTML, but for its comments and its code.
    fn html(&mut self, html: &Html, at: usize) {
        let tags = tags(&html.html);
        if html.html.contains("{{") || html.html.contains("{%") {
            let is_shown = self.code == 0 && !tags.iter().any(|tag| is_code(&tag.name));
            let is_comment = html.html.trim_start().starts_with("<!--");
            if is_shown && !is_comment {
                self.braces(&html.html, at);
            }
        }
        for tag in tags.iter().filter(|tag| is_code(&tag.name)) {
            match tag.kind {
                TagKind::Start => self.code += 1,
                TagKind::End => self.code = self.code.saturating_sub(1),
                TagKind::Broken => {}
            }
        }
    }
}

fn is_code(name: &str) -> bool {
    matches!(
        name,
        "code" | "pre" | "samp" | "kbd" | "tt" | "script" | "style" | "textarea"
    )
}

/// Whether `{{ inner }}` is filled in by some tool: a name, a call or a shortcode. Not `${{ x }}`
/// of pipelines, `{{{` of manuals, and `{{ .Field }}` of programs.
fn is_macro(inner: &str, before: &str) -> bool {
    let starts = inner.starts_with(|c: char| {
        c.is_alphabetic() || matches!(c, '_' | '<' | '%' | '"' | '\'' | '#' | '>')
    });
    starts && !inner.contains(['{', '}']) && !before.ends_with(['$', '\\', '{', '%'])
}

/// Whether `{% inner %}` is a tag: a word, and what belongs to it.
fn is_template_tag(inner: &str) -> bool {
    inner
        .trim_start_matches(['%', '-', '+', ' '])
        .starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Whether a wiki could have such a page: some words, no data, and no attribute of C++.
fn is_wiki_page(inner: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "toc",
        "_toc_",
        "nodiscard",
        "noreturn",
        "deprecated",
        "fallthrough",
        "maybe_unused",
        "likely",
        "unlikely",
        "carries_dependency",
        "no_unique_address",
        "assume",
    ];
    let has_word = inner.chars().any(char::is_alphabetic);
    let is_text = inner == inner.trim()
        && !inner.contains(['"', '\'', '$', '=', ';', '{', '}', '`', '<', '>']);
    let is_attribute =
        inner.contains("::") || OTHERS.contains(&inner.to_ascii_lowercase().as_str());
    // `[[SPEC-OUTPUT.1]]` is a label.
    let is_label = !inner.contains(char::is_lowercase)
        && inner.contains(|c: char| c.is_ascii_digit() || c == '.');
    let is_list = inner.split(',').count() > 1 && !inner.contains(' ');
    has_word
        && is_text
        && !is_attribute
        && !is_label
        && !is_list
        && !inner.starts_with(['-', '^', '(', '!', '/'])
}
