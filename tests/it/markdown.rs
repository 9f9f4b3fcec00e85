//! The dialect's rules by example: Markdown in, the article's HTML out.

use std::borrow::Cow;

use bf_docs::body::{CodeBlock, Page};
use bf_docs::discover::Snippets;
use bf_docs::file::FileId;
use bf_docs::parse::{self, Dialect};
use bf_docs::render::{Furnish, HtmlWriter, article};
use bf_docs::source::Source;

struct Plain<'p>(&'p Page);

impl Furnish for Plain<'_> {
    fn address(&self, link: u32) -> Cow<'_, str> {
        self.0.links[link as usize].dest.as_str().into()
    }

    fn code(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        html.raw(&format!(
            "<pre lang={}>{}</pre>\n",
            block.language, block.code
        ));
    }

    fn inline_code(&self, block: &CodeBlock, html: &mut HtmlWriter) {
        html.raw(&format!(
            "<code lang={}>{}</code>",
            block.language, block.code
        ));
    }

    fn contents(&self, html: &mut HtmlWriter) {
        html.raw("[contents]");
    }

    fn permalinks(&self) -> bool {
        false
    }
}

fn html(markdown: &str) -> String {
    let (page, _) = parse::page(
        &Source::new(FileId::in_docs("page.md"), markdown),
        &Snippets::default(),
        &Dialect::default(),
    );
    article(&page.events, &Plain(&page))
}

/// Compares without line breaks, which mean nothing in HTML.
#[track_caller]
fn check(markdown: &str, expected: &str) {
    let lines = |text: &str| {
        text.lines()
            .map(str::trim_start)
            .collect::<Vec<_>>()
            .join("")
    };
    assert_eq!(lines(&html(markdown)), lines(expected), "{markdown}");
}

#[test]
fn a_definition_has_a_blank_behind_its_colon() {
    check("Term\n:   text", "<dl><dt>Term</dt><dd>text</dd></dl>");
    check("Text\n::: package.module", "<p>Text::: package.module</p>");
    check(
        "Orange\nCitrus\n:   Two",
        "<dl><dt>Orange</dt><dt>Citrus</dt><dd>Two</dd></dl>",
    );
    check(
        "| a |\n:--|\n| b |",
        "<div class=\"table-wrap\"><table><thead><tr><th class=\"align-left\">a</th></tr></thead><tbody><tr><td class=\"align-left\">b</td></tr></tbody></table></div>",
    );
}

#[test]
fn containers_stand_in_definitions_and_no_marker_is_a_term() {
    check(
        "`x`\n\n:   !!! note\n\n        in it\n\n    more",
        "<dl><dt><code>x</code></dt><dd><div class=\"admonition note\"><p class=\"admonition-title\">Note</p><p>in it</p></div><p>more</p></dd></dl>",
    );
    check("<div markdown>\n: text\n</div>", "<div><p>: text</p></div>");
}

#[test]
fn a_heading_needs_no_blank_but_a_lone_sign_does() {
    check("##Title", "<h2>Title</h2>");
    check("#tag", "<p>#tag</p>");
    check("## Title ## {#x}", "<h2>Title</h2>");
}

#[test]
fn addresses_may_have_blanks_and_code_in_tables_pipes() {
    check(
        "[a](my file.md#x)",
        "<p><a href=\"my%20file.md#x\">a</a></p>",
    );
    check(
        "`[a](my file.md)` [b](/my uri)",
        "<p><code>[a](my file.md)</code> [b](/my uri)</p>",
    );
    check(
        "| a |\n|---|\n| `x | y` |",
        "<div class=\"table-wrap\"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td><code>x | y</code></td></tr></tbody></table></div>",
    );
}

#[test]
fn a_web_address_in_a_text_is_a_link_but_not_in_code_or_another_link() {
    check(
        "See https://a.example/x_y~z (www.b.example). [https://c.example](d.md) `https://e.example` git@f.example g.md",
        "<p>See <a href=\"https://a.example/x_y~z\">https://a.example/x_y~z</a> (<a href=\"http://www.b.example\">www.b.example</a>). \
         <a href=\"d.md\">https://c.example</a> <code>https://e.example</code> git@f.example g.md</p>",
    );
    check(
        "<a href=\"x\">https://a.example</a>",
        "<p><a href=\"x\">https://a.example</a></p>",
    );
}

/// The links of a text, each as `text -> address`, or only the text if both are the same.
fn links(markdown: &str) -> Vec<String> {
    let html = html(markdown);
    let links = html
        .split("<a href=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once("</a>"));
    links
        .filter_map(|(link, _)| link.split_once("\">"))
        .map(|(to, text)| {
            if to == text {
                to.to_owned()
            } else {
                format!("{text} -> {to}")
            }
        })
        .collect()
}

#[test]
fn an_address_is_whole_whatever_signs_it_has() {
    for address in [
        "https://a.example/_/A",
        "https://a.example/__init__.py",
        "https://a.example/*x*/**y**/z",
        "https://a.example/$HOME/x",
        "https://a.example/{id}/{--x--}/_search_/y",
        "https://a.example/x_(y)_z/_a",
        "https://a.example/~a~/^b^/==c==/:tada:/_d_/e",
        "https://a.example/é/_x_/y",
    ] {
        for text in [
            format!("{address} and {address}"),
            format!("- see ({address}), {address}."),
            format!("> *{address}* and **{address}**"),
            format!("| a |\n|---|\n| {address} |\n| {address} |"),
            format!("!!! note\n    # {address}\n\n    1. `x` \"{address}\""),
            format!("[^1] [^1]\n\n[^1]: {address}\n    {address}"),
        ] {
            let found = links(&text);
            assert_eq!(
                found
                    .iter()
                    .filter(|link| link.split(" -> ").next() == Some(address))
                    .count(),
                2,
                "{text}: {found:?}"
            );
        }
    }
    let escaped = [
        (
            "https://a.example/x?a=1&amp;b=2",
            "https://a.example/x?a=1&amp;b=2",
        ),
        ("https://a.example/a\\_b\\_/c", "https://a.example/a_b_/c"),
        ("https://a.example/_x_&amp; b", "https://a.example/_x"),
        (
            "www.a.example/_x_/y",
            "www.a.example/_x_/y -> http://www.a.example/_x_/y",
        ),
        ("*see https://a.example/x_y*", "https://a.example/x_y"),
        ("_see https://a.example/_x_/y_", "https://a.example/_x_/y"),
        ("{==https://a.example/_x_/y==}", "https://a.example/_x_/y"),
    ];
    for (text, link) in escaped {
        assert_eq!(links(text), [link], "{text}");
    }
}

#[test]
fn no_address_is_taken_out_of_code_html_or_a_link() {
    let code = "<p><code>https://a.example/_x_/y</code></p>";
    check("`https://a.example/_x_/y`", code);
    check(
        "`a\nhttps://a.example/_x_/y`",
        &code.replace("<code>", "<code>a "),
    );
    check(
        "    https://a.example/_x_/y",
        "<pre lang=>https://a.example/_x_/y\n</pre>",
    );
    check(
        "```\nhttps://a.example/_x_/y\n```",
        "<pre lang=>https://a.example/_x_/y\n</pre>",
    );
    check(
        "<p title=\"https://a.example/_x_/y\">a</p>",
        "<p title=\"https://a.example/_x_/y\">a</p>",
    );
    check(
        "a <b\ntitle=\"b https://a.example/_x_/y\">c</b>",
        "<p>a <b\ntitle=\"b https://a.example/_x_/y\">c</b></p>",
    );
    check(
        "<https://a.example/_x_/y>",
        "<p><a href=\"https://a.example/_x_/y\">https://a.example/_x_/y</a></p>",
    );
    check(
        "$x$ ![a https://a.example/_x_/y](b.svg)",
        &html("$x$ ![a https://a.example/_x_/y](b.svg)"),
    );
    let link =
        "<p><a href=\"https://a.example/_x_/y\" title=\"see https://b.example/_x_/y\">a</a></p>";
    let title = "\"see https://b.example/_x_/y\"";
    check(&format!("[a](https://a.example/_x_/y {title})"), link);
    check(&format!("[a](\nhttps://a.example/_x_/y\n{title})"), link);
    check(
        &format!("[a]\n\n[a]: https://a.example/_x_/y {title}"),
        link,
    );
    check(
        &format!("[a]\n\n[a]:\n  https://a.example/_x_/y\n  {title}"),
        link,
    );
    check(
        "[https://a.example/_x_/y](b.md)",
        "<p><a href=\"b.md\">https://a.example/<em>x</em>/y</a></p>",
    );
    assert_eq!(
        links("[![a](https://a.example/_x_/y)](https://b.example/_x_/y)").len(),
        1
    );
}

#[test]
fn a_finding_after_a_rewritten_part_has_its_place_in_the_file() {
    for (before, column) in [
        ("[a](b c.md) ", 13),
        ("https://a.example/_x_/y ", 25),
        ("##", 3),
        ("<!-- a --> ", 12),
    ] {
        let text = format!("{before}[x][undefined]\n");
        let (_, findings) = parse::page(
            &Source::new(FileId::in_docs("page.md"), text.as_str()),
            &Snippets::default(),
            &Dialect::default(),
        );
        let place = findings[0]
            .place
            .as_ref()
            .map(|place| (place.column, place.length));
        assert_eq!(place, Some((column, 14)), "{text}");
    }
    let text = "a https://a.example/_x_/y b";
    let (page, _) = parse::page(
        &Source::new(FileId::in_docs("page.md"), text),
        &Snippets::default(),
        &Dialect::default(),
    );
    let place = page.link_place(&page.links[0]);
    assert_eq!((place.column, place.length), (3, 23));
}

#[test]
fn text_behind_a_comment_and_below_a_void_element_is_markdown() {
    check(
        "<!-- a --> *b* and [c][d]\nmore\n\n[d]: e.md",
        "<p><!-- a --> <em>b</em> and <a href=\"e.md\">c</a>\nmore</p>",
    );
    check(
        "<!-- a --><!-- b -->*c* <!-- d -->",
        "<p><!-- a --><!-- b --><em>c</em> <!-- d --></p>",
    );
    check("a\n<!-- b --> *c*", "<p>a<!-- b --> <em>c</em></p>");
    check(
        "- <!-- a --> *b*\n- c",
        "<ul><li><!-- a --> <em>b</em></li><li>c</li></ul>",
    );
    check(
        "> <!-- a --> *b*",
        "<blockquote><p><!-- a --> <em>b</em></p></blockquote>",
    );
    check(
        "a\n:   <!-- b --> *c*",
        "<dl><dt>a</dt><dd><!-- b --> <em>c</em></dd></dl>",
    );
    check(
        "<!-- a -->\n\n:   b\n\n        c",
        "<dl><dt><!-- a --></dt><dd><p>b</p><pre lang=>c\n</pre></dd></dl>",
    );
    assert!(html("a[^1]\n\n[^1]: <!-- b --> *c*").contains("<!-- b --> <em>c</em>"));
    check("<!-- a --> # B", "<!-- a --><h1>B</h1>");
    check("<!-- a --> - *b*", "<!-- a --><ul><li><em>b</em></li></ul>");
    // CommonMark reads these as HTML: alone on a line, over several lines, before a block of HTML.
    check("<!-- a -->\n*b*", "<!-- a --><p><em>b</em></p>");
    check(
        "<!-- a\n*b* --> *c*\n*d*",
        "<!-- a*b* --> *c*<p><em>d</em></p>",
    );
    check(
        "<!-- a --> <div>*b*\n*c*</div>",
        "<!-- a --> <div>*b*<p><em>c</em></p></div>",
    );
    for rule in ["<hr>", "<hr/>", "<HR class=\"a > b\">"] {
        check(&format!("{rule}\n*b*"), &format!("{rule}<p><em>b</em></p>"));
        check(
            &format!("a\n{rule} *b*\nc"),
            &format!("<p>a</p>{rule}<p><em>b</em>c</p>"),
        );
        check(
            &format!("- a\n    {rule}\n    *b*"),
            &format!("<ul><li><p>a</p>{rule}<p><em>b</em></p></li></ul>"),
        );
    }
    check("<br>\n*b*", "<p><br><em>b</em></p>");
    check(
        "<img src=\"a.svg\">\n<img src=\"b.svg\" />\n*b*",
        "<p><img src=\"a.svg\"><img src=\"b.svg\" /><em>b</em></p>",
    );
    check("<br>\n# B", "<br><h1>B</h1>");
    check("<br>\nB\n---", "<br><h2>B</h2>");
    check(
        "<img src=\"a.svg\">\n\n*b*",
        "<img src=\"a.svg\"><p><em>b</em></p>",
    );
    check(
        "<div>\n<br>\n*b*\n<hr>\n*c*\n</div>",
        "<div><br>*b*<hr>*c*</div>",
    );
}

#[test]
fn a_path_with_blanks_may_have_parentheses_and_a_title() {
    let title = " title=\"A (small) title\"";
    for (target, attributes) in [
        ("my page.md \"A (small) title\"", title),
        ("my page.md 'A (small) title'", title),
        ("my page.md (A \\(small\\) title)", title),
        ("my page.md  \"A (small) title\" ", title),
        ("<my page.md> \"A (small) title\"", title),
        (" my page.md ", ""),
    ] {
        check(
            &format!("([a]({target})) b"),
            &format!("<p>(<a href=\"my%20page.md\"{attributes}>a</a>) b</p>"),
        );
    }
    check(
        "[a](my page (2).md \"b :)\")",
        "<p><a href=\"my%20page%20(2).md\" title=\"b :)\">a</a></p>",
    );
    check(
        "![a](a b/my image (1).svg)",
        "<p><img src=\"a%20b/my%20image%20(1).svg\" alt=\"a\" /></p>",
    );
    check(
        "[a](my page.md#x \"b\"){ .c }",
        "<p><a href=\"my%20page.md#x\" class=\"c\" title=\"b\">a</a></p>",
    );
    for none in [
        "[a](my page)",
        "f[i](a b)",
        "[a](my page (2.md)",
        "[a](my page.md b \"c\")",
    ] {
        check(none, &format!("<p>{none}</p>"));
    }
}

#[test]
fn a_text_with_annotations_leads_to_its_notes() {
    let link = |block: usize, item: usize| {
        format!(
            "<a id=\"__text_{block}_annotation_ref_{item}\" class=\"code-annotation\" href=\"#__text_{block}_annotation_{item}\">({item})</a>"
        )
    };
    let text = html(
        "a (1) b *c (2)* (3) [d (1)](e.md) `(1)`\n{ .annotate }\n\n1. A (1)\n    { .annotate }\n\n    1. B\n\n2. C\n",
    );
    assert!(
        text.contains(&format!(
            "a {} b <em>c {}</em> (3) <a href=\"e.md\">d (1)</a>",
            link(1, 1),
            link(1, 2)
        )),
        "{text}"
    );
    assert!(
        text.contains(&format!(
            "<li id=\"__text_1_annotation_1\">\n<p class=\"annotate\">A {}",
            link(2, 1)
        )),
        "{text}"
    );
    let text = html("!!! note annotate \"T (1)\"\n    b (2)\n\n1. A\n2. B\n");
    assert!(
        text.contains(&format!("T {}", link(1, 1))) && text.contains(&format!("b {}", link(1, 2))),
        "{text}"
    );
    assert!(!html("a (1)\n{ .annotate }\n\nb\n\n1. A").contains("code-annotation"));
}

/// The findings of a text: line, column and code.
fn found(markdown: &str) -> Vec<String> {
    let (_, findings) = parse::page(
        &Source::new(FileId::in_docs("page.md"), markdown),
        &Snippets::default(),
        &Dialect::default(),
    );
    let mut found: Vec<(u32, u32, &str)> = Vec::new();
    for finding in &findings {
        let place = finding.place.as_ref().expect("it stands on the page");
        found.push((place.line, place.column, finding.code.name()));
    }
    found.sort();
    found
        .into_iter()
        .map(|(line, column, code)| format!("{line}:{column} {code}"))
        .collect()
}

#[test]
fn a_reference_to_a_note_that_nothing_defines_is_found_wherever_it_stands() {
    let text = "# A[^a]\n\nb[^b] c. [^c]\n\n- d[^d-1][^d_2]\n\n> e[^e]\n\n!!! note \"f[^f]\"\n    g[^g]\n\n| h[^h] |\n|---|\n| i[^i] |\n\n[j[^j]](#a)\n";
    let found_at: Vec<String> = found(text)
        .into_iter()
        .filter_map(|f| Some(f.strip_suffix(" undefined-reference")?.to_owned()))
        .collect();
    assert_eq!(
        found_at,
        [
            "1:4", "3:2", "3:10", "5:4", "5:10", "7:4", "9:12", "10:6", "12:4", "14:4", "16:3"
        ]
    );
    assert!(html("a[^a][^b]^c^").contains("a[^a][^b]<sup>c</sup>"));
    let none = "a[^1]\n\n`[^b]` \\[^c] [^a-z] [^a-z0-9]+ [^abc]* [^/] [^ ] [^]\n\n```\n[^d]\n```\n\n    [^e]\n\n<p>[^f]</p>\n\n[^1]: A[^1]";
    assert_eq!(found(none), [""; 0]);
}

#[test]
fn code_that_begins_like_something_else_is_found_unless_it_is_an_example() {
    let code = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| format!("    {line}\n"))
            .collect::<String>()
    };
    for lines in [
        ["- a", "- b"],
        ["* Say: a", "* b"],
        ["1. a", "2. b"],
        ["```py", "a"],
        ["~~~", "~~~"],
        ["!!! note", "    a"],
        ["??? \"A\"", "    a"],
        ["=== \"A\"", "    a"],
        ["/// tip", "a"],
    ] {
        assert_eq!(
            found(&format!("a\n\n{}", code(&lines))),
            ["3:5 accidental-code"],
            "{lines:?}"
        );
        let deeper = format!("- a\n\n{}", code(&lines).replace("    ", "      "));
        assert_eq!(found(&deeper), ["3:7 accidental-code"], "{lines:?}");
        assert_eq!(
            found(&format!(
                "!!! note\n    a\n\n{}",
                code(&lines).replace("    ", "        ")
            )),
            ["4:9 accidental-code"],
            "{lines:?}"
        );
        assert_eq!(
            found(&format!("```\n{}```\n", code(&lines))),
            [""; 0],
            "{lines:?}"
        );
    }
    for lines in [
        ["- name: a", "  run: b"],
        ["- \"Name\": a", "- b:"],
        ["- old", "+ new"],
        ["* a", "*/"],
        ["-rw-r--r-- 1 a", "-x"],
        ["--force", "--all"],
        ["2. a", "3. b"],
        ["/// The length of a line.", "fn a() {}"],
        ["===", "a"],
        ["!= a", "?? b"],
        ["---", "a: b"],
    ] {
        assert_eq!(
            found(&format!("a\n\n{}", code(&lines))),
            [""; 0],
            "{lines:?}"
        );
    }
    assert_eq!(
        found(&code(&["```py", "a", "```", "", "```rb", "b", "```"])),
        [""; 0]
    );
    // A page without code.
    assert_eq!(
        found(
            "- a\n  - b\n\n    - c\n\n1. d\n\n    - e\n\n        - f\n\n10. g\n\n    ```\n    h\n    ```\n"
        ),
        [""; 0]
    );
    assert_eq!(found("a\n    - b\n"), [""; 0]);
}

#[test]
fn definitions_that_differ_and_notes_that_nothing_refers_to_are_found() {
    let text = "[a] [B c]\n\n[a]: x.md\n[a]: <x.md> \"T\"\n[A]: y.md\n\n> [b  C]: z.md\n\n- [B C]:\n    w.md\n\n```\n[a]: v.md\n```\n\nx\n[a]: v.md\n\nsee [b c]:\n\n[a]:\n\nx\n";
    assert_eq!(
        found(text),
        ["5:1 duplicate-definition", "9:3 duplicate-definition"]
    );
    let text = "a[^1]\n\n[^1]: A\n    b\n\n[^1]: A b\n\n[^1]: C\n\n[^2]: D\n";
    assert_eq!(
        found(text),
        ["8:1 duplicate-definition", "10:1 unused-footnote"]
    );
}

#[test]
fn footnotes_are_numbered_as_they_are_defined() {
    check(
        "a[^2] b[^none]\n\n[^1]: One.\n[^2]: Two.",
        "<p>a<sup id=\"fnref:2\"><a class=\"footnote-ref\" href=\"#fn:2\">2</a></sup> b[^none]</p>\
         <div class=\"footnote\"><hr /><ol><li id=\"fn:1\"><p>One.</p></li><li id=\"fn:2\"><p>Two.\u{a0}<a class=\"footnote-backref\" href=\"#fnref:2\" title=\"Jump back to the text\">↩</a></p></li></ol></div>",
    );
}

#[test]
fn critic_signs_alone_mark_the_blocks_between_them() {
    check(
        "{==\n\na\n\n- b\n\n==}\n\nc",
        "<mark class=\"critic block\"><p>a</p><ul><li>b</li></ul></mark><p>c</p>",
    );
    check("{==\n\na", "<p>{==</p><p>a</p>");
}

#[test]
fn keys_and_emoji_go_by_the_names_of_pymdown() {
    check(
        "++num0++ ++nothing++",
        "<p><span class=\"keys\"><kbd class=\"key-num0\">Num 0</kbd></span> ++nothing++</p>",
    );
    check(
        ":flag_us: :nothing:",
        "<p><span class=\"twemoji emoji\" title=\":flag_us:\">🇺🇸</span> :nothing:</p>",
    );
}

#[test]
fn html_ends_with_the_element_around_it() {
    check("a <b>b\n\nc", "<p>a <b>b</b></p><p>c</p>");
    check("a </div> b\n\n</article>", "<p>a  b</p>");
    check(
        "- a\n\n    <div>\n\n- b",
        "<ul><li><p>a</p><div></div></li><li><p>b</p></li></ul>",
    );
    check("<article>a</article>", "<section>a</section>");
    check(
        "!!! note\n    <article markdown>\n    *a*\n    </article>",
        "<div class=\"admonition note\"><p class=\"admonition-title\">Note</p><section><p><em>a</em></p></section></div>",
    );
}

#[test]
fn details_that_open_in_a_paragraph_hold_what_follows_it() {
    check(
        "- a <details><summary>s</summary>\n\n    b\n\n    </details>\n\n- c",
        "<ul><li><p>a </p><details><summary>s</summary><p>b</p></details></li><li><p>c</p></li></ul>",
    );
}

#[test]
fn html_that_would_hide_the_page_is_text() {
    check("# Plan: <title>", "<h1>Plan: &lt;title&gt;</h1>");
    check("a <script>b", "<p>a &lt;script&gt;b</p>");
    check(
        "<textarea>a</textarea> <plaintext>",
        "<textarea>a</textarea> &lt;plaintext&gt;",
    );
    check(
        "<svg><title>t</title></svg>",
        "<p><svg><title>t</title></svg></p>",
    );
    check("<!-- a", "&lt;!-- a");
    check("<div class=\"a\n", "&lt;div class=&quot;a");
}

#[test]
fn a_refused_tag_is_in_the_heading_but_not_in_its_slug() {
    let (page, findings) = parse::page(
        &Source::new(FileId::in_docs("page.md"), "# Plan: <title>"),
        &Snippets::default(),
        &Dialect::default(),
    );
    assert_eq!(
        (page.headings[0].text.as_str(), page.headings[0].id.as_str()),
        ("Plan: <title>", "plan")
    );
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_fence_that_a_container_ends_is_found_where_it_opens() {
    for (markdown, at) in [
        ("!!! note\n    ```\n    a\n\nlast", (2, 5)),
        ("/// note\n```\na\n///\n\nlast", (2, 1)),
    ] {
        let (_, findings) = parse::page(
            &Source::new(FileId::in_docs("page.md"), markdown),
            &Snippets::default(),
            &Dialect::default(),
        );
        let found = findings
            .iter()
            .find(|finding| finding.code.name() == "unclosed-fence");
        let place = found
            .and_then(|finding| finding.place.as_ref())
            .map(|place| (place.line, place.column));
        assert_eq!(place, Some(at), "{markdown}");
    }
}

#[test]
fn elements_that_close_on_the_last_line_of_another_keep_their_text() {
    for text in ["éééééé", "x", "xxxxxxxxxxxxxxxxxxxxxxxx"] {
        check(
            &format!("<div markdown>\n<p markdown>{text}</p> more </div> tail"),
            &format!("<div><p>{text}</p><p>more</p></div><p>tail</p>"),
        );
    }
}

#[test]
fn lines_below_the_head_of_a_block_are_its_options_or_its_text() {
    let tip = |text: &str| {
        format!(
            "<div class=\"admonition tip\"><p class=\"admonition-title\">T</p><p>{text}</p></div>"
        )
    };
    check(
        "/// tip | T\n    attrs: {id: a}\nText\n///",
        &tip("Text").replacen("<div", "<div id=\"a\"", 1),
    );
    let inner = tip("Note: kept.And this.");
    check(
        "!!! note \"N\"\n    /// tip | T\n    Note: kept.\n    And this.\n    ///",
        &format!("<div class=\"admonition note\"><p class=\"admonition-title\">N</p>{inner}</div>"),
    );
    // No option has this name.
    assert!(html("/// tip | T\n    Remember: the fuse\n///").contains("Remember: the fuse"));
    assert!(!html("/// tip | T\n    type: x\n    titel: y\n\nText\n///").contains("titel"));
}

#[test]
fn markdown_in_html_stays_as_it_is() {
    check("<div>\n*[x](a b.md)*\n</div>", "<div>*[x](a b.md)*</div>");
    check("<pre>\narr[i](x y.z)\n</pre>", "<pre>arr[i](x y.z)</pre>");
    // The HTML ends, and the Markdown after it is read.
    let link = "<p><a href=\"my%20page.md\">a</a></p>";
    check(
        "<pre>\nx\n</pre>\n[a](my page.md)",
        &format!("<pre>x</pre>{link}"),
    );
    let note = "<div class=\"admonition note\"><p class=\"admonition-title\">Note</p>";
    for between in ["\n", ""] {
        check(
            &format!("<p class=\"x\">logo</p>\n{between}!!! note\n    [a](my page.md)"),
            &format!("<p class=\"x\">logo</p>{note}{link}</div>"),
        );
    }
}

#[test]
fn a_footnote_is_known_in_any_case() {
    assert!(html("a[^Note]\n\n[^note]: Text").contains("href=\"#fn:note\""));
}

#[test]
fn each_form_of_a_reference_without_a_definition_is_found_and_an_index_is_none() {
    let text = "[guide][] [guide][1] [guide][10] [guide][abc] ![logo][] a[i][0] a[i][] f(x)[0][1][2] [1][2] - [x][] [a][b]";
    let (_, findings) = parse::page(
        &Source::new(FileId::in_docs("page.md"), text),
        &Snippets::default(),
        &Dialect::default(),
    );
    let found = findings
        .iter()
        .filter(|finding| finding.code.name() == "undefined-reference");
    let columns: Vec<u32> = found
        .filter_map(|finding| Some(finding.place.as_ref()?.column))
        .collect();
    assert_eq!(columns, [1, 11, 22, 34, 47]);
}

#[test]
fn each_address_of_a_set_of_pictures_is_a_link() {
    let text =
        "<img src=\"a.png\" srcset=\"b.png 2x, c d.png, data:image/png;base64,AA== 3x,,e.png\">";
    let (page, _) = parse::page(
        &Source::new(FileId::in_docs("page.md"), text),
        &Snippets::default(),
        &Dialect::default(),
    );
    let links: Vec<&str> = page.links.iter().map(|link| link.dest.as_str()).collect();
    assert_eq!(
        links,
        ["a.png", "b.png", "c", "data:image/png;base64,AA==", "e.png"]
    );
}

#[test]
fn refused_html_is_found_at_its_place() {
    let place = |text: &str| {
        let (_, findings) = parse::page(
            &Source::new(FileId::in_docs("page.md"), text),
            &Snippets::default(),
            &Dialect::default(),
        );
        let place = findings
            .first()
            .and_then(|finding| finding.place.clone())
            .expect("something is found");
        (place.line, place.column)
    };
    assert_eq!(
        place("# A\n\nb\n\n<div markdown style=\"color: red\">\nc\n</div>").0,
        5
    );
    assert_eq!(
        place(
            "- a\n\n    <table>\n    <tr>\n    <td style=\"color: red\">b</td>\n    </tr>\n    </table>"
        ),
        (5, 16)
    );
}

#[test]
fn a_block_of_math_is_a_formula_and_code_where_it_is_none() {
    let page = |markdown: &str, math: bool| {
        let dialect = Dialect {
            math,
            ..Dialect::default()
        };
        let source = Source::new(FileId::in_docs("page.md"), markdown);
        let (page, found) = parse::page(&source, &Snippets::default(), &dialect);
        (article(&page.events, &Plain(&page)), found)
    };
    let block = "- a\n\n    ```math\n    x_1\n    ```\n";
    let (formula, found) = page(block, true);
    assert_eq!(found, []);
    let display = html("$$x_1$$");
    let display = display.trim_end().trim_start_matches("<p>");
    assert!(formula.contains(display), "{formula}\n{display}");
    let (code, _) = page(block, false);
    assert!(!code.contains("<math") && code.contains("x_1"), "{code}");
    let (code, found) = page("a\n\n```math\n\\frac{a}\n```\n", true);
    assert!(
        code.contains("\\frac{a}") && !code.contains("<math"),
        "{code}"
    );
    let place = found[0].place.as_ref().expect("it has one");
    assert_eq!((found[0].code.name(), place.line), ("bad-math", 3));
}
