//! The dialect's rules, each by an example: Markdown in, the article's HTML out.

use std::borrow::Cow;

use bf_docs::discover::Snippets;
use bf_docs::parse::{self, CodeBlock, Dialect, Page};
use bf_docs::render::{Furnish, article};
use bf_docs::source::Source;

struct Plain<'p>(&'p Page);

impl Furnish for Plain<'_> {
    fn address(&self, link: u32) -> Cow<'_, str> {
        self.0.links[link as usize].dest.as_str().into()
    }

    fn code(&self, block: &CodeBlock, html: &mut String) {
        html.push_str(&format!("<pre lang={}>{}</pre>\n", block.language, block.code));
    }

    fn inline_code(&self, block: &CodeBlock, html: &mut String) {
        html.push_str(&format!("<code lang={}>{}</code>", block.language, block.code));
    }

    fn contents(&self, html: &mut String) {
        html.push_str("[contents]");
    }

    fn permalinks(&self) -> bool {
        false
    }
}

fn html(markdown: &str) -> String {
    let (page, _) = parse::page(&Source::new("page.md", markdown), &Snippets::default(), &Dialect::default());
    article(&page.events, &Plain(&page))
}

/// Compares without line breaks, which mean nothing in HTML.
#[track_caller]
fn check(markdown: &str, expected: &str) {
    let lines = |text: &str| text.lines().map(str::trim_start).collect::<Vec<_>>().join("");
    assert_eq!(lines(&html(markdown)), lines(expected), "{markdown}");
}

#[test]
fn a_definition_has_a_blank_behind_its_colon() {
    check("Term\n:   text", "<dl><dt>Term</dt><dd>text</dd></dl>");
    check("Text\n::: package.module", "<p>Text::: package.module</p>");
    check("Orange\nCitrus\n:   Two", "<dl><dt>Orange</dt><dt>Citrus</dt><dd>Two</dd></dl>");
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
    check("[a](my file.md#x)", "<p><a href=\"my%20file.md#x\">a</a></p>");
    check("`[a](my file.md)` [b](/my uri)", "<p><code>[a](my file.md)</code> [b](/my uri)</p>");
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
    check("<a href=\"x\">https://a.example</a>", "<p><a href=\"x\">https://a.example</a></p>");
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
    check("{==\n\na\n\n- b\n\n==}\n\nc", "<mark class=\"critic block\"><p>a</p><ul><li>b</li></ul></mark><p>c</p>");
    check("{==\n\na", "<p>{==</p><p>a</p>");
}

#[test]
fn keys_and_emoji_go_by_the_names_of_pymdown() {
    check("++num0++ ++nothing++", "<p><span class=\"keys\"><kbd class=\"key-num0\">Num 0</kbd></span> ++nothing++</p>");
    check(":flag_us: :nothing:", "<p><span class=\"twemoji emoji\" title=\":flag_us:\">🇺🇸</span> :nothing:</p>");
}

#[test]
fn html_ends_where_what_is_around_it_ends() {
    check("a <b>b\n\nc", "<p>a <b>b</b></p><p>c</p>");
    check("a </div> b\n\n</article>", "<p>a  b</p>");
    check("- a\n\n    <div>\n\n- b", "<ul><li><p>a</p><div></div></li><li><p>b</p></li></ul>");
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
    check("<textarea>a</textarea> <plaintext>", "<textarea>a</textarea> &lt;plaintext&gt;");
    check("<svg><title>t</title></svg>", "<p><svg><title>t</title></svg></p>");
    check("<!-- a", "&lt;!-- a");
    check("<div class=\"a\n", "&lt;div class=&quot;a");
}

#[test]
fn a_refused_tag_is_in_the_heading_but_not_in_its_slug() {
    let (page, findings) =
        parse::page(&Source::new("page.md", "# Plan: <title>"), &Snippets::default(), &Dialect::default());
    assert_eq!((page.headings[0].text.as_str(), page.headings[0].id.as_str()), ("Plan: <title>", "plan"));
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_fence_that_a_container_ends_is_found_where_it_opens() {
    for (markdown, at) in [("!!! note\n    ```\n    a\n\nlast", (2, 5)), ("/// note\n```\na\n///\n\nlast", (2, 1))] {
        let (_, findings) = parse::page(&Source::new("page.md", markdown), &Snippets::default(), &Dialect::default());
        let found = findings.iter().find(|finding| finding.code.name() == "unclosed-fence");
        let place = found.and_then(|finding| finding.place.as_ref()).map(|place| (place.line, place.column));
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
    let tip =
        |text: &str| format!("<div class=\"admonition tip\"><p class=\"admonition-title\">T</p><p>{text}</p></div>");
    check("/// tip | T\n    attrs: {id: a}\nText\n///", &tip("Text").replacen("<div", "<div id=\"a\"", 1));
    let inner = tip("Note: kept.And this.");
    check(
        "!!! note \"N\"\n    /// tip | T\n    Note: kept.\n    And this.\n    ///",
        &format!("<div class=\"admonition note\"><p class=\"admonition-title\">N</p>{inner}</div>"),
    );
    // No option is called so.
    assert!(html("/// tip | T\n    Remember: the fuse\n///").contains("Remember: the fuse"));
    assert!(!html("/// tip | T\n    type: x\n    titel: y\n\nText\n///").contains("titel"));
}

#[test]
fn what_stands_in_html_is_left_as_it_is() {
    check("<div>\n*[x](a b.md)*\n</div>", "<div>*[x](a b.md)*</div>");
    check("<pre>\narr[i](x y.z)\n</pre>", "<pre>arr[i](x y.z)</pre>");
    // Up to its end, and no further.
    let link = "<p><a href=\"my%20page.md\">a</a></p>";
    check("<pre>\nx\n</pre>\n[a](my page.md)", &format!("<pre>x</pre>{link}"));
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
    let text =
        "[guide][] [guide][1] [guide][10] [guide][abc] ![logo][] a[i][0] a[i][] f(x)[0][1][2] [1][2] - [x][] [a][b]";
    let (_, findings) = parse::page(&Source::new("page.md", text), &Snippets::default(), &Dialect::default());
    let found = findings.iter().filter(|finding| finding.code.name() == "undefined-reference");
    let columns: Vec<u32> = found.filter_map(|finding| Some(finding.place.as_ref()?.column)).collect();
    assert_eq!(columns, [1, 11, 22, 34, 47]);
}

#[test]
fn each_address_of_a_set_of_pictures_is_a_link() {
    let text = "<img src=\"a.png\" srcset=\"b.png 2x, c d.png, data:image/png;base64,AA== 3x,,e.png\">";
    let (page, _) = parse::page(&Source::new("page.md", text), &Snippets::default(), &Dialect::default());
    let links: Vec<&str> = page.links.iter().map(|link| link.dest.as_str()).collect();
    assert_eq!(links, ["a.png", "b.png", "c", "data:image/png;base64,AA==", "e.png"]);
}

#[test]
fn what_html_has_that_is_refused_is_found_where_it_stands() {
    let place = |text: &str| {
        let (_, findings) = parse::page(&Source::new("page.md", text), &Snippets::default(), &Dialect::default());
        let place = findings.first().and_then(|finding| finding.place.clone()).expect("something is found");
        (place.line, place.column)
    };
    assert_eq!(place("# A\n\nb\n\n<div markdown style=\"color: red\">\nc\n</div>").0, 5);
    assert_eq!(
        place("- a\n\n    <table>\n    <tr>\n    <td style=\"color: red\">b</td>\n    </tr>\n    </table>"),
        (5, 16)
    );
}
