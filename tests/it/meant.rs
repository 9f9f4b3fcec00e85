//! Pages as their authors meant them: texts with their blanks, front matter as it is written, and
//! notations that other tools would have replaced.

use bf_docs::body::{Page, plain_lines, plain_text};
use bf_docs::diag::Diagnostic;
use bf_docs::discover::Snippets;
use bf_docs::file::FileId;
use bf_docs::parse::{self, Dialect};
use bf_docs::source::Source;

use crate::site::Site;

fn parsed(text: &str) -> (Page, Vec<Diagnostic>) {
    parse::page(
        &Source::new(FileId::in_docs("page.md"), text),
        &Snippets::default(),
        &Dialect::default(),
    )
}

/// The page's text: on one line, and with a line for each block.
#[track_caller]
fn check_text(markdown: &str, expected: &str, lines: &str) {
    let (page, _) = parsed(markdown);
    assert_eq!(
        (
            plain_text(&page.events).as_str(),
            plain_lines(&page.events).as_str()
        ),
        (expected, lines),
        "{markdown}"
    );
}

#[test]
fn words_stand_apart_where_the_eye_sees_them_apart() {
    for br in [
        "<br>", "<br/>", "<br />", "<BR>", "\\\n", "  \n", " <br> ", "<br>\n",
    ] {
        check_text(&format!("alpha{br}beta"), "alpha beta", "alpha\nbeta");
    }
    for image in [
        "![x](a.svg)",
        "<img src=a.svg>",
        "<img src=a.svg alt=\"x\"/>",
        ":material-check:",
        "<svg></svg>",
    ] {
        check_text(&format!("alpha{image}beta"), "alpha beta", "alpha beta");
    }
    check_text("a<kbd>b</kbd><kbd>c</kbd>d", "ab cd", "ab cd");
    check_text(
        "++ctrl+alt++<kbd>x</kbd> ++enter++",
        "Ctrl+Alt x Enter",
        "Ctrl+Alt x Enter",
    );
    check_text("<code>a</code><code>b</code>", "a b", "a b");
    check_text(
        "long<wbr>word, **bo**ld, H~2~O, a<b>b</b>c",
        "longword, bold, H2O, abc",
        "longword, bold, H2O, abc",
    );
    check_text(
        "| a<br>b | c |\n|---|---|\n| <ul><li>d</li><li>e</li></ul> | f |",
        "a b c d e f",
        "a\nb\nc\nd\ne\nf",
    );
    check_text(
        "# A\n\n- b\n- c\n\n    > d\n\n    e",
        "A b c d e",
        "A\nb\nc\nd\ne",
    );
    check_text("a $x^2$ b[^1]\n\n[^1]: c", "a x^2 b c", "a x^2 b\nc");
}

#[test]
fn literal_text_is_never_transformed() {
    let address = "https://a.b/:smile:/x++b++y/~c~/==d==";
    check_text(&format!("<{address}>"), address, address);
    check_text(&format!("`{address}`"), address, address);
    check_text("++\":smile:\"++", ":smile:", ":smile:");
}

/// The headings: id, text and label in the contents, separated by `|`.
#[track_caller]
fn check_headings(markdown: &str, expected: &[&str]) {
    let (page, _) = parsed(markdown);
    let shown = |heading: &bf_docs::body::Heading| {
        format!(
            "{}|{}|{}",
            heading.id,
            heading.text,
            heading.contents_label()
        )
    };
    assert_eq!(
        page.headings.iter().map(shown).collect::<Vec<_>>(),
        expected,
        "{markdown}"
    );
}

#[test]
fn a_heading_is_in_the_contents_whatever_it_is_made_of() {
    check_headings("## $E = mc^2$", &["e-mc2|E = mc^2|E = mc^2"]);
    check_headings(
        "## Cost $O(n)$ of a search",
        &["cost-on-of-a-search|Cost O(n) of a search|Cost O(n) of a search"],
    );
    check_headings("## ![Logo](logo.svg)", &["_1|Logo|Logo"]);
    check_headings(
        "## <img src=\"a.svg\" alt=\"A &amp; B\">Product",
        &["product|A & B Product|A & B Product"],
    );
    check_headings("## :material-check:\n\n## <b></b>", &["_1||_1", "_2||_2"]);
    check_headings(
        "## $O(n \\log n)$ { data-toc-label=\"Order n log n\" }",
        &["on-log-n|O(n \\log n)|Order n log n"],
    );
    check_headings(
        "## First<br>second",
        &["firstsecond|First second|First second"],
    );
    let site = Site::new().file(
        "index.md",
        "# A\n\n[[_TOC_]]\n\n## B { data-toc-label='Bee' }\n\nc\n",
    );
    site.build().is_built();
    let html = site.read("index.html");
    assert!(
        html.contains("<div class=\"toc\">\n<ul>\n<li><a href=\"#b\">Bee</a></li>"),
        "{html}"
    );
    assert!(
        !html.contains("data-toc-label") && !html.contains("[["),
        "{html}"
    );
}

#[test]
fn a_bare_name_is_an_attribute_where_it_is_no_word_of_a_text() {
    let has = |heading: &str, expected: &str| {
        check_headings(heading, &[expected]);
    };
    has("## A { data-search-exclude }", "a|A|A");
    has("## A {data-search-exclude}", "a|A|A");
    has("## A { .wide hidden }", "a|A|A");
    has("## A { hidden }", "a|A|A");
    for text in [
        "{name}",
        "{user-id}",
        "{ name }",
        "{Proposed | Accepted}",
        "{required}",
        "{issue #12}",
        "{ .env file }",
        "{data-}",
    ] {
        let (page, _) = parsed(&format!("## A {text}"));
        assert_eq!(page.headings[0].text, format!("A {text}"));
    }
}

/// The fields of front matter, as JSON.
#[track_caller]
fn check_fields(front: &str, expected: serde_json::Value) {
    let (page, found) = parsed(&format!("{front}\n\nText.\n"));
    assert_eq!(
        serde_json::Value::Object(page.front.fields),
        expected,
        "{front}: {found:?}"
    );
}

#[test]
fn a_field_is_the_text_that_its_author_wrote() {
    let scalars = [
        "4.10",
        "007",
        "1e3",
        "0x1F",
        "0o17",
        "1_000",
        ".5",
        "+1",
        "-0",
        "yes",
        "No",
        "on",
        "TRUE",
        ".inf",
        ".NaN",
        "18446744073709551616",
        "2024-03-01",
        "12:30",
        "1:2:3",
        "v1",
    ];
    for scalar in scalars {
        let expected =
            serde_json::json!({ "title": scalar, "tags": [scalar, scalar], "m": { "k": scalar } });
        check_fields(
            &format!(
                "---\ntitle: {scalar}\ntags: [{scalar}, {scalar}]\nm:\n  k: {scalar} # why\n---"
            ),
            expected,
        );
    }
    check_fields(
        "---\na: &x 1.0\nb: *x\nü: \"2.0\"\nc: 3.0\n---",
        serde_json::json!({"a": "1.0", "b": "1.0", "ü": "2.0", "c": "3.0"}),
    );
    check_fields(
        "---\na: ~\nb:\nc: null\n---",
        serde_json::json!({"a": null, "b": null, "c": null}),
    );
    check_fields(
        "+++\ntitle = \"A\"\nversion = 4.10\ntags = [\"a\", 'b']\ndate = 2024-03-01\ndraft = false\n[search]\nboost = 1_0\n+++",
        serde_json::json!({
            "title": "A", "version": "4.10", "tags": ["a", "b"], "date": "2024-03-01", "draft": "false",
            "search": {"boost": "1_0"}
        }),
    );
}

#[test]
fn yes_and_on_are_true_where_truth_is_asked_for() {
    for (word, is_set) in [
        ("true", true),
        ("yes", true),
        ("On", true),
        ("no", false),
        ("off", false),
        ("False", false),
    ] {
        let (page, found) = parsed(&format!("---\ndraft: {word}\n---\n\nText.\n"));
        assert_eq!(
            (page.front.is_set("draft"), found.len()),
            (is_set, 0),
            "{word}"
        );
    }
}

/// The only finding's message, help and line.
#[track_caller]
fn check_front(front: &str, message: &str, help: &str, line: u32) {
    let (_, found) = parsed(&format!("{front}\n\nText.\n"));
    let [found] = found.as_slice() else {
        panic!("{front}: {found:?}")
    };
    let at = found.place.as_ref().map_or(0, |place| place.line);
    let message = message.replace('%', "the front matter does not parse:");
    assert_eq!(
        (found.message.as_str(), found.help.as_deref(), at),
        (message.as_str(), Some(help), line),
        "{front}"
    );
}

#[test]
fn errors_in_front_matter_are_told_in_its_authors_words() {
    let quote = "put the value in quotes";
    check_front(
        "---\ntitle: a\ntitle: b\n---",
        "`title` stands twice",
        "take one of the two out",
        3,
    );
    check_front(
        "+++\ntitle = 'a'\ntitle = 'b'\n+++",
        "`title` stands twice",
        "take one of the two out",
        3,
    );
    check_front("---\ntitle: a: b\n---", "% the value holds `: `", quote, 2);
    check_front(
        "---\ntitle: @a\n---",
        "% a value cannot start with `@`",
        quote,
        2,
    );
    check_front(
        "---\ntitle: **a**\n---",
        "% a value that starts with `*` is an alias, and nothing has its name",
        quote,
        2,
    );
    check_front(
        "---\na: &a [*a]\n---",
        "% a value contains itself",
        "write the value itself in the place of `*` and a name",
        2,
    );
    check_front(
        "---\ntags: [a, b\n---",
        "% the bracket `[` is never closed",
        "close it, or put the value in quotes",
        2,
    );
    check_front(
        "---\ntitle: \"a\n---",
        "% a quote is never closed",
        "close it, or take it out",
        2,
    );
    check_front(
        "---\na:\n\t- b\n---",
        "% the indentation has a tab",
        "indent with blanks",
        3,
    );
    check_front(
        "---\ntitle: {{ a }}\n---",
        "% braces or brackets are in the place of a text",
        "put the text in quotes",
        2,
    );
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let front = format!(
            "---\na: {}{}\n---",
            open.repeat(10_000),
            close.repeat(10_000)
        );
        check_front(
            &front,
            "% it is nested too deeply",
            "write it in fewer levels",
            2,
        );
    }
}

/// Builds a site with this start page and some files to include; returns the article and the
/// findings.
fn including(text: &str) -> (String, Vec<String>) {
    let site = Site::new()
        .file("index.md", text)
        .file("part.md", "One.\n<!--a-->\nTwo.\n<!--b-->\nThree.\n")
        .file("guide/near.md", "Near {!../part.md!lines=1}\n")
        .file(
            "guide/page.md",
            "{% include \"near.md\" %}\n\n{!guide/near.md!}\n",
        )
        .file("../VERSION.txt", "\n1.2\n");
    let run = site.build();
    run.is_built();
    let html = site.read("index.html") + &site.read("guide/page/index.html");
    (
        html,
        run.findings
            .iter()
            .map(|found| format!("{} {}", found.at, found.message))
            .collect(),
    )
}

#[test]
fn includes_of_other_tools_are_followed() {
    let shown = |text: &str, expected: &[&str]| {
        let (html, found) = including(text);
        assert_eq!(found, [""; 0], "{text}");
        for part in expected {
            assert!(html.contains(part), "{text}: no {part}\n{html}");
        }
    };
    shown(
        "{!part.md!}",
        &["One.", "Three.", "<p>Near One.</p>\n<p>Near One.</p>"],
    );
    shown(
        "Version {!VERSION.txt!} and {! docs/part.md !lines=3}, end",
        &["<p>Version 1.2 and Two., end</p>"],
    );
    shown(
        "```text\n{!../VERSION.txt!}\n{{ x }} {% y %} [[z]]\n```",
        &["1.2\n{{ x }} {% y %} [[z]]"],
    );
    shown(
        "{%\n   include-markdown \"../docs/part.md\"\n   start=\"<!--a-->\"\n   end=\"<!--b-->\"\n%}",
        &["<p>Two.</p>"],
    );
    shown("- a\n\n    {% include 'VERSION.txt' %}", &["<p>1.2</p>"]);
    shown(
        "`{% include \"part.md\" %}` `{!gone.md!}` \\{!part.md!}",
        &[
            "{% include &quot;part.md&quot; %}",
            "{!gone.md!}",
            "{!part.md!}",
        ],
    );
    shown(
        "<!-- {!gone.md!} {{ x }}\n\n{% include \"gone.md\" %} -->\n\nText.",
        &["{!gone.md!}"],
    );
    shown("```html\n{% include \"gone.html\" %}\n```", &["{% include"]);
}

#[test]
fn an_include_that_cannot_be_followed_is_found_where_it_stands() {
    let found = |text: &str, expected: &[&str]| assert_eq!(including(text).1, expected, "{text}");
    assert!(
        including("a {!gone.md!} b")
            .0
            .contains("<p>a {!gone.md!} b</p>")
    );
    found(
        "a {!gone.md!} b",
        &["docs/index.md:1:3 the snippet `gone.md` is not there"],
    );
    found(
        "```\n{!gone.py!}\n```",
        &["docs/index.md:2:1 the snippet `gone.py` is not there"],
    );
    found(
        "a\n\n{% include \"gone.md\" %}",
        &["docs/index.md:3:1 the snippet `gone.md` is not there"],
    );
    found(
        "a\n\n{!../../../etc/passwd!}",
        &["docs/index.md:3:1 the snippet `../../../etc/passwd` lies outside the snippet folders"],
    );
    found(
        "a\n\n{!index.md!}",
        &["docs/index.md:3:1 the snippet `index.md` includes itself"],
    );
    found(
        "{% include-markdown \"part.md\" heading-offset=1 %}",
        &[
            "docs/index.md:1:1 `{% include-markdown \"part.md\" heading-offset=1 %}` is shown as it stands",
        ],
    );
}

/// The messages of a page's findings.
#[track_caller]
fn check_foreign(text: &str, expected: &[&str]) {
    let (_, found) = parsed(text);
    let found: Vec<_> = found
        .iter()
        .filter(|found| found.code == bf_docs::diag::Code::ForeignSyntax)
        .collect();
    let found: Vec<_> = found
        .iter()
        .map(|found| found.message.trim_end_matches(" is shown as it stands"))
        .collect();
    assert_eq!(found, expected, "{text}");
}

fn has_formula(page: &Page) -> bool {
    page.events.iter().any(|event| {
        matches!(&event.kind, bf_docs::body::EventKind::Html(html) if html.html.contains("<math"))
    })
}

#[test]
fn variables_of_a_shell_are_no_formulas() {
    for text in [
        "In *$HOME/bin*. See `$PATH` first.",
        "**$A** is set, then **$A/x**.",
        "Set $FOO/$BAR.",
        "From $5 to $6.",
    ] {
        let (page, found) = parsed(text);
        assert!(!has_formula(&page), "{text}");
        assert!(found.is_empty(), "{found:?}");
    }
    for text in ["The $n$th.", "All $x$s, $y$-axes and ($z$)."] {
        assert!(has_formula(&parsed(text).0), "{text}");
    }
}

#[test]
fn notations_of_other_tools_are_found_once_each() {
    check_foreign(
        "v{{ a }} and {{ b }}\n\n{% if x %}\n\n::: pkg.mod\n    options:\n\n[[A page]]",
        &["`{{ a }}`", "`{% if x %}`", "`::: pkg.mod`", "`[[A page]]`"],
    );
    check_foreign("Text\n:::note\nmore\n:::", &["`:::note`"]);
    check_foreign(
        "{{< tabs >}} {* ../src/a.py hl[2] *} ![[a.png]]",
        &[
            "`{{< tabs >}}`",
            "`{* ../src/a.py hl[2] *}`",
            "`![[a.png]]`",
        ],
    );
    check_foreign(
        "<div title=\"{{ a }}\">x</div>\n\n<a href=\"{% url %}\">y</a>",
        &["`{{ a }}`", "`{% url %}`"],
    );
    check_foreign(
        "| a |\n|---|\n| {{ x }} |\n\n> [[Page]]",
        &["`{{ x }}`", "`[[Page]]`"],
    );
    check_foreign("{% raw %}{{ a }}{% endraw %}", &["`{% raw %}`"]);
    // mdBook's includes stand in code, where other braces are code.
    check_foreign(
        "```rust\nfn a() {}\n  {{#include main.rs:2}}\n```\n\n```\n\\{{#include a.rs}}\n{{ a }}\n```",
        &["`{{#include main.rs:2}}`"],
    );
    let help = |text: &str| parsed(text).1[0].help.clone().unwrap_or_default();
    let admonition =
        |line: &str| format!("write `{line}`, and indent what belongs to it by four blanks");
    for text in [
        ":::info[Two words]",
        "::: info Two words",
        ":::{info} Two words",
    ] {
        assert_eq!(help(text), admonition("!!! info \"Two words\""), "{text}");
    }
    assert_eq!(help("::: {.note #id}"), admonition("!!! note"));
    assert_eq!(
        help("::: pkg.mod"),
        "write what the directive makes, or a link to it"
    );
    let (_, found) = parsed("{{ a }}\n\n{{ b }}\n\n{{ c }}");
    assert!(
        found[0]
            .help
            .as_deref()
            .is_some_and(|help| help.ends_with("; the page has 3 of this kind")),
        "{found:?}"
    );
}

#[test]
fn text_that_no_tool_would_replace_stays() {
    for text in [
        "`{{ a }}` ``{% b %}``\n\n    {{ c }}\n\n```\n[[d]]\n::: e\n```",
        "<!-- {{ a }} {% b %} [[c]] -->\n\n<!--\n::: d\n-->",
        "\\{{ a }} \\[[b]] {\\% c %}",
        "$\\frac{{a}}{b}$\n\n$$\n{{a}}\n$$",
        "${{ secrets.A }}, {{ .Values.a }}, {{}}, {{ 1 }}, {{{ a }}}",
        "[[x]](https://a.b) [[1]][2] [[x]] (https://a.b)\n\n[2]: https://a.b",
        "[[x]]\n\n[x]: https://a.b",
        "a[[i]] [[1, 2], [3, 4]] [[1]] [[-f x]] [[nodiscard]] [[SPEC-OUT.1]] [[\"a\"]]",
        "<code>{{ a }}</code> <pre>{% b %}</pre>\n\n<pre>\n{{ c }}\n</pre>",
        "a ::: b\n\n:::",
    ] {
        check_foreign(text, &[]);
    }
}

#[test]
fn a_line_that_was_meant_to_define_a_reference_is_named() {
    let help = |text: &str| parsed(text).1[0].help.clone().unwrap_or_default();
    let spoilt = "line 3 was meant to define it, but is text: its address may have a blank or a parenthesis too many";
    assert_eq!(
        help("[notes][2]\n\n[2]: https://example.org/notes.md)"),
        spoilt
    );
    assert_eq!(help("[notes][Old]\n\n[old]: a b.md"), spoilt);
    let above = "line 4 was meant to define it, but continues the text of line 3: put a blank line between them";
    assert_eq!(help("[notes][old]\n\nText\n[old]: b.md"), above);
    assert_eq!(help("> [notes][old]\n>\n> Text\n> [old]: b.md"), above);
    let add = "add a line `[old]: ...`, or escape the first bracket as `\\[`";
    assert_eq!(help("[notes][old]\n\n```\n[old]: a b.md\n```"), add);
}

#[test]
fn long_lines_of_opening_signs_are_read_once() {
    for sign in [
        "{{ a",
        "{% a",
        "{!a.b ",
        "[[a",
        "{{ a }",
        "`{!",
        "<!-- {!",
        "{% include ",
        "{* a/b.c ",
    ] {
        let text = sign.repeat(200_000);
        // The time of this thread: other programs may keep the machine busy.
        let clock = || rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).tv_sec;
        let start = clock();
        parsed(&text);
        assert!(clock() - start < 20, "{sign}");
    }
}
