//! Twins: a page as Markdown, with the same words.

use std::collections::BTreeMap;

use bf_docs::body::element::{Role, has};
use bf_docs::body::{Attrs, Element, Event, EventKind, Html, Page, end_of};
use bf_docs::twin::{self, TwinAddresses};
use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event as MdEvent, Options, Parser, Tag, TagEnd};

use super::any_page::{mixtures, page};
use super::site::Site;

struct AsWritten<'p>(&'p Page);

impl TwinAddresses for AsWritten<'_> {
    fn address(&self, link: u32) -> String {
        self.0.links[link as usize].dest.clone()
    }

    fn remark(&self, _: u32) -> Option<String> {
        None
    }
}

fn markdown(page: &Page) -> String {
    twin::markdown(&page.events, &AsWritten(page))
}

#[track_caller]
fn check(written: &str, expected: &str) {
    assert_eq!(markdown(&page(written)), expected);
}

#[test]
fn what_is_markdown_already_stays_as_it_is() {
    for text in [
        "# A title {#a-title}\n\nOne *and* **two** ~~three~~ `four` [five](six.md \"seven\").\n",
        "- one\n- two\n  - deeper\n  - still\n- three\n",
        "1. one\n\n   more of it\n\n2. two\n",
        "3. three\n4. four\n",
        "> A quote\n>\n> > in a quote\n>\n> - and a list\n",
        "```py title=\"a.py\"\nprint(\"`\")\n\nprint()\n```\n",
        "````\n```\n````\n",
        "| a | b |\n| --: | --- |\n| 1 | two \\| three |\n",
        "- [ ] to do\n- [x] done\n",
        "One\\\ntwo\nthree\n",
        "Text[^1] and more[^note].\n\n[^1]: The note\n\n    in two parts\n\n[^note]: Another\n",
        "Some $a^2$ and\n\n$$\n\\sum_i x_i\n$$\n",
        "![a drawing](drawing.png)\n",
        "<https://example.com/a_b_c>\n",
        "Before\n\n---\n\nAfter\n",
        "Term\n:   What it means\n\nOther\n:   Something\n",
        "- one\n\n* another list\n",
        "- \\[ ] no task\n",
        "[t](https://x.org/?q=&amp;copy; \"&amp;amp;\")\n",
    ] {
        check(text, text);
    }
}

#[test]
fn the_dialects_own_forms_are_plain_markdown() {
    check(
        "!!! note \"Mind *this*\"\n    Text\n",
        "> **Mind *this***\n>\n> Text\n",
    );
    check("??? tip\n    Text\n", "> **Tip**\n>\n> Text\n");
    check(
        "=== \"Python\"\n    ```py\n    a\n    ```\n=== \"Rust\"\n    Text\n",
        "**Python**\n\n```py\na\n```\n\n**Rust**\n\nText\n",
    );
    check(
        "``` py\na = 1 # (1)!\n```\n\n1. The note.\n",
        "```py\na = 1 # (1)!\n```\n\n1. The note.\n",
    );
    check(
        "Press ++ctrl+c++, H~2~O :smile:",
        "Press `Ctrl`+`C`, H<sub>2</sub>O 😄\n",
    );
    check(
        "==marked== ^^inserted^^ :material-check:",
        "marked inserted\n",
    );
    check("[TOC]\n\n## One\n", "## One {#one}\n");
    check(
        "```mermaid\nflowchart LR\n  a[Start] --> b[End]\n```\n",
        "```mermaid\nflowchart LR\n  a[Start] --> b[End]\n```\n",
    );
}

#[test]
fn a_page_of_html_is_markdown() {
    check(
        "<h2 id=\"x\">Title</h2>\n<p align=\"center\">One <b>two</b>\n<a href=\"a.md\">three</a>\
         <br/>four</p>\n<ul><li>a<li>b <code>c d</code></ul>\n",
        "## Title {#x}\n\nOne **two** [three](a.md)\\\nfour\n\n- a\n- b `c d`\n",
    );
    check(
        "<table><tr><th>a<th>b<tr><td rowspan=2>1<td>2<tr><td>3\n<ul><li>4</ul></table>\n",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n|  | 3<br>- 4 |\n",
    );
    check(
        "<details><summary>More</summary>\n\nText\n\n</details>\n\n<!-- an order: do this -->\n",
        "> **More**\n>\n> Text\n",
    );
    check(
        "<pre><code class=\"language-sh\">a\n  b &lt;c&gt;</code></pre>\n",
        "```sh\na\n  b <c>\n```\n",
    );
    check(
        "<script>alert(1)</script>\n<svg><title>x</title></svg>\n",
        "",
    );
}

#[test]
fn what_readers_do_not_see_is_in_no_twin() {
    for hidden in [
        "<div hidden>secret</div>",
        "<div hidden markdown>secret</div>",
        "<span hidden>secret</span>",
        "<dialog>secret</dialog>",
        "<canvas>secret</canvas>",
        "<img hidden src=\"secret.png\">",
        "<!-- secret -->",
        "secret\n{ hidden }",
    ] {
        let twin = markdown(&page(&format!("Before.\n\n{hidden}\n\nAfter.\n")));
        assert!(
            !twin.contains("secret") && twin.contains("After."),
            "{hidden}: {twin}"
        );
    }
    // Not hidden, whatever their tags say.
    for shown in [
        "<dialog open>seen</dialog>",
        "<svg width=\"1\"/>\n\nseen",
        "<p style=\"display:none\">seen</p>",
    ] {
        assert!(markdown(&page(shown)).contains("seen"), "{shown}");
    }
    check("<video src=\"a.mp4\">No video.</video>\n", "![](a.mp4)\n");
    check(
        "<video><source src=\"a.mp4\">No video.</video>\n",
        "![](a.mp4)\n",
    );
}

#[test]
fn a_link_around_blocks_keeps_its_address() {
    check(
        "<a href=\"a.md\"><h3>Start</h3><p>Begin here</p></a>\n",
        "### Start\n\nBegin here\n\n[](a.md)\n",
    );
}

#[test]
fn a_table_is_as_large_as_its_source() {
    let cells = "<td colspan=100>x</td>".repeat(300);
    let rows = "<tr><td>y</td></tr>".repeat(600);
    let written = format!("<table><tr>{cells}</tr>{rows}</table>\n");
    let twin = markdown(&page(&written));
    assert!(twin.len() < 2 * written.len(), "{}", twin.len());
    check(
        "<table><tr><td>a</td><td rowspan=2>b</td></tr><tr></tr><tr><td>c</td><td>d</td></tr></table>\n",
        "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n",
    );
}

#[test]
fn text_is_never_read_as_signs() {
    for text in [
        "\\# no title",
        "1\\. no list",
        "\\- no list",
        "\\> no quote",
        "a \\* b \\*c\\* \\_d\\_ e_f_g",
        "\\`no code\\` \\<b> &lt;b&gt; &amp;amp;",
        "\\[no](link) !\\[no](image) \\[^1]",
        "\\---",
        "\\~~~",
        "a\n\\=== b",
        "\\[x] no task",
        "a \\| b\n\\--- \\| ---\nc \\| d",
        "a \\[^1] b",
    ] {
        let read = page(text);
        let twin = markdown(&read);
        assert_eq!(
            words_of_markdown(&twin),
            words_of_page(&read.events),
            "{twin}"
        );
        let plain = Parser::new_ext(&twin, options()).all(|event| {
            !matches!(
                event,
                MdEvent::Code(_)
                    | MdEvent::Html(_)
                    | MdEvent::InlineHtml(_)
                    | MdEvent::Rule
                    | MdEvent::Start(
                        Tag::List(_)
                            | Tag::Heading { .. }
                            | Tag::BlockQuote(_)
                            | Tag::CodeBlock(_)
                            | Tag::Emphasis
                            | Tag::Table(_)
                            | Tag::Link { .. }
                            | Tag::Image { .. }
                    )
            )
        });
        assert!(plain, "{text} became {twin}");
    }
}

#[test]
fn the_words_of_a_twin_are_those_of_its_page() {
    // Browsers show these elements, if they are left open, in ways of their own.
    let is_plain = |written: &String| {
        !["<svg>", "<script>", "<textarea>"]
            .iter()
            .any(|tag| written.contains(tag))
    };
    for written in mixtures(16_000).filter(is_plain) {
        let page = page(&written);
        let twin = markdown(&page);
        let (mut own, mut expected) = (words_of_markdown(&twin), words_of_page(&page.events));
        if written.contains("<table>") || written.contains("<summary>") {
            // The numbers of a list on one line are text.
            let is_word = |word: &String, _: &mut usize| word.parse::<u64>().is_err();
            own.retain(is_word);
            expected.retain(is_word);
        }
        assert_eq!(own, expected, "the page:\n{written}\nthe twin:\n{twin}");
    }
}

#[test]
fn a_page_that_nests_deeply_has_a_twin_of_its_size() {
    let lazy = format!(
        "{}text\n{}",
        "> ".repeat(4_000),
        "a lazy line\n".repeat(4_000)
    );
    let tables = format!(
        "{}{}",
        "<table><tr><td>".repeat(4_000),
        "cell ".repeat(4_000)
    );
    let lists = format!("{}deep\n", "- ".repeat(4_000));
    for written in [lazy, tables, lists] {
        let page = page(&written);
        let twin = markdown(&page);
        assert!(twin.len() < 20 * written.len(), "{} bytes", twin.len());
        let last = written.split_whitespace().last().unwrap_or_default();
        assert!(
            twin.trim_end_matches([' ', '|', '\n']).ends_with(last),
            "{last}"
        );
    }
}

/// The words of a text, each with its number.
type Words = BTreeMap<String, usize>;

fn words(text: &str) -> Words {
    let mut words = Words::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    words
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
}

/// The words of a Markdown text, as any other program reads it.
fn words_of_markdown(markdown: &str) -> Words {
    let mut text = String::new();
    let mut images = 0;
    for event in Parser::new_ext(markdown, options()) {
        match event {
            MdEvent::Start(Tag::Image { .. }) => images += 1,
            MdEvent::End(TagEnd::Image) => {
                images -= 1;
                text.push(' ');
            }
            _ if images > 0 => {}
            MdEvent::Text(part) => text.push_str(&part),
            MdEvent::FootnoteReference(label) | MdEvent::Start(Tag::FootnoteDefinition(label)) => {
                text.push_str(&format!(" {label} "))
            }
            MdEvent::Code(part) | MdEvent::InlineMath(part) | MdEvent::DisplayMath(part) => {
                text.push_str(&format!(" {part} "));
            }
            MdEvent::TaskListMarker(true) => text.push_str(" x "),
            MdEvent::InlineHtml(tag) if tag.contains("sub>") || tag.contains("sup>") => {}
            MdEvent::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | MdEvent::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            _ => text.push(' '),
        }
    }
    words(&text)
}

/// The words that readers of a page see.
fn words_of_page(events: &[Event]) -> Words {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    let mut hidden: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(event) = events.get(at) {
        match &event.kind {
            EventKind::Start(_, attrs) if is_beside_the_text(attrs) => {
                let label = attrs.id().and_then(|id| id.split_once(':'));
                text.push_str(&format!(" {} ", label.unwrap_or_default().1));
                at = end_of(events, at);
            }
            EventKind::Start(element, attrs) => {
                if let Some(label) = attrs.id().and_then(|id| id.strip_prefix("fn:")) {
                    text.push_str(&format!(" {label} "));
                }
                let name = match element {
                    Element::Named(name) => name,
                    Element::Link(_) => "a",
                    _ => "div",
                };
                open.push(name);
                text.push_str(gap(name));
            }
            EventKind::End => text.push_str(gap(open.pop().unwrap_or_default())),
            EventKind::Text(part) | EventKind::Literal(part) if hidden.is_empty() => {
                text.push_str(part);
            }
            EventKind::Code(block) | EventKind::InlineCode(block) if hidden.is_empty() => {
                text.push_str(&format!(" {} ", block.code));
            }
            EventKind::Html(html) => match &html.text {
                Some(part) if hidden.is_empty() => text.push_str(&format!(" {part} ")),
                None if html.raw => read_html(html, &mut hidden, &mut text),
                _ => {}
            },
            EventKind::Void(_, attrs) if attrs.value("aria-label") == Some("done") => {
                text.push_str(" x ");
            }
            EventKind::Void(Element::Named(name), _) => text.push_str(gap(name)),
            _ => text.push(' '),
        }
        at += 1;
    }
    words(&text)
}

/// Footnotes' signs, and the drawings of diagrams, whose source is on the page as well.
fn is_beside_the_text(attrs: &Attrs) -> bool {
    let is_reference = attrs.id().is_some_and(|id| id.starts_with("fnref"));
    is_reference
        || ["footnote-backref", "diagram"]
            .iter()
            .any(|class| attrs.has_class(class))
}

fn gap(element: &str) -> &'static str {
    let is_apart = [Role::BreaksLine, Role::Replaced, Role::Boxed, Role::Cell];
    if is_apart.iter().any(|role| has(element, *role)) {
        " "
    } else {
        ""
    }
}

/// Appends the text of authors' HTML. `hidden` are the open elements whose text nobody sees.
fn read_html(html: &Html, hidden: &mut Vec<String>, text: &mut String) {
    if let Some(tag) = html.escaped_tag() {
        return text.push_str(if hidden.is_empty() { &tag } else { "" });
    }
    for token in Tokenizer::new(&*html.html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                text.push_str(gap(&name));
                if ["script", "style", "svg", "noscript", "datalist"].contains(&&*name) {
                    hidden.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                text.push_str(gap(&name));
                if let Some(at) = hidden.iter().rposition(|open| *open == name) {
                    hidden.truncate(at);
                }
            }
            Token::String(part) if hidden.is_empty() => {
                text.push_str(&String::from_utf8_lossy(&part));
            }
            _ => {}
        }
    }
}

/// A site with a chain: a challenge, its specification, decisions and a draft.
fn governed() -> Site {
    Site::new()
        .map("[site]\nname = \"Wiki\"\nurl = \"https://docs.example.com/wiki/\"\n")
        .file("index.md", "# Home\n\nSee [the plan](guide/plan.md#steps) and [a list](guide/).\n")
        .file("guide/plan.md", "---\ntags: [a, b]\nowner: Ann\n---\n# The plan\n\nIn short.\n\n## Steps\n\n[Back](../index.md), [file](data.csv), [0001](../decisions/0001-old.md).\n")
        .file("guide/data.csv", "1,2\n")
        .file("guide/hidden.md", "---\nhidden: true\n---\n# Hidden\n")
        .file("guide/draft.md", "---\ndraft: true\n---\n# Draft\n")
        .file("decisions/0001-old.md", "---\nstatus: superseded\nsuperseded-by: 0002\n---\n# 1. Old\n\nText.\n")
        .file("decisions/0002-new.md", "---\nstatus: accepted\nsupersedes: 0001\n---\n# 2. New\n\nText.\n")
}

#[test]
fn twins_link_to_twins() {
    let site = governed();
    site.build().is_built();
    assert_eq!(
        site.read("index.md"),
        "---\ntitle: Home\naddress: \"https://docs.example.com/wiki/\"\n\
         description: See the plan and a list.\n---\n\n> All pages: [llms.txt](./llms.txt)\n\n# Home {#home}\n\n\
         See [the plan](guide/plan/index.md#steps) and [a list](guide/).\n"
    );
    let plan = site.read("guide/plan/index.md");
    assert!(
        plan.contains("[Back](../../index.md), [file](../data.csv), "),
        "{plan}"
    );
    assert!(
        plan.contains("[0001](../../decisions/0001-old/index.md) (superseded)."),
        "{plan}"
    );
    assert!(
        plan.contains("owner: Ann\n") && plan.contains("tags: [a, b]\n"),
        "{plan}"
    );
    let page = site.read("guide/plan/index.html");
    assert!(page.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">"));
}

#[test]
fn a_twin_says_what_holds_and_what_relates() {
    let site = governed();
    site.build().is_built();
    let old = site.read("decisions/0001-old/index.md");
    assert!(
        old.contains("kind: Decision\nstatus: superseded\n"),
        "{old}"
    );
    assert!(
        old.contains("id: decision/0001\nsuperseded-by: [decision/0002]\n"),
        "{old}"
    );
    assert!(
        old.contains("> This decision is superseded. [2. New](../0002-new/index.md) (`decision/0002`) holds in its place."),
        "{old}"
    );
}

#[test]
fn drafts_have_no_twin_and_hidden_pages_are_in_no_list() {
    let site = governed();
    site.build().is_built();
    assert!(!site.has("guide/draft/index.md"));
    assert!(site.has("guide/hidden/index.md"));
    let list = site.read("llms.txt");
    assert!(
        !list.contains("hidden") && !list.contains("draft"),
        "{list}"
    );
    assert!(
        list.contains("- [1. Old](https://docs.example.com/wiki/decisions/0001-old/index.md): Text. (Decision, superseded)\n"),
        "{list}"
    );
}

#[test]
fn twins_are_turned_off_by_a_key() {
    let site = governed().map("[site]\ntwins = false\n");
    site.build().is_built();
    let made = site.output();
    let twins: Vec<&String> = made
        .keys()
        .filter(|path| path.ends_with(".md") || path.ends_with("llms.txt"))
        .collect();
    assert_eq!(twins, Vec::<&String>::new());
    assert!(!site.read("index.html").contains("arkdown"));
}

#[test]
fn a_site_of_files_has_its_twins_beside_them() {
    let site = governed().map("[site]\nurls = \"file\"\n");
    site.build().is_built();
    let plan = site.read("guide/plan.md");
    assert!(plan.contains("[Back](../index.md)"), "{plan}");
    assert!(
        site.read("index.md")
            .contains("[the plan](guide/plan.md#steps)")
    );
}

#[test]
fn a_file_in_the_way_of_a_twin_is_a_finding() {
    let site = Site::new()
        .file("guide.md", "# Guide\n")
        .file("guide/index.md/data.csv", "1\n")
        .file("llms.txt", "mine\n")
        .file("index.md", "# Home\n");
    let run = site.build();
    assert_eq!(
        run.found(),
        [
            "warning docs/guide.md:1:1 route-conflict",
            "warning docs/llms.txt:1:1 route-conflict",
        ]
    );
    assert!(site.read("llms.txt").starts_with("# "));
    assert!(site.has("guide-2/index.md"));
}

#[test]
fn no_list_is_longer_than_programs_read() {
    let mut site = Site::new().file("index.md", "# Home\n");
    for folder in ["one", "two"] {
        for page in 0..400 {
            let text = format!(
                "# Page {page} of {folder}\n\n{}\n",
                "A long description. ".repeat(8)
            );
            site = site.file(&format!("{folder}/{}/page-{page}.md", page % 2), &text);
        }
    }
    let site = (0..400).fold(site, |site, page| {
        let text = format!("# Page {page}\n\n{}\n", "A long description. ".repeat(8));
        site.file(&format!("flat/page-{page}.md"), &text)
    });
    // The pages of the start page's tab have no folder of their own.
    let site = (0..400).fold(site, |site, page| {
        let text = format!("# Root {page}\n\n{}\n", "A long description. ".repeat(8));
        site.file(&format!("root-{page}.md"), &text)
    });
    site.build().is_built();
    let made = site.output();
    let is_list = |path: &str| path.ends_with(".txt") && !path.starts_with(".bf-docs/");
    let lists = made.iter().filter(|(path, _)| is_list(path));
    let mut twins = 0;
    for (path, text) in lists {
        assert!(text.len() <= 50_000, "{path}: {} bytes", text.len());
        let name = path.rsplit('/').next().unwrap_or_default();
        let number = name
            .strip_prefix("llms")
            .and_then(|rest| rest.strip_suffix(".txt"));
        let number = number.map(|number| number.trim_start_matches('-'));
        let is_named = number.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
        assert!(is_named, "{path}");
        let text = String::from_utf8_lossy(text);
        for link in text.split("](").skip(1) {
            let link = link.split(')').next().unwrap_or_default();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let target = std::path::Path::new(folder).join(link);
            assert!(
                site.has(&target.to_string_lossy()),
                "{path} leads to {link}"
            );
            twins += usize::from(link.ends_with(".md"));
        }
    }
    assert_eq!(twins, 1_601);
}

#[test]
fn an_edit_changes_the_twin_of_its_page_and_a_new_page_no_other() {
    let markdown = |site: &Site| -> BTreeMap<String, Vec<u8>> {
        let made = site.output().into_iter();
        let twins = made.filter(|(path, _)| path.ends_with(".md"));
        twins.collect()
    };
    let changed = |before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>| {
        let is_new = |path: &&String| before.get(*path) != after.get(*path);
        after.keys().filter(is_new).cloned().collect::<Vec<_>>()
    };
    let site = governed();
    site.build().is_built();
    let before = markdown(&site);
    let site = site.file(
        "guide/plan.md",
        "# Another title\n\n## Steps\n\nOther words.\n",
    );
    site.build().is_built();
    let edited = markdown(&site);
    assert_eq!(changed(&before, &edited), ["guide/plan/index.md"]);
    let site = site.file("guide/new.md", "# New\n\n[The plan](plan.md).\n");
    site.build().is_built();
    assert_eq!(changed(&edited, &markdown(&site)), ["guide/new/index.md"]);
}
