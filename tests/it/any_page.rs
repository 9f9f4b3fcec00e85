//! Any page: the parser does not panic, its events balance, and no page takes long.

use std::fmt::Write as _;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use bf_docs::body::{EventKind, Page};
use bf_docs::discover::Snippets;
use bf_docs::file::FileId;
use bf_docs::parse::{self, Dialect};
use bf_docs::source::{Place, Source};

/// Parses a page, whose events and places must be sound.
pub fn page(markdown: &str) -> Page {
    let source = Source::new(FileId::in_docs("page.md"), markdown);
    let (page, findings) = parse::page(&source, &Snippets::default(), &Dialect::default());
    for finding in findings {
        let place = finding.place.expect("a page's findings have places");
        assert_eq!(place.file, source.file);
        assert_is_there(&place, markdown);
    }
    let mut depth = 0i64;
    for event in &page.events {
        match &event.kind {
            EventKind::Start(..) => depth += 1,
            EventKind::End => depth -= 1,
            EventKind::Text(text) | EventKind::Literal(text) => {
                assert!(
                    !text.contains(['\u{FDD0}', '\u{FDD1}', '\u{FDD2}', '\u{FDD3}']),
                    "a marker is left: {markdown}"
                );
            }
            _ => {}
        }
        assert!(depth >= 0, "an end without a start: {markdown}");
    }
    assert_eq!(depth, 0, "a start without an end: {markdown}");
    page
}

/// Asserts that a place's line, column and bytes are one place of a text.
fn assert_is_there(place: &Place, text: &str) {
    let (start, end) = (place.span.0 as usize, place.span.1 as usize);
    let (before, meant) = (&text[..start], &text[start..end]);
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let position = (before.matches('\n').count(), before[line..].chars().count());
    assert_eq!(
        (position.0 + 1, position.1 + 1),
        (place.line as usize, place.column as usize)
    );
    let length = meant.chars().count().max(1);
    assert_eq!(length, place.length as usize, "{place:?} of {text}");
}

const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n\n",
    " ",
    "    ",
    "  ",
    "\t",
    "text",
    "word ",
    "> ",
    "- ",
    "1. ",
    "-   ",
    ":   ",
    ": ",
    ":",
    "!!! note\n",
    "??? tip \"T\"\n",
    "???+ x\n",
    "=== \"Tab\"\n",
    "===! \"New\"\n",
    "!!! note inline end \"a *b*\"\n",
    "/// note\n",
    "//// tab | T\n",
    "///\n",
    "```mermaid\n",
    "flowchart LR\n",
    "sequenceDiagram\n",
    "  a --> b\n",
    "  subgraph a\n",
    "  click a \"x.md\"\n",
    "////\n",
    "/// caption\n",
    "/// define\n",
    "/// html | span\n",
    "    open: true\n",
    "    Note: é\n",
    "<p markdown>éé</p> </div>",
    "<img srcset=\"é.png 2x,, b\">",
    "```\n",
    "``` py title=\"t\"\n",
    "~~~\n",
    "`",
    "``",
    "|",
    "| a | b |\n",
    "|---|---|\n",
    "<div markdown>\n",
    "</div>\n",
    "<div>",
    "</div>",
    "<details markdown=\"1\"><summary>",
    "</details>",
    "<p markdown>",
    "<b>",
    "</i>",
    "<title>",
    "<script>",
    "</script>",
    "<textarea>",
    "<!--",
    "-->",
    "<svg>",
    "<a href=\"x\">",
    "<img src=y>",
    "<",
    ">",
    "</",
    "<table><tr><td>",
    "[a](b)",
    "[a][b]",
    "[b]: c\n",
    "![i](j)",
    "](my file.md)",
    "[^1]",
    "[^1]: note\n",
    "[^",
    "*[AB]: long\n",
    "AB",
    "==",
    "^^",
    "~~",
    "~",
    "^",
    "{==",
    "==}",
    "{~~",
    "~>",
    "~~}",
    "{++",
    "++}",
    "++ctrl+a++",
    "++",
    ":smile:",
    ":material-check:",
    "*",
    "**",
    "_",
    "$",
    "$$",
    "$x$",
    "\\",
    "{ .c #i k=v }",
    "{: .c }",
    "{",
    "}",
    "# ",
    "## ",
    "##x",
    "===\n",
    "---\n",
    "[TOC]\n",
    "- [x] ",
    "&amp;",
    "&",
    "é",
    "日本",
    "😄",
    "\u{FDD0}1\n",
    "\u{FDD2}",
    "\u{FDD3}",
    "\0",
    "# (1)!\n",
    "1. one\n",
    "#!py x",
    "--8<-- \"x\"\n",
    "--8<--\n",
    ";--8<--",
    "\\\n",
    "  \n",
    "http://a.b ",
];

/// A small generator of random numbers (xorshift), the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Mixtures of the dialect's signs, the same on every run. BF_DOCS_FUZZ sets another number.
pub fn mixtures(pages: usize) -> impl Iterator<Item = String> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let asked = std::env::var("BF_DOCS_FUZZ").ok();
    let pages = asked.and_then(|pages| pages.parse().ok()).unwrap_or(pages);
    (0..pages).map(move |_| {
        let length = 1 + dice.below(40);
        let pieces = (0..length).map(|_| PIECES[dice.below(PIECES.len())]);
        pieces.collect()
    })
}

#[test]
fn any_mixture_of_the_dialect_is_a_page() {
    for markdown in mixtures(8_000) {
        page(&markdown);
    }
}

#[test]
fn any_container_holds_any_other() {
    let mut dice = Dice(7);
    for _ in 0..1_500 {
        let (mut indent, mut markdown) = (String::new(), String::new());
        for _ in 0..1 + dice.below(8) {
            let (open, by) = [
                ("!!! note \"*T*\"", 4),
                ("??? tip", 4),
                ("=== \"Tab\"", 4),
                ("- item", 4),
                ("- item", 2),
                ("1. item", 4),
                ("1. item", 3),
                ("<div markdown>", 0),
                ("/// note | T", 0),
                ("Term\n\n:   text", 4),
                ("[^1]: note", 4),
            ][dice.below(11)];
            for line in open.lines() {
                let _ = writeln!(markdown, "{indent}{line}");
            }
            if dice.below(3) > 0 {
                markdown.push('\n');
            }
            indent.push_str(&" ".repeat(by));
            let _ = writeln!(
                markdown,
                "{indent}{}\n",
                PIECES[dice.below(PIECES.len())]
                    .trim_end_matches('\n')
                    .replace('\n', " ")
            );
        }
        page(&markdown);
    }
}

/// Each page has some hundred kilobytes: a step that is quadratic in them takes minutes.
#[test]
fn no_page_takes_long() {
    let many = |text: &str, times: usize| text.repeat(times);
    let nested = |open: &str, by: usize, depth: usize| {
        (0..depth)
            .map(|at| format!("{}{open}\n\n", " ".repeat(by * at)))
            .collect::<String>()
    };
    let pages: Vec<(&str, String)> = vec![
        ("quotes", many("> ", 10_000) + "a"),
        ("quotes of lists", many("> - ", 5_000) + "a"),
        ("lists on one line", many("- ", 10_000) + "a"),
        ("admonitions", nested("!!! note", 4, 400)),
        ("lists", nested("- a", 2, 600)),
        ("slash blocks", many("/// note\n", 10_000)),
        ("closed slash blocks", many("/// note\na\n///\n", 10_000)),
        ("divs", many("<div markdown>\n", 10_000)),
        (
            "divs that close",
            many("<div markdown>\n", 2_000) + &many("</div>\n", 2_000),
        ),
        (
            "divs in a row",
            many("<div markdown>\na\n</div>\n\n", 10_000),
        ),
        ("raw divs", many("<div>\n\n", 10_000)),
        ("raw ends", many("</b>", 50_000)),
        (
            "raw starts and other ends",
            many("<b>", 20_000) + &many("</i>", 20_000),
        ),
        ("raw details in paragraphs", many("a <details>\n\n", 10_000)),
        ("textareas", many("a <textarea>\n\n", 10_000)),
        ("tabs", many("=== \"T\"\n\n    a\n\n", 10_000)),
        (
            "quotes with containers",
            many("> !!! note\n>     a\n\n", 10_000),
        ),
        (
            "a quote with containers",
            many("> !!! note\n>     a\n", 10_000),
        ),
        (
            "quotes with a container at the end",
            many("> a\n\n", 10_000) + "> !!! note",
        ),
        ("marks", many("==", 100_000)),
        ("marks that open", many(" ==a", 50_000)),
        ("subscripts that open", many(" ~a", 50_000)),
        ("critics that open", many("{~~a~>", 30_000)),
        ("critic paragraphs", many("{==\n\n", 20_000)),
        ("keys", many("++a", 50_000)),
        ("colons", many(":a", 100_000)),
        ("braces", many("{ .a ", 50_000)),
        ("braces behind code", many("`a`{ .a ", 20_000)),
        ("codes", many("`a ``b ", 30_000)),
        (
            "codes of all lengths",
            (1..600)
                .map(|length| many("`", length) + " [a](b ")
                .collect(),
        ),
        ("addresses", many("[a](b c ", 30_000)),
        (
            "footnotes",
            (0..5_000)
                .map(|at| format!("[^{at}]\n\n[^{at}]: a\n\n"))
                .collect(),
        ),
        (
            "references to one footnote",
            many("[^1] ", 20_000) + "\n\n[^1]: a\n",
        ),
        ("equal headings", many("# a\n\n", 5_000)),
        ("contents", many("[TOC]\n\n", 20_000)),
        (
            "abbreviations",
            (0..2_000)
                .map(|at| format!("*[A{at}]: b\n"))
                .collect::<String>()
                + "\n"
                + &many("A1 A2 ", 10_000),
        ),
        ("captions", many("a\n\n/// caption\nb\n///\n\n", 3_000)),
        (
            "annotated code",
            many("```py\nx # (1)!\n```\n\n1. a\n\n", 5_000),
        ),
        ("one line", many("a *b* `c` <i>d</i> ", 60_000)),
        ("fences", many("```\n", 20_001)),
        ("open fences in items", many("- ```\n", 10_000)),
        ("definitions", many("a\n:   b\n\n", 10_000)),
        ("tables", many("| `a | b` |\n|---|\n\n", 10_000)),
        ("zeros", many("\0", 200_000)),
        ("noncharacters", many("\u{FDD0}1\n\n", 20_000)),
        ("comments", many("<!-- ", 50_000)),
        ("starts of tags", many("<a ", 50_000)),
        (
            "a quote and a link",
            "[a](b)\n\n".to_owned() + &many("> a\n", 40_000),
        ),
        (
            "an icon that is none",
            format!(":material-{}:", many("a", 100_000)),
        ),
        ("snippet marks", many("--8<-- \"a\"\n", 5_000)),
    ];
    let mut slow = String::new();
    for (name, markdown) in pages {
        // The time of this thread alone: other work of the machine does not count.
        let start = clock_gettime(ClockId::ThreadCPUTime);
        page(&markdown);
        let taken = clock_gettime(ClockId::ThreadCPUTime) - start;
        let taken = Duration::try_from(taken).expect("it goes forward");
        if taken > Duration::from_secs(20) {
            let _ = writeln!(slow, "{name}: {taken:?} for {} bytes", markdown.len());
        }
        if std::env::var_os("BF_DOCS_TIMES").is_some() {
            println!("{name}: {taken:?} for {} bytes", markdown.len());
        }
    }
    assert!(slow.is_empty(), "{slow}");
}
