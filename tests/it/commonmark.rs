//! The CommonMark specification's examples, through the page parser and
//! through pulldown-cmark alone.
//!
//! The specification comes from its registry package, which `tests/run`
//! installs; `BF_DOCS_COMMONMARK` names its `spec.txt`.

use std::borrow::Cow;

use bf_docs::body::{CodeBlock, Page};
use bf_docs::discover::Snippets;
use bf_docs::file::FileId;
use bf_docs::parse::{self, Dialect};
use bf_docs::render::{Furnish, HtmlWriter, article};
use bf_docs::source::Source;

/// Examples that differ, each with the reason.
const DIFFERENT: &[(usize, &str)] = &[
    (
        31,
        "an address in raw HTML is read, resolved and written anew: `&ouml;` comes out as the letter",
    ),
    (
        177,
        "text behind a comment on its line is Markdown, as in Python-Markdown: CommonMark shows it as it is written",
    ),
    (
        602,
        "an address without angle brackets is a link, as in GFM",
    ),
    (608, "the same"),
    (611, "the same"),
    (630, "as 31, inside a paragraph"),
];

/// The article as pulldown-cmark would write it: no ids, no highlighting.
struct Bare<'p>(&'p Page);

impl Furnish for Bare<'_> {
    fn address(&self, link: u32) -> Cow<'_, str> {
        self.0.links[link as usize].dest.as_str().into()
    }

    fn code(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        let mut text = String::new();
        pulldown_cmark_escape::escape_html_body_text(&mut text, &block.code)
            .expect("a string takes all");
        let language = if block.language.is_empty() {
            String::new()
        } else {
            format!(" class=\"language-{}\"", block.language)
        };
        html.raw(&format!("<pre><code{language}>{text}</code></pre>\n"));
    }

    fn inline_code(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        html.raw(&format!("<code>{}</code>", block.code));
    }

    fn contents(&self, _: &mut HtmlWriter) {}

    fn permalinks(&self) -> bool {
        false
    }
}

fn examples(spec: &str) -> Vec<String> {
    const FENCE: &str = "````````````````````````````````";
    let mut examples = Vec::new();
    let mut lines = spec.lines();
    while let Some(line) = lines.next() {
        if line == format!("{FENCE} example") {
            let source: Vec<&str> = lines.by_ref().take_while(|line| *line != ".").collect();
            lines
                .by_ref()
                .take_while(|line| *line != FENCE)
                .for_each(drop);
            examples.push(
                source
                    .iter()
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
                    .replace('→', "\t"),
            );
        }
    }
    examples
}

#[test]
#[ignore = "needs the specification, which tests/run installs"]
fn the_page_parser_reads_commonmark_as_pulldown_does() {
    let path = std::env::var_os("BF_DOCS_COMMONMARK").expect("it names the specification");
    let spec = std::fs::read_to_string(&path).expect("tests/run installed the specification");
    let examples = examples(&spec);
    assert!(
        examples.len() > 600,
        "the specification has some 650 examples, not {}",
        examples.len()
    );
    // CommonMark passes broken HTML on, and a page mends it: other tests hold that.
    let dialect = Dialect {
        balance: false,
        ..Dialect::default()
    };
    let mut differ = Vec::new();
    for (number, markdown) in examples
        .iter()
        .enumerate()
        .map(|(at, example)| (at + 1, example))
    {
        let (page, _) = parse::page(
            &Source::new(FileId::in_docs("spec.md"), markdown.as_str()),
            &Snippets::default(),
            &dialect,
        );
        let ours = article(&page.events, &Bare(&page));
        let mut theirs = String::new();
        pulldown_cmark::html::push_html(&mut theirs, pulldown_cmark::Parser::new(markdown));
        if ours != theirs {
            differ.push(number);
            if DIFFERENT.iter().all(|(known, _)| *known != number) {
                println!("--- {number}\n{markdown}--- theirs\n{theirs}--- ours\n{ours}");
            }
        }
    }
    let stated: Vec<usize> = DIFFERENT.iter().map(|(number, _)| *number).collect();
    assert_eq!(
        differ, stated,
        "examples that differ, and those with a stated reason"
    );
    assert!(stated.len() <= 15);
}
