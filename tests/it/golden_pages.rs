//! A page of each kind, as an outline that a reviewer can read.

use std::path::Path;

use html5gum::{StartTag, Token, Tokenizer};

use crate::site::{Site, files};
use crate::snapshots::Snapshots;

/// The pages of `tests/trees/pages` that are frozen in `tests/golden`, by the names of their files.
const PAGES: [(&str, &str); 10] = [
    ("article.txt", "guide/blocks/index.html"),
    ("chain.txt", "traceability/chains/refunds/index.html"),
    ("coverage.txt", "traceability/index.html"),
    ("decision.txt", "decisions/0001-one-ledger/index.html"),
    ("decisions.txt", "traceability/decisions/index.html"),
    ("folder.txt", "guide/index.html"),
    (
        "matrix.txt",
        "traceability/specifications-decisions/index.html",
    ),
    ("not-found.txt", "404.html"),
    ("stories.txt", "work/active/refunds/stories/index.html"),
    ("tags.txt", "tags/index.html"),
];

/// The page that is frozen as a whole. The masthead, navigation and footer of the others are cut.
const WHOLE: &str = "article.txt";

/// Elements that stay in the line of the block around them. All in a `span` or a formula does.
const INLINE: [&str; 23] = [
    "a", "abbr", "b", "button", "code", "del", "em", "i", "img", "input", "kbd", "label", "mark",
    "math", "meter", "small", "span", "strong", "sub", "sup", "td", "th", "time",
];

/// Elements without an end tag.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// The outline of a page that is being written: a line for each block, indented by its depth. End
/// tags of blocks are left out, unless nothing of that name is open.
#[derive(Default)]
struct Outline {
    lines: String,
    line: String,
    /// The depth of `line`.
    depth: usize,
    open: Vec<String>,
    /// The depth of the element that is being cut.
    cut: Option<usize>,
    is_whole: bool,
}

fn outline(page: &str, is_whole: bool) -> String {
    let mut outline = Outline {
        is_whole,
        ..Outline::default()
    };
    for token in Tokenizer::new(page) {
        match token.expect("strings are read without errors") {
            Token::StartTag(tag) => outline.start(&tag),
            Token::EndTag(tag) => outline.end(&utf8(&tag.name)),
            Token::String(text) => outline.text(&utf8(&text)),
            Token::Comment(text) => outline.write(&format!("<!--{}-->", utf8(&text))),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    outline.end_line();
    for name in outline.open.iter().filter(|name| *name != "html") {
        outline.lines += &format!("<{name}> never ends\n");
    }
    outline.lines
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("pages are UTF-8")
}

impl Outline {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = utf8(&tag.name);
        let attributes = tag.attributes.iter().map(|(key, value)| {
            let value = stable(&utf8(value)).replace('&', "&amp;");
            format!(" {}=\"{}\"", utf8(key), value.replace('"', "&quot;"))
        });
        let written = format!("<{name}{}>", attributes.collect::<String>());
        let is_cut = !self.is_whole && repeats(&written);
        let is_void = tag.self_closing || VOID.contains(&name.as_str());
        if !self.is_inline(&name) {
            self.end_line();
        }
        match (is_cut, is_void) {
            (true, true) => {}
            (true, false) => self.write(&format!("{written} (cut)")),
            (false, _) => self.write(&written),
        }
        if !is_void {
            if is_cut && self.cut.is_none() {
                self.cut = Some(self.open.len());
            }
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        if self.open.last().is_none_or(|open| open != name) {
            self.write(&format!("</{name}> ends nothing"));
            return;
        }
        self.open.pop();
        if self.is_inline(name) {
            self.write(&format!("</{name}>"));
        } else {
            self.end_line();
        }
        if self.cut == Some(self.open.len()) {
            self.cut = None;
        }
    }

    fn text(&mut self, text: &str) {
        let text = stable(text).replace('&', "&amp;").replace('<', "&lt;");
        if self.open.iter().any(|open| open == "pre") {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.end_line();
                }
                self.write(line);
            }
            return;
        }
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let space = |is_there: bool| if is_there { " " } else { "" };
        let before = space(text.starts_with(char::is_whitespace) && !self.line.is_empty());
        let after = space(text.ends_with(char::is_whitespace) && !words.is_empty());
        self.write(&format!("{before}{words}{after}"));
    }

    fn is_inline(&self, name: &str) -> bool {
        let is_within = |open: &String| open == "span" || open == "math";
        INLINE.contains(&name) || self.open.iter().any(is_within)
    }

    fn write(&mut self, text: &str) {
        if self.cut.is_some() {
            return;
        }
        if self.line.is_empty() {
            self.depth = self.open.len();
        }
        self.line += text;
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            let indent = "  ".repeat(self.depth.saturating_sub(1));
            self.lines += &format!("{indent}{}\n", line.trim_end());
        }
    }
}

/// True for a start tag of the parts that all pages share.
fn repeats(tag: &str) -> bool {
    let starts = ["<link", "<script", "<header class=\"masthead\"", "<footer"];
    let is_named = ["tabs", "nav", "nav-veil", "skip"]
        .iter()
        .any(|class| tag.contains(&format!("class=\"{class}\"")));
    let is_meta = tag.starts_with("<meta") && !tag.contains("\"description\"");
    is_named || is_meta || starts.iter().any(|start| tag.starts_with(start))
}

/// A text without the version of bf-docs and the fingerprints of assets.
fn stable(text: &str) -> String {
    let version = concat!("bf-docs ", env!("CARGO_PKG_VERSION"));
    let text = text.replace(version, "bf-docs [version]");
    if !text.contains("assets/") {
        return text;
    }
    let is_print = |part: &str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts = text.split('.');
    let parts = parts.map(|part| if is_print(part) { "[print]" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

#[test]
fn a_page_of_each_kind_is_what_a_reviewer_has_seen() {
    let tree = files(Path::new("tests/trees/pages"));
    let site = tree.iter().fold(Site::new(), |site, (path, bytes)| {
        site.bytes(&format!("../{path}"), bytes)
    });
    site.commit("2026-05-01");
    assert_eq!(site.build().is_built().found(), [""; 0]);
    let mut snapshots = Snapshots::of("tests/golden");
    for (name, page) in PAGES {
        snapshots.compare(name, &outline(&site.read(page), name == WHOLE));
    }
    snapshots.assert_same();
}
